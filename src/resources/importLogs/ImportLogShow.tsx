import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import { CopyText } from "../../display/CopyText";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { Money } from "../../display/Money";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { useFormat } from "../../i18n/useFormat";
import { CustomerFact } from "../CustomerFact";
import { DurationText } from "../DurationText";
import { CauseChip } from "../integrations/CauseChip";
import { LongText } from "../LongText";
import { MonthText } from "../MonthText";
import { NumberText } from "../NumberText";
import { RecordPage } from "../RecordPage";
import { useWord } from "../useWord";
import { Word } from "../Word";
import type { ImportLog } from "./importLog";

/** A token has to be good before the import can be; who took the access back has to come back himself. */
function mend({ status, cause }: ImportLog): ActionName | null {
  if (status !== "error" || cause === "reconnect") return null;
  return cause === "token_expired" ? "refresh-integration" : "rerun-imports";
}

export default function ImportLogShow() {
  const translate = useTranslate();
  const format = useFormat();
  const word = useWord();
  const title = ({ provider, month }: ImportLog) =>
    translate("resources.import_logs.title", {
      provider: word("provider", provider),
      month: format.month(month),
    });
  return (
    <RecordPage<ImportLog> resource="import_logs" title={title} recommended={mend}>
      {(row) => (
        <>
          {row.error_message ? (
            <Section
              title={translate("fields.error_message")}
              aside={row.cause ? <CauseChip cause={row.cause} /> : null}
            >
              <LongText>{row.error_message}</LongText>
            </Section>
          ) : null}
          <Section
            title={translate("resources.import_logs.name", { smart_count: 1 })}
            aside={<StatusChip domain="import" status={row.status} />}
          >
            <FactRow label={translate("fields.user_email")}>
              <CustomerFact id={row.user_id} email={row.user_email} />
            </FactRow>
            <FactRow label={translate("fields.provider")}>
              <IntegrationFact row={row} />
            </FactRow>
            <FactRow label={translate("fields.month")}>
              <MonthText month={row.month} />
            </FactRow>
            <FactRow label={translate("fields.dry_run")}>
              {translate(row.dry_run ? "common.yes" : "common.no")}
            </FactRow>
            <FactRow label={translate("fields.rows_imported")}>
              <NumberText value={row.rows_imported} />
            </FactRow>
            <FactRow label={translate("fields.revenue_cents")}>
              <Money cents={row.revenue_cents} />
            </FactRow>
            <FactRow label={translate("fields.duration_ms")}>
              <DurationText ms={row.duration_ms} />
            </FactRow>
            <FactRow label={translate("fields.at")}>
              <DateText at={row.created_at} time />
            </FactRow>
            <FactRow label={translate("fields.id")}>
              <CopyText value={row.id} />
            </FactRow>
          </Section>
        </>
      )}
    </RecordPage>
  );
}

/** The provider, and the way to the integration while the customer has it. */
function IntegrationFact({ row: { provider, integration_id: id } }: { row: ImportLog }) {
  const name = <Word kind="provider" value={provider} />;
  return id ? (
    <Link component={RouterLink} to={`/integrations/${id}/show`}>
      {name}
    </Link>
  ) : (
    name
  );
}
