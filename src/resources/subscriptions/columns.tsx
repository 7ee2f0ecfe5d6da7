import type { FilterPayload } from "react-admin";
import { DateText } from "../../display/DateText";
import { Money } from "../../display/Money";
import { PlanChip } from "../../display/PlanChip";
import { StatusChip } from "../../display/StatusChip";
import type { Column } from "../../list/column";
import { csvEuros, csvTime } from "../csvValues";
import { customerColumn, Muted } from "../customerCells";
import { GraceText } from "./GraceText";
import { IntervalText } from "./IntervalText";
import { StripeSubscriptionLink } from "./StripeSubscriptionLink";
import type { Subscription } from "./subscription";

const columns: Column<Subscription>[] = [
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
    key: "unpaid_since",
    align: "right",
    width: 110,
    skeleton: 84,
    cell: ({ unpaid_since }) => <DateText at={unpaid_since} />,
    csv: ({ unpaid_since }, format) => csvTime(unpaid_since, format),
  },
  {
    key: "grace_ends_at",
    align: "right",
    width: 120,
    skeleton: 84,
    cell: ({ grace_ends_at }) => <GraceText until={grace_ends_at} />,
    csv: ({ grace_ends_at }, format) => csvTime(grace_ends_at, format),
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

/** What only those who owe money have, and what they do without on the page. */
const OWED = ["unpaid_since", "grace_ends_at"];
const SETTLED = ["interval", "cancel_at", "created_at"];

/** The columns under a filter: since when it is unpaid where that is what the list is about. */
export function columnsUnder({ status }: FilterPayload): Column<Subscription>[] {
  const owed = status === "past_due" || status === "unpaid";
  return columns.map((column) =>
    (owed ? SETTLED : OWED).includes(column.key) ? { ...column, csvOnly: true } : column,
  );
}
