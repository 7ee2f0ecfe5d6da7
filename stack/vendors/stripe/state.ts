import { z } from "zod";
import { keptAnswers } from "../idempotency.ts";
import { CATALOGUE, priceId } from "./catalogue.ts";

const seconds = z.int().min(0);
const metadata = z.record(z.string(), z.string()).default({});
const price = z.enum(CATALOGUE.map((p) => priceId(p.plan, p.interval)));

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
  price,
  /** An open set at Stripe, so here too. */
  status: z.string(),
  created: seconds,
  current_period_start: seconds,
  current_period_end: seconds,
  cancel_at: seconds.nullable().default(null),
  canceled_at: seconds.nullable().default(null),
  ended_at: seconds.nullable().default(null),
  /** Invoices wait while the status stays what it is: another thing than the status "paused". */
  pause_collection: z
    .strictObject({
      behavior: z.enum(["keep_as_draft", "mark_uncollectible", "void"]),
      resumes_at: seconds.nullable().default(null),
    })
    .optional(),
  trial_start: seconds.nullable().default(null),
  trial_end: seconds.nullable().default(null),
  /** The newest of its invoices; one that follows from the subscription's own id unless told. */
  latest_invoice: z.string().startsWith("in_").optional(),
  livemode: z.boolean().default(true),
  metadata,
});

const invoiceSeed = z.strictObject({
  id: z.string().startsWith("in_"),
  customer: z.string().startsWith("cus_"),
  subscription: z.string().startsWith("sub_"),
  price,
  amount_due: z.int().min(0),
  status: z.enum(["draft", "open", "paid", "uncollectible", "void"]),
  billing_reason: z.enum(["subscription_create", "subscription_cycle", "subscription_update"]),
  created: seconds,
  period_start: seconds,
  period_end: seconds,
  paid_at: seconds.nullable().default(null),
  attempt_count: z.int().min(0).default(1),
  next_payment_attempt: seconds.nullable().default(null),
  livemode: z.boolean().default(true),
});

const endpointSeed = z.strictObject({
  id: z.string().startsWith("we_"),
  /** Where it listens; null is the customer app of this stack, wherever that is now. */
  url: z.string().nullable().default(null),
  secret: z.string().startsWith("whsec_"),
  enabled_events: z.string().array().default(["*"]),
  status: z.enum(["enabled", "disabled"]).default("enabled"),
  created: seconds,
  description: z.string().nullable().default(null),
  livemode: z.boolean().default(true),
});

const object = z.record(z.string(), z.unknown());

const eventSeed = z.strictObject({
  id: z.string().startsWith("evt_"),
  type: z.string(),
  created: seconds,
  /** Whether every endpoint took it; `pending` says which did not. */
  delivered: z.boolean().default(true),
  pending: z.string().startsWith("we_").array().optional(),
  livemode: z.boolean().default(true),
  /** The connected account where it happened; none where it is the account of the key. */
  account: z.string().startsWith("acct_").optional(),
  /** The object as it was then, in Stripe's shape. */
  object,
  previous_attributes: object.optional(),
  request: z
    .strictObject({ id: z.string().nullable(), idempotency_key: z.string().nullable() })
    .default({ id: null, idempotency_key: null }),
});

/** What POST /_test/seed of the Stripe stand-in takes, and GET /_test/state gives. */
export const stripeSeed = z.strictObject({
  customers: customerSeed.array().default([]),
  subscriptions: subscriptionSeed.array().default([]),
  invoices: invoiceSeed.array().default([]),
  endpoints: endpointSeed.array().default([]),
  events: eventSeed.array().default([]),
  replays: keptAnswers.default({}),
});

export type StripeSeed = z.input<typeof stripeSeed>;
export type StripeCustomer = z.output<typeof customerSeed>;
export type StripeSubscription = z.output<typeof subscriptionSeed>;
export type StripeInvoice = z.output<typeof invoiceSeed>;
export type StripeEndpoint = z.output<typeof endpointSeed>;
export type StripeEvent = Omit<z.output<typeof eventSeed>, "delivered" | "pending"> & {
  /** The endpoints that have not taken it yet. */
  pending: string[];
};
export type StripeState = {
  customers: Map<string, StripeCustomer>;
  subscriptions: Map<string, StripeSubscription>;
  invoices: Map<string, StripeInvoice>;
  endpoints: Map<string, StripeEndpoint>;
  events: Map<string, StripeEvent>;
};

export const STRIPE_DEMO_WEBHOOK_SECRET = "whsec_comptalyze_demo";

/** The endpoint that the customer app has at Stripe, with the events it asked for. */
export const APP_ENDPOINT: StripeEndpoint = {
  id: "we_demo_app",
  url: null,
  secret: STRIPE_DEMO_WEBHOOK_SECRET,
  enabled_events: [
    "checkout.session.completed",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "invoice.paid",
    "invoice.payment_failed",
  ],
  status: "enabled",
  created: Date.UTC(2025, 0, 6) / 1000,
  description: "Comptalyze",
  livemode: true,
};

export const emptyState = (): StripeState => ({
  customers: new Map(),
  subscriptions: new Map(),
  invoices: new Map(),
  endpoints: new Map([[APP_ENDPOINT.id, { ...APP_ENDPOINT }]]),
  events: new Map(),
});

export const wants = ({ enabled_events }: StripeEndpoint, type: string) =>
  enabled_events.includes("*") || enabled_events.includes(type);

/** The endpoints that an event of this type goes to. */
export const endpointsFor = (state: StripeState, type: string) =>
  [...state.endpoints.values()].filter((one) => one.status === "enabled" && wants(one, type));

/** Adds objects to the state; those with a known id replace it. */
export function addSeed(state: StripeState, seed: z.output<typeof stripeSeed>) {
  for (const name of ["customers", "subscriptions", "invoices", "endpoints"] as const) {
    const known = state[name] as Map<string, unknown>;
    for (const one of seed[name]) known.set(one.id, one);
  }
  for (const { delivered, pending, ...event } of seed.events) {
    const owed = delivered ? [] : endpointsFor(state, event.type).map(({ id }) => id);
    state.events.set(event.id, { ...event, pending: pending ?? owed });
  }
}

export const asSeed = (state: StripeState) => ({
  customers: [...state.customers.values()],
  subscriptions: [...state.subscriptions.values()],
  invoices: [...state.invoices.values()],
  endpoints: [...state.endpoints.values()],
  events: [...state.events.values()].map((event) => ({
    ...event,
    delivered: event.pending.length === 0,
  })),
});
