import { randomUUID } from "node:crypto";
import type { StripeEvent } from "../../supabase/functions/_shared/vendors/stripeEvents.ts";
import type { Session } from "./session.ts";

/** An event as Stripe gives it, an hour old and undelivered unless told. */
export function buildEvent({
  minutesAgo = 60,
  ...more
}: Partial<StripeEvent> & { minutesAgo?: number } = {}): StripeEvent {
  return {
    id: `evt_${randomUUID().replaceAll("-", "")}`,
    type: "customer.subscription.updated",
    created_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    livemode: true,
    account: null,
    pending: 1,
    customer: null,
    subscription: null,
    named_user: null,
    amount_cents: null,
    currency: null,
    api_version: "2026-10-28.endive",
    ...more,
  };
}

/** The ledger takes events, as the sync hands them over. */
export const keepEvents = (session: Pick<Session, "query">, events: StripeEvent[]) =>
  session.query("select private.keep_events($1::jsonb)", [JSON.stringify(events)]);

/** What the app writes of an event that it received. */
export const appRecord = (
  session: Pick<Session, "query">,
  { id, type }: StripeEvent,
  { error = null, userId = null }: { error?: string | null; userId?: string | null } = {},
) =>
  session.query(
    `insert into public.stripe_events (id, type, received_at, processed_at, error, user_id)
     values ($1, $2, now(), case when $3::text is null then now() end, $3, $4)
     on conflict (id) do update set processed_at = excluded.processed_at, error = excluded.error`,
    [id, type, error, userId],
  );

/** Only the events of a test are in the ledger. */
export const emptyLedger = (session: Pick<Session, "query">) =>
  session.query("delete from private.stripe_events");
