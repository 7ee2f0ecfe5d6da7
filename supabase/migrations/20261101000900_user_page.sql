-- One customer: everything that the page of a phone call needs in one call, and the timeline.

create view backoffice.timeline as
select r.user_id, r.id, r.created_at as at, 'simulation' as kind, 'simulation' as event, null::text as status,
  jsonb_build_object('month', r.month, 'activity', left(r.activity, 200), 'revenue_cents', r.revenue_cents) as title_args,
  'simulations' as ref_resource, r.id::text as ref_id
from public.urssaf_records r
where private.admit('timeline') and (select private.can_read('simulations'))
union all
select l.user_id, l.id, l.created_at, 'import', 'import', l.status,
  jsonb_build_object('provider', l.provider, 'month', l.month, 'rows', l.rows_imported, 'revenue_cents', l.revenue_cents,
    'error', l.error_message, 'dry_run', l.dry_run, 'duration_ms', l.duration_ms),
  'import_logs', l.id::text
from public.import_logs l
where private.admit('timeline') and (select private.can_read('import_logs'))
union all
select e.user_id, e.id, e.created_at, 'email', 'email', e.status,
  jsonb_build_object('template', e.template, 'subject', e.subject, 'to_email', e.to_email, 'bounce_reason', e.bounce_reason),
  'emails', e.id::text
from public.emails e
where private.admit('timeline') and (select private.can_read('emails'))
union all
select s.user_id, s.id, s.created_at, 'payment', 'subscription_created', s.status,
  jsonb_build_object('plan', s.plan, 'interval', s."interval", 'amount_cents', s.amount_cents, 'id', s.stripe_subscription_id),
  'subscriptions', s.id::text
from public.subscriptions s
where private.admit('timeline') and (select private.can_read('subscriptions'))
union all
select s.user_id, s.id, s.canceled_at, 'payment', 'subscription_canceled', s.status,
  jsonb_build_object('plan', s.plan, 'cancel_at', s.cancel_at, 'id', s.stripe_subscription_id),
  'subscriptions', s.id::text
from public.subscriptions s
where private.admit('timeline') and s.canceled_at is not null and (select private.can_read('subscriptions'))
union all
select w.user_id, md5(w.id)::uuid, w.created_at, 'webhook', 'webhook',
  private.event_status(w.state, w.pending, w.created_at, (select c.in_flight_since from private.webhook_clock() c)),
  jsonb_build_object('type', w.type, 'id', w.id, 'amount_cents', w.amount_cents, 'currency', w.currency, 'cause', w.cause),
  'webhook_events', w.id
from private.stripe_events w
where private.admit('timeline') and (select private.can_read('webhook_events'))
union all
select a.user_id, a.id, a.created_at, 'sign_in', a.event, null,
  jsonb_build_object('path', a.path, 'user_agent', a.user_agent),
  null, null
from public.access_logs a
where private.admit('timeline') and (select private.can_read('users'))
union all
select g.user_id, g.id, g.ends_at, 'team', 'grant_ended', 'expired',
  jsonb_build_object('plan', g.plan, 'ends_at', g.ends_at, 'code', 'GR-' || to_char(g.number, 'FM99999999990000')),
  'runs', g.run_id::text
from private.grants g
where private.admit('timeline') and g.revoked_at is null and g.ends_at <= (select private.now()) and (select private.can_read('grants'))
union all
select r.target_user, r.id, r.started_at, 'team', case when r.undoes_run is null then 'run' else 'undo' end, r.status,
  jsonb_build_object('action', r.action, 'params', r.params, 'reason', r.reason, 'actor_email', r.actor_email,
    'code', 'RUN-' || to_char(r.number, 'FM99999999990000'), 'undone', r.undone_at is not null,
    'ends_at', (select c -> 'after' from jsonb_array_elements(r.changes) c where c ->> 'field' = 'grant_ends_at')),
  'runs', r.id::text
