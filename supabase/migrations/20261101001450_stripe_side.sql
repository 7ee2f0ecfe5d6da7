-- What Stripe has of customers and their subscriptions, copied, so that both sides can be compared in one
-- query. A customer is read again when an event says that something changed; everything is walked over a
-- few times a day. The state is always the object's, as Stripe gave it, never an event's.

create table private.stripe_customers (
  id text primary key,
  email text,
  named_user text,
  gone boolean not null default false,
  checked_at timestamptz not null,
  listed_at timestamptz
);
comment on table private.stripe_customers is
  'Stripe customers who have, or are said to have, a subscription, as of checked_at. gone: Stripe does not have it (any more). '
  'listed_at: as of when all of the subscriptions are known, null while only some were met. '
  'named_user: what its metadata names as our customer, unchecked.';

create table private.stripe_subscriptions (
  id text primary key,
  stripe_customer_id text not null,
  named_user text,
  user_id uuid,
  owner_problem text check (owner_problem in ('unnamed', 'not_an_id', 'no_such_user', 'somebody_else', 'two_users')),
  plan text,
  status text not null,
  "interval" text,
  amount_cents integer,
  currency text not null,
  current_period_start timestamptz,
  current_period_end timestamptz,
  cancel_at timestamptz,
  canceled_at timestamptz,
  livemode boolean not null,
  created_at timestamptz not null,
  unreadable text check (unreadable in ('no_items', 'unknown_price', 'unknown_interval', 'unknown_amount')),
  gone boolean not null default false,
  changed_at timestamptz not null,
  checked_at timestamptz not null,
  check (unreadable is not null or (plan is not null and "interval" is not null and amount_cents is not null))
);
create index stripe_subscriptions_user on private.stripe_subscriptions (user_id);
create index stripe_subscriptions_customer on private.stripe_subscriptions (stripe_customer_id);
create index stripe_subscriptions_checked on private.stripe_subscriptions (checked_at) where not gone;
comment on table private.stripe_subscriptions is
  'Subscriptions as Stripe has them, as of checked_at. user_id: the one customer of ours whose it is; owner_problem: why nobody''s. '
  'unreadable: why no rule of ours can read it; plan, interval and amount are null then. changed_at: when what it says last became so, as far as we saw.';

insert into private.syncs (name) values ('stripe_subscriptions');
insert into private.settings (key, value) values
  -- Everything at Stripe is compared so often; what events tell, every minute.
  ('drift_walk_hours', '6');

create type private.stripe_owner as (user_id uuid, problem text);

create function private.stripe_owner(customer text, subscription text, named text) returns private.stripe_owner
language plpgsql stable security definer set search_path = '' as $$
declare
  v_customer private.stripe_customers;
  v_names text[];
  v_known uuid[];
  v_meant uuid[];
begin
  select * into v_customer from private.stripe_customers c where c.id = stripe_owner.customer;
  v_names := array(select distinct n from unnest(array[named, v_customer.named_user]) n where n is not null);
  v_known := array(
    select distinct s.user_id from public.subscriptions s
    where s.user_id is not null and (s.stripe_customer_id = stripe_owner.customer or s.stripe_subscription_id = stripe_owner.subscription));
  v_meant := array(
    select u.id from private.users u
    where u.id in (select case when pg_input_is_valid(n, 'uuid') then n::uuid end from unnest(v_names) n)
    union
    select k from unnest(v_known) k);
  if cardinality(v_meant) = 1 then
    return row(v_meant[1], null)::private.stripe_owner;
  elsif cardinality(v_meant) > 1 then
    return row(null, case when cardinality(v_known) > 1 then 'two_users' else 'somebody_else' end)::private.stripe_owner;
  elsif cardinality(v_names) > 0 then
    return row(null, case when exists (select from unnest(v_names) n where pg_input_is_valid(n, 'uuid'))
      then 'no_such_user' else 'not_an_id' end)::private.stripe_owner;
  end if;
  -- Whoever signs up with somebody's address and never proves it has not paid for what is paid there.
  v_meant := array(select u.id from private.users u where u.email = lower(v_customer.email) and u.email_confirmed_at is not null limit 2);
  return row(
    case when cardinality(v_meant) = 1 then v_meant[1] end,
    case cardinality(v_meant) when 0 then 'unnamed' when 2 then 'two_users' end)::private.stripe_owner;
