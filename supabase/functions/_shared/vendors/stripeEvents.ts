import type Stripe from "stripe";
import { ExternalError, type Turn } from "./external.ts";
import { ask, client, listed } from "./stripeClient.ts";

const PAGE = 100;
/** More types Stripe does not take in one question. */
const MOST_TYPES = 20;

/** An event, with what is needed to find whom it is about. */
export type StripeEvent = {
  id: string;
  type: string;
  created_at: string;
  livemode: boolean;
  /** How many endpoints have not taken it yet. */
  pending: number;
  customer: string | null;
  subscription: string | null;
};

export type WebhookEndpoint = {
  id: string;
  url: string;
  enabled: boolean;
  /** The types it asked for; "*" is every one. */
  types: string[];
};

/** The id of something that Stripe names or gives whole. */
function idOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
  return typeof id === "string" ? id : null;
}

function eventRow(event: Stripe.Event): StripeEvent {
  // A body without Stripe's envelope passes its library as a success.
  if (event.object !== "event") throw new ExternalError("stripe", "garbage");
  const about = event.data.object as {
    object?: string;
    customer?: unknown;
    subscription?: unknown;
    parent?: Stripe.Invoice["parent"];
  };
  const kind = about.object;
  return {
    id: event.id,
    type: event.type,
    created_at: new Date(event.created * 1000).toISOString(),
    livemode: event.livemode,
    pending: event.pending_webhooks,
    customer: idOf(kind === "customer" ? about : about.customer),
    subscription: idOf(
      kind === "subscription"
        ? about
        : (about.parent?.subscription_details?.subscription ?? about.subscription),
    ),
  };
}

/**
 * The events since a moment, oldest first; `undelivered` are those that at least one endpoint has not
 * taken, be they seconds old. Stripe keeps thirty days. Past `most` the newest are given, and `more` is set.
 */
export async function eventsSince(
  {
    since,
    types = [],
    undelivered = false,
    most = 1_000,
  }: { since: Date; types?: string[]; undelivered?: boolean; most?: number },
  turn: Turn,
): Promise<{ events: StripeEvent[]; more: boolean }> {
  if (types.length > MOST_TYPES) throw new ExternalError("stripe", "refused");
  const stripe = client();
  const events: StripeEvent[] = [];
  for (let more = true; more; ) {
    const last = events.at(-1)?.id;
    await turn();
    const page = await ask(() =>
      stripe.events.list({
        created: { gte: Math.floor(since.getTime() / 1000) },
        limit: Math.min(PAGE, most - events.length),
        ...(types.length > 0 ? { types } : {}),
        ...(undelivered ? { delivery_success: false } : {}),
        ...(last === undefined ? {} : { starting_after: last }),
      }),
    );
    events.push(...listed(page).map(eventRow));
    more = page.has_more;
    if (events.length >= most) return { events: events.reverse(), more };
  }
  return { events: events.reverse(), more: false };
}

/** One event as it is now. ExternalError `missing` also when it is older than thirty days. */
export async function eventById(id: string): Promise<StripeEvent> {
  const stripe = client();
  return eventRow(await ask(() => stripe.events.retrieve(id)));
}

export async function webhookEndpoints(): Promise<WebhookEndpoint[]> {
  const stripe = client();
  const page = await ask(() => stripe.webhookEndpoints.list({ limit: PAGE }));
  return listed(page).map(({ id, url, status, enabled_events }) => ({
    id,
    url,
    enabled: status === "enabled",
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
  return eventRow(answer);
}
