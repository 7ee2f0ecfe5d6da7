import { randomBytes } from "node:crypto";
import { z } from "zod";
import { CATALOGUE, type Interval, priceId } from "./catalogue.ts";
import { missing, StripeFailure } from "./failure.ts";
import { flag, integer, listOf, parseForm } from "./form.ts";
import { findInvoice, invoiceObject } from "./invoices.ts";
import { customerObject, latestInvoice, subscriptionObject } from "./objects.ts";
import type {
  StripeCustomer,
  StripeEvent,
  StripeInvoice,
  StripeState,
  StripeSubscription,
} from "./state.ts";

/** The request that changes something: its moment, and what its events say of it. */
export type Cause = { at: Date; request: StripeEvent["request"] };
type Happened = Omit<StripeEvent, "pending">;
/** What a change answers, and the events that it makes. */
type Change = { answer: unknown; events: Happened[] };

const DAY = 24 * 3600;
const metadata = z.record(z.string(), z.string());
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
const newId = (prefix: string) => `${prefix}_demo_${randomBytes(6).toString("hex")}`;

const priceOf = (id: string) =>
  CATALOGUE.find((price) => priceId(price.plan, price.interval) === id);

function knownPrice(id: string) {
  const price = priceOf(id);
  if (price === undefined)
    throw new StripeFailure(400, missing("price", id, "items[0][price]").details);
  return { id: priceId(price.plan, price.interval), ...price };
}

/** The same day of a later month or year, or the last one it has. */
function periodAfter(start: number, interval: Interval): number {
  const date = new Date(start * 1000);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + (interval === "year" ? 12 : 1));
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return seconds(date);
}

function event(
  type: string,
  changed: { livemode: boolean },
  object: Record<string, unknown>,
  { at, request }: Cause,
  previous_attributes?: Record<string, unknown>,
): Happened {
  return {
    id: newId("evt"),
    type,
    created: seconds(at),
    livemode: changed.livemode,
    object,
    request,
    ...(previous_attributes === undefined ? {} : { previous_attributes }),
  };
}

const shown = (subscription: StripeSubscription) =>
  subscriptionObject(subscription, subscription.customer);

const newCustomer = z.strictObject({
  email: z.string().optional(),
  name: z.string().optional(),
  metadata: metadata.optional(),
});

export function createCustomer(state: StripeState, body: string, cause: Cause): Change {
  const { email = null, name = null, metadata = {} } = parseForm(body, newCustomer);
  const customer: StripeCustomer = {
    id: newId("cus"),
    email,
    name,
    created: seconds(cause.at),
    livemode: true,
    metadata,
  };
  state.customers.set(customer.id, customer);
  const answer = customerObject(customer);
  return { answer, events: [event("customer.created", customer, answer, cause)] };
}

function addInvoice(
  state: StripeState,
  subscription: StripeSubscription,
  billing_reason: StripeInvoice["billing_reason"],
  outcome: "paid" | "open",
  at: number,
): StripeInvoice {
  const trial = subscription.status === "trialing";
  const invoice: StripeInvoice = {
    id: billing_reason === "subscription_create" ? latestInvoice(subscription) : newId("in"),
    customer: subscription.customer,
    subscription: subscription.id,
    price: subscription.price,
    amount_due: trial ? 0 : (priceOf(subscription.price)?.amount ?? 0),
    status: outcome,
    billing_reason,
    created: at,
    period_start: subscription.current_period_start,
    period_end: subscription.current_period_end,
    paid_at: outcome === "paid" ? at : null,
    attempt_count: 1,
    next_payment_attempt: outcome === "paid" ? null : at + 3 * DAY,
    livemode: subscription.livemode,
  };
  state.invoices.set(invoice.id, invoice);
  subscription.latest_invoice = invoice.id;
  return invoice;
}

const newSubscription = z.strictObject({
  customer: z.string(),
  items: listOf(z.strictObject({ price: z.string(), quantity: z.literal("1").optional() })),
  trial_period_days: integer.optional(),
  metadata: metadata.optional(),
});

export function createSubscription(state: StripeState, body: string, cause: Cause): Change {
  const {
    customer,
    items,
    trial_period_days: trial = 0,
    metadata = {},
  } = parseForm(body, newSubscription);
  const payer = state.customers.get(customer);
  if (payer === undefined)
    throw new StripeFailure(400, missing("customer", customer, "customer").details);
  const price = knownPrice(items[0]?.price ?? "");
  const start = seconds(cause.at);
  const end = trial > 0 ? start + trial * DAY : periodAfter(start, price.interval);
  const subscription: StripeSubscription = {
    id: newId("sub"),
    customer,
    price: price.id,
    status: trial > 0 ? "trialing" : "active",
    created: start,
    current_period_start: start,
    current_period_end: end,
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    trial_start: trial > 0 ? start : null,
    trial_end: trial > 0 ? end : null,
    livemode: payer.livemode,
    metadata,
  };
  state.subscriptions.set(subscription.id, subscription);
  const invoice = addInvoice(state, subscription, "subscription_create", "paid", start);
  return {
    answer: shown(subscription),
    events: [
      event("customer.subscription.created", subscription, shown(subscription), cause),
      event("invoice.paid", invoice, invoiceObject(invoice, state), cause),
    ],
  };
}

