import { createHash } from "node:crypto";
import { CATALOGUE, type Plan, priceId } from "../vendors/stripe/catalogue.ts";
import { invoiceObject } from "../vendors/stripe/invoices.ts";
import { latestInvoice, subscriptionObject } from "../vendors/stripe/objects.ts";
import {
  emptyState,
  type StripeCustomer,
  type StripeInvoice,
  type StripeSeed,
  type StripeSubscription,
} from "../vendors/stripe/state.ts";
import { type DriftClass, SEEDED_DRIFTS } from "./drifts.ts";
import type { DatabaseRows, EventRow, SubscriptionRow, UserRow } from "./rows.ts";

type State = {
  customers: StripeCustomer[];
  subscriptions: StripeSubscription[];
};

const HOUR = 3600;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

const demoId = (prefix: string, of: string) =>
  `${prefix}_demo_${createHash("md5").update(`${prefix} ${of}`).digest("hex").slice(0, 12)}`;

function subscriptionOf(row: SubscriptionRow): StripeSubscription {
  const trial = row.status === "trialing" || row.status === "paused";
  const ended = row.status === "canceled" || row.status === "incomplete_expired";
  return {
    id: row.stripe_subscription_id,
    customer: row.stripe_customer_id,
    price: priceId(row.plan, row.interval),
    status: row.status,
    created: row.created,
    current_period_start: row.current_period_start,
    current_period_end: row.current_period_end,
    cancel_at: row.cancel_at,
    canceled_at: row.canceled_at,
    ended_at: ended ? Math.max(row.canceled_at ?? 0, row.current_period_end) : null,
    trial_start: trial ? row.created : null,
    trial_end: trial ? row.current_period_end : null,
    livemode: row.livemode,
    metadata: row.user_id === null ? {} : { user_id: row.user_id },
  };
}

/** When something happened to a subscription, by the event of it in the ledger. */
const momentOf = ({ events }: DatabaseRows, subscription: string) =>
  events.find((event) => event.subscription === subscription && !event.delivered)?.created;

/** A subscription that the database has never heard of, paid less than an hour ago. */
function addPayment(
  state: State,
  email: string,
  user: UserRow | undefined,
  rows: DatabaseRows,
): void {
  const id = demoId("sub", email);
  // Once the database has learnt of it there is nothing to disagree about.
  if (state.subscriptions.some((subscription) => subscription.id === id)) return;
  const created = momentOf(rows, id) ?? rows.now - 48 * 60;
  const customer = demoId("cus", email);
  const metadata: Record<string, string> = user === undefined ? {} : { user_id: user.id };
  state.customers.push({
    id: customer,
    email,
    name: user?.name ?? null,
    created: created - 90,
    livemode: true,
    metadata,
  });
  state.subscriptions.push({
    id,
    customer,
    price: priceId("premium", "month"),
    status: "active",
    created,
    current_period_start: created,
    current_period_end: created + MONTH,
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    trial_start: null,
    trial_end: null,
    livemode: true,
    metadata,
  });
}

/** Changes the Stripe side of a customer so that it no longer agrees with the database. */
const disagree: Record<
  DriftClass,
  (state: State, email: string, user: UserRow | undefined, rows: DatabaseRows) => void
> = {
  paid_without_access: addPayment,
  customer_without_user: addPayment,
  access_without_payment: (state, _email, user, rows) => {
    for (const subscription of ofUser(state, user)) {
      const ended = momentOf(rows, subscription.id) ?? rows.now - 2 * DAY;
      subscription.status = "canceled";
      subscription.canceled_at = ended;
      subscription.ended_at = ended;
    }
  },
  wrong_plan: (state, _email, user) => {
    for (const subscription of ofUser(state, user)) {
      const [, , plan, interval] = subscription.price.split("_");
      const other: Plan = plan === "pro" ? "premium" : "pro";
      subscription.price = priceId(other, interval === "year" ? "year" : "month");
    }
  },
  wrong_period: (state, _email, user) => {
    for (const subscription of ofUser(state, user)) {
      subscription.current_period_start += 3 * DAY;
      subscription.current_period_end += 3 * DAY;
    }
  },
  two_live_subscriptions: (state, email, user, rows) => {
    const [first] = ofUser(state, user);
    if (first === undefined) return;
    const id = demoId("sub", email);
    const created = momentOf(rows, id) ?? rows.now - 5 * DAY;
    state.subscriptions.push({
      ...first,
      id,
      created,
      current_period_start: created,
      current_period_end: created + MONTH,
    });
  },
  user_without_customer: (state, _email, user) => {
    const gone = new Set(ofUser(state, user).map((subscription) => subscription.customer));
    state.customers = state.customers.filter(({ id }) => !gone.has(id));
    state.subscriptions = state.subscriptions.filter(({ customer }) => !gone.has(customer));
  },
};

