import OpenInNew from "@mui/icons-material/OpenInNew";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { CopyText } from "../../../display/CopyText";
import { DateText } from "../../../display/DateText";
import { FactRow } from "../../../display/FactRow";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import { customerInStripe, subscriptionInStripe } from "../../stripeLinks";
import type { Subscription } from "../../subscriptions/subscription";

type Props = { subscription: Subscription | null; customerId: string | null };

/** What the app knows of the customer at Stripe. */
export function StripeCard({ subscription, customerId }: Props) {
  const t = useTranslate();
  const href = subscription
    ? subscriptionInStripe(subscription.stripe_subscription_id)
    : customerId
      ? customerInStripe(customerId)
      : null;
  return (
    <Section
      title={t("user.facts.stripe")}
      aside={
        href ? (
          <Link
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            variant="caption"
            sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}
          >
            {t("user.facts.open_stripe")} <OpenInNew sx={{ fontSize: 14 }} />
          </Link>
        ) : null
      }
    >
      {subscription ? (
        <SubscriptionFacts subscription={subscription} />
      ) : (
        <Typography variant="body2" sx={{ color: "text.muted" }}>
          {t("user.facts.no_stripe")}
        </Typography>
      )}
    </Section>
  );
}

function SubscriptionFacts({ subscription }: { subscription: Subscription }) {
  const t = useTranslate();
  const format = useFormat();
  const { amount_cents, canceled_at, cancel_at, current_period_end, interval } = subscription;
  const amount = format.money(amount_cents);
  return (
    <>
      <FactRow label={t("user.facts.subscription")}>
        <CopyText value={subscription.stripe_subscription_id} />
      </FactRow>
      <FactRow label={t("fields.status")}>
        <StatusChip domain="subscription" status={subscription.status} />
      </FactRow>
      <FactRow label={t("user.facts.amount")}>
        {t(interval === "year" ? "common.per_year" : "common.per_month", { amount })}
      </FactRow>
      {cancel_at ? (
        <FactRow label={t("user.facts.cancel_at")}>
          <DateText at={cancel_at} time />
        </FactRow>
      ) : canceled_at ? (
        <FactRow label={t("user.facts.ended")}>
          <DateText at={canceled_at} time />
        </FactRow>
      ) : (
        <FactRow label={t("user.facts.renewal")}>
          <DateText at={current_period_end} time />
        </FactRow>
      )}
    </>
  );
}