end $$;
comment on function private.stripe_owner is
  'Whose a subscription at Stripe is: named in its metadata or its customer''s, or known by our own records; with neither, the one whose confirmed e-mail it is. '
  'Two who could be meant are nobody: access is never given by guessing.';

create function private.keep_stripe_side(customers jsonb, subscriptions jsonb, read_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.stripe_customers as c (id, email, named_user, gone, checked_at)
  select distinct on (n.id) n.id, left(n.email, 320), left(n.named_user, 200), n.gone, keep_stripe_side.read_at
  from jsonb_to_recordset(customers) as n (id text, email text, named_user text, gone boolean)
  order by n.id
  on conflict (id) do update set email = excluded.email, named_user = excluded.named_user, gone = excluded.gone, checked_at = excluded.checked_at
  where c.checked_at <= excluded.checked_at;

  insert into private.stripe_subscriptions as s (id, stripe_customer_id, named_user, user_id, owner_problem, plan, status, "interval",
    amount_cents, currency, current_period_start, current_period_end, cancel_at, canceled_at, livemode, created_at, unreadable, changed_at, checked_at)
  select distinct on (n.id) n.id, n.customer, left(n.named_user, 200), o.user_id, o.problem, n.plan, left(n.status, 100), n."interval",
    n.amount_cents, left(n.currency, 10), n.current_period_start, n.current_period_end, n.cancel_at, n.canceled_at, n.livemode, n.created_at, n.unreadable,
    -- Of one that is new to us, the last moment at which Stripe says that something was so.
    least(greatest(n.created_at, n.current_period_start, n.canceled_at), keep_stripe_side.read_at), keep_stripe_side.read_at
  from jsonb_to_recordset(subscriptions) as n (id text, customer text, named_user text, plan text, status text, "interval" text,
    amount_cents integer, currency text, current_period_start timestamptz, current_period_end timestamptz, cancel_at timestamptz,
    canceled_at timestamptz, livemode boolean, created_at timestamptz, unreadable text)
  cross join lateral private.stripe_owner(n.customer, n.id, n.named_user) o
  order by n.id
  on conflict (id) do update set
    stripe_customer_id = excluded.stripe_customer_id, named_user = excluded.named_user, user_id = excluded.user_id, owner_problem = excluded.owner_problem,
    plan = excluded.plan, status = excluded.status, "interval" = excluded."interval", amount_cents = excluded.amount_cents, currency = excluded.currency,
    current_period_start = excluded.current_period_start, current_period_end = excluded.current_period_end, cancel_at = excluded.cancel_at,
    canceled_at = excluded.canceled_at, livemode = excluded.livemode, created_at = excluded.created_at, unreadable = excluded.unreadable, gone = false,
    changed_at = case when (s.plan, s.status, s."interval", s.amount_cents, s.currency, s.current_period_start, s.current_period_end, s.cancel_at, s.gone)
      is distinct from (excluded.plan, excluded.status, excluded."interval", excluded.amount_cents, excluded.currency, excluded.current_period_start,
        excluded.current_period_end, excluded.cancel_at, false) then excluded.checked_at else s.changed_at end,
    checked_at = excluded.checked_at
  where s.checked_at <= excluded.checked_at;
end $$;
comment on function private.keep_stripe_side is
  'Takes customers and subscriptions as Stripe gave them, read from read_at on, into the copy; what was read later stays.';

create function private.users_of_customers(customers text[]) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct u.id), '{}') from (
    select s.user_id as id from public.subscriptions s where s.stripe_customer_id = any (customers)
    union all
    select t.user_id from private.stripe_subscriptions t where t.stripe_customer_id = any (customers)) u
  where u.id is not null
$$;
comment on function private.users_of_customers is 'Our customers whom Stripe customers concern, by either side.';

-- The sync ---------------------------------------------------------------------------------
--
-- The customers of whom events told something, one by one; and, when it is time, the walk over all
-- subscriptions, newest first, which answers for whatever was told before it began. A page, the cursor and
-- what follows for the findings are one transaction.

