import ArrowForward from "@mui/icons-material/ArrowForward";
import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { Fragment } from "react";
import { useTranslate } from "react-admin";
import type { Change, PreviewAnswer } from "../../supabase/functions/_shared/contract";
import { PlanChip } from "../display/PlanChip";
import { useFormat } from "../i18n/useFormat";
import type { ActionDefinition } from "./definition";
import { fieldWords, isRaw } from "./fieldWords";
import { wordsOf } from "./wordsOf";

type Props = {
  changes: readonly Change[];
  unchanged?: PreviewAnswer["unchanged"];
  /** The action whose fields these are; it knows their order and their words. */
  definition: ActionDefinition | null;
  afterWords?: (field: string, after: unknown) => string | null;
};

/** What changes, field by field: before muted, after strong, what stays although feared last. */
export function ChangesTable({ changes, unchanged = [], definition, afterWords }: Props) {
  const t = useTranslate();
  const words = wordsOf(t, definition?.name ?? null);
  const fields = definition?.fields ?? [];
  const place = (field: string) => {
    const index = fields.indexOf(field);
    return index < 0 ? fields.length : index;
  };
  const sorted = [...changes].sort((a, b) => place(a.field) - place(b.field));

  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: "6px", overflow: "hidden" }}>
      <Table size="small" sx={tableSx}>
        <TableHead>
          <TableRow>
            <TableCell>{t("actions.preview.field")}</TableCell>
            <TableCell>{t("actions.preview.before")}</TableCell>
            <TableCell aria-hidden sx={{ width: 16, px: "0 !important" }} />
            <TableCell>{t("actions.preview.after")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {sorted.map(({ entity, id, field, before, after }) => (
            <TableRow key={`${entity} ${id} ${field}`}>
              <TableCell component="th" scope="row">
                <FieldName definition={definition} field={field} />
              </TableCell>
              <TableCell sx={{ color: "text.muted" }}>
                <FieldValue definition={definition} field={field} value={before} />
              </TableCell>
              <TableCell aria-hidden sx={{ width: 16, px: "0 !important", color: "text.muted" }}>
                <ArrowForward sx={{ fontSize: 14, display: "block" }} />
              </TableCell>
              <TableCell sx={{ fontWeight: isRaw(field) ? 400 : 600 }}>
                {afterWords?.(field, after) ?? (
                  <FieldValue definition={definition} field={field} value={after} />
                )}
              </TableCell>
            </TableRow>
          ))}
          {sorted.length === 0 ? (
            <TableRow>
              <TableCell colSpan={4}>{t("actions.preview.nothing")}</TableCell>
            </TableRow>
          ) : null}
          {unchanged.map(({ field }) => (
            <TableRow key={field}>
              <TableCell component="th" scope="row" sx={{ color: "text.secondary" }}>
                <FieldName definition={definition} field={field} />
              </TableCell>
              <TableCell colSpan={3} sx={{ color: "text.secondary" }}>
                {words(`unchanged.${field}`, { _: words("unchanged.other") })}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

const tableSx = {
  "& th, & td": { height: 32, py: 0.5, px: { xs: 1, sm: 1.5 } },
  "& tbody th": { fontWeight: 400 },
  "& tbody td": { fontVariantNumeric: "tabular-nums" },
  "& tbody tr:last-child > *": { borderBottom: 0 },
};

type FieldProps = { definition: ActionDefinition | null; field: string };

function FieldName({ definition, field }: FieldProps) {
  const t = useTranslate();
  const words = wordsOf(t, definition?.name ?? null)(`field.${field}`, { _: field });
  if (!isRaw(field)) return words;
  return (
    <>
      {words} <Mono>{field.slice(field.indexOf(".") + 1)}</Mono>
    </>
  );
}

function FieldValue({ definition, field, value }: FieldProps & { value: unknown }) {
  const t = useTranslate();
  const format = useFormat();
  if (field === "plan" && typeof value === "string") return <PlanChip plan={value} />;
  const words = fieldWords(field, value, t, format, definition?.valueWords);
  return isRaw(field) ? <Mono>{words}</Mono> : words;
}

function Mono({ children }: { children: string }) {
  return (
    <Box
      component="code"
      sx={(theme) => ({ ...theme.typography.mono, lineHeight: "16px", overflowWrap: "anywhere" })}
    >
      {/* When it must, "subscription_plan" breaks after its underscore. */}
      {children.split(/(?<=_)/).map((part) => (
        <Fragment key={part}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </Box>
  );
}
