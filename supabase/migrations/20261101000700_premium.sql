-- grant-premium and revoke-premium: access that the team gives, until when and why, and ends.

create function private.invalid_params(path text, code text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise exception using errcode = 'PT422', message = 'invalid_input', detail = jsonb_build_object('issues', jsonb_build_array(
    jsonb_build_object('path', jsonb_build_array('params', path), 'code', code)));
end $$;
comment on function private.invalid_params is 'Raises PT422 for one parameter.';

create function private.parse_user_params(params jsonb, known text[]) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where not k = any (known) loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if jsonb_typeof(params -> 'user_id') is distinct from 'string' or not pg_input_is_valid(params ->> 'user_id', 'uuid') then
    perform private.invalid_params('user_id', 'invalid_uuid');
  end if;
  return params || jsonb_build_object('user_id', (params ->> 'user_id')::uuid);
end $$;
comment on function private.parse_user_params is 'Parameters that name a user and nothing unknown. Raises PT422.';

create function private.parse_grant(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  params := private.parse_user_params(params, '{user_id,days,plan}');
  if jsonb_typeof(params -> 'days') is distinct from 'number' or (params ->> 'days')::numeric not between 1 and 366
    or (params ->> 'days')::numeric % 1 <> 0 then
    perform private.invalid_params('days', 'days_out_of_range');
  end if;
  params := '{"plan":"premium"}' || params || jsonb_build_object('days', (params ->> 'days')::numeric::integer);
  if params -> 'plan' not in ('"pro"', '"premium"') then
    perform private.invalid_params('plan', 'invalid_plan');
  end if;
  return params;
end $$;

create function private.parse_revoke(params jsonb) returns jsonb
language sql immutable set search_path = '' as $$ select private.parse_user_params(params, '{user_id}') $$;

create function private.access_state(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_access private.entitlement := private.entitlement(v_user, at);
  v_metadata jsonb := (select u.raw_user_meta_data from auth.users u where u.id = v_user);
begin
  return jsonb_build_object(
    'plan', v_access.plan,
    'decided_by', v_access.source,
    'access_ends_at', v_access.ends_at,
    'grant_ends_at', (
      select max(g.ends_at) from private.grants g
      where g.user_id = v_user and g.revoked_at is null and g.ends_at > at),
    'quota_limit', (select p.simulations_per_month from private.plans p where p.plan = v_access.plan),
    'mirror.is_premium', private.mirror_value(v_metadata, 'is_premium'),
    'mirror.subscription_plan', private.mirror_value(v_metadata, 'subscription_plan'),
    'stripe_subscription', (
      select jsonb_build_object('id', s.stripe_subscription_id, 'plan', s.plan, 'status', s.status)
      from public.subscriptions s where s.user_id = v_user
      order by private.subscription_access_end(s) desc nulls last, s.created_at desc, s.id limit 1)
  );
end $$;
comment on function private.access_state is
  'What grant-premium and revoke-premium may change of a customer, and what they must not.';

create function private.user_exists(user_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from auth.users u where u.id = user_exists.user_id) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"user"}';
  end if;
end $$;
comment on function private.user_exists is 'Raises PT404 for an unknown user.';

create function private.grant_end(params jsonb, at timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select (at at time zone 'Europe/Paris' + make_interval(days => (params ->> 'days')::integer)) at time zone 'Europe/Paris'
$$;
comment on function private.grant_end is 'End of a grant: the same time of day in Paris, so many days later.';

create function private.guard_grant(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_rank integer := (select p.rank from private.plans p where p.plan = params ->> 'plan');
  v_cover private.grants;
  v_access private.entitlement;
  v_paid jsonb;
  v_warnings jsonb := '[]';
  v_blockers jsonb := '[]';
begin
  perform private.user_exists(v_user);
  if params ? 'days' then
    select g.* into v_cover from private.grants g join private.plans p on p.plan = g.plan
    where g.user_id = v_user and g.revoked_at is null and g.starts_at <= at
      and g.ends_at >= private.grant_end(params, at) and p.rank >= v_rank
    order by g.ends_at desc limit 1;
    if v_cover.id is not null then
      v_blockers := v_blockers || jsonb_build_object('code', 'covered_by_grant', 'args', jsonb_build_object(
        'code', 'GR-' || to_char(v_cover.number, 'FM99999999990000'), 'plan', v_cover.plan, 'ends_at', v_cover.ends_at));
    end if;
  end if;
  v_access := private.entitlement(v_user, at);
  if v_access.source = 'subscription' then
    v_warnings := v_warnings || jsonb_build_object('code', 'subscription_decides', 'args', jsonb_build_object(
      'plan', v_access.plan, 'ends_at', v_access.ends_at));
  elsif v_access.source = 'grant' then
    v_warnings := v_warnings || jsonb_build_object('code', 'grant_running', 'args', jsonb_build_object(
      'plan', v_access.plan, 'ends_at', v_access.ends_at));
  end if;
  select jsonb_build_object('plan', d.there ->> 'plan') into v_paid from private.drifts d
  where d.user_id = v_user and d.class = 'paid_without_access' and d.closed_at is null;
  if v_paid is not null then
    v_warnings := v_warnings || jsonb_build_object('code', 'paid_at_stripe', 'args', v_paid);
  end if;
  if exists (select from auth.users u where u.id = v_user and u.banned_until > at) then
    v_warnings := v_warnings || '{"code":"user_banned","args":{}}'::jsonb;
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_grant is 'Blocks a grant that a running one already covers; warns when something else decides, and when Stripe was paid already. Raises PT404.';

create function private.guard_revoke(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_access private.entitlement;
begin
  perform private.user_exists(v_user);
  if not exists (
    select from private.grants g where g.user_id = v_user and g.revoked_at is null and g.ends_at > at
  ) then
    return '{"warnings":[],"blockers":[{"code":"no_running_grant","args":{}}]}';
  end if;
  v_access := private.entitlement(v_user, at);
  return jsonb_build_object('blockers', '[]'::jsonb, 'warnings', case
    when v_access.source = 'subscription' then jsonb_build_array(jsonb_build_object(
      'code', 'subscription_stays', 'args', jsonb_build_object('plan', v_access.plan)))
    else '[]' end);
end $$;
comment on function private.guard_revoke is 'Blocks when no grant runs; warns when a subscription keeps the access open. Raises PT404.';

create function private.mirror_entitlement(user_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  -- Metadata that is no object, or null, is kept as text: undo must be able to put it back.
  v_prior jsonb := (
    select case when jsonb_typeof(u.raw_user_meta_data) = 'object' then private.mirror_keys(u.raw_user_meta_data)
      else to_jsonb(u.raw_user_meta_data::text) end
    from auth.users u where u.id = mirror_entitlement.user_id);
begin
  perform private.write_mirror(mirror_entitlement.user_id,
    private.mirror_of((private.entitlement(mirror_entitlement.user_id, private.now())).plan));
  return v_prior;
end $$;
comment on function private.mirror_entitlement is 'Writes the entitlement of now into the mirror; gives what the mirror said before.';

create function private.grant_premium(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_grant uuid;
begin
  insert into private.grants (user_id, plan, starts_at, ends_at, reason, granted_by, run_id)
  values (v_user, params ->> 'plan', at, private.grant_end(params, at),
    coalesce((select r.reason from private.runs r where r.id = grant_premium.run_id), ''),
    -- Who asked, not the colleague who agreed.
    coalesce((select r.actor_id from private.runs r where r.id = grant_premium.run_id), (select auth.uid())), run_id)
  returning id into v_grant;
  return jsonb_build_object('grant', v_grant, 'mirror', private.mirror_entitlement(v_user));
end $$;
comment on function private.grant_premium is 'Effect of grant-premium: a grant from the preview on, and the mirror.';

create function private.undo_grant(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.grants g set revoked_at = private.now(), revoked_by_run = run.id
  where g.id = (snapshot ->> 'grant')::uuid and g.revoked_at is null;
  perform private.write_mirror((run.params ->> 'user_id')::uuid, snapshot -> 'mirror');
end $$;
comment on function private.undo_grant is 'Ends the grant of a run now and puts the mirror back as it was.';

create function private.revoke_premium(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_grants jsonb;
begin
  with ended as (
    update private.grants g set revoked_at = private.now(), revoked_by_run = revoke_premium.run_id
    where g.user_id = v_user and g.revoked_at is null and g.ends_at > private.now()
    returning g.id
  )
  select coalesce(jsonb_agg(ended.id order by ended.id), '[]') into v_grants from ended;
  return jsonb_build_object('grants', v_grants, 'mirror', private.mirror_entitlement(v_user));
end $$;
comment on function private.revoke_premium is 'Effect of revoke-premium: every running grant ends now, and the mirror follows.';

create function private.undo_revoke(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.grants g set revoked_at = null, revoked_by_run = null
  where g.id in (select e::uuid from jsonb_array_elements_text(snapshot -> 'grants') e)
    and g.revoked_by_run = run.undoes_run;
  perform private.write_mirror((run.params ->> 'user_id')::uuid, snapshot -> 'mirror');
end $$;
comment on function private.undo_revoke is 'Opens again the grants that a run ended and puts the mirror back as it was.';

create function private.prove_access(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_found jsonb := private.access_state(run.params, private.now());
  -- What the run had to write, not what it found afterwards: a write that was swallowed must show.
  v_mirror jsonb := case when run.undoes_run is null then private.mirror_of(run.after ->> 'plan')
    else (select o.snapshot -> 'mirror' from private.runs o where o.id = run.undoes_run) end;
begin
  return (
    select jsonb_agg(jsonb_build_object('code', e.code, 'expected', e.expected, 'found', e.found,
      'ok', e.expected is not distinct from e.found))
    from (values
      ('entitlement', run.after -> 'plan', v_found -> 'plan'),
      ('rule', run.after -> 'decided_by', v_found -> 'decided_by'),
      ('mirror',
        jsonb_build_object('is_premium', private.mirror_value(v_mirror, 'is_premium'), 'subscription_plan', private.mirror_value(v_mirror, 'subscription_plan')),
        jsonb_build_object('is_premium', v_found -> 'mirror.is_premium', 'subscription_plan', v_found -> 'mirror.subscription_plan'))
    ) as e (code, expected, found));
end $$;
comment on function private.prove_access is 'Re-reads entitlement, rule and mirror, against what the run had to leave.';

create function private.rewrite_mirror(user_id uuid, event text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := rewrite_mirror.user_id;
  v_prior jsonb;
  v_next jsonb;
begin
  perform from auth.users a where a.id = v_user for update skip locked;
  if not found then
    return false;
  end if;
  v_prior := private.mirror_entitlement(v_user);
  perform private.refresh_user(v_user);
  v_next := (select private.mirror_keys(a.raw_user_meta_data) from auth.users a where a.id = v_user);
  if v_next is distinct from v_prior then
    -- The customer wrote what was there before: the journal keeps no text of any size.
    select coalesce(jsonb_object_agg(k.key, private.mirror_value(v_prior, k.key)), '{}') into v_prior
    from jsonb_object_keys(case jsonb_typeof(v_prior) when 'object' then v_prior else '{}' end) k (key);
    perform private.write_audit(null, event, 'done', null, v_user::text,
      (select u.email from private.users u where u.id = v_user), before => v_prior, after => v_next);
  end if;
  return true;
end $$;
comment on function private.rewrite_mirror is
  'Writes the entitlement of now into the mirror, with a journal line when it said something else; false when somebody else is at the customer.';

create function private.expire_grants(most integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
  v_done integer := 0;
begin
  -- Access has already ended by the rule. This brings the mirror and the list up to date.
  for v_user in
    select u.id from private.users u where u.plan_valid_until <= private.now()
    order by u.plan_valid_until limit most
  loop
    v_done := v_done + private.rewrite_mirror(v_user, 'expired')::integer;
  end loop;
  return v_done;
end $$;
comment on function private.expire_grants is
  'Writes the mirror of customers whose access changed by the clock alone, with a journal line; gives how many. Run by the schedule.';

create function private.keep_grants(most integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
  v_done integer := 0;
begin
  -- The app knows subscriptions alone: a webhook about an old one takes away what the team gave.
  for v_user in
    select g.user_id from private.grants g join auth.users a on a.id = g.user_id
    where g.ends_at > private.now() and g.starts_at <= private.now() and g.revoked_at is null
      and private.mirror_keys(a.raw_user_meta_data)
        is distinct from private.mirror_of((private.entitlement(g.user_id, private.now())).plan)
    group by g.user_id order by g.user_id limit most
  loop
    v_done := v_done + private.rewrite_mirror(v_user, 'repaired')::integer;
  end loop;
  return v_done;
end $$;
comment on function private.keep_grants is
  'Gives back to customers with a running grant what the app''s mirror has lost, with a journal line; gives how many. Run by the schedule.';

create function private.approval_of_grant(params jsonb) returns text
language sql stable security definer set search_path = '' as $$
  select case when (params ->> 'days')::integer > (private.setting('grant_alone_days'))::integer then 'long_grant' end
$$;
comment on function private.approval_of_grant is 'Above so many days a colleague has to agree.';
insert into private.settings (key, value) values ('grant_alone_days', '90');

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, approve, fields, watched, moving) values
  ('grant-premium', 'user', 'low', 'none', 'private.parse_grant', 'private.guard_grant', 'private.access_state',
    'private.grant_premium', 'private.prove_access', 'private.undo_grant', 'private.approval_of_grant',
    '{plan,decided_by,access_ends_at,grant_ends_at,quota_limit,mirror.is_premium,mirror.subscription_plan,stripe_subscription}',
    '{stripe_subscription}', '{}'),
  -- What the customer writes over the mirror meanwhile takes no access back from us.
  ('revoke-premium', 'user', 'medium', 'none', 'private.parse_revoke', 'private.guard_revoke', 'private.access_state',
    'private.revoke_premium', 'private.prove_access', 'private.undo_revoke', null,
    '{plan,decided_by,access_ends_at,grant_ends_at,quota_limit,mirror.is_premium,mirror.subscription_plan,stripe_subscription}',
    '{stripe_subscription}', '{mirror.is_premium,mirror.subscription_plan}');

select private.allow('{support,ops,admin}', 'run', '{grant-premium,revoke-premium}');
select private.allow('{ops,admin}', 'approve', '{grant-premium}');

create view backoffice.grants as
select g.id, 'GR-' || to_char(g.number, 'FM99999999990000') as code, g.user_id, u.email as user_email, g.plan,
  g.starts_at, g.ends_at, g.revoked_at, g.reason, a.email::text as granted_by_email, g.run_id, g.created_at,
  case
    when g.revoked_at is not null and exists (
      select from private.runs r where r.id = g.revoked_by_run and r.undoes_run is not null) then 'undone'
    when g.revoked_at is not null then 'revoked'
    when g.ends_at <= (select private.now()) then 'expired'
    else 'active'
  end as state
from private.grants g
left join private.users u on u.id = g.user_id
left join auth.users a on a.id = g.granted_by
where private.admit('grants') and (select private.can_read('grants'));
comment on view backoffice.grants is 'Access given by the team, running, ended or taken back.';
select private.allow('{support,ops,admin}', 'read', '{grants}');
select private.expose_view('backoffice.grants');
