import { createHmac } from "node:crypto";
import { eventObject } from "./objects.ts";
import { endpointsFor, type StripeEndpoint, type StripeEvent, type StripeState } from "./state.ts";

export type Delivery = {
  /** The address of an endpoint; null when nobody listens there. */
  addressOf(endpoint: StripeEndpoint): string | null;
  now(): Date;
  timeoutMs: number;
};

/** The header that proves where an event comes from, as Stripe makes it. */
export function signature(payload: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  const v1 = createHmac("sha256", secret).update(`${t}.${payload}`).digest("hex");
  return `t=${t},v1=${v1}`;
}

async function post(url: string, payload: string, header: string, timeoutMs: number) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": header,
      },
      body: payload,
      // A redirect is a failed delivery.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Sends an event to one endpoint, which has taken it only when it answered 2xx in time. */
export async function deliver(
  event: StripeEvent,
  endpoint: StripeEndpoint,
  { addressOf, now, timeoutMs }: Delivery,
): Promise<void> {
  const url = addressOf(endpoint);
  if (url === null) return;
  const payload = JSON.stringify(eventObject(event), null, 2);
  if (await post(url, payload, signature(payload, endpoint.secret, now()), timeoutMs)) {
    event.pending = event.pending.filter((id) => id !== endpoint.id);
  }
}

/** Keeps new events and sends each to every endpoint that wants it, in no particular order. */
export async function announce(
  state: StripeState,
  events: Omit<StripeEvent, "pending">[],
  delivery: Delivery,
): Promise<void> {
  await Promise.all(
    events.flatMap((fresh) => {
      const endpoints = endpointsFor(state, fresh.type);
      const event = { ...fresh, pending: endpoints.map(({ id }) => id) };
      state.events.set(event.id, event);
      return endpoints.map((endpoint) => deliver(event, endpoint, delivery));
    }),
  );
}
