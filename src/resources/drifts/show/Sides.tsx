import Warning from "@mui/icons-material/Warning";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useTranslate } from "react-admin";
import { Section } from "../../../display/Section";
import { visuallyHidden } from "../../../layout/visuallyHidden";
import { type ComparedFact, type Comparison, comparisonOf } from "../comparison";
import type { Drift } from "../drift";
import { SideValue } from "./SideValue";

const keyOf = ({ name, place = 0 }: Comparison["columns"][number]) => `${name} ${place}`;

function titleOf(columns: Comparison["columns"]): "one" | "several" | "both" {
  if (columns.every(({ name }) => name === "stripe")) {
    return columns.length === 1 ? "one" : "several";
  }
  return "both";
}

const columnName = ({ name, place, surplus }: Comparison["columns"][number]) =>
  place ? (surplus ? "surplus" : "subscription") : name;

/** Both sides, fact by fact, what differs marked. */
export function Sides({ drift }: { drift: Drift }) {
  const t = useTranslate();
  const { columns, facts } = comparisonOf(drift);
  const differing = facts.filter((fact) => fact.differs).length;
  const title = t(`drifts.sides.${titleOf(columns)}`);
  return (
    <Section
      flush
      title={title}
      aside={
        differing > 0 ? (
          <Chip
            variant={drift.closed_at === null ? "warning" : "neutral"}
            label={t("drifts.sides.differing", { smart_count: differing })}
          />
        ) : null
      }
    >
      {/* More subscriptions than there is room for are scrolled to, also by the keyboard. */}
      <Box
        {...(columns.length > 2 ? { role: "group", "aria-label": title, tabIndex: 0 } : {})}
        sx={{ overflowX: "auto" }}
      >
        <Table
          size="small"
          sx={{
            tableLayout: "fixed",
            minWidth: columns.length * 116 + 124,
            "& th:first-of-type": { pl: 2 },
          }}
        >
          <colgroup>
            <Box component="col" sx={{ width: { xs: 124, md: 176 } }} />
          </colgroup>
          <TableHead>
            <TableRow>
              <TableCell>{t("drifts.sides.fact")}</TableCell>
              {columns.map((column) => (
                <TableCell key={keyOf(column)}>
                  {t(`drifts.side.${columnName(column)}`, { number: column.place ?? 0 })}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody sx={{ "& tr:last-of-type > *": { borderBottom: 0 } }}>
            {facts.map((fact) => (
              <FactLine
                key={fact.field}
                fact={fact}
                columns={columns.map(keyOf)}
                over={drift.closed_at !== null}
              />
            ))}
          </TableBody>
        </Table>
      </Box>
    </Section>
  );
}

type LineProps = {
  fact: ComparedFact;
  columns: string[];
  /** The finding is closed: nothing is alarming any more. */
  over: boolean;
};

function FactLine({ fact, columns, over }: LineProps) {
  const t = useTranslate();
  const { field, values, differs } = fact;
  return (
    <TableRow sx={{ bgcolor: differs && !over ? "warning.tint" : undefined }}>
      <TableCell
        component="th"
        scope="row"
        sx={{ color: differs ? "text.primary" : "text.secondary", fontWeight: differs ? 500 : 400 }}
      >
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
          {differs ? (
            <Warning
              aria-hidden
              sx={{ fontSize: 14, color: over ? "text.muted" : "warning.main" }}
            />
          ) : null}
          {t(`drifts.field.${field}`, { _: field })}
          {differs ? <Box sx={visuallyHidden}>{t("drifts.sides.differs")}</Box> : null}
        </Box>
      </TableCell>
      {columns.map((column, index) => (
        <TableCell key={column} sx={{ fontWeight: differs ? 500 : 400, overflowWrap: "anywhere" }}>
          <SideValue field={field} value={values[index]} />
        </TableCell>
      ))}
    </TableRow>
  );
}
