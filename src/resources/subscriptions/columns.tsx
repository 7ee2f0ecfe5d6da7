import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { PlanChip } from "../../display/PlanChip";
import { StatusChip } from "../../display/StatusChip";
import type { Column } from "../../list/column";
import { csvEuros, csvTime } from "../csvValues";
import { customerColumn, Muted } from "../customerCells";
import { IntervalText } from "./IntervalText";
import { StripeSubscriptionLink } from "./StripeSubscriptionLink";
import type { Subscription } from "./subscription";

export const subscriptionColumns: Column<Subscription>[] = [
  customerColumn(),
  {
    key: "plan",
    width: 90,
    skeleton: 48,
    cell: ({ plan }) => <PlanChip plan={plan} />,
    csv: ({ plan }) => plan,
  },
  {
    key: "status",
    width: 152,
    skeleton: 72,
    cell: ({ status }) => <StatusChip domain="subscription" status={status} />,
    csv: ({ status }) => status,
  },
  {
    key: "interval",
    wide: true,
    width: 90,
    skeleton: 56,
    cell: ({ interval }) => <IntervalText interval={interval} />,
    csv: ({ interval }) => interval,
  },
  {
    key: "amount_cents",
    align: "right",
    width: 86,
    skeleton: 52,
    cell: ({ amount_cents }) => <Money cents={amount_cents} />,
    csv: ({ amount_cents }) => csvEuros(amount_cents),
  },
  {
    key: "mrr_cents",
    sortable: true,
    align: "right",
    width: 86,
    skeleton: 52,
    cell: ({ mrr_cents }) => <Money cents={mrr_cents} />,
    csv: ({ mrr_cents }) => csvEuros(mrr_cents),
  },
  {
    key: "current_period_end",
    sortable: true,
    align: "right",
    width: 120,
    skeleton: 84,
    cell: ({ current_period_end }) => <DateText at={current_period_end} />,
    csv: ({ current_period_end }, format) => csvTime(current_period_end, format),
  },
  {
    key: "cancel_at",
    align: "right",
    width: 100,
    skeleton: 0,
    cell: ({ cancel_at }) => <DateText at={cancel_at} />,
    csv: ({ cancel_at }, format) => csvTime(cancel_at, format),
  },
  {
    key: "created_at",
    wide: true,
    sortable: true,
    align: "right",
    width: 108,
    skeleton: 84,
    cell: ({ created_at }) => (
      <Muted>
        <DateText at={created_at} />
      </Muted>
    ),
    csv: ({ created_at }, format) => csvTime(created_at, format),
  },
  {
    key: "stripe_subscription_id",
    align: "right",
    width: 50,
    skeleton: 16,
    cell: ({ stripe_subscription_id }) => <StripeSubscriptionLink id={stripe_subscription_id} />,
    csv: ({ stripe_subscription_id }) => stripe_subscription_id,
  },
];
