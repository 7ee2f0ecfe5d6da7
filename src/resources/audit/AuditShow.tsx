import { useTranslate } from "react-admin";
import { RunLink } from "../../actions/RunLink";
import { CopyText } from "../../display/CopyText";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { shortened } from "../../display/shortened";
import { LongText } from "../LongText";
import { RecordPage } from "../RecordPage";
import { Word } from "../Word";
import type { AuditEntry } from "./auditEntry";
import { ChangesSection } from "./ChangesSection";
import { EventText } from "./EventText";
import { TargetText } from "./TargetText";

export default function AuditShow() {
  const translate = useTranslate();
  return (
    <RecordPage<AuditEntry>
      resource="audit"
      title={({ seq }) => translate("resources.audit.entry", { id: seq })}
    >
      {(row) => (
        <>
          <Section
            title={translate("resources.audit.name")}
            aside={<StatusChip domain="audit" status={row.outcome} />}
          >
            <FactRow label={translate("fields.at")}>
              <DateText at={row.at} time />
            </FactRow>
            <FactRow label={translate("fields.actor_email")}>
              {row.actor_email ?? row.actor_role ?? translate("resources.audit.system")}
              {row.actor_email && row.actor_role
                ? `, ${translate(`resources.staff.role.${row.actor_role}`, { _: row.actor_role })}`
                : ""}
            </FactRow>
            <FactRow label={translate("fields.event")}>
              <EventText event={row.event} />
            </FactRow>
            {row.action ? (
              <FactRow label={translate("fields.action")}>
                <Word kind="action" value={row.action} />
              </FactRow>
            ) : null}
            <FactRow label={translate("fields.target_label")}>
              {row.target_label ? <TargetText of={row} /> : "–"}
            </FactRow>
            {row.reason ? <FactRow label={translate("fields.reason")}>{row.reason}</FactRow> : null}
            {row.run_id ? (
              <FactRow label={translate("fields.run")}>
                <RunLink id={row.run_id} code={row.run_code ?? shortened(row.run_id)} />
              </FactRow>
            ) : null}
            <FactRow label={translate("resources.audit.hash")}>
              <CopyText value={row.hash} />
            </FactRow>
          </Section>
          <ChangesSection entry={row} />
          {row.details ? (
            <Section title={translate("resources.audit.details")}>
              <LongText>{JSON.stringify(row.details, null, 2)}</LongText>
            </Section>
          ) : null}
        </>
      )}
    </RecordPage>
  );
}