from private.runs r
where private.admit('timeline') and r.target_user is not null and (select private.can_read('runs'))
union all
select i.user_id, i.id, coalesce(i.finished_at, i.started_at, r.started_at), 'team', case when r.undoes_run is null then 'run' else 'undo' end,
  case i.status when 'done' then 'succeeded' when 'skipped' then 'succeeded' when 'attention' then 'partial'
    when 'pending' then 'running' else i.status end,
  jsonb_build_object('action', r.action, 'params', r.params - 'user_ids' - 'event_ids', 'reason', r.reason, 'actor_email', r.actor_email,
    'code', 'RUN-' || to_char(r.number, 'FM99999999990000'), 'undone', r.undone_at is not null, 'items', r.items),
  'runs', r.id::text
from private.run_items i join private.runs r on r.id = i.run_id
where private.admit('timeline') and i.user_id is not null and r.target_user is null and (select private.can_read('runs'));
comment on view backoffice.timeline is
  'What happened to a customer, from every source, to be asked for one user_id and sorted by at, id. status is the word of the source.';

create function private.access_ladder(user_id uuid, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_access private.entitlement := private.entitlement(access_ladder.user_id, at);
  v_subscription jsonb;
  v_grant jsonb;
begin
  select jsonb_build_object('plan', s.plan, 'record_id', s.id, 'code', s.stripe_subscription_id,
    'detail', jsonb_build_object('status', s.status, 'ends_at', nullif(nullif(private.subscription_access_end(s), 'infinity'), '-infinity'),
      'current_period_end', s.current_period_end, 'gives_access', coalesce(private.subscription_access_end(s) > at, false)))
  into v_subscription
  from public.subscriptions s where s.user_id = access_ladder.user_id
  order by s.id = v_access.record_id desc, private.subscription_access_end(s) desc nulls last, s.created_at desc, s.id limit 1;

  select jsonb_build_object('plan', g.plan, 'record_id', g.id, 'code', 'GR-' || to_char(g.number, 'FM99999999990000'),
    'detail', jsonb_build_object('starts_at', g.starts_at, 'ends_at', g.ends_at, 'reason', g.reason, 'run_id', g.run_id,
      'granted_by_email', (select a.email from auth.users a where a.id = g.granted_by), 'gives_access', true))
  into v_grant
  from private.grants g
  where g.user_id = access_ladder.user_id and g.revoked_at is null and g.starts_at <= at and g.ends_at > at
  order by g.id = v_access.record_id desc, g.ends_at desc limit 1;

  return jsonb_build_array(
    jsonb_build_object('source', 'subscription', 'plan', null, 'decides', v_access.source = 'subscription') || coalesce(v_subscription, '{}'),
    jsonb_build_object('source', 'grant', 'plan', null, 'decides', v_access.source = 'grant') || coalesce(v_grant, '{}'),
    jsonb_build_object('source', 'default', 'plan', 'free', 'decides', v_access.source = 'default'));
end $$;
comment on function private.access_ladder is 'The sources of access in order, each with its record, and which one decides.';

create function private.access_reasons(user_id uuid, access private.entitlement, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  with record as (
    select 'subscription' as source, s.id, s.stripe_subscription_id as code, s.plan, s.status, private.subscription_standing(s, access_reasons.at) as standing,
      case when s.canceled_at is not null then coalesce(case when s.cancel_at <= access_reasons.at then s.cancel_at end, s.canceled_at)
        else coalesce(s.current_period_start, s.updated_at) end as since,
      nullif(nullif(private.subscription_access_end(s), 'infinity'), '-infinity') as until, null::text as by, null::uuid as run_id,
      coalesce(private.subscription_access_end(s), '-infinity') as ended, s.updated_at as touched
    from public.subscriptions s where s.user_id = access_reasons.user_id
    union all
    select 'grant', g.id, 'GR-' || to_char(g.number, 'FM99999999990000'), g.plan, null, w.standing,
      case w.standing when 'ended' then g.ends_at when 'future' then g.starts_at when 'running' then g.starts_at else g.revoked_at end,
      g.ends_at, (select a.email from auth.users a where a.id = g.granted_by), coalesce(g.revoked_by_run, g.run_id),
      least(g.ends_at, g.revoked_at), g.created_at
    from private.grants g
    cross join lateral (select case
      when g.revoked_at is not null and exists (
        select from private.runs r where r.id = g.revoked_by_run and r.undoes_run is not null) then 'undone'
      when g.revoked_at is not null then 'revoked'
      when g.ends_at <= access_reasons.at then 'ended'
      when g.starts_at > access_reasons.at then 'future'
      else 'running' end as standing) w
    where g.user_id = access_reasons.user_id
  ),
  -- What decides; then, of what would give more, the subscription and the grant that came closest.
  told as (
    select r.*, r.id = (access).record_id as decides, row_number() over (
      partition by r.source, r.id is not distinct from (access).record_id order by p.rank desc nulls last, r.ended desc, r.touched desc, r.id) as place
    from record r left join private.plans p on p.plan = r.plan
    where r.id = (access).record_id
      or coalesce(p.rank > (select c.rank from private.plans c where c.plan = (access).plan), true)
  )
  select coalesce(jsonb_agg(jsonb_build_object('source', t.source, 'record_id', t.id, 'code', t.code, 'plan', t.plan, 'status', t.status,
    'standing', t.standing, 'since', t.since, 'until', t.until, 'by', t.by, 'run_id', t.run_id, 'decides', t.decides is true)
    order by t.decides is true desc, t.source desc), '[]')
  from told t where t.place = 1
$$;
comment on function private.access_reasons is
  'The records that explain a customer''s plan: the one that decides, and the last subscription and grant that would give more and do not. '
  'standing says why (see private.subscription_standing; of a grant: running, future, ended, revoked, undone), since and until when. '
  'since of an unpaid subscription is the start of the unpaid period.';

create function private.user_page(user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_user backoffice.users;
  v_access private.entitlement := private.entitlement(user_page.user_id, v_at);
  v_mirror jsonb;
begin
  select * into v_user from backoffice.users u where u.id = user_page.user_id;
  select private.mirror_keys(u.raw_user_meta_data) into v_mirror from auth.users u where u.id = user_page.user_id;
  return jsonb_build_object(
    'user', to_jsonb(v_user) - 'search' - 'stored_plan' - 'stored_plan_source' || jsonb_build_object(
      'activity', (select nullif(left(trim(u.raw_user_meta_data ->> 'activity'), 120), '') from auth.users u where u.id = user_page.user_id),
      'demo', coalesce((select u.raw_app_meta_data -> 'demo' from auth.users u where u.id = user_page.user_id), 'false')),
    'access', jsonb_build_object(
      'plan', v_access.plan, 'source', v_access.source, 'ends_at', v_access.ends_at,
      'rule', v_access.source, 'record_id', v_access.record_id,
      'ladder', private.access_ladder(user_page.user_id, v_at),
      'reasons', private.access_reasons(user_page.user_id, v_access, v_at),
      'mirror', jsonb_build_object(
        'is_premium', private.mirror_value(v_mirror, 'is_premium'), 'subscription_plan', private.mirror_value(v_mirror, 'subscription_plan'),
        'agrees', coalesce(v_mirror -> 'is_premium', 'false') = private.mirror_of(v_access.plan) -> 'is_premium'
          and coalesce(v_mirror -> 'subscription_plan', '"free"') = private.mirror_of(v_access.plan) -> 'subscription_plan')),
    'quota', jsonb_build_object('used', v_user.quota_used, 'limit', v_user.quota_limit,
      'month', to_char(private.paris_month(v_at), 'YYYY-MM'),
      'resets_at', (private.paris_month(v_at) + interval '1 month') at time zone 'Europe/Paris'),
    'subscription', (
      select to_jsonb(s) from backoffice.subscriptions s
      where s.user_id = user_page.user_id
      order by s.id = v_access.record_id desc, s.created_at desc, s.id limit 1),
    'integrations', (
      select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', i.provider, 'status', i.status, 'expires_at', i.expires_at,
        'last_error', i.last_error, 'cause', i.cause, 'guards', private.guards_of(jsonb_build_object('integration', i.id))) order by i.provider), '[]')
      from backoffice.integrations i where i.user_id = user_page.user_id),
    'last_emails', (
      select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'template', e.template, 'subject', e.subject, 'status', e.status, 'created_at', e.created_at) order by e.created_at desc), '[]')
      from (select * from public.emails e where e.user_id = user_page.user_id order by e.created_at desc, e.id desc limit 3) e),
    'failed_webhooks', (
      select jsonb_build_object('number', count(*), 'since', min(e.created_at))
      from private.stripe_events e
      where e.user_id = user_page.user_id and e.state = 'open'
        and private.event_status(e.state, e.pending, e.created_at, (private.webhook_clock(v_at)).in_flight_since) = 'failed'),
    'drifts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'class', d.class, 'cause', d.code, 'repair', c.repair, 'amount_cents', d.amount_cents,
        'since', d.since) order by c.rank), '[]')
      from private.drifts d join private.drift_classes c on c.class = d.class
      where d.user_id = user_page.user_id and d.closed_at is null
        and private.drift_status(d.closed_at, d.since, c.told, (private.webhook_clock(v_at)).in_flight_since) = 'open'),
    'counts', jsonb_build_object(
      'subscriptions', (select count(*) from public.subscriptions s where s.user_id = user_page.user_id),
      'simulations', (select count(*) from public.urssaf_records r where r.user_id = user_page.user_id),
      'imports', (select count(*) from public.import_logs l where l.user_id = user_page.user_id),
      'integrations', (select count(*) from public.integration_tokens t where t.user_id = user_page.user_id),
      'emails', (select count(*) from public.emails e where e.user_id = user_page.user_id),
      'webhooks', (select count(*) from private.stripe_events e where e.user_id = user_page.user_id),
      'grants', (select count(*) from private.grants g where g.user_id = user_page.user_id),
      'runs', (select count(*) from private.runs r where r.target_user = user_page.user_id),
      'audit', case when private.can_read('audit') then (
        select count(*) from private.audit a where a.target_id = user_page.user_id::text) end),
    'guards', private.guards_of(private.records_of('user', user_page.user_id::text)),
    'server_now', v_at
  );
