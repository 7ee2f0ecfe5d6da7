import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Section } from "../../display/Section";
import { changedFields, valueText } from "./changedFields";

type Props = { before: unknown; after: unknown };

/** What the entry says was changed: before is muted, after is strong. */
export function ChangesSection({ before, after }: Props) {
  const translate = useTranslate();
  const changes = changedFields(before, after);
  const title = translate("resources.audit.changes");
  if (changes.length === 0) {
    return (
      <Section title={title}>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {translate("resources.audit.no_change")}
        </Typography>
      </Section>
    );
  }
  return (
    <Section title={title} flush>
      <Table size="small" sx={{ borderTop: 1, borderColor: "divider", tableLayout: "fixed" }}>
        <TableHead>
          <TableRow>
            <TableCell>{translate("fields.field")}</TableCell>
            <TableCell>{translate("fields.before")}</TableCell>
            <TableCell>{translate("fields.after")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody sx={{ "& tr:last-of-type > td": { borderBottom: 0 } }}>
          {changes.map((change) => (
            <TableRow key={change.field}>
              <TableCell sx={{ overflowWrap: "anywhere" }}>
                <Typography variant="mono">{change.field}</Typography>
              </TableCell>
              <TableCell sx={{ color: "text.muted", overflowWrap: "anywhere" }}>
                {valueText(change.before)}
              </TableCell>
              <TableCell sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>
                {valueText(change.after)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
