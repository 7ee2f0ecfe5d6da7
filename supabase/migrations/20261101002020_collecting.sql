-- How the app and what it stands on are doing: asked for by the schedule, each source by itself, and kept
-- with the moment of the question. What was not answered lately is not known; it is never well.

create table private.sources (
  name text primary key,
  place smallint unique,
  every interval not null,
  fresh_for interval not null,
  asked_at timestamptz,
  read_at timestamptz,
  answered_at timestamptz,
  failure jsonb
);
comment on table private.sources is
  'What is asked: how often at most (every), how long an answer holds (fresh_for), place in the health panel. read_at: when what was kept last was asked for, '
  'failure: why that was no answer, answered_at: when the last answer was asked for.';

-- A quarter of a minute short of what is meant: the schedule is not that punctual.
insert into private.sources (name, place, every, fresh_for) values
  ('app', 1, '45 seconds', '5 minutes'),
  ('traffic', null, '45 seconds', '15 minutes'),
  ('vercel', 2, '285 seconds', '30 minutes'),
  ('supabase', 3, '45 seconds', '5 minutes'),
  ('stripe', 4, '45 seconds', '5 minutes'),
  ('resend', 5, '885 seconds', '30 minutes'),
  ('dns', null, '285 seconds', '30 minutes');

create table private.probes (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  service text not null default 'app',
  ok boolean not null,
  status integer,
  latency_ms integer,
  failure text check (failure in ('timeout', 'unreachable', 'status', 'unwell', 'garbage')),
  constraint probes_once unique (service, at),
  constraint probes_why check (ok = (failure is null))
);
create index probes_page on private.probes (at desc, id desc);
comment on table private.probes is
  'One question to the app''s health route a turn. ok: it answered with 2xx that it is well. latency_ms: until the answer was read, null when none came. '
  'failure: timeout, unreachable, status (another than 2xx), unwell (it says so itself), garbage (not the app''s answer).';

create table private.traffic (
  at timestamptz primary key,
  requests bigint not null,
  errors_5xx bigint not null,
  read_at timestamptz not null,
  constraint traffic_counts check (errors_5xx between 0 and requests)
);
comment on table private.traffic is 'Requests of the app and how many of them it answered with 5xx, by the start of each slot of five minutes, as the app counts them. The last one grows.';

create table private.service_checks (
  service text primary key references private.sources (name),
  status text not null check (status in ('up', 'degraded', 'down', 'unknown')),
  code text,
  detail jsonb not null default '{}',
  latency_ms integer,
  since timestamptz not null,
  checked_at timestamptz not null
);
comment on table private.service_checks is
  'The latest answer of each service, asked for at checked_at, with its status since when. down: it does not answer, or not as itself; degraded: it answers and something is wrong (code); '
  'unknown: it cannot be asked. No row: it was never asked.';

create table private.deployments (
  id text primary key,
  url text not null,
  inspector_url text,
  state text not null,
  target text,
  sha text,
  message text,
  created_at timestamptz not null,
  ready_at timestamptz,
  read_at timestamptz not null
);
create index deployments_page on private.deployments (created_at desc, id desc);
comment on table private.deployments is 'Deployments of the app to production, as Vercel has them. state is Vercel''s word (READY, ERROR, BUILDING …), an open set.';

create table private.email_domains (
  domain text primary key check (domain = lower(domain)),
  resend_id text not null,
  provider_status text not null,
  told_at timestamptz not null
);
comment on table private.email_domains is 'The domains that e-mails are sent from, as Resend told them at told_at. provider_status is its word (verified, pending, failed …).';

create table private.domain_records (
  domain text not null references private.email_domains (domain) on delete cascade,
  record text not null check (record in ('SPF', 'DKIM', 'DMARC')),
  name text not null,
  type text not null,
  host text not null,
  value text not null,
  priority integer,
  provider_status text,
  status text not null default 'unknown' check (status in ('ok', 'missing', 'wrong', 'unknown')),
  known text check (known in ('ok', 'missing', 'wrong')),
  found text[] not null default '{}',
  inherited_from text,
  since timestamptz,
  checked_at timestamptz,
  primary key (domain, record, name, type)
);
comment on table private.domain_records is
  'What has to be in DNS for a domain: name, and host as one types it at the zone; value to paste. DMARC is ours: Resend does not ask for it (provider_status null). '
  'status is DNS''s answer, unknown when the resolver gave none; known and found are its last answer, of checked_at, and known is so since then. inherited_from: the name above that answers for this one.';

