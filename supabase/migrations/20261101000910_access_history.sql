-- What changed a customer's access: moments that subscriptions, grants, runs and the journal tell anyway.

create function private.access_moments(user_id uuid, at timestamptz) returns table (
  id text, at timestamptz, event text, plan text, plan_before text, code text, status text, action text, actor_email text,
  run_id uuid, run_code text, ref_resource text, ref_id text)
language sql stable
begin atomic
  with subscription as (
    select s.*, private.subscription_standing(s, access_moments.at) as standing, private.subscription_access_end(s) as access_end
    from public.subscriptions s
    where s.user_id = access_moments.user_id and (select private.can_read('subscriptions'))
      -- Never paid for, so it never opened anything.
      and s.status not in ('incomplete', 'incomplete_expired')
  ),
  closed as (
    select s.*, case
      when s.standing in ('cancelled', 'past_grace') then s.access_end
      when s.status = 'canceled' then coalesce(case when s.cancel_at <= access_moments.at then s.cancel_at end, s.canceled_at, s.updated_at)
      else s.updated_at end as closed_at
    from subscription s
    where s.standing in ('cancelled', 'past_grace', 'no_access', 'unknown_status')
  ),
  own_grant as (
    select g.*, 'GR-' || to_char(g.number, 'FM99999999990000') as code
    from private.grants g
    where g.user_id = access_moments.user_id and (select private.can_read('grants'))
  ),
  own_run as (
    select r.id, r.number, r.action, r.undoes_run, r.actor_email, r.finished_at as done_at, r.changes
    from private.runs r
    where r.target_user = access_moments.user_id and r.items is null and r.finished_at is not null
      and not exists (select from own_grant g where r.id in (g.run_id, g.revoked_by_run))
    union all
    select r.id, r.number, r.action, r.undoes_run, r.actor_email, coalesce(i.finished_at, i.applied_at), i.changes
    from private.run_items i join private.runs r on r.id = i.run_id
    where i.user_id = access_moments.user_id and i.status = 'done'
  )
  select 'started ' || s.id, s.created_at, 'subscription_started', s.plan, null, s.stripe_subscription_id, s.status, null, null,
    null::uuid, null, 'subscriptions', s.id::text
  from subscription s
  union all
  select 'closed ' || c.id, c.closed_at,
    case when c.standing = 'past_grace' then 'grace_ended' when c.standing = 'cancelled' or c.status = 'canceled' then 'subscription_ended' else 'subscription_closed' end,
    c.plan, null, c.stripe_subscription_id, c.status, null, null, null, null, 'subscriptions', c.id::text
  from closed c
  union all
  select m.event || ' ' || g.id, m.moment, m.event, g.plan, null, g.code, null, r.action, coalesce(r.actor_email, a.email),
    m.run_id, 'RUN-' || to_char(r.number, 'FM99999999990000'), 'grants', g.id::text
  from own_grant g
  cross join lateral (
    values
      ('grant_started', g.starts_at, g.run_id),
      ('grant_ended', case when g.revoked_at is null then g.ends_at end, g.run_id),
      ('grant_revoked', g.revoked_at, g.revoked_by_run)
  ) as m (event, moment, run_id)
  left join private.runs r on r.id = m.run_id and (select private.can_read('runs'))
  left join auth.users a on a.id = g.granted_by and m.event = 'grant_started'
  -- A grant taken back before its start never opened anything.
  where m.moment <= access_moments.at and coalesce(g.revoked_at > g.starts_at, true)
  union all
  select 'run ' || r.id, r.done_at, case when r.undoes_run is null then 'run' else 'undo' end, c.change ->> 'after', c.change ->> 'before', null, null, r.action,
    r.actor_email, r.id, 'RUN-' || to_char(r.number, 'FM99999999990000'), 'runs', r.id::text
  from own_run r
  cross join lateral (
    select e.change from jsonb_array_elements(r.changes) e (change)
    where e.change ->> 'field' = 'plan' and e.change ->> 'entity' = 'user'
  ) c
  where (select private.can_read('runs'))
  union all
  (select a.event || ' ' || a.id, a.at, case a.event when 'repaired' then 'mirror_repaired' else 'outside' end,
    a.after ->> case a.event when 'repaired' then 'subscription_plan' else 'plan' end,
    a.before ->> case a.event when 'repaired' then 'subscription_plan' else 'plan' end,
    a.details ->> 'record', a.after ->> 'status', null, a.actor_email, null, null, 'audit', a.id::text
  from private.audit a
  where a.target_id = access_moments.user_id::text and (a.event = 'repaired'
      or a.event = 'outside' and a.details ->> 'table' in ('public.subscriptions', 'private.grants'))
    and (select private.can_read('audit'))
  order by a.at desc, a.id desc limit 20);
end;
comment on function private.access_moments is
  'The moments at which a customer''s access changed, each with its record: what the caller''s role may read of them. '
  'A subscription that Stripe closed without a date (unpaid, paused) counts from when the app wrote it. Inlined into whoever asks.';

create function private.access_history(user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_read('users');
  if not exists (select from private.users u where u.id = access_history.user_id) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"user"}';
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(m) order by m.at desc, m.id), '[]')
    from (
      select * from private.access_moments(access_history.user_id, private.now()) m
      order by m.at desc, m.id limit 8) m);
end $$;
comment on function private.access_history is
  'The last eight moments at which a customer''s access changed, the newest first, see private.access_moments. Raises PT401, PT403, PT404.';

create function backoffice.access_history(user_id uuid) returns jsonb
language sql stable security invoker begin atomic select private.access_history(user_id); end;
comment on function backoffice.access_history is 'See private.access_history.';

select private.expose_function('private.access_history(uuid)');
select private.expose_function('backoffice.access_history(uuid)');
revoke all on function private.access_moments(uuid, timestamptz) from public, anon, authenticated;
