-- The ledger of Stripe's events: each one once, whether Stripe could deliver it, and whether the app did
-- what it says. Two different facts from two sides. No payload is kept: an event says that something
-- changed, the object itself is read at Stripe.

create table private.syncs (
  name text primary key,
  cursor jsonb not null default '{}',
  lease uuid,
  lease_until timestamptz,
  succeeded_at timestamptz,
  failed_at timestamptz,
  failure jsonb
);
comment on table private.syncs is
  'Copies of a vendor''s lists: how far each is (cursor), who works on it (lease), as of when it is complete (succeeded_at), and what went wrong last.';
insert into private.syncs (name) values ('stripe_events');

create table private.webhook_endpoints (
  id text primary key,
  url text not null,
  enabled boolean not null,
  types text[] not null,
  gone boolean not null default false,
  checked_at timestamptz not null
);
comment on table private.webhook_endpoints is
  'The app''s webhook endpoints at Stripe; "*" in types is every one. gone: Stripe does not have it any more. No signing secret.';

create table private.stripe_events (
  id text primary key check (id ~ '^evt_[A-Za-z0-9_]{1,200}$'),
  type text not null,
  created_at timestamptz not null,
  livemode boolean not null,
  account text,
  api_version text,
  stripe_customer_id text,
  stripe_subscription_id text,
  named_user text,
  user_id uuid,
  amount_cents bigint,
  currency text,
  pending integer not null check (pending >= 0),
  checked_at timestamptz not null,
  received_at timestamptz,
  processed_at timestamptz,
  processed_error text,
  reconciled_at timestamptz,
  reconciled_by_run uuid,
  cause text check (cause in ('signature', 'server_error', 'timeout', 'unreachable', 'unknown_user', 'endpoint_disabled')),
  state text not null generated always as (case
    when account is not null then 'other_account'
    when processed_at is not null then 'processed'
    when reconciled_at is not null then 'reconciled'
    when pending > 0 or processed_error is not null then 'open'
    else 'delivered' end) stored
);
comment on table private.stripe_events is
  'One row for each event that the app asked Stripe for. pending: endpoints that have not taken it, as of checked_at, by Stripe. '
  'received_at, processed_at, processed_error: the app''s own record. named_user: what the object at Stripe names as our customer, unchecked; '
  'user_id: the one customer that it is about, null when nobody or several could be meant. '
  'account: the connected account where it happened: it is nobody''s here and nothing follows from it. reconciled_at: not processed, but the customer was since brought to Stripe''s state by the console. '
  'cause: why it failed, likely, by what was seen when it was found out. amount_cents in currency''s cents, where money moved.';

create table private.stripe_changes (
  stripe_customer_id text primary key,
  noticed_at timestamptz not null
);
comment on table private.stripe_changes is
  'Stripe customers of whom something changed that was not read yet: an event told so, or the two sides disagree. To be read at noticed_at or later.';

create index stripe_events_page on private.stripe_events (created_at desc, id desc);
create index stripe_events_state on private.stripe_events (state, created_at desc, id desc);
create index stripe_events_type on private.stripe_events (type, created_at desc, id desc);
create index stripe_events_cause on private.stripe_events (cause, created_at desc, id desc) where cause is not null;
create index stripe_events_user on private.stripe_events (user_id, created_at desc, id desc);
create index stripe_events_customer on private.stripe_events (stripe_customer_id, created_at desc, id desc);
create index stripe_events_subscription on private.stripe_events (stripe_subscription_id, created_at desc, id desc);
create index if not exists subscriptions_customer on public.subscriptions (stripe_customer_id);

insert into private.settings (key, value) values
  -- Stripe is still at its first attempts: not a failure yet.
  ('webhook_in_flight_minutes', '15'),
  -- So long Stripe keeps an event, and sends it again on demand.
  ('webhook_kept_days', '30');

create type private.webhook_clock as (
  in_flight_since timestamptz, kept_since timestamptz, window_since timestamptz, window_hours integer, failure_percent numeric
);

create function private.webhook_clock(at timestamptz default private.now()) returns private.webhook_clock
language sql stable security definer set search_path = '' as $$
  select row(
    at - make_interval(mins => (private.setting('webhook_in_flight_minutes'))::integer),
    at - make_interval(days => (private.setting('webhook_kept_days'))::integer),
    at - make_interval(hours => m.window_hours), m.window_hours, m.threshold
  )::private.webhook_clock
  from private.metrics m where m.metric = 'webhooks_failed'
