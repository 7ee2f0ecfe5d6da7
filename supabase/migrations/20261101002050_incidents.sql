-- Incidents: drafted from an alert or declared by hand, with the runbook's two clocks and its playbook.
-- Who changes what goes through functions; each change is in the journal and in the incident's own story.

-- In hours: a day of an interval is not as long in the week in which the clocks change.
create table private.incident_severities (
  severity text primary key check (severity in ('P0', 'P1', 'P2', 'P3')),
  respond_within interval not null,
  resolve_within interval not null
);
comment on table private.incident_severities is
  'The runbook''s matrix: from its declaration on, within what time an incident has to be taken (respond_within) and over (resolve_within).';
insert into private.incident_severities values
  ('P0', '15 minutes', '1 hour'), ('P1', '1 hour', '4 hours'), ('P2', '4 hours', '24 hours'), ('P3', '24 hours', '168 hours');

create table private.playbooks (
  playbook text primary key,
  position smallint not null unique,
  severity text not null references private.incident_severities (severity),
  metrics text[] not null
);
comment on table private.playbooks is
  'The runbook''s common incidents, each with the severity that it usually has and the metrics whose alerts lead to it. Their prose is the console''s.';
insert into private.playbooks values
  ('site_down', 1, 'P0', '{uptime,errors_5xx}'),
  ('site_slow', 2, 'P1', '{latency_p95}'),
  ('webhooks_failing', 3, 'P0', '{webhooks_failed}'),
  ('import_missed', 4, 'P1', '{monthly_import}'),
  ('emails_lost', 5, 'P1', '{emails_bounced}'),
  ('rate_limited', 6, 'P2', '{}');

create table private.incidents (
  id uuid primary key,
  number bigint generated always as identity unique,
  code text not null generated always as ('INC-' || lpad(number::text, greatest(3, length(number::text)), '0')) stored,
  title text not null check (char_length(title) between 3 and 120),
  severity text not null references private.incident_severities (severity),
  playbook text references private.playbooks (playbook),
  alert_id uuid references private.alerts (id) on delete set null,
  metric text references private.metrics (metric),
  started_at timestamptz not null,
  created_at timestamptz not null default private.now(),
  created_by text not null,
  declared_at timestamptz,
  declared_by text,
  taken_at timestamptz,
  taken_by text,
  resolved_at timestamptz,
  resolved_by text,
  resolution text,
  version integer not null default 1,
  state text not null generated always as (case when resolved_at is not null then 'resolved' when declared_at is not null then 'open' else 'draft' end) stored,
  constraint incidents_declared check ((declared_at is null) = (declared_by is null) and (declared_at is not null or taken_at is null and resolved_at is null)),
  constraint incidents_taken check ((taken_at is null) = (taken_by is null)),
  constraint incidents_resolved check ((resolved_at is null) = (resolved_by is null) and (resolved_at is null) = (resolution is null))
);
create unique index incidents_alert on private.incidents (alert_id) where resolved_at is null;
create index incidents_alerts on private.incidents (alert_id, number desc);
create index incidents_page on private.incidents (started_at desc, id desc);
create index incidents_state on private.incidents (state, started_at desc, id desc);
create index incidents_severity on private.incidents (severity, started_at desc, id desc);
create index incidents_metric on private.incidents (metric, started_at desc, id desc);
comment on table private.incidents is
  'What is broken, since when, who has it. A draft becomes an incident when somebody declares it; from then on its clocks run. One at a time for each alert. version: of the last change that somebody read.';

create table private.incident_events (
  id bigint generated always as identity primary key,
  incident_id uuid not null references private.incidents (id) on delete cascade,
  at timestamptz not null default private.now(),
  kind text not null check (kind in ('drafted', 'declared', 'taken', 'severity', 'resolved', 'reopened')),
  actor_email text not null,
  detail jsonb not null default '{}'
);
create index incident_events_page on private.incident_events (incident_id, at, id);
comment on table private.incident_events is 'The story of an incident: what was done, by whom, in the transaction that did it.';

create function private.playbook_of(metric text) returns private.playbooks
language sql stable security definer set search_path = '' as $$
  select * from private.playbooks p where playbook_of.metric = any (p.metrics)
$$;
comment on function private.playbook_of is 'The playbook that an alert of a metric leads to.';

create function private.clean_title(title text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_title text := btrim(regexp_replace(title, '[ \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+', ' ', 'g'));
begin
  if v_title is null or char_length(v_title) not between 3 and 120 then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["title"],"code":"invalid_value"}]}';
  end if;
  return v_title;
