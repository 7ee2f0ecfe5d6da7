import type { Interval, Plan } from "../vendors/stripe/catalogue.ts";
import { SEEDED_DRIFTS } from "./drifts.ts";

export type UserRow = { id: string; email: string; name: string | null; created: number };

/** A row of public.subscriptions; times are seconds, as at Stripe. */
export type SubscriptionRow = {
  user_id: string | null;
  stripe_customer_id: string;
  stripe_subscription_id: string;
  plan: Plan;
  status: string;
  interval: Interval;
  current_period_start: number;
  current_period_end: number;
  cancel_at: number | null;
  canceled_at: number | null;
  created: number;
  livemode: boolean;
};

/** An event of the ledger that Stripe still remembers; `created` is in seconds. */
export type EventRow = {
  id: string;
  type: string;
  subscription: string;
  created: number;
  livemode: boolean;
  delivered: boolean;
};

/** A row of public.emails that Resend has too. `created` is ISO. */
export type EmailRow = {
  provider_id: string;
  to_email: string;
  name: string | null;
  subject: string;
  status: string;
  bounce_reason: string | null;
  created: string;
};

/** A row of public.integration_tokens whose provider refuses to renew it, as far as the app knows. */
export type RevokedRow = { id: string };

/** What the database knows that a vendor knows too. `now` is its clock. */
export type DatabaseRows = {
  now: number;
  users: UserRow[];
  subscriptions: SubscriptionRow[];
  events: EventRow[];
  emails: EmailRow[];
  revoked: RevokedRow[];
};

type Query = <T extends Record<string, unknown>>(sql: string, params?: unknown[]) => Promise<T[]>;

const USERS = `
select u.id::text as id, u.email, u.raw_user_meta_data ->> 'full_name' as name,
  floor(extract(epoch from u.created_at))::float8 as created
from auth.users u
where exists (select from public.subscriptions s where s.user_id = u.id)
   or u.email in (select jsonb_array_elements_text($1::jsonb))
order by u.created_at, u.id`;

const SUBSCRIPTIONS = `
select s.user_id::text as user_id, s.stripe_customer_id, s.stripe_subscription_id, s.plan, s.status, s.interval,
  floor(extract(epoch from s.current_period_start))::float8 as current_period_start,
  floor(extract(epoch from s.current_period_end))::float8 as current_period_end,
  floor(extract(epoch from s.cancel_at))::float8 as cancel_at,
  floor(extract(epoch from s.canceled_at))::float8 as canceled_at,
  floor(extract(epoch from s.created_at))::float8 as created, s.livemode
from public.subscriptions s
order by s.created_at, s.id`;

const EVENTS = `
select e.id, e.type, e.stripe_subscription_id as subscription, floor(extract(epoch from e.created_at))::float8 as created,
  e.livemode, e.pending = 0 as delivered
from private.stripe_events e
where e.created_at > now() - interval '30 days' and e.stripe_subscription_id is not null
order by e.created_at, e.id`;

/** A vendor does not keep e-mails for ever; neither does the memory of a stand-in. */
const MOST_EMAILS = 100_000;

const EMAILS = `
select e.provider_id, e.to_email, u.raw_user_meta_data ->> 'full_name' as name, e.subject, e.status, e.bounce_reason,
  to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"') as created
from (
  select * from public.emails where provider_id is not null order by created_at desc, id desc limit ${MOST_EMAILS}
) e
left join auth.users u on u.id = e.user_id
order by e.created_at, e.id`;

const REVOKED = `
select t.id::text as id from public.integration_tokens t
where t.last_error like 'invalid_grant%' or t.last_error like 'Shopify 401%'
order by t.id`;

export async function readRows(query: Query): Promise<DatabaseRows> {
  const [clock] = await query<{ now: number }>(
    "select floor(extract(epoch from now()))::float8 as now",
  );
  return {
    now: clock?.now ?? 0,
    users: await query<UserRow>(USERS, [JSON.stringify(SEEDED_DRIFTS.map((drift) => drift.who))]),
    subscriptions: await query<SubscriptionRow>(SUBSCRIPTIONS),
    events: await query<EventRow>(EVENTS),
    emails: await query<EmailRow>(EMAILS),
    revoked: await query<RevokedRow>(REVOKED),
  };
}
