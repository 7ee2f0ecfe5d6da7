import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { CopyText } from "../../../display/CopyText";
import { DateText } from "../../../display/DateText";
import { FactRow } from "../../../display/FactRow";
import { Money } from "../../../display/Money";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFilteredList } from "../../../list/useFilteredList";
import { CustomerFact } from "../../CustomerFact";
import { StripeId } from "../../StripeId";
import { ClassChip } from "../ClassChip";
import type { Drift } from "../drift";

/** Who, since when, how much, and where to read on. */
export function DriftFacts({ drift }: { drift: Drift }) {
  const t = useTranslate();
  const listOf = useFilteredList();
  const { user_id, stripe_customer_id, stripe_subscription_id, since, closed_at } = drift;
  const about = user_id ? { user_id } : stripe_customer_id ? { stripe_customer_id } : null;
  return (
    <Section
      title={t("resources.drifts.name", { smart_count: 1 })}
      aside={<StatusChip domain="drift" status={drift.status} />}
    >
      <FactRow label={t("fields.code")}>
        <CopyText value={drift.code} whole />
      </FactRow>
      <FactRow label={t("fields.class")}>
        <ClassChip drift={drift} />
      </FactRow>
      {user_id ? (
        <FactRow label={t("fields.user_email")}>
          <CustomerFact id={user_id} email={drift.user_email} />
        </FactRow>
      ) : null}
      <FactRow label={t("fields.at_stake")}>
        <Money cents={drift.amount_cents} />
      </FactRow>
      <FactRow label={t("fields.since")}>
        <DateText at={since} time />
      </FactRow>
      <FactRow label={t("drifts.found_at")}>
        <DateText at={drift.found_at} time />
      </FactRow>
      <FactRow label={t("drifts.checked_at")}>
        <DateText at={drift.checked_at} time />
      </FactRow>
      {closed_at ? (
        <FactRow label={t("drifts.closed_at")}>
          <DateText at={closed_at} time />
        </FactRow>
      ) : null}
      {stripe_customer_id ? (
        <FactRow label={t("fields.stripe_customer_id")}>
          <StripeId kind="customers" id={stripe_customer_id} />
        </FactRow>
      ) : null}
      {stripe_subscription_id ? (
        <FactRow label={t("webhooks.subscription")}>
          <StripeId kind="subscriptions" id={stripe_subscription_id} />
        </FactRow>
      ) : null}
      {about ? (
        <FactRow label={t("resources.webhook_events.name", { smart_count: 2 })}>
          <Link component={RouterLink} to={listOf("webhook_events", about)}>
            {t("drifts.latest_events")}
          </Link>
        </FactRow>
      ) : null}
    </Section>
  );
}