insert into private.settings (key, value) values ('probe_kept_days', '90');
insert into private.vendor_rates (service, per_second) values ('vercel', 5), ('dns', 50);

-- What is kept of an answer --------------------------------------------------------------------

create function private.is_ahead(at timestamptz) returns boolean
language sql stable parallel safe set search_path = '' as $$
  select is_ahead.at > private.now() + interval '1 minute'
$$;
comment on function private.is_ahead is
  'Was a moment kept by a clock that has been set back since? It must not hold up what comes now. A minute is left for transactions that began side by side.';

create function private.keep_service(service text, status text, code text, detail jsonb, latency_ms integer, checked_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into private.service_checks as c (service, status, code, detail, latency_ms, since, checked_at)
  values (keep_service.service, keep_service.status, keep_service.code, coalesce(keep_service.detail, '{}'), keep_service.latency_ms,
    keep_service.checked_at, keep_service.checked_at)
  on conflict on constraint service_checks_pkey do update set status = excluded.status, code = excluded.code, detail = excluded.detail,
    latency_ms = excluded.latency_ms, checked_at = excluded.checked_at,
    since = least(case when c.status = excluded.status then c.since end, excluded.since)
  where c.checked_at <= excluded.checked_at or private.is_ahead(c.checked_at)
$$;
comment on function private.keep_service is 'Keeps how a service is, as of checked_at; an older answer changes nothing.';

create function private.keep_failure(service text, failure jsonb, checked_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  select private.keep_service(keep_failure.service, k.status, keep_failure.failure ->> 'kind', keep_failure.failure, null, keep_failure.checked_at)
  from (values
    ('not_configured', 'unknown'),
    ('timeout', 'down'), ('unreachable', 'down'), ('broken', 'down'), ('garbage', 'down'),
    ('not_allowed', 'degraded'), ('refused', 'degraded'), ('missing', 'degraded')) as k (kind, status)
  where k.kind = keep_failure.failure ->> 'kind'
$$;
comment on function private.keep_failure is
  'Keeps what a failed question says of a service. Being asked to wait (rate_limited, busy) says nothing of it: what was known stays, and grows old.';

create function private.keep_probe(read_at timestamptz, answer jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into private.probes (at, ok, status, latency_ms, failure)
  values (keep_probe.read_at, answer ->> 'failure' is null, (answer ->> 'status')::integer, (answer ->> 'latency_ms')::integer, answer ->> 'failure')
  on conflict on constraint probes_once do nothing
$$;
comment on function private.keep_probe is 'Keeps one question to the app''s health route (status, latency_ms, failure), once for each moment.';

create function private.keep_traffic(read_at timestamptz, answer jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into private.traffic (at, requests, errors_5xx, read_at)
  select distinct on (n.at) n.at, n.requests, n.errors_5xx, keep_traffic.read_at
  from jsonb_to_recordset(answer -> 'slots') as n (at timestamptz, requests bigint, errors_5xx bigint)
  -- One of the future would be the last one for ever.
  where n.at <= keep_traffic.read_at
  order by n.at
  on conflict on constraint traffic_pkey do update set requests = excluded.requests, errors_5xx = excluded.errors_5xx, read_at = excluded.read_at
$$;
comment on function private.keep_traffic is 'Keeps what the app counted (slots: at, requests, errors_5xx).';

create function private.keep_deployments(read_at timestamptz, answer jsonb, latency_ms integer) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_last private.deployments;
begin
  insert into private.deployments as d (id, url, inspector_url, state, target, sha, message, created_at, ready_at, read_at)
  select distinct on (n.id) n.id, n.url, n.inspector_url, left(n.state, 40), left(n.target, 40), left(n.sha, 64), left(n.message, 300),
    n.created_at, n.ready_at, keep_deployments.read_at
  from jsonb_to_recordset(answer -> 'deployments') as n (id text, url text, inspector_url text, state text, target text, sha text, message text,
    created_at timestamptz, ready_at timestamptz)
  order by n.id
  on conflict on constraint deployments_pkey do update set url = excluded.url, inspector_url = excluded.inspector_url, state = excluded.state,
    target = excluded.target, sha = excluded.sha, message = excluded.message, ready_at = excluded.ready_at, read_at = excluded.read_at;
  select * into v_last from private.deployments d
  where d.target = 'production' and d.state in ('READY', 'ERROR') order by d.created_at desc, d.id desc limit 1;
  perform private.keep_service('vercel',
    case when v_last.state = 'ERROR' then 'degraded' else 'up' end, case when v_last.state = 'ERROR' then 'deployment_failed' end,
    case when v_last.id is not null then jsonb_build_object('id', v_last.id, 'state', v_last.state, 'message', v_last.message, 'at', v_last.created_at) end,
    keep_deployments.latency_ms, keep_deployments.read_at);
end $$;
comment on function private.keep_deployments is 'Keeps what Vercel told of deployments; it is degraded while the last one that ended has failed.';

create function private.keep_domains(read_at timestamptz, answer jsonb, latency_ms integer) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_told jsonb;
  v_unverified jsonb;
begin
  select coalesce(jsonb_agg(r || jsonb_build_object('domain', n ->> 'domain')), '[]') into v_told
  from jsonb_array_elements(answer -> 'domains') n, jsonb_array_elements(n -> 'records') r;

  delete from private.email_domains d where d.domain not in (select n ->> 'domain' from jsonb_array_elements(answer -> 'domains') n);
  insert into private.email_domains as d (domain, resend_id, provider_status, told_at)
  select distinct on (n.domain) n.domain, n.id, left(n.status, 40), keep_domains.read_at
  from jsonb_to_recordset(answer -> 'domains') as n (domain text, id text, status text)
  order by n.domain
  on conflict on constraint email_domains_pkey do update set resend_id = excluded.resend_id, provider_status = excluded.provider_status, told_at = excluded.told_at;

  delete from private.domain_records t
  where not exists (
    select from jsonb_array_elements(v_told) n
    where (n ->> 'domain', n ->> 'record', n ->> 'name', n ->> 'type') = (t.domain, t.record, t.name, t.type));
  insert into private.domain_records as t (domain, record, name, type, host, value, priority, provider_status)
  select distinct on (n.domain, n.record, n.name, n.type) n.domain, n.record, n.name, n.type, n.host, n.value, n.priority, left(n.provider_status, 40)
  from jsonb_to_recordset(v_told) as n (domain text, record text, name text, type text, host text, value text, priority integer, provider_status text)
  order by n.domain, n.record, n.name, n.type
  on conflict on constraint domain_records_pkey do update set host = excluded.host, value = excluded.value, priority = excluded.priority,
    provider_status = excluded.provider_status,
    -- What DNS said was about another value.
    status = case when t.value = excluded.value then t.status else 'unknown' end,
    known = case when t.value = excluded.value then t.known end,
    since = case when t.value = excluded.value then t.since end;

  select jsonb_agg(d.domain order by d.domain) into v_unverified from private.email_domains d where d.provider_status <> 'verified';
  perform private.keep_service('resend',
    case when v_unverified is null and exists (select from private.email_domains) then 'up' else 'degraded' end,
    case when v_unverified is not null then 'domain_not_verified' when not exists (select from private.email_domains) then 'no_domain' end,
    case when v_unverified is not null then jsonb_build_object('domains', v_unverified) end,
    keep_domains.latency_ms, keep_domains.read_at);
end $$;
comment on function private.keep_domains is
  'Makes the copy equal to the domains that Resend told, each with the records that have to be in DNS; it is degraded while one of them is not verified.';

create function private.keep_dns(read_at timestamptz, answer jsonb) returns void
language sql security definer set search_path = '' as $$
  update private.domain_records t set
    status = n.status,
    known = case when n.status = 'unknown' then t.known else n.status end,
    since = case when n.status = 'unknown' or n.status = t.known then t.since else keep_dns.read_at end,
    found = case when n.status = 'unknown' then t.found else array(select left(f, 2000) from unnest(n.found) with ordinality as u (f, place) order by place limit 10) end,
    inherited_from = case when n.status = 'unknown' then t.inherited_from else n.inherited_from end,
    checked_at = case when n.status = 'unknown' then t.checked_at else keep_dns.read_at end
  from jsonb_to_recordset(answer -> 'records') as n (domain text, record text, name text, type text, value text, status text, found text[], inherited_from text)
  -- Resend may have asked for another value meanwhile.
  where (t.domain, t.record, t.name, t.type, t.value) = (n.domain, n.record, n.name, n.type, n.value)
$$;
comment on function private.keep_dns is
  'Keeps what DNS said about the records (status, found, inherited_from). Where the resolver gave no answer the status is unknown, and its last answer stays as the last one.';

create function private.keep_stripe() returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_events private.syncs;
  v_failure jsonb;
  v_clock private.webhook_clock := private.webhook_clock();
  v_rate private.webhook_rate := private.webhook_rate(v_clock);
  v_detail jsonb;
  v_code text;
  v_checked_at timestamptz;
begin
  select * into v_events from private.syncs s where s.name = 'stripe_events';
  v_checked_at := greatest(v_events.succeeded_at, v_events.failed_at);
  if v_checked_at is null then
    return;
  end if;
  select s.failure into v_failure from private.syncs s
  where s.name like 'stripe\_%' and s.failed_at > coalesce(s.succeeded_at, '-infinity') and s.failure ->> 'kind' not in ('rate_limited', 'busy')
  order by s.name = 'stripe_events' desc, s.failed_at desc limit 1;
  v_detail := jsonb_build_object('failed', v_rate.failed, 'total', v_rate.total, 'limit', v_clock.failure_percent, 'hours', v_clock.window_hours);
  if v_failure ->> 'kind' in ('not_configured', 'timeout', 'unreachable', 'broken', 'garbage') then
    perform private.keep_failure('stripe', v_failure, v_checked_at);
    return;
  end if;
  v_code := case
    when v_failure is not null then v_failure ->> 'kind'
    when not exists (select from private.webhook_endpoints w where w.enabled) then 'endpoint_disabled'
    when v_rate.total > 0 and v_rate.failed * 100.0 / v_rate.total > v_clock.failure_percent then 'webhooks' end;
  perform private.keep_service('stripe', case when v_code is null then 'up' else 'degraded' end, v_code, v_detail, null, v_checked_at);
end $$;
comment on function private.keep_stripe is
  'How Stripe is by our own reading of it, as of the last turn of that: away, key missing or refused, endpoint switched off, deliveries past their limit.';

-- The turn -------------------------------------------------------------------------------------

create function private.claim_sources() returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select s.name from private.sources s
    where s.asked_at is null or s.asked_at <= private.now() - s.every or private.is_ahead(s.asked_at)
    order by s.name for update skip locked
  ),
  taken as (
    update private.sources s set asked_at = private.now() from due where due.name = s.name returning s.name
  )
  select jsonb_build_object(
    'sources', (select coalesce(jsonb_agg(t.name order by t.name), '[]') from taken t),
    'read_at', private.now(),
    -- The last slot is still growing; of long silence the last day is told.
    'traffic_since', greatest((select max(t.at) from private.traffic t where t.at <= private.now()), private.now() - interval '1 day'))
$$;
comment on function private.claim_sources is
  'Takes the sources that are due, each for one caller only, with the moment of the question (read_at) and since when the app''s traffic is wanted.';

create function private.wanted_records() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('records', coalesce(jsonb_agg(jsonb_build_object('domain', r.domain, 'record', r.record, 'name', r.name, 'type', r.type,
    'value', r.value) order by r.domain, r.record, r.name, r.type), '[]'))
  from private.domain_records r
$$;
comment on function private.wanted_records is 'What has to be in DNS, to be asked for.';

create function private.record_source(source text, read_at timestamptz, answer jsonb default null, failure jsonb default null, latency_ms integer default null)
returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if record_source.source = 'app' and answer is not null then
    perform private.keep_probe(record_source.read_at, answer);
  end if;
  -- Of two answers at once the one that was asked for later stays. The row of the source is the lock of all that is kept of it.
  update private.sources s set read_at = record_source.read_at, failure = record_source.failure,
    answered_at = case when record_source.failure is null then record_source.read_at else s.answered_at end
  where s.name = record_source.source and (coalesce(s.read_at < record_source.read_at, true) or private.is_ahead(s.read_at));
  if not found then
    return '{"kept":false}';
  end if;
  if answer is not null then
    case record_source.source
      when 'app' then
        perform private.keep_service('app',
          case when answer ->> 'failure' is null then 'up' when answer ->> 'failure' = 'unwell' then 'degraded' else 'down' end,
          answer ->> 'failure', jsonb_strip_nulls(jsonb_build_object('status', answer -> 'status', 'checks', answer -> 'checks')),
          (answer ->> 'latency_ms')::integer, record_source.read_at);
      when 'traffic' then perform private.keep_traffic(record_source.read_at, answer);
      when 'vercel' then perform private.keep_deployments(record_source.read_at, answer, record_source.latency_ms);
      when 'supabase' then perform private.keep_service('supabase', 'up', null, null, record_source.latency_ms, record_source.read_at);
      when 'stripe' then perform private.keep_stripe();
      when 'resend' then perform private.keep_domains(record_source.read_at, answer, record_source.latency_ms);
      when 'dns' then perform private.keep_dns(record_source.read_at, answer);
    end case;
  elsif exists (select from private.sources s where s.name = record_source.source and s.place is not null) then
    perform private.keep_failure(record_source.source, record_source.failure, record_source.read_at);
  end if;
  return '{"kept":true}';
end $$;
comment on function private.record_source is
  'Keeps the answer of a source, or why there was none (failure: kind), as of the question at read_at; kept is false when a later one was there before. '
  'A probe of the app is kept in any case.';

create function private.prune_probes(most integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_series text[] := '{probes,latency}';
  v_until timestamptz := date_trunc('hour', private.now() - make_interval(days => (private.setting('probe_kept_days'))::integer), 'UTC');
  v_number integer;
  v_last timestamptz;
begin
  -- What is still to be counted stays until it is.
  v_until := least(v_until, (select min(q.hour) from private.rollup_queue q where q.series = any (v_series)));
  with gone as (
    delete from private.probes p where p.id in (
      select o.id from private.probes o where o.at < v_until order by o.at, o.id limit most)
    returning p.at
  )
  select count(*), max(g.at) into v_number, v_last from gone g;
  if v_number > 0 then
    insert into private.rollup_floors (series, hour)
    select s, date_trunc('hour', v_last, 'UTC') + interval '1 hour' from unnest(v_series) s
    on conflict on constraint rollup_floors_pkey do update set hour = greatest(rollup_floors.hour, excluded.hour);
  end if;
  return v_number;
end $$;
comment on function private.prune_probes is
  'Removes probes of hours that are older than probe_kept_days and were counted, the oldest first, so many at most; gives how many. What was counted of them stays.';

create function backoffice.claim_sources() returns jsonb
language sql volatile security invoker begin atomic select private.claim_sources(); end;
comment on function backoffice.claim_sources is 'For the worker. See private.claim_sources.';
create function backoffice.wanted_records() returns jsonb
language sql stable security invoker begin atomic select private.wanted_records(); end;
comment on function backoffice.wanted_records is 'For the worker. See private.wanted_records.';
create function backoffice.record_source(source text, read_at timestamptz, answer jsonb default null, failure jsonb default null, latency_ms integer default null)
returns jsonb
language sql volatile security invoker begin atomic select private.record_source(source, read_at, answer, failure, latency_ms); end;
comment on function backoffice.record_source is 'For the worker. See private.record_source.';

select private.expose_to_worker(p.oid::regprocedure) from pg_proc p
where p.pronamespace in ('private'::regnamespace, 'backoffice'::regnamespace)
  and p.proname in ('claim_sources', 'wanted_records', 'record_source');

-- The pages ------------------------------------------------------------------------------------

create type private.service_state as (
  service text, place smallint, status text, code text, detail jsonb, latency_ms integer, since timestamptz, checked_at timestamptz
);

create function private.service_states(at timestamptz default private.now()) returns setof private.service_state
language sql stable security definer set search_path = '' as $$
  select s.name, s.place,
    case when c.service is null or c.checked_at < service_states.at - s.fresh_for then 'unknown' else c.status end,
    case when c.service is null then 'never_asked' when c.checked_at < service_states.at - s.fresh_for then 'stale' else c.code end,
    case when c.checked_at >= service_states.at - s.fresh_for then c.detail else '{}' end,
    case when c.checked_at >= service_states.at - s.fresh_for then c.latency_ms end,
    case when c.checked_at >= service_states.at - s.fresh_for then c.since else c.checked_at end,
    c.checked_at
  from private.sources s left join private.service_checks c on c.service = s.name
  where s.place is not null
  order by s.place
$$;
comment on function private.service_states is
  'How the five services are: up, degraded, down, or unknown: never asked, not asked lately (code stale), or impossible to ask (code not_configured). Since when, as of when.';

create view backoffice.services as
select s.service as id, s.service, s.place, s.status, s.code, s.detail, s.latency_ms, s.since, s.checked_at
from private.service_states() s
where private.admit('metrics') and (select private.can_read('metrics'));
comment on view backoffice.services is 'The health panel: one row for each service. See private.service_states.';

create view backoffice.probes as
select p.id, p.at, p.at as created_at, p.service, p.ok, p.status, p.latency_ms, p.failure
from private.probes p
where private.admit('metrics') and (select private.can_read('metrics'));
comment on view backoffice.probes is 'The questions to the app''s health route behind uptime and latency.';

create view backoffice.deployments as
select d.id, d.url, d.inspector_url, d.state, d.target, d.sha, d.message, d.created_at, d.ready_at, d.read_at
from private.deployments d
where private.admit('metrics') and (select private.can_read('metrics'));
comment on view backoffice.deployments is 'Deployments of the app to production, as Vercel had them at read_at.';

create function private.record_status(status text, checked_at timestamptz, at timestamptz default private.now()) returns text
language sql stable security definer set search_path = '' as $$
  select case when record_status.checked_at >= record_status.at - s.fresh_for then record_status.status else 'unknown' end
  from private.sources s where s.name = 'dns'
$$;
comment on function private.record_status is 'How a record in DNS is, unknown when the last answer about it is too old.';

create view backoffice.domain_records as
select concat_ws(' ', r.domain, r.record, r.type, r.name) as id, r.domain, r.record, r.type, r.name, r.host, r.value, r.priority, r.provider_status,
  private.record_status(r.status, r.checked_at) as status, r.known, r.found, r.inherited_from, r.since, r.checked_at
from private.domain_records r
where private.admit('emails') and (select private.can_read('emails'));
comment on view backoffice.domain_records is
  'What has to be in DNS for the domains that e-mails are sent from, and what is there. status: ok, missing, wrong, or unknown when the resolver gave no answer lately; known is its last one.';

create view backoffice.email_domains as
select d.domain as id, d.domain, d.provider_status,
  (select case when bool_or(s.status in ('missing', 'wrong')) then 'broken' when bool_and(s.status = 'ok') then 'ok' else 'unknown' end
    from (select private.record_status(r.status, r.checked_at) as status from private.domain_records r where r.domain = d.domain) s) as status,
  d.told_at, resend.failure as told_failure,
  (select max(r.checked_at) from private.domain_records r where r.domain = d.domain) as checked_at, dns.failure as checked_failure
from private.email_domains d
join private.sources resend on resend.name = 'resend'
join private.sources dns on dns.name = 'dns'
where private.admit('emails') and (select private.can_read('emails'));
comment on view backoffice.email_domains is
  'The domains that e-mails are sent from: broken when a record is missing or wrong, unknown when one is not known. told_at, checked_at: as of when Resend and DNS are known, with what went wrong since.';

select private.allow('{support,ops,admin}', 'read', '{metrics}');
select private.expose_view(v) from unnest(array['backoffice.services', 'backoffice.probes', 'backoffice.deployments',
  'backoffice.domain_records', 'backoffice.email_domains']::regclass[]) v;
select private.expose_function('private.service_states(timestamptz)');
select private.expose_function('private.record_status(text, timestamptz, timestamptz)');