end $$;
comment on function private.clean_title is 'A title on one line, without blanks around it. Raises PT422 outside 3 to 120 characters.';

create function private.find_incident(id uuid) returns private.incidents
language plpgsql security definer set search_path = '' as $$
declare
  v_incident private.incidents;
begin
  select * into v_incident from private.incidents i where i.id = find_incident.id for update;
  if v_incident.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"incident"}';
  end if;
  return v_incident;
end $$;
comment on function private.find_incident is 'An incident, locked. Raises PT404.';

create function private.tell_incident(caller private.caller, kind text, incident private.incidents, before jsonb default null, reason text default null, detail jsonb default '{}') returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.incident_events (incident_id, kind, actor_email, detail)
  values (incident.id, tell_incident.kind, caller.email, tell_incident.detail);
  perform private.write_audit(caller, 'edited', 'done', null, incident.id::text, incident.code, reason => tell_incident.reason,
    before => tell_incident.before, after => jsonb_build_object('step', tell_incident.kind, 'title', incident.title, 'severity', incident.severity, 'state', incident.state),
    target_kind => 'incident');
end $$;
comment on function private.tell_incident is 'Puts a change of an incident into its story and into the journal.';

create function private.draft_incident(alert_id uuid, title text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_alert private.alerts;
  v_incident private.incidents;
  v_title text;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('incidents');
  v_title := private.clean_title(draft_incident.title);
  select * into v_alert from private.alerts a where a.id = draft_incident.alert_id for no key update;
  if v_alert.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"alert"}';
  end if;
  select * into v_incident from private.incidents i where i.alert_id = v_alert.id and i.resolved_at is null;
  if v_incident.id is not null then
    return to_jsonb(v_incident);
  end if;
  if v_alert.fired_at is null then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"alert_pending"}]}';
  end if;
  insert into private.incidents (id, title, severity, playbook, alert_id, metric, started_at, created_by)
  values (gen_random_uuid(), v_title, v_alert.severity, (private.playbook_of(v_alert.metric)).playbook, v_alert.id, v_alert.metric, v_alert.since, v_caller.email)
  returning * into v_incident;
  perform private.tell_incident(v_caller, 'drafted', v_incident, detail => jsonb_build_object('alert_id', v_alert.id));
  return to_jsonb(v_incident);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, draft_incident.alert_id::text, null, v_state, v_message, v_detail);
end $$;
comment on function private.draft_incident is
  'A draft of an incident from an alert: its severity, its beginning and its playbook, under a title of 3 to 120 characters; the one that there is when asked again before it is over. Nothing is told and no clock runs. '
  'Answers the contract''s 4xx: 403, 404, 409 while the alert has not lasted for long enough, 422.';

create function private.declare_incident(id uuid, fields jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_incident private.incidents;
  v_title text;
  v_severity text := fields ->> 'severity';
  v_playbook text := fields ->> 'playbook';
  v_started timestamptz;
  v_bad text;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('incidents');
  v_bad := case
    when declare_incident.id is null then 'id'
    when jsonb_typeof(fields) is distinct from 'object' then 'fields'
    when exists (select from jsonb_object_keys(fields) k where k not in ('title', 'severity', 'playbook', 'started_at')) then 'fields'
    when jsonb_typeof(fields -> 'title') is distinct from 'string' then 'title'
    when v_severity is null or v_severity not in ('P0', 'P1', 'P2', 'P3') then 'severity'
    when v_playbook is not null and not exists (select from private.playbooks p where p.playbook = v_playbook) then 'playbook'
    when fields ->> 'started_at' is not null and not (fields ->> 'started_at' ~ '^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$'
      and pg_input_is_valid(fields ->> 'started_at', 'timestamptz')) then 'started_at' end;
  if v_bad is null then
    v_started := (fields ->> 'started_at')::timestamptz;
    v_bad := case when v_started > private.now() or v_started < private.now() - interval '90 days' then 'started_at' end;
  end if;
  if v_bad is not null then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = jsonb_build_object('issues', jsonb_build_array(jsonb_build_object('path', jsonb_build_array(v_bad), 'code', 'invalid_value')))::text;
  end if;
  v_title := private.clean_title(fields ->> 'title');
  if not exists (select from private.incidents i where i.id = declare_incident.id) then
    -- A draft that a colleague has discarded meanwhile does not come back without its alert.
    if exists (select from private.audit a where a.target_id = declare_incident.id::text and a.target_kind = 'incident') then
      perform private.find_incident(declare_incident.id);
    end if;
    insert into private.incidents (id, title, severity, playbook, started_at, created_by)
    values (declare_incident.id, v_title, v_severity, v_playbook, coalesce(v_started, private.now()), v_caller.email)
    on conflict on constraint incidents_pkey do nothing;
  end if;
  v_incident := private.find_incident(declare_incident.id);
  -- The same click again gives the same incident.
  if v_incident.declared_at is null then
    update private.incidents i set title = v_title, severity = v_severity, playbook = coalesce(v_playbook, i.playbook),
      started_at = coalesce(v_started, i.started_at), declared_at = private.now(), declared_by = v_caller.email, version = i.version + 1
    where i.id = v_incident.id returning * into v_incident;
    perform private.tell_incident(v_caller, 'declared', v_incident, detail => jsonb_build_object('severity', v_severity));
    perform private.announce('incident_declared', jsonb_build_object('incident_id', v_incident.id, 'code', v_incident.code,
      'title', v_incident.title, 'severity', v_severity, 'metric', v_incident.metric, 'started_at', v_incident.started_at, 'declared_at', v_incident.declared_at, 'by', v_caller.email));
  end if;
  return to_jsonb(v_incident);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, declare_incident.id::text, null, v_state, v_message, v_detail);
