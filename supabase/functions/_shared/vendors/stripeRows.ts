import type Stripe from "stripe";
import { storable } from "../storable.ts";
import { LAST_MS } from "./external.ts";

/** A row of public.subscriptions, as Stripe's own state says it. */
export type SubscriptionRow = {
  stripe_subscription_id: string;
  stripe_customer_id: string;
  plan: string;
  status: string;
  interval: string;
  amount_cents: number;
  currency: string;
  current_period_start: string | null;
  current_period_end: string | null;
  cancel_at: string | null;
  canceled_at: string | null;
  livemode: boolean;
  created_at: string;
};

/** Something at Stripe that no rule of ours can read: a finding for a person, never silent access. */
export class UnreadableSubscription extends Error {
  readonly code: "no_items" | "unknown_price" | "unknown_interval" | "unknown_amount";
  readonly subscription: string;

  constructor(code: UnreadableSubscription["code"], subscription: string) {
    super(`${subscription}: ${code}`);
    this.code = code;
    this.subscription = subscription;
  }
}

const PLANS = ["pro", "premium"];
/** What a column of cents holds. */
const MOST_CENTS = 2 ** 31 - 1;
const LONGEST_TEXT = 320;

/** A moment of Stripe, which counts seconds. Throws a RangeError for one that the database has no words for. */
export function isoTime(seconds: number | null | undefined): string | null {
  if (seconds === null || seconds === undefined) return null;
  if (!(seconds * 1000 <= LAST_MS)) throw new RangeError(`${seconds} seconds`);
  return new Date(seconds * 1000).toISOString();
}

/** A text that somebody wrote, as far as the database can hold it: one odd sign must not stop a whole page. */
export const briefText = (text: string | null | undefined) =>
  typeof text === "string" ? storable(text.slice(0, LONGEST_TEXT)) : null;

/** Whom of our users metadata names: anything that somebody wrote there. */
export const namedUser = (metadata: Stripe.Metadata | null | undefined) =>
  briefText(metadata?.user_id);

/** What of a price says its plan. */
export type PricedPlan = Pick<Stripe.Price, "metadata" | "lookup_key">;

/** The plan of a price: its metadata says it, or its lookup key begins with it. */
function planOf(price: PricedPlan): string | undefined {
  const named = price.metadata?.plan ?? price.lookup_key?.split("_")[0];
  return PLANS.find((plan) => plan === named);
}

/** The highest plan of the prices of one subscription; undefined when none of them is mapped to one. */
export function highestPlan(prices: readonly PricedPlan[]): string | undefined {
  const plans = prices.map(planOf);
  return PLANS.findLast((name) => plans.includes(name));
}

/** Paid once in each interval: neither quarterly, nor a month beside a year. */
const isEvery =
  (interval: string) =>
  ({ price: { recurring } }: Pick<Stripe.SubscriptionItem, "price">) =>
    recurring?.interval === interval && (recurring.interval_count ?? 1) === 1;

/**
 * The highest plan of the items, the latest end of their periods, the sum of their amounts.
 * Since 2025 the periods stand on the items. Throws UnreadableSubscription.
 */
export function subscriptionRow(subscription: Stripe.Subscription): SubscriptionRow {
  const { id, customer } = subscription;
  const items = subscription.items.data;
  const [first] = items;
  if (!first) throw new UnreadableSubscription("no_items", id);
  const plan = highestPlan(items.map((item) => item.price));
  if (plan === undefined) throw new UnreadableSubscription("unknown_price", id);
  const interval = first.price.recurring?.interval;
  if ((interval !== "month" && interval !== "year") || !items.every(isEvery(interval))) {
    throw new UnreadableSubscription("unknown_interval", id);
  }
  const amount_cents = items.reduce(
    (sum, { price, quantity }) => sum + (price.unit_amount ?? Number.NaN) * (quantity ?? 1),
    0,
  );
  if (!(amount_cents >= 0 && amount_cents <= MOST_CENTS)) {
    throw new UnreadableSubscription("unknown_amount", id);
  }
  return {
    stripe_subscription_id: id,
    stripe_customer_id: typeof customer === "string" ? customer : customer.id,
    plan,
    status: subscription.status,
    interval,
    amount_cents,
    currency: subscription.currency,
    current_period_start: isoTime(Math.max(...items.map((item) => item.current_period_start))),
    current_period_end: isoTime(Math.max(...items.map((item) => item.current_period_end))),
    cancel_at: isoTime(subscription.cancel_at),
    canceled_at: isoTime(subscription.canceled_at),
    livemode: subscription.livemode,
    created_at: isoTime(subscription.created) ?? "",
  };
}
