import Stripe from "stripe";
import type { AppSeed } from "../../stack/vendors/app.ts";
import type { FaultOrder } from "../../stack/vendors/faults.ts";
import type { StripeSeed } from "../../stack/vendors/stripe/state.ts";
import { STRIPE_DEMO_WEBHOOK_SECRET } from "../../stack/vendors/stripe/state.ts";
import { STRIPE_DEMO_KEY } from "../../stack/vendors/stripe.ts";
import type { Backend } from "../support/backend.ts";

type Received = { method: string; path: string; query: Record<string, string> };

/** Stripe, the customer app and the sync of a backend, as a test turns their knobs. */
export function webhookStand(backend: Backend) {
  const stripeBase = backend.vendors?.addresses.STRIPE_API_BASE ?? "";
  const appBase = backend.vendors?.addresses.APP_BASE_URL ?? "";
  const { hostname, port } = new URL(stripeBase);
  const post = async (base: string, control: string, body: unknown) => {
    const url = `${base}/_test/${control}`;
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  };

  async function job(name: string): Promise<{ done: boolean }> {
    const answer = await fetch(`${backend.functions?.address()}/functions/v1/${name}`, {
      method: "POST",
      headers: { apikey: backend.keys.secretKey },
    });
    if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}`);
    return (await answer.json()) as { done: boolean };
  }

  return {
    stripe: new Stripe(STRIPE_DEMO_KEY, {
      host: hostname,
      port,
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
    }),
    seedStripe: (seed: StripeSeed) => post(stripeBase, "seed", seed),
    seedApp: (seed: AppSeed) => post(appBase, "seed", seed),
    faults: (orders: FaultOrder[]) => post(stripeBase, "faults", orders),
    appFaults: (orders: FaultOrder[]) => post(appBase, "faults", orders),
    /** As after a deploy with the old signing secret, and after the right one is back. */
    async wrongSecret(wrong: boolean) {
      const webhook_secret = wrong ? "whsec_of_last_year" : STRIPE_DEMO_WEBHOOK_SECRET;
      await post(appBase, "seed", { webhook_secret });
    },
    /** What was asked of Stripe since the last time. */
    asked: (() => {
      let before = 0;
      return async (): Promise<Received[]> => {
        const answer = await fetch(`${stripeBase}/_test/requests`);
        const { requests } = (await answer.json()) as { requests: Received[] };
        const fresh = requests.slice(before);
        before = requests.length;
        return fresh;
      };
    })(),
    /** What the schedule does every minute. */
    sync: () => job("sync-events"),
    compare: () => job("sync-subscriptions"),
    /** Fifteen minutes pass for the events that are undelivered now. */
    age: () =>
      backend.database.query(
        "update private.stripe_events set created_at = created_at - interval '16 minutes' where pending > 0 and created_at > now() - interval '15 minutes'",
      ),
    async event(id: string) {
      const [row] = await backend.database.query<{
        status: string;
        pending: number;
        processed: boolean;
        cause: string | null;
      }>(
        `select private.event_status(e.state, e.pending, e.created_at, (private.webhook_clock()).in_flight_since) as status,
           e.pending, e.processed_at is not null as processed, e.cause
         from private.stripe_events e where e.id = $1`,
        [id],
      );
      return row;
    },
  };
}