end $$;
comment on function private.declare_incident is
  'Declares an incident: a draft by its id, or a new one under the id that the caller chose, so that the same click again makes no second. Its clocks run from then on and the team is told. '
  'fields: title (3 to 120 characters), severity, and if wanted playbook and started_at (ISO 8601 with its zone, not in the future, 90 days at most). '
  'Answers the contract''s 4xx: 403, 404 when the draft was discarded, 422 with the field.';

create function private.move_incident(id uuid, move text, version integer, severity text default null, reason text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_old private.incidents;
  v_new private.incidents;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('incidents');
  if move is null or move not in ('take', 'severity', 'resolve', 'reopen', 'discard') then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["move"],"code":"invalid_value"}]}';
  end if;
  if move = 'severity' and coalesce(move_incident.severity, '') not in ('P0', 'P1', 'P2', 'P3') then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["severity"],"code":"invalid_value"}]}';
  end if;
  if move <> 'take' then
    reason := private.clean_reason(reason);
  end if;
  v_old := private.find_incident(move_incident.id);
  -- The same click again: what it wanted is so.
  if move = 'take' and v_old.state = 'open' and v_old.taken_by = v_caller.email or move = 'resolve' and v_old.state = 'resolved' and v_old.resolution = reason
    or move = 'severity' and v_old.state = 'open' and v_old.severity = move_incident.severity then
    return to_jsonb(v_old);
  end if;
  if v_old.version is distinct from move_incident.version then
    raise exception using errcode = 'PT409', message = 'conflict', detail = jsonb_build_object('version', v_old.version)::text;
  end if;
  if v_old.state <> (case when move = 'discard' then 'draft' when move = 'reopen' then 'resolved' else 'open' end) then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', jsonb_build_array(jsonb_build_object('code', 'incident_' || v_old.state)))::text;
  end if;
  if move = 'discard' then
    perform private.write_audit(v_caller, 'edited', 'done', null, v_old.id::text, v_old.code, reason => move_incident.reason,
      before => to_jsonb(v_old), target_kind => 'incident');
    delete from private.incidents i where i.id = v_old.id;
    return jsonb_build_object('id', v_old.id);
  end if;
  update private.incidents i set version = i.version + 1,
    severity = case when move = 'severity' then move_incident.severity else i.severity end,
    taken_at = case when move = 'take' then coalesce(i.taken_at, private.now()) else i.taken_at end,
    taken_by = case when move = 'take' then v_caller.email else i.taken_by end,
    resolved_at = case when move = 'resolve' then private.now() when move = 'reopen' then null else i.resolved_at end,
    resolved_by = case when move = 'resolve' then v_caller.email when move = 'reopen' then null else i.resolved_by end,
    resolution = case when move = 'resolve' then reason when move = 'reopen' then null else i.resolution end
  where i.id = v_old.id returning * into v_new;
  perform private.tell_incident(v_caller, case move when 'take' then 'taken' when 'resolve' then 'resolved' when 'reopen' then 'reopened' else move end, v_new,
    before => jsonb_build_object('severity', v_old.severity, 'state', v_old.state, 'taken_by', v_old.taken_by), reason => move_incident.reason,
    detail => jsonb_strip_nulls(jsonb_build_object('from', case when move = 'severity' then v_old.severity end, 'to', case when move = 'severity' then v_new.severity end, 'words', move_incident.reason)));
  return to_jsonb(v_new);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, move_incident.id::text, move_incident.reason, v_state, v_message, v_detail);