$$;
comment on function private.webhook_clock is
  'What events are compared with: since when an undelivered one is in flight, since when Stripe still has one, the window of the failure rate and its limit.';

create function private.event_status(state text, pending integer, created_at timestamptz, in_flight_since timestamptz) returns text
language sql immutable parallel safe
return case
  when state <> 'open' then state
  when pending > 0 and created_at > in_flight_since then 'in_flight'
  else 'failed' end;
comment on function private.event_status is
  'other_account: happened in a connected account and is none of ours; in_flight: Stripe is still trying; failed: not delivered, or delivered and refused by the app; reconciled; delivered: taken, and the app does not say that it was processed; processed.';

create function private.user_of_event(named text, customer text, subscription text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_named uuid;
  v_meant uuid[];
begin
  -- A step of its own: within the query the planner would compute the cast of any text beforehand.
  if pg_input_is_valid(named, 'uuid') then
    v_named := named::uuid;
  end if;
  select array_agg(meant.id) into v_meant from (
    select u.id from private.users u where u.id = v_named
    union
    select s.user_id from public.subscriptions s
    where s.user_id is not null and (s.stripe_customer_id = customer or s.stripe_subscription_id = subscription)
    union
    select u.id from private.stripe_events e join private.users u on u.id = e.user_id where e.stripe_customer_id = customer
  ) meant;
  -- Two who could be meant are nobody: access is never given by guessing.
  return case when cardinality(v_meant) = 1 then v_meant[1] end;
end $$;
comment on function private.user_of_event is
  'The customer whom an event is about: named in Stripe''s metadata or known by the Stripe customer; null when nobody is, or when the two differ.';

create function private.find_event_users(ids text[]) returns void
language sql security definer set search_path = '' as $$
  update private.stripe_events e set user_id = f.found, cause = nullif(e.cause, 'unknown_user')
  from (
    select o.id, private.user_of_event(o.named_user, o.stripe_customer_id, o.stripe_subscription_id) as found
    from private.stripe_events o where o.id = any (ids) and o.user_id is null and o.account is null
  ) f
  where e.id = f.id and f.found is not null
$$;
comment on function private.find_event_users is 'Finds the customers of events that have none yet.';

create function private.read_app_record(ids text[]) returns void
language sql security definer set search_path = '' as $$
  update private.stripe_events e
  set received_at = a.received_at, processed_at = a.processed_at,
    processed_error = case when a.processed_at is null then left(a.error, 300) end,
    user_id = case when e.account is null then coalesce(a.user_id, e.user_id) end,
    -- What the app says of it now names the cause anew.
    cause = case when a.processed_at is null and a.error is distinct from e.processed_error then null else e.cause end
  from public.stripe_events a
  where a.id = e.id and e.id = any (ids)
    and (e.received_at, e.processed_at, e.processed_error)
      is distinct from (a.received_at, a.processed_at, case when a.processed_at is null then left(a.error, 300) end)
$$;
comment on function private.read_app_record is 'Brings what the app''s own record says of these events into the ledger.';

create function private.keep_events(events jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ids text[];
begin
  with kept as (
    insert into private.stripe_events as e (id, type, created_at, livemode, account, api_version, stripe_customer_id, stripe_subscription_id,
      named_user, amount_cents, currency, pending, checked_at)
    select distinct on (n.id) n.id, left(n.type, 200), n.created_at, n.livemode, left(n.account, 100), left(n.api_version, 100), left(n.customer, 200),
      left(n.subscription, 200), left(n.named_user, 200), n.amount_cents, left(n.currency, 10), n.pending, private.now()
    from jsonb_to_recordset(events) as n (id text, type text, created_at timestamptz, livemode boolean, account text, api_version text,
      customer text, subscription text, named_user text, amount_cents bigint, currency text, pending integer)
    -- An id that no event of Stripe's has would keep its whole page out.
    where n.id ~ '^evt_[A-Za-z0-9_]{1,200}$'
    order by n.id
    on conflict (id) do update set pending = excluded.pending, checked_at = excluded.checked_at
    -- A row that was there has been locked for the update.
    returning e.stripe_customer_id, e.xmax = 0 as is_new, e.account
  )
  insert into private.stripe_changes as c (stripe_customer_id, noticed_at)
  select k.stripe_customer_id, clock_timestamp() from kept k
  where k.is_new and k.account is null and k.stripe_customer_id is not null group by 1
  on conflict (stripe_customer_id) do update set noticed_at = excluded.noticed_at;
  v_ids := array(select n ->> 'id' from jsonb_array_elements(events) n);
  perform private.find_event_users(v_ids);
  perform private.read_app_record(v_ids);
end $$;
comment on function private.keep_events is
  'Takes events as Stripe gave them into the ledger: a new one with its customer, who is to be read again, a known one with how far its delivery is now. '
  'What happened in a connected account is kept and leads to nothing.';

-- The sync ---------------------------------------------------------------------------------
--
-- Two walks over Stripe's list, newest first, each from a fixed top down to a fixed bottom: what is new,
-- then what is undelivered. A page and the cursor are one transaction, so whoever dies is continued by
-- the next turn. At the end of the second walk, what was undelivered and was not met any more is delivered.

create function private.compare_alone() returns void
language sql volatile security definer set search_path = '' as $$
  select pg_advisory_xact_lock(hashtextextended('private.compare', 0))
$$;
comment on function private.compare_alone is
  'Waits for whoever compares with Stripe''s side, or writes what was read there. Taken before any row of a customer, an event, a copy or a finding: '
  'such transactions touch many of them, in orders that nobody can promise, and would otherwise wait for each other in a circle.';

create function private.compare_beside() returns void
language sql volatile security definer set search_path = '' as $$
  select pg_advisory_xact_lock_shared(hashtextextended('private.compare', 0))
$$;
comment on function private.compare_beside is
  'The same for whoever puts back one customer after the other: waits for those who compare and lets them wait, but not others of its kind.';

create function private.take_sync(name text) returns private.syncs
language sql volatile security definer set search_path = '' as $$
  update private.syncs s set lease = gen_random_uuid(), lease_until = clock_timestamp() + interval '90 seconds'
  where s.name = take_sync.name and (s.lease_until is null or s.lease_until <= clock_timestamp())
  returning s.*
$$;
comment on function private.take_sync is 'A sync under a new lease; null while another worker has it.';

create function private.leased_sync(name text, lease uuid) returns private.syncs
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs;
begin
  update private.syncs s set lease_until = clock_timestamp() + interval '90 seconds'
  where s.name = leased_sync.name and s.lease = leased_sync.lease and s.lease_until > clock_timestamp()
  returning * into v_sync;
  if v_sync.name is null then
    raise exception using errcode = 'PT409', message = 'conflict', detail = '{"cause":"lease_lost"}';
  end if;
  return v_sync;
end $$;
comment on function private.leased_sync is 'A sync for the worker that holds it, whose lease goes on. Raises PT409 when another one has it.';

create function private.stripe_blockers() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'code', case when s.failure ->> 'kind' in ('not_configured', 'not_allowed') then 'stripe_key' when s.failure ->> 'kind' = 'wrong_mode' then 'stripe_mode' else 'stripe_away' end,
    'args', jsonb_build_object('known_at', coalesce(s.succeeded_at, s.failed_at)))), '[]')
  from (
    select * from private.syncs f
    where f.name like 'stripe\_%' and f.failed_at > coalesce(f.succeeded_at, '-infinity')
      -- The next turn of the schedule tells anew; a key that is missing or refused does not come by waiting.
      and (f.failed_at > private.now() - interval '5 minutes' or f.failure ->> 'kind' in ('not_configured', 'not_allowed', 'wrong_mode'))
      and f.failure ->> 'kind' in ('not_configured', 'not_allowed', 'wrong_mode', 'unreachable', 'timeout', 'broken', 'garbage')
    order by f.failure ->> 'kind' = 'wrong_mode' desc, f.failed_at desc limit 1
  ) s
