import { z } from "zod";
import { CATALOGUE, priceId } from "./catalogue.ts";

const seconds = z.int().min(0);
const metadata = z.record(z.string(), z.string()).default({});

const customerSeed = z.strictObject({
  id: z.string().startsWith("cus_"),
  email: z.string().nullable(),
  name: z.string().nullable().default(null),
  created: seconds,
  livemode: z.boolean().default(true),
  metadata,
});

const subscriptionSeed = z.strictObject({
  id: z.string().startsWith("sub_"),
  customer: z.string().startsWith("cus_"),
  price: z.enum(CATALOGUE.map((p) => priceId(p.plan, p.interval))),
  /** An open set at Stripe, so here too. */
  status: z.string(),
  created: seconds,
  current_period_start: seconds,
  current_period_end: seconds,
  cancel_at: seconds.nullable().default(null),
  canceled_at: seconds.nullable().default(null),
  ended_at: seconds.nullable().default(null),
  trial_start: seconds.nullable().default(null),
  trial_end: seconds.nullable().default(null),
  livemode: z.boolean().default(true),
  metadata,
});

const eventSeed = z.strictObject({
  id: z.string().startsWith("evt_"),
  type: z.string(),
  created: seconds,
  /** Whether every endpoint took it. */
  delivered: z.boolean().default(true),
  livemode: z.boolean().default(true),
  /** The object as it was then, in Stripe's shape. */
  object: z.record(z.string(), z.unknown()),
});

/** What POST /_test/seed of the Stripe stand-in takes, and GET /_test/state gives. */
export const stripeSeed = z.strictObject({
  customers: customerSeed.array().default([]),
  subscriptions: subscriptionSeed.array().default([]),
  events: eventSeed.array().default([]),
});

export type StripeSeed = z.input<typeof stripeSeed>;
export type StripeCustomer = z.output<typeof customerSeed>;
export type StripeSubscription = z.output<typeof subscriptionSeed>;
export type StripeEvent = z.output<typeof eventSeed>;
export type StripeState = {
  customers: Map<string, StripeCustomer>;
  subscriptions: Map<string, StripeSubscription>;
  events: Map<string, StripeEvent>;
};

export const emptyState = (): StripeState => ({
  customers: new Map(),
  subscriptions: new Map(),
  events: new Map(),
});

/** Adds objects to the state; those with a known id replace it. */
export function addSeed(state: StripeState, seed: unknown) {
  const { customers, subscriptions, events } = stripeSeed.parse(seed);
  for (const customer of customers) state.customers.set(customer.id, customer);
  for (const subscription of subscriptions) state.subscriptions.set(subscription.id, subscription);
  for (const event of events) state.events.set(event.id, event);
}

export const asSeed = (state: StripeState) => ({
  customers: [...state.customers.values()],
  subscriptions: [...state.subscriptions.values()],
  events: [...state.events.values()],
});
