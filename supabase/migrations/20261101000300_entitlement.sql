-- What a customer may use, and why. The rule is written once, here; everything asks it.

create table private.plans (
  plan text primary key,
  rank integer not null unique,
  simulations_per_month integer
);
comment on table private.plans is 'Plans in order of what they open. simulations_per_month null = no limit.';
insert into private.plans values ('free', 0, 3), ('pro', 1, null), ('premium', 2, null);

create table private.status_policy (
  status text primary key,
  access boolean not null,
  grace interval not null default '0'
);
comment on table private.status_policy is
  'Which Stripe status gives access, for how long after the start of an unpaid period. An unknown status gives nothing.';
insert into private.status_policy (status, access, grace) values
  ('active', true, '0'),
  ('trialing', true, '0'),
  ('past_due', true, '7 days'),
  ('canceled', false, '0'),
  ('unpaid', false, '0'),
  ('incomplete', false, '0'),
  ('incomplete_expired', false, '0'),
  ('paused', false, '0');

create table private.grants (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  user_id uuid not null,
  plan text not null references private.plans (plan),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  granted_by uuid,
  run_id uuid,
  revoked_at timestamptz,
  revoked_by_run uuid,
  created_at timestamptz not null default now(),
  check (ends_at > starts_at)
);
create index grants_user on private.grants (user_id, ends_at desc);
create index grants_page on private.grants (created_at desc, id desc);
create index grants_end on private.grants (ends_at desc, id desc);
comment on table private.grants is
  'Access given by the team: until when, why, by whom. Ends by itself; revoked_at ends it earlier. Rows are never removed.';

create type private.entitlement as (
  plan text,
  source text,
  record_id uuid,
  ends_at timestamptz,
  valid_until timestamptz
);

-- A constant of the project, so that it costs a query nothing: see private.use_stripe_mode().
create function private.live_mode() returns boolean
language sql immutable parallel safe
return true;
comment on function private.live_mode is
  'The mode of Stripe that this console is of: true where money is real, false for Stripe''s test mode. What is of the other mode opens nothing and counts nowhere.';

create function private.subscription_access_end(s public.subscriptions) returns timestamptz
language sql stable
begin atomic
  select case
    when not p.access or s.livemode <> private.live_mode() then '-infinity'
    else least(
      coalesce(s.cancel_at, 'infinity'),
      case when p.grace > '0' then coalesce(s.current_period_start, s.updated_at) + p.grace else 'infinity' end
    ) end
  from private.status_policy p where p.status = s.status;
end;
comment on function private.subscription_access_end is
  'Until when a subscription gives access by the status policy: -infinity never (also what is of Stripe''s other mode), infinity while it renews, null for an unknown status (no access).';

create function private.subscription_standing(s public.subscriptions, at timestamptz) returns text
language sql stable
begin atomic
  select case
    when p.status is null then 'unknown_status'
    when not exists (select from private.plans k where k.plan = s.plan) then 'unknown_plan'
    when not p.access then 'no_access'
    when s.livemode <> private.live_mode() then 'other_mode'
    when e.ends_at = 'infinity' then 'renewing'
    when e.ends_at = s.cancel_at and e.ends_at > subscription_standing.at then 'cancelling'
    when e.ends_at = s.cancel_at then 'cancelled'
    when e.ends_at > subscription_standing.at then 'in_grace'
    else 'past_grace' end
  from (select private.subscription_access_end(s) as ends_at) e
  left join private.status_policy p on p.status = s.status;
end;
comment on function private.subscription_standing is
  'Why a subscription gives access or does not, in a word: renewing, cancelling (until cancel_at), in_grace; cancelled (its end has passed), past_grace, '
  'no_access (by its status), other_mode (a test among real money, or the other way round), unknown_status, unknown_plan.';

create type private.access_source as (plan text, source text, record_id uuid, starts_at timestamptz, ends_at timestamptz);
comment on type private.access_source is 'One thing that may open a plan: a subscription or a grant, from when and until when. Null end: never.';

create function private.grant_source(g private.grants) returns private.access_source
language sql immutable parallel safe
return row(g.plan, 'grant', g.id, g.starts_at, least(g.ends_at, coalesce(g.revoked_at, 'infinity')))::private.access_source;
comment on function private.grant_source is 'What a grant opens: from its start to its end, or to the moment at which it was taken back.';

create function private.subscription_source(s public.subscriptions) returns private.access_source
language sql stable
return row(s.plan, 'subscription', s.id, '-infinity'::timestamptz, private.subscription_access_end(s))::private.access_source;
comment on function private.subscription_source is 'What a subscription opens, by the status policy.';