$$;
comment on function private.stripe_blockers is
  'Why an action that reads Stripe cannot be done now, as blockers, none as a rule: the last turn of a sync found Stripe away, or the key missing, refused or of the other mode; known_at: as of when its side is known.';

create function private.next_events(cursor jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case when cursor ? 'walk' then jsonb_build_object('list', cursor #> '{walk,list}', 'since', cursor #> '{walk,bottom}', 'after', cursor #> '{walk,after}') end
$$;
comment on function private.next_events is
  'What to ask Stripe next: list "new" or "undelivered", events since a moment that come after one; null when the sync is done.';

create function private.open_event_sync() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs := private.take_sync('stripe_events');
  v_cursor jsonb;
begin
  if v_sync.name is null then
    return '{"lease":null}';
  end if;
  v_cursor := v_sync.cursor;
  -- A walk that was left long ago begins again: its place may be gone.
  if not v_cursor ? 'walk' or (v_cursor #>> '{walk,top}')::timestamptz < private.now() - interval '1 hour' then
    v_cursor := v_cursor || jsonb_build_object('walk', jsonb_build_object('list', 'new', 'top', private.now(), 'after', null,
      -- Stripe may list an event some time after its second.
      'bottom', greatest((v_cursor ->> 'known_until')::timestamptz - interval '5 minutes', (private.webhook_clock()).kept_since)));
    update private.syncs s set cursor = v_cursor where s.name = v_sync.name;
  end if;
  return jsonb_build_object('lease', v_sync.lease, 'ask', private.next_events(v_cursor), 'livemode', private.live_mode());
end $$;
comment on function private.open_event_sync is
  'Takes the sync of events under a lease and says what to ask Stripe first, with the mode that the key must be of; lease null while another worker has it.';

create function private.record_endpoints(lease uuid, endpoints jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.leased_sync('stripe_events', lease);
  insert into private.webhook_endpoints as w (id, url, enabled, types, checked_at)
  select n.id, n.url, n.enabled, n.types, private.now()
  from jsonb_to_recordset(endpoints) as n (id text, url text, enabled boolean, types text[])
  on conflict (id) do update set url = excluded.url, enabled = excluded.enabled, types = excluded.types, gone = false, checked_at = excluded.checked_at;
  update private.webhook_endpoints w set gone = true, enabled = false, checked_at = private.now()
  where w.id not in (select n ->> 'id' from jsonb_array_elements(endpoints) n);
  -- One that is gone still says which events matter.
  return jsonb_build_object('types', (select coalesce(jsonb_agg(distinct t order by t), '[]') from private.webhook_endpoints w, unnest(w.types) t));
end $$;
comment on function private.record_endpoints is 'Keeps which webhook endpoints of the app Stripe has; gives the types of events that they ask for.';

create function private.finish_undelivered(walk jsonb) returns void
language sql security definer set search_path = '' as $$
  update private.stripe_events e set pending = 0, checked_at = private.now()
  where e.state in ('open', 'reconciled') and e.pending > 0 and e.checked_at <= (walk ->> 'top')::timestamptz
    -- What is about to leave Stripe's memory is missing from its list for another reason.
    and e.created_at > (walk ->> 'bottom')::timestamptz + interval '1 hour'
$$;
comment on function private.finish_undelivered is 'Events that were undelivered and that a whole walk over the undelivered ones did not meet: delivered since.';

create function private.record_events(lease uuid, events jsonb, after text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs := private.leased_sync('stripe_events', record_events.lease);
  v_cursor jsonb := v_sync.cursor;
  v_walk jsonb := v_sync.cursor -> 'walk';
  v_done boolean := false;
begin
  perform private.compare_alone();
  perform private.keep_events(events);
  if record_events.after is not null then
    v_cursor := jsonb_set(v_cursor, '{walk,after}', to_jsonb(record_events.after));
  elsif v_walk ->> 'list' = 'new' then
    v_cursor := v_cursor || jsonb_build_object('known_until', v_walk -> 'top', 'walk', jsonb_build_object(
      'list', 'undelivered', 'top', private.now(), 'bottom', (private.webhook_clock()).kept_since, 'after', null));
  else
    perform private.finish_undelivered(v_walk);
    v_cursor := v_cursor - 'walk';
    v_done := true;
  end if;
  update private.syncs s set cursor = v_cursor, succeeded_at = case when v_done then private.now() else s.succeeded_at end
  where s.name = v_sync.name;
  return jsonb_build_object('ask', private.next_events(v_cursor));
end $$;
comment on function private.record_events is
  'Keeps one page of what was asked for and moves on: after names the last event of a page that others follow. Gives what to ask next, null at the end.';

create function private.arrived_at_once(event private.stripe_events) returns boolean
language sql immutable
return coalesce((event).received_at < (event).created_at + interval '5 minutes', false);
comment on function private.arrived_at_once is 'Did the app receive an event at one of Stripe''s first attempts, by its own record?';

create function private.name_causes(app_answers boolean) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_number integer;
begin
  update private.stripe_events e set cause = c.cause
  from (
    select f.id, case
      when f.user_id is null then 'unknown_user'
      when f.processed_error is not null then 'server_error'
      when not exists (select from private.webhook_endpoints w where w.enabled) then 'endpoint_disabled'
      when not app_answers then 'unreachable'
      -- A wrong secret refuses everything: what got lost between two that arrived at once got lost alone.
      when app_answers and private.arrived_at_once(before) and private.arrived_at_once(after) then 'timeout'
      when app_answers then 'signature' end as cause
    from private.stripe_events f
    left join lateral (
      select * from private.stripe_events n where (n.created_at, n.id) < (f.created_at, f.id) order by n.created_at desc, n.id desc limit 1
    ) before on true
    left join lateral (
      select * from private.stripe_events n where (n.created_at, n.id) > (f.created_at, f.id) order by n.created_at, n.id limit 1
    ) after on true
    where f.state = 'open' and f.cause is null
      and private.event_status(f.state, f.pending, f.created_at, (private.webhook_clock()).in_flight_since) = 'failed'
  ) c
  where c.id = e.id and c.cause is not null;
  get diagnostics v_number = row_count;
  return v_number;
end $$;
comment on function private.name_causes is
  'Names the likely cause of the failures that have none, by what is known at this moment; app_answers: whether the app''s health check did, null when nobody asked. Gives how many.';

create function private.close_event_sync(lease uuid, app_answers boolean default null, failure jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_sync private.syncs := private.leased_sync('stripe_events', close_event_sync.lease);
begin
  perform private.compare_alone();
  -- Who was unknown may have an account by now.
  perform private.find_event_users(array(
    select e.id from private.stripe_events e
    where e.user_id is null and (e.state = 'open' or e.created_at > private.now() - interval '2 days')));
  perform private.read_app_record(array(
    select e.id from private.stripe_events e where e.state in ('open', 'reconciled') and e.created_at > (private.webhook_clock()).kept_since
    union all
    select e.id from private.stripe_events e where e.state = 'delivered' and e.created_at > private.now() - interval '2 days'));
  perform private.name_causes(app_answers);
  update private.syncs s set lease = null, lease_until = null,
    -- A place that Stripe does not know any more cannot be gone on from.
    cursor = case when close_event_sync.failure ->> 'kind' = 'missing' then s.cursor - 'walk' else s.cursor end,
    failed_at = case when close_event_sync.failure is not null then private.now() else s.failed_at end,
    failure = case when close_event_sync.failure is not null then close_event_sync.failure
      when s.cursor ? 'walk' then s.failure end
  where s.name = v_sync.name
  returning * into v_sync;
  return jsonb_build_object('done', not v_sync.cursor ? 'walk');
end $$;
comment on function private.close_event_sync is
  'Ends a turn of the sync, done or to be gone on with: reads the app''s record, names causes, keeps what went wrong (failure).';

create function backoffice.open_event_sync() returns jsonb
language sql volatile security invoker begin atomic select private.open_event_sync(); end;
comment on function backoffice.open_event_sync is 'For the worker. See private.open_event_sync.';
create function backoffice.record_endpoints(lease uuid, endpoints jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.record_endpoints(lease, endpoints); end;
comment on function backoffice.record_endpoints is 'For the worker. See private.record_endpoints.';
create function backoffice.record_events(lease uuid, events jsonb, after text default null) returns jsonb
language sql volatile security invoker begin atomic select private.record_events(lease, events, after); end;
comment on function backoffice.record_events is 'For the worker. See private.record_events.';
create function backoffice.close_event_sync(lease uuid, app_answers boolean default null, failure jsonb default null) returns jsonb
language sql volatile security invoker begin atomic select private.close_event_sync(lease, app_answers, failure); end;
comment on function backoffice.close_event_sync is 'For the worker. See private.close_event_sync.';

select private.expose_to_worker(p.oid::regprocedure) from pg_proc p
where p.pronamespace in ('private'::regnamespace, 'backoffice'::regnamespace)
  and p.proname in ('open_event_sync', 'record_endpoints', 'record_events', 'close_event_sync');

-- The pages --------------------------------------------------------------------------------

create view backoffice.webhook_events as
select e.id, e.type, e.created_at, e.livemode, e.account, e.api_version, e.stripe_customer_id, e.stripe_subscription_id,
  e.user_id, u.email as user_email, e.amount_cents, e.currency,
  e.pending = 0 as delivered, e.checked_at, e.received_at, e.processed_at, e.processed_error,
  e.reconciled_at, e.reconciled_by_run, e.cause, s.status, e.state as stored_status,
  e.created_at > clock.kept_since as kept
from private.stripe_events e
cross join private.webhook_clock() clock
-- texteq(): see backoffice.users.
join (values ('in_flight'), ('failed'), ('reconciled'), ('delivered'), ('processed'), ('other_account')) as s (status)
  on pg_catalog.texteq(s.status, private.event_status(e.state, e.pending, e.created_at, clock.in_flight_since))
left join private.users u on u.id = e.user_id
where private.admit('webhook_events') and (select private.can_read('webhook_events'));
comment on view backoffice.webhook_events is
  'Stripe''s events with their customer. delivered is Stripe''s word as of checked_at, processed_at the app''s own. status is true at the moment of the query, '
  'stored_status its indexed twin to filter by (open for in_flight and failed). kept: Stripe still has it and can send it again.';

create view backoffice.webhook_causes as
select t.* from (
  select coalesce(e.cause, 'unknown') as id, e.cause, count(*) as number, count(distinct e.user_id) as customers,
    count(*) filter (where e.created_at <= clock.kept_since) as old,
    min(e.created_at) as since, max(e.created_at) as last_at,
    coalesce(sum(e.amount_cents) filter (where e.currency = 'eur'), 0)::bigint as amount_cents
  from private.stripe_events e
  cross join private.webhook_clock() clock
  where e.state = 'open' and private.event_status(e.state, e.pending, e.created_at, clock.in_flight_since) = 'failed'
  group by e.cause
) t
where private.admit('webhook_events') and (select private.can_read('webhook_events'));
comment on view backoffice.webhook_causes is
  'What failed, grouped by its likely cause (null: not known): how many events and customers, how many that Stripe has no more (old), since when, euros in cents.';

create type private.webhook_rate as (total bigint, failed bigint);

create function private.webhook_rate(clock private.webhook_clock) returns private.webhook_rate
language plpgsql stable security definer set search_path = '' as $$
declare
  v_rate private.webhook_rate;
  v_flight bigint;
begin
  -- Counts that indexes answer, planned for the moment that they are asked for.
  v_flight := (
    select count(*) from private.stripe_events e
    where e.state = 'open' and e.pending > 0 and e.created_at > greatest(clock.in_flight_since, clock.window_since));
  v_rate.total := (select count(*) from private.stripe_events e where e.created_at > clock.window_since) - v_flight
    - (select count(*) from private.stripe_events e where e.state = 'other_account' and e.created_at > clock.window_since);
  v_rate.failed := (
    select count(*) from private.stripe_events e
    where e.state in ('open', 'reconciled') and e.created_at > clock.window_since) - v_flight;
  return v_rate;
end $$;
comment on function private.webhook_rate is
  'How many of our own events of the window are not in flight, and how many of these failed. What was reconciled since did fail.';

create view backoffice.webhook_health as
select t.id, t.window_hours, t.threshold_percent, t.total, t.failed,
  case when t.total > 0 then round(t.failed * 100.0 / t.total, 2) end as failure_percent,
  t.synced_at, t.sync_failure, t.endpoint_enabled
from (
  select 1 as id, clock.window_hours, clock.failure_percent as threshold_percent, rate.total, rate.failed, s.succeeded_at as synced_at,
    case when s.failed_at > coalesce(s.succeeded_at, '-infinity') then s.failure end as sync_failure,
    (select bool_or(e.enabled) from private.webhook_endpoints e) as endpoint_enabled
  from private.syncs s
  cross join private.webhook_clock() clock
  cross join lateral private.webhook_rate(clock) rate
  where s.name = 'stripe_events'
) t
where private.admit('webhook_events') and (select private.can_read('webhook_events'));
comment on view backoffice.webhook_health is
  'One row: failed deliveries of the window against all that are not in flight, with their limit in percent, and as of when Stripe was read. '
  'What was reconciled since did fail.';

select private.allow('{support,ops,admin}', 'read', '{webhook_events}');
select private.expose_view(v) from unnest(array[
  'backoffice.webhook_events', 'backoffice.webhook_causes', 'backoffice.webhook_health']::regclass[]) v;
select private.expose_function('private.webhook_clock(timestamptz)');
select private.expose_function('private.webhook_rate(private.webhook_clock)');
select private.expose_function('private.event_status(text, integer, timestamptz, timestamptz)');
