import { useTranslate } from "react-admin";
import { DateText } from "../../../display/DateText";
import { FactRow } from "../../../display/FactRow";
import { RelativeTime } from "../../../display/RelativeTime";
import { Section } from "../../../display/Section";
import { Muted } from "../../customerCells";
import type { WebhookEvent } from "../webhookEvent";

/** Two facts from two sides: what Stripe could hand over, and what the app did with it. */
export function Deliveries({ event }: { event: WebhookEvent }) {
  const translate = useTranslate();
  const { delivered, checked_at, received_at, processed_at, processed_error, reconciled_at } =
    event;
  return (
    <Section title={translate("webhooks.deliveries")}>
      <FactRow
        label={translate("fields.delivered")}
        aside={
          <Muted>
            {translate("webhooks.as_of")} <RelativeTime at={checked_at} />
          </Muted>
        }
      >
        {translate(delivered ? "webhooks.delivered" : "webhooks.undelivered")}
      </FactRow>
      <FactRow label={translate("fields.received_at")}>
        {received_at ? <DateText at={received_at} time /> : translate("webhooks.no_record")}
      </FactRow>
      <FactRow label={translate("fields.processed_at")}>
        {processed_at ? <DateText at={processed_at} time /> : translate("common.no")}
      </FactRow>
      {processed_error ? (
        <FactRow label={translate("fields.processed_error")}>{processed_error}</FactRow>
      ) : null}
      {reconciled_at ? (
        <FactRow label={translate("fields.reconciled_at")}>
          <DateText at={reconciled_at} time />
        </FactRow>
      ) : null}
    </Section>
  );
}