function ofUser(state: State, user: UserRow | undefined): StripeSubscription[] {
  return state.subscriptions.filter(
    ({ metadata }) => user !== undefined && metadata.user_id === user.id,
  );
}

/** What became of the newest invoice of a subscription, by the subscription's status. */
const INVOICE_STATUS: Record<string, StripeInvoice["status"]> = {
  past_due: "open",
  unpaid: "open",
  incomplete: "open",
  incomplete_expired: "void",
};

function invoiceOf(subscription: StripeSubscription): StripeInvoice {
  const { created, current_period_start: start, status: of } = subscription;
  const price = CATALOGUE.find((p) => priceId(p.plan, p.interval) === subscription.price);
  const status = INVOICE_STATUS[of] ?? "paid";
  return {
    id: latestInvoice(subscription),
    customer: subscription.customer,
    subscription: subscription.id,
    price: subscription.price,
    amount_due: subscription.trial_start === null ? (price?.amount ?? 0) : 0,
    status,
    billing_reason: start > created ? "subscription_cycle" : "subscription_create",
    created: start,
    period_start: start,
    period_end: subscription.current_period_end,
    paid_at: status === "paid" ? start + 5 : null,
    attempt_count: of === "unpaid" ? 4 : 1,
    next_payment_attempt: of === "past_due" ? start + 3 * DAY : null,
    livemode: subscription.livemode,
  };
}

/** The events of the ledger with the objects that they are about, as far as Stripe has those. */
function eventsOf(
  events: EventRow[],
  { customers, subscriptions }: State,
  invoices: StripeInvoice[],
): StripeSeed["events"] {
  const known = new Map(subscriptions.map((one) => [one.id, one]));
  const latest = new Map(invoices.map((one) => [one.subscription, one]));
  const state = {
    ...emptyState(),
    customers: new Map(customers.map((one) => [one.id, one])),
    subscriptions: known,
  };
  return events.flatMap(({ subscription: id, ...event }) => {
    const subscription = known.get(id);
    const invoice = latest.get(id);
    if (subscription === undefined || invoice === undefined) return [];
    const object = event.type.startsWith("invoice.")
      ? invoiceObject(invoice, state)
      : subscriptionObject(subscription, subscription.customer);
    return [{ ...event, object }];
  });
}

/** What Stripe holds when it agrees with the database in all but the seeded drifts. */
export function buildStripeState(rows: DatabaseRows): StripeSeed {
  const users = new Map(rows.users.map((user) => [user.id, user]));
  const state: State = {
    customers: [],
    subscriptions: rows.subscriptions.map(subscriptionOf),
  };
  const customers = new Set<string>();
  for (const { stripe_customer_id: id, user_id, created, livemode } of rows.subscriptions) {
    if (customers.has(id)) continue;
    customers.add(id);
    const user = user_id === null ? undefined : users.get(user_id);
    state.customers.push({
      id,
      email: user?.email ?? null,
      name: user?.name ?? null,
      created: created - 60,
      livemode,
      metadata: user === undefined ? {} : { user_id: user.id },
    });
  }
  const byEmail = new Map(rows.users.map((user) => [user.email, user]));
  for (const drift of SEEDED_DRIFTS) {
    const user = byEmail.get(drift.who);
    // A smaller seed does not have everybody; only a stranger needs no user.
    if (user === undefined && drift.class !== "customer_without_user") continue;
    disagree[drift.class](state, drift.who, user, rows);
  }
  const invoices = state.subscriptions.map(invoiceOf);
  return { ...state, invoices, events: eventsOf(rows.events, state, invoices) };
}
