import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { useFormat } from "../i18n/useFormat";
import type { Records, Unit } from "./chart";
import type { Drawing } from "./drawing";
import type { Row } from "./rows";
import { spanText } from "./timeAxis";
import { valueText } from "./unit";

type Props = {
  title: string;
  drawing: Drawing;
  records: (index: number, series: string | null) => Records | null;
};

/** The points of a chart as a table, the newest first; each number leads to the list behind it. */
export function PointTable({ title, drawing, records }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { rows, columns, unit, grain, compared, marks } = drawing;
  const said = (value: number | null | undefined, own: Unit = unit) =>
    value === null || value === undefined ? t("charts.no_data") : valueText(value, own, format);
  const happened = ({ at, until }: Row) =>
    marks.filter((mark) => Date.parse(mark.at) >= at && Date.parse(mark.at) < until);
  const newest = rows.map((row, index) => ({ row, index })).reverse();
  return (
    <Box
      component="section"
      aria-label={`${title}, ${t("charts.table")}`}
      tabIndex={0}
      sx={{ maxHeight: 420, overflow: "auto", mx: -2, borderTop: 1, borderColor: "divider" }}
    >
      <Table size="small" stickyHeader aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell>{t("charts.span")}</TableCell>
            {columns.map(({ key, name }) => (
              <TableCell key={key} align="right">
                {name}
              </TableCell>
            ))}
            {compared ? <TableCell align="right">{t("charts.before")}</TableCell> : null}
            {marks.length > 0 ? <TableCell>{t("charts.marks")}</TableCell> : null}
          </TableRow>
        </TableHead>
        <TableBody>
          {newest.map(({ row, index }) => (
            <TableRow key={row.key}>
              <TableCell sx={{ whiteSpace: "nowrap" }}>{spanText(row, grain, format)}</TableCell>
              {columns.map(({ key, unit: own }) => {
                const value = row.values[key] ?? null;
                const found = value === null ? null : records(index, key);
                return (
                  <TableCell
                    key={key}
                    align="right"
                    sx={{ whiteSpace: "nowrap", color: value === null ? "text.muted" : undefined }}
                  >
                    {found ? (
                      <Link component={RouterLink} to={found.to} title={found.words}>
                        {said(value, own)}
                      </Link>
                    ) : (
                      said(value, own)
                    )}
                  </TableCell>
                );
              })}
              {compared ? (
                <TableCell align="right" sx={{ whiteSpace: "nowrap", color: "text.secondary" }}>
                  {said(row.before?.value)}
                </TableCell>
              ) : null}
              {marks.length > 0 ? (
                <TableCell sx={{ color: "text.secondary" }}>
                  {happened(row).map(({ id, kind, label, record }, place) => (
                    <span key={`${kind} ${id}`}>
                      {place > 0 ? " · " : null}
                      {record ? (
                        <Link component={RouterLink} to={record.to} title={record.words}>
                          {label}
                        </Link>
                      ) : (
                        label
                      )}
                    </span>
                  ))}
                </TableCell>
              ) : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
