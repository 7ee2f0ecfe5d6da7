-- Where Stripe, the app's database, the grants and the mirror disagree about a customer: one finding for
-- each disagreement, from the moment it is noticed until a check does not meet it any more.

create table private.drift_classes (
  class text primary key,
  rank integer not null unique,
  told boolean not null,
  repair text
);
comment on table private.drift_classes is
  'The kinds of disagreement, in the order in which they matter. told: Stripe tells the app of such a change, so a fresh one may be on its way. '
  'repair: the action that ends one, null where it must be put right at Stripe or by a person.';
insert into private.drift_classes values
  ('paid_without_access', 1, true, 'reconcile-subscriptions'),
  ('mirror_behind', 2, false, 'reconcile-subscriptions'),
  ('customer_without_user', 3, true, null),
  ('unreadable', 4, false, null),
  ('two_live_subscriptions', 5, true, null),
  ('access_without_payment', 6, true, 'reconcile-subscriptions'),
  ('user_without_customer', 7, true, 'reconcile-subscriptions'),
  ('wrong_plan', 8, true, 'reconcile-subscriptions'),
  ('wrong_period', 9, true, 'reconcile-subscriptions'),
  ('other_mode', 10, false, 'reconcile-subscriptions'),
  ('mirror_ahead', 11, false, 'reconcile-subscriptions'),
  ('admin_claim', 12, false, null);

create table private.drifts (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  class text not null references private.drift_classes (class),
  subject text not null,
  code text not null,
  user_id uuid,
  stripe_customer_id text,
  stripe_subscription_id text,
  amount_cents integer not null,
  there jsonb not null,
  here jsonb not null,
  since timestamptz not null,
  found_at timestamptz not null,
  checked_at timestamptz not null,
  closed_at timestamptz,
  state text not null generated always as (case when closed_at is null then 'open' else 'closed' end) stored
);
create unique index drifts_open on private.drifts (class, subject) where closed_at is null;
create index drifts_page on private.drifts (since desc, id desc);
create index drifts_state on private.drifts (state, since desc, id desc);
create index drifts_class on private.drifts (class, since desc, id desc);
create index drifts_amount on private.drifts (amount_cents desc, id desc);
create index drifts_state_amount on private.drifts (state, amount_cents desc, id desc);
create index drifts_class_amount on private.drifts (class, amount_cents desc, id desc);
create index drifts_user on private.drifts (user_id, since desc, id desc);
create index drifts_customer on private.drifts (stripe_customer_id, since desc, id desc);
comment on table private.drifts is
  'Findings: what disagrees (class), about whom (subject: our customer, else the Stripe customer or subscription), why (code), what each side says (there: Stripe, here: our side), '
  'the euros a month at stake in cents, since when. closed_at: when a check did not meet it any more.';

create table private.drift_queue (
  id bigint generated always as identity primary key,
  user_id uuid not null
);
create index drift_queue_user on private.drift_queue (user_id);
comment on table private.drift_queue is 'Customers of whom something changed on our side: to be compared at the next turn.';

create function private.drift_status(closed_at timestamptz, since timestamptz, told boolean, in_flight_since timestamptz) returns text
language sql immutable parallel safe
return case when closed_at is not null then 'closed' when told and since > in_flight_since then 'in_flight' else 'open' end;
comment on function private.drift_status is
  'in_flight: so fresh that the app may be told of it yet; open; closed: a check did not meet it any more.';

-- What is compared ---------------------------------------------------------------------------

create function private.as_subscription(s private.stripe_subscriptions) returns public.subscriptions
language sql stable set search_path = '' as $$
  select jsonb_populate_record(null::public.subscriptions, to_jsonb(s) - 'id'
    || jsonb_build_object('stripe_subscription_id', s.id, 'updated_at', s.changed_at))
$$;
comment on function private.as_subscription is 'A subscription at Stripe as a row of the app''s table, so that one rule reads both.';

