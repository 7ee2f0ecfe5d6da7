import Stripe from "stripe";
import type { Call } from "../control.ts";
import { answer, refuse } from "./answers.ts";
import type { AppDatabase, Query } from "./database.ts";
import { createQueue } from "./queue.ts";
import { writeSubscription } from "./subscriptions.ts";

/** Stripe's own advice: older signatures may be a replay by somebody else. */
const TOLERANCE_SECONDS = 300;

export type WebhookOptions = {
  database(): AppDatabase;
  stripe(): Stripe;
  /** What STRIPE_WEBHOOK_SECRET of the app's environment is at the moment. */
  secret(): string;
  now(): Date;
};

/** The subscription that an event is about, by its id; its state is never taken from the event. */
async function subscriptionIn(event: Stripe.Event, stripe: Stripe): Promise<string | null> {
  const { id = "", subscription } = event.data.object as { id?: string; subscription?: unknown };
  if (event.type.startsWith("customer.subscription.")) return id;
  if (event.type === "checkout.session.completed") {
    return typeof subscription === "string" ? subscription : null;
  }
  if (!event.type.startsWith("invoice.")) return null;
  const { parent } = await stripe.invoices.retrieve(id);
  const of = parent?.subscription_details?.subscription ?? null;
  return typeof of === "object" && of !== null ? of.id : of;
}

/** Takes the event's row, making it when it is new; says whether it was processed before. */
async function take(event: Stripe.Event, query: Query): Promise<boolean> {
  await query(
    "insert into public.stripe_events (id, type) values ($1, $2) on conflict (id) do nothing",
    [event.id, event.type],
  );
  const [row] = await query<{ done: boolean }>(
    "select processed_at is not null as done from public.stripe_events where id = $1 for update",
    [event.id],
  );
  return row?.done === true;
}

const NOTE = `
insert into public.stripe_events (id, type, error) values ($1, $2, left($3, 300))
on conflict (id) do update set error = excluded.error where stripe_events.processed_at is null`;

/**
 * POST /api/webhooks/stripe: what Stripe says of a subscription goes into public.subscriptions and the
 * customer's mirror, in one transaction with the event's own row, once for each event.
 */
export function createWebhook({ database, stripe, secret, now }: WebhookOptions) {
  const inTurn = createQueue();

  async function process(event: Stripe.Event): Promise<Response> {
    const subscription = await subscriptionIn(event, stripe());
    // What was read first must not be written last.
    return inTurn(subscription ?? event.id, async () => {
      const current =
        subscription === null
          ? null
          : await stripe().subscriptions.retrieve(subscription, { expand: ["customer"] });
      return database().asService(async (query, asAuth) => {
        if (await take(event, query)) return answer(200, { received: true, duplicate: true });
        const user = current === null ? null : await writeSubscription(current, query, asAuth);
        // Sending it again would not help: Stripe is told that it arrived, the row tells that nothing was done.
        const stranger = current !== null && user === null;
        await query(
          `update public.stripe_events set user_id = $2::uuid, error = $3::text,
             processed_at = case when $3::text is null then now() end where id = $1`,
          [event.id, user, stranger ? `no account for ${subscription}` : null],
        );
        return answer(200, { received: true });
      });
    });
  }

  return async ({ request, body }: Call): Promise<Response> => {
    let event: Stripe.Event;
    try {
      event = await Stripe.webhooks.constructEventAsync(
        body,
        request.headers.get("stripe-signature") ?? "",
        secret(),
        TOLERANCE_SECONDS,
        undefined,
        now().getTime(),
      );
    } catch (error) {
      return refuse(400, `Webhook Error: ${error instanceof Error ? error.message : error}`);
    }
    try {
      return await process(event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await database()
        .asService((query) => query(NOTE, [event.id, event.type, why]))
        // The database may be what failed.
        .catch(() => {});
      return refuse(500, "Webhook handler failed");
    }
  };
}