-- A set, and no setting of its own: PostgreSQL takes it into the query of whoever asks, so that it costs no call.
create function private.decide_access(sources private.access_source[], at timestamptz) returns setof private.entitlement
language sql stable
begin atomic
  select coalesce(d.plan, 'free'), coalesce(d.source, 'default'), d.record_id, nullif(d.ends_at, 'infinity'), b.moment
  from (
    -- The next moment at which the answer may change without anybody writing.
    select least(
      min(s.starts_at) filter (where s.starts_at > decide_access.at),
      min(s.ends_at) filter (where s.ends_at > decide_access.at and s.ends_at < 'infinity')) as moment
    from unnest(decide_access.sources) s
  ) b
  left join (
    select s.plan, s.source, s.record_id, s.ends_at
    from unnest(decide_access.sources) s join private.plans p using (plan)
    where s.starts_at <= decide_access.at and s.ends_at > decide_access.at
    order by p.rank desc, s.source = 'subscription' desc, s.ends_at desc, s.record_id
    limit 1
  ) d on true;
end;
comment on function private.decide_access is
  'The plan that subscriptions and grants open at a moment, the source that decides, its record and its end: always one row. '
  'Rule: the highest plan wins; at the same plan the subscription decides, for it is paid; a grant never lowers a plan; neither: free. '
  'valid_until: when the answer may change by the clock alone.';

create function private.entitlement(user_id uuid, at timestamptz default private.now())
returns private.entitlement
-- Lists call it for the few rows whose access just ended; a dearer price would drive the planner from
-- the index of a search to reading customers in order.
language sql stable security definer cost 1
begin atomic
  select d
  from (
    select array_agg(s.source) as sources
    from (
      select private.grant_source(g) as source from private.grants g where g.user_id = entitlement.user_id
      union all
      select private.subscription_source(s) from public.subscriptions s where s.user_id = entitlement.user_id
    ) s
  ) own, private.decide_access(own.sources, entitlement.at) d;
end;
comment on function private.entitlement is
  'The plan of a customer at a moment by private.decide_access, from the own subscriptions and grants.';

create function private.mirror_of(plan text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('is_premium', plan = 'premium', 'subscription_plan', plan)
$$;
comment on function private.mirror_of is 'What the customer app reads in raw_user_meta_data for a plan. A copy, never a source: users can write it.';

create function private.mirror_keys(metadata jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(k.key, k.value), '{}')
  from jsonb_each(case when jsonb_typeof(metadata) = 'object' then metadata else '{}' end) k
  where k.key in ('is_premium', 'subscription_plan')
$$;
comment on function private.mirror_keys is 'The part of raw_user_meta_data that mirrors the entitlement; absent keys stay absent.';

create function private.mirror_value(metadata jsonb, key text) returns jsonb
language sql immutable set search_path = '' as $$
  -- Customers write here: a value of any size must fit into a plan, a run and a page.
  select case when octet_length(v.value::text) <= 200 then v.value
    else to_jsonb('sha256:' || encode(sha256(convert_to(v.value::text, 'UTF8')), 'hex')) end
  from (select coalesce(metadata -> mirror_value.key, 'null') as value) v
$$;
comment on function private.mirror_value is
  'One value of the mirror as it is compared and shown: null when absent, a checksum when longer than any plan''s name.';

create function private.write_mirror(user_id uuid, mirror jsonb) returns void
language sql security definer set search_path = '' as $$
  update auth.users u
  set raw_user_meta_data = (
        select case
          when jsonb_typeof(write_mirror.mirror) = 'object' then others.keys || write_mirror.mirror
          when others.keys = '{}' then (write_mirror.mirror #>> '{}')::jsonb
          else others.keys end
        from (
          select case when jsonb_typeof(u.raw_user_meta_data) = 'object'
            then u.raw_user_meta_data - 'is_premium' - 'subscription_plan' else '{}' end as keys
        ) others),
      updated_at = now()
  where u.id = write_mirror.user_id
    and private.mirror_keys(u.raw_user_meta_data) is distinct from write_mirror.mirror
$$;
comment on function private.write_mirror is 'Writes the mirror that the customer app reads, in the caller''s transaction; other keys stay. Takes what mirror_entitlement gave, to put it back.';

select private.expose_function('private.entitlement(uuid, timestamptz)');
revoke all on function private.live_mode(), private.subscription_access_end(public.subscriptions), private.subscription_standing(public.subscriptions, timestamptz),
  private.grant_source(private.grants), private.subscription_source(public.subscriptions),
  private.decide_access(private.access_source[], timestamptz), private.mirror_of(text),
  private.mirror_keys(jsonb), private.mirror_value(jsonb, text), private.write_mirror(uuid, jsonb) from public, anon, authenticated;