create function private.side_of(s public.subscriptions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('subscription', s.stripe_subscription_id, 'customer', s.stripe_customer_id, 'plan', s.plan, 'status', s.status,
    'interval', s."interval", 'amount_cents', s.amount_cents, 'currency', s.currency, 'current_period_start', s.current_period_start,
    'current_period_end', s.current_period_end, 'cancel_at', s.cancel_at, 'livemode', s.livemode)
$$;
comment on function private.side_of is 'What one side says of a subscription: what is compared, and shown beside the other side.';

create function private.live_at_stripe(s private.stripe_subscriptions, at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select not s.gone and s.unreadable is null
    and coalesce(private.subscription_access_end(private.as_subscription(s)) > at, false)
$$;
comment on function private.live_at_stripe is 'Does a subscription, as Stripe has it, give access by the status policy?';

create type private.drift as (
  class text, subject text, code text, user_id uuid, customer text, subscription text, amount_cents integer,
  there jsonb, here jsonb, since timestamptz, ask_after timestamptz
);

create function private.drifts_of_users(user_ids uuid[], at timestamptz) returns setof private.drift
language sql stable security definer set search_path = '' as $$
  with who as (
    select u.id, a.raw_user_meta_data as data, e.plan, e.source, p.rank,
      jsonb_build_object('plan', e.plan, 'access_plan', e.plan, 'decided_by', e.source, 'mirror', jsonb_build_object(
        'is_premium', private.mirror_value(a.raw_user_meta_data, 'is_premium'),
        'subscription_plan', private.mirror_value(a.raw_user_meta_data, 'subscription_plan'))) as access
    from private.users u
    join auth.users a on a.id = u.id
    cross join lateral private.entitlement(u.id, at) e
    join private.plans p on p.plan = e.plan
    where u.id = any (user_ids)
  ),
  there as (
    select t.*, p.rank, private.side_of(private.as_subscription(t)) as side,
      private.monthly_cents(t.status, t."interval", t.amount_cents, t.currency, t.livemode) as monthly
    from private.stripe_subscriptions t join private.plans p on p.plan = t.plan
    where t.user_id = any (user_ids) and private.live_at_stripe(t, at)
  ),
  here as (
    select s.user_id, s.stripe_subscription_id, s.stripe_customer_id, s.plan, s.updated_at, private.side_of(s) as side,
      private.monthly_cents(s.status, s."interval", s.amount_cents, s.currency, s.livemode) as monthly,
      coalesce(private.subscription_access_end(s) > at, false) as live,
      s.livemode <> private.live_mode() and coalesce(s.cancel_at > at, true)
        and exists (select from private.status_policy p where p.status = s.status and p.access) as other_mode,
      t.id is not null and not t.gone as listed, t.unreadable, t.changed_at, t.plan as plan_there,
      t.id is not null and private.live_at_stripe(t, at) as live_there,
      case when t.id is not null and t.unreadable is null then private.side_of(private.as_subscription(t)) end as side_there,
      c.id is not null as known, coalesce(c.gone, false) as gone,
      -- What changed here after Stripe was asked last may be newer than the copy.
      case when (case when t.id is not null and not t.gone then t.checked_at else c.listed_at end) >= s.updated_at then null
        else s.updated_at end as ask_after
    from public.subscriptions s
    left join private.stripe_subscriptions t on t.id = s.stripe_subscription_id
    left join private.stripe_customers c on c.id = s.stripe_customer_id
    where s.user_id = any (user_ids)
  ),
  mirror as (
    select w.*, w.data -> 'is_premium' as premium, w.data -> 'subscription_plan' as named,
      coalesce((select p.rank from private.plans p where to_jsonb(p.plan) = coalesce(nullif(w.data -> 'subscription_plan', 'null'), '"free"')), 99) as named_rank
    from who w
  )
  (select distinct on (w.id) 'paid_without_access', w.id::text,
    case when w.rank >= t.rank then 'covered' when s.stripe_subscription_id is null then 'unknown_here'
      when s.other_mode then 'other_mode' else 'ended_here' end,
    w.id, t.stripe_customer_id, t.id, t.monthly, t.side, w.access || coalesce(s.side, '{}'), greatest(t.changed_at, s.updated_at), s.ask_after
  from who w join there t on t.user_id = w.id
  left join here s on s.stripe_subscription_id = t.id
  where not exists (select from here h where h.user_id = w.id and h.live)
  order by w.id, t.rank desc, t.monthly desc, t.id)
  union all
  select 'two_live_subscriptions', w.id::text, 'pays_twice', w.id, min(t.stripe_customer_id),
    -- The one too many: the lower plan, else the later one.
    (array_agg(t.id order by t.rank, t.monthly, t.created_at desc, t.id))[1], private.whole_cents(sum(t.monthly) - max(t.monthly)),
    jsonb_build_object('subscriptions', jsonb_agg(t.side order by t.created_at, t.id)), w.access, max(t.created_at), null::timestamptz
  from who w join there t on t.user_id = w.id
  group by w.id, w.access having count(*) > 1
  union all
  (select distinct on (w.id) 'access_without_payment', w.id::text, case when h.listed then 'ended_there' else 'unknown_there' end,
    w.id, h.stripe_customer_id, h.stripe_subscription_id, h.monthly, coalesce(h.side_there, '{}'), w.access || h.side, greatest(h.changed_at, h.updated_at), h.ask_after
  from who w join here h on h.user_id = w.id
  where h.live and not h.live_there and h.unreadable is null and not h.gone and (h.known or h.ask_after is not null)
  order by w.id, h.monthly desc, h.stripe_subscription_id)
  union all
  (select distinct on (w.id) 'user_without_customer', w.id::text, 'customer_gone', w.id, h.stripe_customer_id, h.stripe_subscription_id, h.monthly,
    '{}'::jsonb, w.access || h.side, h.updated_at, h.ask_after
  from who w join here h on h.user_id = w.id
  where h.live and h.gone
  order by w.id, h.monthly desc, h.stripe_subscription_id)
  union all
  (select distinct on (w.id) case when h.plan <> h.plan_there then 'wrong_plan' else 'wrong_period' end, w.id::text,
    case when h.plan <> h.plan_there then 'plan' else (
      select min(f.name) from jsonb_each(h.side) f (name, value) where f.value <> h.side_there -> f.name) end,
    w.id, h.stripe_customer_id, h.stripe_subscription_id,
    case when h.plan <> h.plan_there then abs(h.monthly - private.monthly_cents(h.side_there ->> 'status', h.side_there ->> 'interval',
      (h.side_there ->> 'amount_cents')::integer, h.side_there ->> 'currency', private.live_mode())) else 0 end,
    h.side_there, w.access || h.side, greatest(h.changed_at, h.updated_at), h.ask_after
  from who w join here h on h.user_id = w.id
  where h.live and h.live_there and h.side <> h.side_there
  order by w.id, h.plan <> h.plan_there desc, h.monthly desc, h.stripe_subscription_id)
  union all
  (select distinct on (w.id) 'other_mode', w.id::text, 'other_mode', w.id, h.stripe_customer_id, h.stripe_subscription_id, 0,
    coalesce(h.side_there, '{}'), w.access || h.side, h.updated_at, null::timestamptz
  from who w join here h on h.user_id = w.id
  where h.other_mode and not h.live_there
  order by w.id, h.updated_at desc, h.stripe_subscription_id)
  union all
  select case when m.premium = 'true' and m.plan <> 'premium' or m.named_rank > m.rank then 'mirror_ahead' else 'mirror_behind' end, m.id::text,
    case when m.named_rank = 99 then 'unknown_value' else 'differs' end, m.id, null, null,
    coalesce((select u.mrr_cents from private.users u where u.id = m.id), 0), '{}', m.access, at, null
  from mirror m
  where (coalesce(nullif(m.premium, 'null'), 'false'), coalesce(nullif(m.named, 'null'), '"free"'))
    is distinct from (to_jsonb(m.plan = 'premium'), to_jsonb(m.plan))
  union all
  select 'admin_claim', w.id::text, 'is_admin', w.id, null, null, 0, '{}', w.access || '{"is_admin":true}', at, null
  from who w
  where w.data -> 'is_admin' = 'true' and not exists (select from private.staff s where s.user_id = w.id and s.removed_at is null)
$$;
comment on function private.drifts_of_users is
  'What disagrees about these customers. ask_after: our side changed then, after Stripe was asked last, so Stripe has to be asked first. '
  'Absence counts only where Stripe was asked for the customer.';

create function private.stripe_candidates(customer text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('user_id', w.id, 'by', w.by) order by w.id), '[]')
  from (
    select u.id, jsonb_agg(distinct m.by) as by
    from (
      select case when pg_input_is_valid(t.named_user, 'uuid') then t.named_user::uuid end as id, 'subscription' as by
      from private.stripe_subscriptions t where t.stripe_customer_id = stripe_candidates.customer
      union all
      select case when pg_input_is_valid(c.named_user, 'uuid') then c.named_user::uuid end, 'customer'
      from private.stripe_customers c where c.id = stripe_candidates.customer
      union all
      select s.user_id, 'database' from public.subscriptions s
      where s.stripe_customer_id = stripe_candidates.customer
        or s.stripe_subscription_id in (select t.id from private.stripe_subscriptions t where t.stripe_customer_id = stripe_candidates.customer)
      union all
      select e.id, 'email' from private.stripe_customers c join private.users e on e.email = lower(c.email) and e.email_confirmed_at is not null
      where c.id = stripe_candidates.customer
    ) m join private.users u on u.id = m.id
    group by u.id limit 5
  ) w
$$;
comment on function private.stripe_candidates is
  'Our customers who could be a Stripe customer''s, five at most, and what says so: the metadata of a subscription or of the customer, our database, a confirmed e-mail.';

create function private.drifts_of_customers(customers text[], at timestamptz) returns setof private.drift
language sql stable security definer set search_path = '' as $$
  select 'customer_without_user', t.stripe_customer_id, min(t.owner_problem), null::uuid, t.stripe_customer_id, min(t.id),
    private.whole_cents(sum(private.monthly_cents(t.status, t."interval", t.amount_cents, t.currency, t.livemode))),
    (array_agg(private.side_of(private.as_subscription(t)) order by t.id))[1]
      || jsonb_build_object('email', min(c.email), 'named_user', coalesce(min(t.named_user), min(c.named_user))),
    jsonb_build_object('candidates', private.stripe_candidates(t.stripe_customer_id)), max(t.changed_at), null::timestamptz
  from private.stripe_subscriptions t left join private.stripe_customers c on c.id = t.stripe_customer_id
  where t.stripe_customer_id = any (customers) and t.user_id is null and private.live_at_stripe(t, at)
  group by t.stripe_customer_id
  union all
  select 'unreadable', t.id, r.code, t.user_id, t.stripe_customer_id, t.id,
    coalesce(private.monthly_cents(t.status, t."interval", t.amount_cents, t.currency, t.livemode), 0),
    private.side_of(private.as_subscription(t)), '{}', t.changed_at, null
  from private.stripe_subscriptions t
  left join private.status_policy p on p.status = t.status
  cross join lateral (select case
    when p.status is null then 'unknown_status'
    when t.livemode <> private.live_mode() and p.access then 'other_mode'
    when t.unreadable is not null and p.access then t.unreadable
    when t.currency <> 'eur' and p.access then 'foreign_currency' end as code) r
  where t.stripe_customer_id = any (customers) and not t.gone and r.code is not null
$$;
comment on function private.drifts_of_customers is
  'What is wrong with Stripe customers whatever our side says: live subscriptions that are nobody''s, and what no rule of ours can read.';

-- Keeping the findings ------------------------------------------------------------------------

create function private.find_owners(customers text[]) returns uuid[]
language plpgsql security definer set search_path = '' as $$
declare
  v_users uuid[];
begin
  with changed as (
    update private.stripe_subscriptions t set user_id = o.user_id, owner_problem = o.problem
    from (
      select s.id, s.user_id as before, w.user_id, w.problem
      from private.stripe_subscriptions s cross join lateral private.stripe_owner(s.stripe_customer_id, s.id, s.named_user) w
      where s.stripe_customer_id = any (customers)
    ) o
    where o.id = t.id and (t.user_id, t.owner_problem) is distinct from (o.user_id, o.problem)
    returning o.before, t.user_id
  )
  select coalesce(array_agg(distinct u), '{}') into v_users from changed c, unnest(array[c.before, c.user_id]) u where u is not null;
  return v_users;
end $$;
comment on function private.find_owners is 'Says anew whose the subscriptions of these Stripe customers are; gives our customers for whom that changed.';

create function private.check_drift(user_ids uuid[], customers text[] default '{}') returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_customers text[];
  v_users uuid[];
begin
  v_customers := array(
    select unnest(check_drift.customers)
    union select s.stripe_customer_id from public.subscriptions s where s.user_id = any (user_ids)
    union select t.stripe_customer_id from private.stripe_subscriptions t where t.user_id = any (user_ids));
  v_users := array(select unnest(user_ids) union select unnest(private.find_owners(v_customers)));

  with found as materialized (
    select * from private.drifts_of_users(v_users, v_at)
    union all
    select * from private.drifts_of_customers(v_customers, v_at)
  ),
  ask as (
    insert into private.stripe_changes (stripe_customer_id, noticed_at)
    select f.customer, greatest(max(f.ask_after), clock_timestamp()) from found f where f.ask_after is not null group by 1
    on conflict do nothing
  ),
  closed as (
    update private.drifts d set closed_at = v_at, checked_at = v_at
    where d.closed_at is null
      -- A customer of Stripe's may be two people's here: theirs are looked at with each of them.
      and (d.user_id = any (v_users) and d.class not in ('customer_without_user', 'unreadable')
        or d.stripe_customer_id = any (v_customers) and d.class in ('customer_without_user', 'unreadable'))
      and not exists (select from found f where f.class = d.class and f.subject = d.subject)
  )
  insert into private.drifts as d (class, subject, code, user_id, stripe_customer_id, stripe_subscription_id, amount_cents, there, here, since, found_at, checked_at)
  select f.class, f.subject, f.code, f.user_id, f.customer, f.subscription, f.amount_cents, f.there, f.here, least(f.since, v_at), v_at, v_at
  from found f where f.ask_after is null
  on conflict (class, subject) where closed_at is null do update set
    code = excluded.code, user_id = excluded.user_id, stripe_customer_id = excluded.stripe_customer_id,
    stripe_subscription_id = excluded.stripe_subscription_id, amount_cents = excluded.amount_cents, there = excluded.there, here = excluded.here,
    checked_at = excluded.checked_at;
end $$;
comment on function private.check_drift is
  'Compares both sides of these customers, ours and Stripe''s, and brings the findings up to date: new ones, what they say now, and those that are over.';

create function private.check_queue(most integer default 1000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_users uuid[];
  v_open uuid[];
  v_strangers text[];
begin
  -- Whoever changes his own account a thousand times has one turn, and keeps nobody from his.
  with taken as (
    delete from private.drift_queue q
    where q.user_id in (select n.user_id from private.drift_queue n order by n.id limit most)
    returning q.user_id
  )
  select coalesce(array_agg(distinct t.user_id), '{}') into v_users from taken t;
  -- Access ends by the clock, and who was unknown may have an account by now: what is open is looked at again.
  v_open := array(select d.user_id from private.drifts d where d.closed_at is null and d.user_id is not null order by d.checked_at limit 200);
  v_strangers := array(select d.stripe_customer_id from private.drifts d
    where d.closed_at is null and d.user_id is null and d.stripe_customer_id is not null order by d.checked_at limit 200);
  if cardinality(v_users || v_open) > 0 or cardinality(v_strangers) > 0 then
    perform private.check_drift(array(select distinct unnest(v_users || v_open)), v_strangers);
  end if;
  return cardinality(v_users);
end $$;
comment on function private.check_queue is 'Compares the customers of whom something changed on our side, and those with an open finding; gives how many were waiting.';

create function private.queue_claims() returns void
language sql security definer set search_path = '' as $$
  insert into private.drift_queue (user_id)
  select u.id from private.users u join auth.users a on a.id = u.id
  where coalesce(nullif(a.raw_user_meta_data -> 'is_premium', 'null'), 'false') is distinct from to_jsonb(u.plan = 'premium')
    or coalesce(nullif(a.raw_user_meta_data -> 'subscription_plan', 'null'), '"free"') is distinct from to_jsonb(u.plan)
    or a.raw_user_meta_data -> 'is_admin' = 'true'
  union
  select s.user_id from public.subscriptions s
  where s.user_id is not null and s.livemode <> private.live_mode() and s.status not in ('canceled', 'incomplete_expired')
$$;
comment on function private.queue_claims is
  'Queues every customer whose account claims something else than what we hold to be true, or who has a subscription of Stripe''s other mode.';

create function private.queue_drift() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.drift_queue (user_id)
  select distinct u from unnest(array[
    case when tg_op <> 'INSERT' then (to_jsonb(old) ->> tg_argv[0])::uuid end,
    case when tg_op <> 'DELETE' then (to_jsonb(new) ->> tg_argv[0])::uuid end]) u
  where u is not null;
  return null;
exception when others then
  -- The app's own work never fails for the sake of a comparison: the walk meets it.
  return null;
end $$;
comment on function private.queue_drift is 'Queues the customer of a changed row. Never raises.';

create trigger console_drift after insert or update or delete on public.subscriptions
  for each row execute function private.queue_drift('user_id');
create trigger console_drift after insert or update on private.grants
  for each row execute function private.queue_drift('user_id');
create trigger console_drift after update of raw_user_meta_data on auth.users
  for each row when (old.raw_user_meta_data is distinct from new.raw_user_meta_data) execute function private.queue_drift('id');
create trigger console_drift_deleted after delete on auth.users
  for each row execute function private.queue_drift('id');

create function private.request_scan() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_read('drifts');
  perform private.require_session();
  update private.syncs s set cursor = s.cursor || '{"wanted":true}' where s.name = 'stripe_subscriptions' and not s.cursor ? 'walk';
  return '{"requested":true}';
end $$;
comment on function private.request_scan is
  'Asks for a comparison of everything with Stripe at the next turn of the schedule; one that is under way answers for it. Raises PT401, PT403.';

create function backoffice.request_scan() returns jsonb
language sql volatile security invoker begin atomic select private.request_scan(); end;
comment on function backoffice.request_scan is 'See private.request_scan.';

-- The pages --------------------------------------------------------------------------------

create view backoffice.drifts as
select d.id, 'DR-' || to_char(d.number, 'FM99999999990000') as code, d.class, d.code as cause, c.repair, d.user_id, u.email as user_email,
  d.stripe_customer_id, d.stripe_subscription_id, d.amount_cents, d.there, d.here, d.since, d.found_at, d.checked_at, d.closed_at,
  s.status, d.state as stored_status, (
    select jsonb_agg(jsonb_build_object('user_id', w.id, 'email', w.email, 'by', k.value -> 'by') order by w.email)
    from jsonb_array_elements(d.here -> 'candidates') k join private.users w on w.id = (k.value ->> 'user_id')::uuid) as candidates
from private.drifts d
join private.drift_classes c on c.class = d.class
cross join private.webhook_clock() clock
-- texteq(): see backoffice.users.
join (values ('open'), ('in_flight'), ('closed')) as s (status) 
  on pg_catalog.texteq(s.status, private.drift_status(d.closed_at, d.since, c.told, clock.in_flight_since))
left join private.users u on u.id = d.user_id
where private.admit('drifts') and (select private.can_read('drifts'));
comment on view backoffice.drifts is
  'Findings with their customer. status: open; in_flight while the change is younger than Stripe''s first attempts to tell it; closed. '
  'stored_status is its indexed twin to filter by (open for in_flight). there: what Stripe says, here: what our side says, its plan the subscription''s where there is one, access_plan what the customer may do. amount_cents a month. '
  'candidates: the customers of ours who could be meant where nobody is, and what says so (see private.stripe_candidates).';

create view backoffice.drift_counts as
select t.* from (
  select d.class as id, d.class, c.repair, count(*) as number, count(distinct d.user_id) as customers,
    coalesce(sum(d.amount_cents), 0)::bigint as amount_cents, min(d.since) as since, c.rank
  from private.drifts d
  join private.drift_classes c on c.class = d.class
  cross join private.webhook_clock() clock
  where d.closed_at is null and private.drift_status(d.closed_at, d.since, c.told, clock.in_flight_since) = 'open'
  group by d.class, c.repair, c.rank
) t
where private.admit('drifts') and (select private.can_read('drifts'));
comment on view backoffice.drift_counts is 'What is open, by class in the order in which it matters: findings, customers, euros a month in cents, since when. Not to be added up: see backoffice.drift_totals.';

create view backoffice.drift_totals as
select t.* from (
  select 1 as id, coalesce(sum(p.number), 0)::bigint as number, coalesce(sum(p.cents), 0)::bigint as amount_cents
  from (
    -- Of one subscription the dearest finding; what is about nobody's subscription in particular is about all of his.
    select sum(m.number) as number, greatest(sum(m.cents) filter (where m.subscription is not null), max(m.cents) filter (where m.subscription is null)) as cents
    from (
      select coalesce(d.user_id::text, d.stripe_customer_id, d.subject) as person, d.stripe_subscription_id as subscription,
        max(d.amount_cents) as cents, count(*) as number
      from private.drifts d
      join private.drift_classes c on c.class = d.class
      cross join private.webhook_clock() clock
      where d.closed_at is null and private.drift_status(d.closed_at, d.since, c.told, clock.in_flight_since) = 'open'
      group by 1, 2
    ) m
    group by m.person
  ) p
) t
where private.admit('drifts') and (select private.can_read('drifts'));
comment on view backoffice.drift_totals is
  'One row: how many findings are open, and the euros a month at stake in cents, each subscription''s and each customer''s once however many findings there are about it.';

create view backoffice.drift_health as
select t.* from (
  select 1 as id, s.succeeded_at as synced_at, case when s.failed_at > coalesce(s.succeeded_at, '-infinity') then s.failure end as sync_failure,
    (s.cursor ->> 'walked_at')::timestamptz as walked_at, (s.cursor ->> 'walked')::integer as walked,
    (s.cursor #>> '{walk,began_at}')::timestamptz as walk_began_at, (s.cursor #>> '{walk,read}')::integer as walk_read, s.cursor ? 'wanted' as requested,
    (select v.value::integer from private.settings v where v.key = 'drift_walk_hours') as walk_hours, private.stripe_blockers() -> 0 as blocker
  from private.syncs s where s.name = 'stripe_subscriptions'
) t
where private.admit('drifts') and (select private.can_read('drifts'));
comment on view backoffice.drift_health is
  'One row: as of when Stripe''s side is known (synced_at), what went wrong last, when everything was compared (walked_at, walked: how many subscriptions), and how far a walk under way is. blocker: why nothing can be repaired now, null as a rule.';

select private.allow('{support,ops,admin}', 'read', '{drifts}');
select private.expose_view(v) from unnest(array['backoffice.drifts', 'backoffice.drift_counts', 'backoffice.drift_totals', 'backoffice.drift_health']::regclass[]) v;
select private.expose_function('private.drift_status(timestamptz, timestamptz, boolean, timestamptz)');
select private.expose_function('private.stripe_blockers()');
select private.expose_function('private.request_scan()');
select private.expose_function('backoffice.request_scan()');
