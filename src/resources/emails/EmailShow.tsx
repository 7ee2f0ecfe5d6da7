import { useTranslate } from "react-admin";
import { CopyText } from "../../display/CopyText";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { CustomerFact } from "../CustomerFact";
import { LongText } from "../LongText";
import { RecordPage } from "../RecordPage";
import { Word } from "../Word";
import type { Email } from "./email";

export default function EmailShow() {
  const translate = useTranslate();
  return (
    <RecordPage<Email> resource="emails" title={({ subject }) => subject}>
      {(row) => (
        <>
          {row.bounce_reason ? (
            <Section title={translate("fields.bounce_reason")}>
              <LongText>{row.bounce_reason}</LongText>
            </Section>
          ) : null}
          <Section
            title={translate("resources.emails.name", { smart_count: 1 })}
            aside={<StatusChip domain="email" status={row.status} />}
          >
            <FactRow label={translate("fields.to_email")}>
              <CopyText value={row.to_email} whole mono={false} />
            </FactRow>
            <FactRow label={translate("fields.user_email")}>
              <CustomerFact id={row.user_id} email={row.user_email} />
            </FactRow>
            <FactRow label={translate("fields.template")}>
              <Word kind="template" value={row.template} />
            </FactRow>
            <FactRow label={translate("fields.at")}>
              <DateText at={row.created_at} time />
            </FactRow>
            <FactRow label={translate("fields.last_event_at")}>
              <DateText at={row.last_event_at} time />
            </FactRow>
            {row.provider_id ? (
              <FactRow label={translate("fields.provider_id")}>
                <CopyText value={row.provider_id} />
              </FactRow>
            ) : null}
          </Section>
        </>
      )}
    </RecordPage>
  );
}