create function private.next_subscriptions(cursor jsonb) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select coalesce(
    (select jsonb_build_object('list', 'customer', 'customer', c.stripe_customer_id, 'read_at', clock_timestamp())
      from private.stripe_changes c
      where c.noticed_at between coalesce((cursor #>> '{walk,began_at}')::timestamptz, '-infinity') and clock_timestamp()
      order by c.noticed_at, c.stripe_customer_id limit 1),
    case when cursor ? 'walk' then jsonb_build_object('list', 'all', 'after', cursor #> '{walk,after}', 'read_at', clock_timestamp()) end)
$$;
comment on function private.next_subscriptions is
  'What to ask Stripe next: the subscriptions of a customer, or the page of all that comes after one; null when the sync is done. read_at goes back with the answer.';

create function private.open_subscription_sync() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs;
  v_cursor jsonb;
begin
  -- With a key of the other mode everybody would seem gone.
  if private.stripe_blockers() @> '[{"code":"stripe_mode"}]' then
    return '{"lease":null}';
  end if;
  v_sync := private.take_sync('stripe_subscriptions');
  if v_sync.name is null then
    return '{"lease":null}';
  end if;
  v_cursor := v_sync.cursor;
  if not v_cursor ? 'walk' and (v_cursor ? 'wanted' or coalesce((v_cursor ->> 'walked_at')::timestamptz, '-infinity')
    <= private.now() - make_interval(hours => (private.setting('drift_walk_hours'))::integer)) then
    v_cursor := v_cursor - 'wanted' || jsonb_build_object('walk', jsonb_build_object('began_at', clock_timestamp(), 'after', null, 'read', 0));
    update private.syncs s set cursor = v_cursor where s.name = v_sync.name;
  end if;
  return jsonb_build_object('lease', v_sync.lease, 'ask', private.next_subscriptions(v_cursor));
end $$;
comment on function private.open_subscription_sync is
  'Takes the sync of subscriptions under a lease and says what to ask Stripe first; lease null while another worker has it, or while the key is of the other mode.';

create function private.finish_walk(walk jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_users uuid[];
  v_customers text[];
begin
  with gone as (
    update private.stripe_subscriptions t set gone = true, changed_at = (walk ->> 'began_at')::timestamptz, checked_at = clock_timestamp()
    where not t.gone and t.checked_at < (walk ->> 'began_at')::timestamptz
    returning t.user_id, t.stripe_customer_id
  )
  select coalesce(array_agg(distinct g.user_id) filter (where g.user_id is not null), '{}'), coalesce(array_agg(distinct g.stripe_customer_id), '{}')
  into v_users, v_customers from gone g;
  update private.stripe_customers c set listed_at = (walk ->> 'began_at')::timestamptz
  where c.checked_at >= (walk ->> 'began_at')::timestamptz and not coalesce(c.listed_at >= (walk ->> 'began_at')::timestamptz, false);
  delete from private.stripe_changes c where c.noticed_at < (walk ->> 'began_at')::timestamptz;
  -- What we have and Stripe did not list is asked for by its customer: a finding needs Stripe's own word.
  insert into private.stripe_changes (stripe_customer_id, noticed_at)
  select distinct s.stripe_customer_id, clock_timestamp()
  from public.subscriptions s
  left join private.stripe_subscriptions t on t.id = s.stripe_subscription_id and not t.gone
  where t.id is null and private.subscription_access_end(s) > private.now()
    and not exists (select from private.stripe_customers c where c.id = s.stripe_customer_id and c.gone and c.checked_at >= s.updated_at)
  on conflict do nothing;
  perform private.check_drift(v_users, v_customers);
  perform private.queue_claims();
end $$;
comment on function private.finish_walk is 'The end of a walk over all subscriptions: what it did not meet is gone; then what only our side has, and what accounts claim.';

create function private.record_subscriptions(lease uuid, ask jsonb, customers jsonb, subscriptions jsonb, after text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs := private.leased_sync('stripe_subscriptions', record_subscriptions.lease);
  v_cursor jsonb := v_sync.cursor;
  v_read_at timestamptz := (ask ->> 'read_at')::timestamptz;
  v_customers text[] := array(select distinct c ->> 'id' from jsonb_array_elements(customers) c);
begin
  perform private.compare_alone();
  perform private.keep_stripe_side(customers, subscriptions, v_read_at);
  if ask ->> 'list' = 'customer' then
    update private.stripe_subscriptions t set gone = true, changed_at = v_read_at, checked_at = v_read_at
    where t.stripe_customer_id = ask ->> 'customer' and not t.gone and t.checked_at < v_read_at;
    update private.stripe_customers c set listed_at = v_read_at where c.id = ask ->> 'customer' and c.checked_at = v_read_at;
    delete from private.stripe_changes c where c.stripe_customer_id = ask ->> 'customer' and c.noticed_at <= v_read_at;
  elsif v_cursor ? 'walk' then
    v_cursor := jsonb_set(jsonb_set(v_cursor, '{walk,after}', coalesce(to_jsonb(record_subscriptions.after), 'null')),
      '{walk,read}', to_jsonb((v_cursor #>> '{walk,read}')::integer + jsonb_array_length(subscriptions)));
  end if;
  perform private.check_drift(private.users_of_customers(v_customers), v_customers);
  if ask ->> 'list' = 'all' and record_subscriptions.after is null and v_cursor ? 'walk' then
    perform private.finish_walk(v_cursor -> 'walk');
    v_cursor := v_cursor - 'walk' || jsonb_build_object('walked_at', private.now(), 'walked', v_cursor #> '{walk,read}');
  end if;
  update private.syncs s set cursor = v_cursor where s.name = v_sync.name;
  return jsonb_build_object('ask', private.next_subscriptions(v_cursor));
end $$;
comment on function private.record_subscriptions is
  'Keeps the answer to what was asked, brings the findings of these customers up to date and moves on: after names the last subscription of a page that others follow. '
  'Gives what to ask next, null at the end.';

create function private.close_subscription_sync(lease uuid, failure jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs := private.leased_sync('stripe_subscriptions', close_subscription_sync.lease);
  v_done boolean := failure is null and not v_sync.cursor ? 'walk' and not exists (select from private.stripe_changes c where c.noticed_at <= clock_timestamp());
begin
  perform private.compare_alone();
  update private.syncs s set lease = null, lease_until = null,
    -- A place that Stripe does not know any more cannot be gone on from: the walk begins again.
    cursor = case when close_subscription_sync.failure ->> 'kind' = 'missing' then s.cursor - 'walk' || '{"wanted":true}' else s.cursor end,
    succeeded_at = case when v_done then private.now() else s.succeeded_at end,
    failed_at = case when close_subscription_sync.failure is not null then private.now() else s.failed_at end,
    failure = case when close_subscription_sync.failure is not null then close_subscription_sync.failure when not v_done then s.failure end
  where s.name = v_sync.name;
  perform private.check_queue();
  return jsonb_build_object('done', v_done);
end $$;
comment on function private.close_subscription_sync is 'Ends a turn of the sync, done or to be gone on with; keeps what went wrong (failure).';

create function backoffice.open_subscription_sync() returns jsonb
language sql volatile security invoker begin atomic select private.open_subscription_sync(); end;
comment on function backoffice.open_subscription_sync is 'For the worker. See private.open_subscription_sync.';
create function backoffice.record_subscriptions(lease uuid, ask jsonb, customers jsonb, subscriptions jsonb, after text default null) returns jsonb
language sql volatile security invoker begin atomic select private.record_subscriptions(lease, ask, customers, subscriptions, after); end;
comment on function backoffice.record_subscriptions is 'For the worker. See private.record_subscriptions.';
create function backoffice.close_subscription_sync(lease uuid, failure jsonb default null) returns jsonb
language sql volatile security invoker begin atomic select private.close_subscription_sync(lease, failure); end;
comment on function backoffice.close_subscription_sync is 'For the worker. See private.close_subscription_sync.';

select private.expose_to_worker(p.oid::regprocedure) from pg_proc p
where p.pronamespace in ('private'::regnamespace, 'backoffice'::regnamespace)
  and p.proname in ('open_subscription_sync', 'record_subscriptions', 'close_subscription_sync');
