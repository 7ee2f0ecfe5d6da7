import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { ChangesTable } from "../../actions/ChangesTable";
import { definitionOf } from "../../actions/registry";
import { Section } from "../../display/Section";
import type { AuditEntry } from "./auditEntry";
import { changedFields } from "./changedFields";

/** What the entry says was changed, in the words of the action that did it. */
export function ChangesSection({ entry }: { entry: AuditEntry }) {
  const translate = useTranslate();
  const changes = changedFields(entry.before, entry.after).map((change) => ({
    ...change,
    entity: entry.target_kind ?? "",
    id: entry.target_id ?? "",
  }));
  return (
    <Section title={translate("resources.audit.changes")}>
      {changes.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {translate("resources.audit.no_change")}
        </Typography>
      ) : (
        <ChangesTable changes={changes} definition={definitionOf(entry.action)} />
      )}
    </Section>
  );
}
