import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { Section } from "../../display/Section";
import { StatusChip } from "../../display/StatusChip";
import { CustomerFact } from "../CustomerFact";
import { RecordPage } from "../RecordPage";
import { StripeId } from "../StripeId";
import { EventAmount } from "./EventAmount";
import { EventType } from "./EventType";
import { Deliveries } from "./show/Deliveries";
import { EventAnswer } from "./show/EventAnswer";
import { Replays } from "./show/Replays";
import type { WebhookEvent } from "./webhookEvent";

/** Nothing can be sent again on behalf of nobody. */
const replay = ({ status, cause }: WebhookEvent): ActionName | null =>
  status === "failed" && cause !== "unknown_user" ? "replay-webhooks" : null;

export default function WebhookEventShow() {
  const translate = useTranslate();
  return (
    <RecordPage<WebhookEvent>
      resource="webhook_events"
      title={({ type }) => type}
      recommended={replay}
    >
      {(row) => (
        <>
          <EventAnswer event={row} />
          <Section
            title={translate("resources.webhook_events.name", { smart_count: 1 })}
            aside={<StatusChip domain="webhook" status={row.status} />}
          >
            <FactRow label={translate("fields.user_email")}>
              <CustomerFact id={row.user_id} email={row.user_email} />
            </FactRow>
            <FactRow label={translate("fields.type")}>
              <EventType type={row.type} />
            </FactRow>
            {row.amount_cents === null ? null : (
              <FactRow label={translate("fields.amount_cents")}>
                <EventAmount {...row} />
              </FactRow>
            )}
            <FactRow label={translate("fields.at")}>
              <DateText at={row.created_at} time />
            </FactRow>
            <FactRow label={translate("fields.id")}>
              <StripeId kind="events" id={row.id} />
            </FactRow>
            {row.stripe_customer_id ? (
              <FactRow label={translate("fields.stripe_customer_id")}>
                <StripeId kind="customers" id={row.stripe_customer_id} />
              </FactRow>
            ) : null}
            {row.stripe_subscription_id ? (
              <FactRow label={translate("webhooks.subscription")}>
                <StripeId kind="subscriptions" id={row.stripe_subscription_id} />
              </FactRow>
            ) : null}
            <FactRow label={translate("fields.livemode")}>
              {translate(row.livemode ? "common.yes" : "common.no")}
            </FactRow>
            {row.account ? (
              <FactRow label={translate("fields.account")}>
                <Typography variant="mono">{row.account}</Typography>
              </FactRow>
            ) : null}
            {row.api_version ? (
              <FactRow label={translate("fields.api_version")}>{row.api_version}</FactRow>
            ) : null}
          </Section>
          <Deliveries event={row} />
          <Replays event={row} />
        </>
      )}
    </RecordPage>
  );
}
