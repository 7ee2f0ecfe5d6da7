import { DRIFT_CLASSES, type Drift } from "./drifts.ts";
import type { DatabaseRows, SubscriptionRow } from "./rows.ts";

/** What Stripe says, reduced to what is compared. Times are seconds. */
export type StripeSide = {
  customers: { id: string; email: string | null; user_id: string | null }[];
  subscriptions: {
    id: string;
    customer: string;
    plan: string;
    status: string;
    current_period_end: number;
  }[];
};

const isLive = ({ status }: { status: string }) =>
  ["active", "trialing", "past_due"].includes(status);

/** Every disagreement between Stripe and the database about live subscriptions, by class, then by e-mail. */
export function compare(rows: DatabaseRows, stripe: StripeSide): Drift[] {
  const users = new Map(rows.users.map((user) => [user.id, user]));
  const byEmail = new Map(rows.users.map((user) => [user.email, user]));
  const customers = new Map(stripe.customers.map((customer) => [customer.id, customer]));
  const known = new Map(rows.subscriptions.map((row) => [row.stripe_subscription_id, row]));
  const stripeSubscriptions = new Map(stripe.subscriptions.map((s) => [s.id, s]));
  const drifts: Drift[] = [];

  const nameOf = (row: SubscriptionRow) =>
    (row.user_id === null ? undefined : users.get(row.user_id)?.email) ?? row.stripe_customer_id;

  const living = Map.groupBy(stripe.subscriptions.filter(isLive), (s) => s.customer);
  for (const [id, subscriptions] of living) {
    const customer = customers.get(id);
    const user =
      users.get(customer?.user_id ?? "") ?? byEmail.get(customer?.email ?? "") ?? undefined;
    const who = user?.email ?? customer?.email ?? id;
    if (user === undefined) {
      drifts.push({ who, class: "customer_without_user" });
    } else if (subscriptions.length > 1) {
      drifts.push({ who, class: "two_live_subscriptions" });
    } else if (!subscriptions.some((s) => isLive(known.get(s.id) ?? { status: "unknown" }))) {
      drifts.push({ who, class: "paid_without_access" });
    }
  }
  for (const row of rows.subscriptions.filter(isLive)) {
    const theirs = stripeSubscriptions.get(row.stripe_subscription_id);
    if (!customers.has(row.stripe_customer_id)) {
      drifts.push({ who: nameOf(row), class: "user_without_customer" });
    } else if (theirs === undefined || !isLive(theirs)) {
      drifts.push({ who: nameOf(row), class: "access_without_payment" });
    } else if (theirs.plan !== row.plan) {
      drifts.push({ who: nameOf(row), class: "wrong_plan" });
    } else if (theirs.current_period_end !== row.current_period_end) {
      drifts.push({ who: nameOf(row), class: "wrong_period" });
    }
  }
  return sorted(drifts);
}

export function sorted(drifts: readonly Drift[]): Drift[] {
  const rank = (drift: Drift) => DRIFT_CLASSES.indexOf(drift.class);
  return [...drifts].sort((a, b) => rank(a) - rank(b) || a.who.localeCompare(b.who));
}

/** The comparison as lines for a terminal: counts of both sides, then each disagreement. */
export function comparisonTable(rows: DatabaseRows, stripe: StripeSide, drifts: Drift[]): string {
  const statuses = [...rows.subscriptions, ...stripe.subscriptions].map((s) => s.status);
  const count = (list: { status: string }[], status: string) =>
    list.filter((s) => s.status === status).length;
  const lines = [["status", "database", "Stripe"]];
  for (const status of [...new Set(statuses)].sort()) {
    const here = count(rows.subscriptions, status);
    const there = count(stripe.subscriptions, status);
    lines.push([status, String(here), String(there)]);
  }
  lines.push([
    "customers",
    String(new Set(rows.subscriptions.map((s) => s.stripe_customer_id)).size),
    String(stripe.customers.length),
  ]);
  const table = lines.map(
    ([name = "", here = "", there = ""]) =>
      `  ${name.padEnd(20)}${here.padStart(10)}${there.padStart(10)}`,
  );
  const found =
    drifts.length === 0
      ? ["Both sides agree."]
      : [`${drifts.length} disagree:`, ...drifts.map((d) => `  ${d.class.padEnd(26)}${d.who}`)];
  return [...table, "", ...found].join("\n");
}
