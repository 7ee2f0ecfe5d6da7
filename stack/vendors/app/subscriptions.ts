import type Stripe from "stripe";
import type { Query } from "./database.ts";

const time = (seconds: number | null) =>
  seconds === null ? null : new Date(seconds * 1000).toISOString();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The account that a subscription belongs to; null when nobody has it. Its row stays locked. */
async function ownerOf(subscription: Stripe.Subscription, query: Query, asAuth: Query) {
  const { customer } = subscription;
  const payer = typeof customer === "string" || customer.deleted ? null : customer;
  const customerId = typeof customer === "string" ? customer : customer.id;
  const known = await query<{ user_id: string }>(
    "select user_id from public.subscriptions where stripe_customer_id = $1 and user_id is not null limit 1",
    [customerId],
  );
  const named = subscription.metadata.user_id ?? payer?.metadata.user_id ?? known[0]?.user_id;
  if (named === undefined || !UUID.test(named)) return null;
  const [found] = await asAuth<{ id: string }>(
    "select id from auth.users where id = $1::uuid for update",
    [named],
  );
  return found?.id ?? null;
}

const UPSERT = `
insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
  amount_cents, currency, current_period_start, current_period_end, cancel_at, canceled_at, livemode, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (stripe_subscription_id) do update set user_id = excluded.user_id,
  stripe_customer_id = excluded.stripe_customer_id, plan = excluded.plan, status = excluded.status,
  "interval" = excluded."interval", amount_cents = excluded.amount_cents, currency = excluded.currency,
  current_period_start = excluded.current_period_start, current_period_end = excluded.current_period_end,
  cancel_at = excluded.cancel_at, canceled_at = excluded.canceled_at, livemode = excluded.livemode, updated_at = now()`;

/** The app knows Stripe and nothing else: what the team gave is not in its mirror. */
const MIRROR = `
update auth.users u
set raw_user_meta_data = coalesce(u.raw_user_meta_data, '{}') || jsonb_build_object('is_premium', p.plan = 'premium', 'subscription_plan', p.plan),
  updated_at = now()
from (
  select coalesce((
    select s.plan from public.subscriptions s
    where s.user_id = $1::uuid and s.status in ('active', 'trialing', 'past_due')
    order by s.plan = 'premium' desc limit 1), 'free') as plan
) p
where u.id = $1::uuid`;

/** Writes a subscription as Stripe has it, and the mirror of its customer; gives whose it is. */
export async function writeSubscription(
  subscription: Stripe.Subscription,
  query: Query,
  asAuth: Query,
): Promise<string | null> {
  const user = await ownerOf(subscription, query, asAuth);
  const [item] = subscription.items.data;
  if (user === null || item === undefined) return null;
  const { customer } = subscription;
  await query(UPSERT, [
    user,
    typeof customer === "string" ? customer : customer.id,
    subscription.id,
    item.price.metadata.plan,
    subscription.status,
    item.price.recurring?.interval,
    item.price.unit_amount,
    subscription.currency,
    time(item.current_period_start),
    time(item.current_period_end),
    time(subscription.cancel_at),
    time(subscription.canceled_at),
    subscription.livemode,
    time(subscription.created),
  ]);
  await asAuth(MIRROR, [user]);
  return user;
}
