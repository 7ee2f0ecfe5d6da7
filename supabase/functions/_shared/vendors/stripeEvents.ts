import type Stripe from "stripe";
import { ExternalError } from "./external.ts";
import { ask, client, listed, readOf } from "./stripeClient.ts";
import { briefText, isoTime, namedUser } from "./stripeRows.ts";

const PAGE = 100;
/** More types Stripe does not take in one question. */
const MOST_TYPES = 20;

/** An event, with what is needed to find whom it is about. */
export type StripeEvent = {
  id: string;
  type: string;
  created_at: string;
  livemode: boolean;
  /** The connected account where it happened; null where it is our own. */
  account: string | null;
  /** How many endpoints have not taken it yet. */
  pending: number;
  customer: string | null;
  subscription: string | null;
  /** Whom of our users Stripe's object names in its metadata: anything that somebody wrote there. */
  named_user: string | null;
  /** What an invoice or a payment is about, in cents of the currency. */
  amount_cents: number | null;
  currency: string | null;
  api_version: string | null;
};

export type WebhookEndpoint = {
  id: string;
  url: string;
  enabled: boolean;
  livemode: boolean;
  /** The types it asked for; "*" is every one. */
  types: string[];
};

/** The id of something that Stripe names or gives whole. */
function idOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
  return typeof id === "string" ? id : null;
}

type Metadata = Stripe.Metadata | null | undefined;

/** What is read of the object in an event, whatever it is. Its state is not: that is asked for at Stripe. */
type Subject = {
  object?: string;
  customer?: unknown;
  subscription?: unknown;
  metadata?: Metadata;
  client_reference_id?: string | null;
  parent?: { subscription_details?: { subscription?: unknown; metadata?: Metadata } | null } | null;
  amount_paid?: number;
  amount_due?: number;
  amount_total?: number | null;
  status?: string | null;
  currency?: string | null;
};

function amountOf({ object, status, amount_paid, amount_due, amount_total }: Subject) {
  if (object === "invoice") return (status === "paid" ? amount_paid : amount_due) ?? null;
  return object === "checkout.session" ? (amount_total ?? null) : null;
}

function eventRow(event: Stripe.Event): StripeEvent {
  // A body without Stripe's envelope passes its library as a success.
  if (event.object !== "event") throw new ExternalError("stripe", "garbage");
  const about: Subject = event.data.object as object;
  const ofInvoice = about.parent?.subscription_details;
  const amount = amountOf(about);
  return {
    id: event.id,
    type: event.type,
    created_at: isoTime(event.created) ?? "",
    livemode: event.livemode,
    account: event.account ?? null,
    pending: event.pending_webhooks,
    customer: idOf(about.object === "customer" ? about : about.customer),
    subscription: idOf(
      about.object === "subscription" ? about : (ofInvoice?.subscription ?? about.subscription),
    ),
    named_user:
      namedUser(about.metadata) ??
      namedUser(ofInvoice?.metadata) ??
      briefText(about.client_reference_id),
    amount_cents: amount,
    currency: amount === null ? null : (about.currency ?? null),
    api_version: event.api_version,
  };
}

export type EventPage = {
  events: StripeEvent[];
  /** The event after which the next page begins; null at the end. */
  next: string | null;
};

/**
 * A page of the events since a moment, newest first; `undelivered` are those that at least one endpoint
 * has not taken, be they seconds old. Stripe keeps thirty days. ExternalError `missing` when it does not
 * know `after` any more. Of more types than Stripe takes all are given.
 */
export async function eventPage({
  since,
  after = null,
  types = [],
  undelivered = false,
}: {
  since: Date;
  after?: string | null;
  types?: string[];
  undelivered?: boolean;
}): Promise<EventPage> {
  const stripe = client();
  const few = types.length <= MOST_TYPES && !types.includes("*");
  const page = await ask(() =>
    stripe.events.list({
      created: { gte: Math.floor(since.getTime() / 1000) },
      limit: PAGE,
      ...(few && types.length > 0 ? { types } : {}),
      ...(undelivered ? { delivery_success: false } : {}),
      ...(after === null ? {} : { starting_after: after }),
    }),
  );
  const events = readOf(() => listed(page).map(eventRow));
  return { events, next: page.has_more ? (events.at(-1)?.id ?? null) : null };
}

/** One event as it is now. ExternalError `missing` also when it is older than thirty days. */
export async function eventById(id: string): Promise<StripeEvent> {
  const stripe = client();
  const event = await ask(() => stripe.events.retrieve(id));
  return readOf(() => eventRow(event));
}

export async function webhookEndpoints(): Promise<WebhookEndpoint[]> {
  const stripe = client();
  const page = await ask(() => stripe.webhookEndpoints.list({ limit: PAGE }));
  return listed(page).map(({ id, url, status, livemode, enabled_events }) => ({
    id,
    url,
    enabled: status === "enabled",
    livemode,
    types: enabled_events,
  }));
}

/**
 * Lets Stripe deliver an event to an endpoint again, as its command line does; gives the event as it is
 * after that. The call succeeds whether or not the endpoint takes it: `pending` tells. With a key that
 * was used Stripe gives its first answer and delivers nothing, so each attempt to deliver needs a new one.
 */
export async function retryEvent(id: string, endpoint: string, key: string): Promise<StripeEvent> {
  const stripe = client();
  const answer: Stripe.Event = await ask(() =>
    stripe.rawRequest(
      "POST",
      `/v1/events/${encodeURIComponent(id)}/retry`,
      { webhook_endpoint: endpoint },
      { idempotencyKey: key },
    ),
  );
  return readOf(() => eventRow(answer));
}