end $$;
comment on function private.move_incident is
  'Takes an open incident, changes its severity, resolves or reopens it, or discards a draft; all but taking need a reason, which of a resolution is what was done. '
  'Who takes it later has it; the first answer is the one that counts. version: of the incident as the caller read it. '
  'Answers the contract''s 4xx: 403, 404, 409 conflict when somebody was quicker, 409 blocked in another state, 422.';

create function backoffice.draft_incident(alert_id uuid, title text) returns jsonb
language sql volatile security invoker begin atomic select private.draft_incident(alert_id, title); end;
comment on function backoffice.draft_incident is 'See private.draft_incident.';
create function backoffice.declare_incident(id uuid, fields jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.declare_incident(id, fields); end;
comment on function backoffice.declare_incident is 'See private.declare_incident.';
create function backoffice.move_incident(id uuid, move text, version integer, severity text default null, reason text default null) returns jsonb
language sql volatile security invoker begin atomic select private.move_incident(id, move, version, severity, reason); end;
comment on function backoffice.move_incident is 'See private.move_incident.';

create view backoffice.incidents as
select i.id, i.code, i.title, i.severity, i.state as status, i.playbook, i.metric, i.alert_id,
  'AL-' || to_char(a.number, 'FM99999999990000') as alert_code, a.state as alert_status, a.value as alert_value, a.threshold as alert_threshold, m.unit, m.bound,
  i.started_at, i.created_at, i.created_by, i.declared_at, i.declared_by, i.taken_at, i.taken_by, i.resolved_at, i.resolved_by, i.resolution, i.version,
  i.declared_at + s.respond_within as respond_by, i.declared_at + s.resolve_within as resolve_by,
  extract(epoch from s.respond_within)::integer / 60 as respond_minutes, extract(epoch from s.resolve_within)::integer / 60 as resolve_minutes
from private.incidents i
join private.incident_severities s on s.severity = i.severity
left join private.alerts a on a.id = i.alert_id
left join private.metrics m on m.metric = i.metric
where private.admit('incidents') and (select private.can_read('incidents'));
comment on view backoffice.incidents is
  'Incidents with their two clocks: by when they have to be taken (respond_by) and over (resolve_by), null for a draft. started_at: since when it is broken; alert_*: the alert that it came from.';

create view backoffice.incident_events as
select e.id, e.incident_id, e.at, e.at as created_at, e.kind, e.actor_email, e.detail
from private.incident_events e
where private.admit('incidents') and (select private.can_read('incidents'));
comment on view backoffice.incident_events is 'The story of each incident.';

create function private.open_incidents() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'code', i.code, 'title', i.title, 'severity', i.severity, 'metric', i.metric,
    'alert_id', i.alert_id, 'playbook', i.playbook, 'started_at', i.started_at, 'declared_at', i.declared_at, 'taken_at', i.taken_at, 'taken_by', i.taken_by,
    'respond_by', i.declared_at + s.respond_within, 'resolve_by', i.declared_at + s.resolve_within, 'respond_minutes', extract(epoch from s.respond_within)::integer / 60,
    'resolve_minutes', extract(epoch from s.resolve_within)::integer / 60, 'version', i.version)
    order by i.severity, i.declared_at), '[]')
  from private.incidents i join private.incident_severities s on s.severity = i.severity
  where i.state = 'open' and i.severity in ('P0', 'P1')
$$;
comment on function private.open_incidents is 'The open P0 and P1 incidents for the first page, the most urgent first.';

select private.allow('{support,ops,admin}', 'read', '{incidents}');
select private.allow('{ops,admin}', 'edit', '{incidents}');
select private.expose_function(f) from unnest(array['private.draft_incident(uuid, text)', 'backoffice.draft_incident(uuid, text)', 'private.declare_incident(uuid, jsonb)',
  'backoffice.declare_incident(uuid, jsonb)', 'private.move_incident(uuid, text, integer, text, text)', 'backoffice.move_incident(uuid, text, integer, text, text)']::regprocedure[]) f;
select private.expose_view(v) from unnest(array['backoffice.incidents', 'backoffice.incident_events']::regclass[]) v;