end $$;
comment on function private.user_page is 'The document of a customer''s page. The caller was checked before.';

create function private.open_user(user_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  if not private.can_read('users') then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  if not exists (select from private.users u where u.id = open_user.user_id) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"user"}';
  end if;
  -- One line for a visit: reloads and live refreshes within ten minutes belong to it.
  if not exists (
    select from private.audit a
    where a.target_id = open_user.user_id::text and a.event = 'opened' and a.outcome = 'done' and a.actor_id = v_caller.id
      and a.at > private.now() - interval '10 minutes'
  ) then
    perform private.write_audit(v_caller, 'opened', 'done', null, open_user.user_id::text,
      (select u.email from private.users u where u.id = open_user.user_id));
  end if;
  return private.user_page(open_user.user_id);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('opened', null, open_user.user_id::text, null, v_state, v_message, v_detail);
end $$;
comment on function private.open_user is
  'Everything of a customer''s page in one document; the visit goes into the journal. Answers 401, 403, 404 of the contract.';

create function backoffice.open_user(user_id uuid) returns jsonb
language sql volatile security invoker begin atomic select private.open_user(user_id); end;
comment on function backoffice.open_user is 'See private.open_user.';

select private.expose_view('backoffice.timeline');
select private.allow('{support,ops,admin}', 'read', '{timeline}');
select private.expose_function('private.open_user(uuid)');
select private.expose_function('backoffice.open_user(uuid)');