function liveSubscription(state: StripeState, id: string): StripeSubscription {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined) throw missing("subscription", id);
  return subscription;
}

/** The event of a subscription that was like this before; null when nothing of it changed. */
function updated(before: ReturnType<typeof shown>, after: StripeSubscription, cause: Cause) {
  const now: Record<string, unknown> = shown(after);
  const previous = Object.fromEntries(
    Object.entries(before).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key]),
    ),
  );
  return Object.keys(previous).length === 0
    ? null
    : event("customer.subscription.updated", after, now, cause, previous);
}

const subscriptionChange = z.strictObject({
  items: listOf(z.strictObject({ id: z.string().optional(), price: z.string() })).optional(),
  cancel_at_period_end: flag.optional(),
  proration_behavior: z.string().optional(),
  metadata: metadata.optional(),
});

export function updateSubscription(
  state: StripeState,
  id: string,
  body: string,
  cause: Cause,
): Change {
  const subscription = liveSubscription(state, id);
  const { items, cancel_at_period_end: ending, metadata } = parseForm(body, subscriptionChange);
  if (subscription.status === "canceled") {
    throw new StripeFailure(400, {
      message: "A canceled subscription can only update its cancellation_details and metadata.",
    });
  }
  const before = shown(subscription);
  if (items?.[0] !== undefined) {
    const price = knownPrice(items[0].price);
    if (price.interval !== priceOf(subscription.price)?.interval) {
      subscription.current_period_start = seconds(cause.at);
      subscription.current_period_end = periodAfter(seconds(cause.at), price.interval);
    }
    subscription.price = price.id;
  }
  if (ending !== undefined) {
    subscription.cancel_at = ending ? subscription.current_period_end : null;
    subscription.canceled_at = ending ? seconds(cause.at) : null;
  }
  if (metadata !== undefined) subscription.metadata = { ...subscription.metadata, ...metadata };
  const change = updated(before, subscription, cause);
  return { answer: shown(subscription), events: change === null ? [] : [change] };
}

export function cancelSubscription(state: StripeState, id: string, cause: Cause): Change {
  const subscription = liveSubscription(state, id);
  // One that has ended is not found any more by this call.
  if (subscription.status === "canceled") throw missing("subscription", id);
  const at = seconds(cause.at);
  Object.assign(subscription, { status: "canceled", canceled_at: at, ended_at: at });
  const answer = shown(subscription);
  return {
    answer,
    events: [event("customer.subscription.deleted", subscription, answer, cause)],
  };
}

/** The payment of an open invoice, which brings its subscription back. */
export function payInvoice(state: StripeState, id: string, cause: Cause): Change {
  const invoice = findInvoice(state, id);
  if (invoice.status !== "open") {
    throw new StripeFailure(400, {
      message:
        invoice.status === "paid" ? "Invoice is already paid" : `The invoice is ${invoice.status}.`,
    });
  }
  Object.assign(invoice, {
    status: "paid",
    paid_at: seconds(cause.at),
    next_payment_attempt: null,
    attempt_count: invoice.attempt_count + 1,
  });
  const answer = invoiceObject(invoice, state);
  const events = [event("invoice.paid", invoice, answer, cause)];
  const subscription = state.subscriptions.get(invoice.subscription);
  if (subscription !== undefined && subscription.status !== "canceled") {
    const before = shown(subscription);
    subscription.status = "active";
    events.push(...[updated(before, subscription, cause)].filter((one) => one !== null));
  }
  return { answer, events };
}

/** What POST /_test/bill takes: the next period of a subscription begins, and its payment works or not. */
export const billing = z.strictObject({
  subscription: z.string(),
  outcome: z.enum(["paid", "failed"]),
});

export function bill(
  state: StripeState,
  { subscription: id, outcome }: z.output<typeof billing>,
  cause: Cause,
): Change {
  const subscription = liveSubscription(state, id);
  const before = shown(subscription);
  const interval = priceOf(subscription.price)?.interval ?? "month";
  subscription.current_period_start = subscription.current_period_end;
  subscription.current_period_end = periodAfter(subscription.current_period_start, interval);
  subscription.status = outcome === "paid" ? "active" : "past_due";
  const invoice = addInvoice(
    state,
    subscription,
    "subscription_cycle",
    outcome === "paid" ? "paid" : "open",
    seconds(cause.at),
  );
  const answer = invoiceObject(invoice, state);
  const type = outcome === "paid" ? "invoice.paid" : "invoice.payment_failed";
  return {
    answer,
    events: [
      event(type, invoice, answer, cause),
      ...[updated(before, subscription, cause)].filter((one) => one !== null),
    ],
  };
}
