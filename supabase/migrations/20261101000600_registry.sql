-- The registry of actions, and the small parts that every way of running one shares.

create table private.actions (
  name text primary key check (name ~ '^[a-z]+(-[a-z]+)*$'),
  -- database: one transaction of run_action. vendor: items for the worker, see start_run.
  kind text not null default 'database' check (kind in ('database', 'vendor')),
  subject text not null check (subject in ('user', 'email', 'address', 'integration', 'import', 'event')),
  risk text not null check (risk in ('low', 'medium', 'high')),
  confirm text not null check (confirm in ('none', 'email')),
  parse regproc not null,
  guard regproc not null,
  state regproc,
  effect regproc,
  prove regproc,
  revert regproc,
  unapply regproc,
  approve regproc,
  targets regproc,
  apply regproc,
  look regproc,
  forecast regproc,
  calls jsonb not null default '{}',
  fields text[] not null default '{}',
  watched text[] not null default '{}',
  moving text[] not null default '{}',
  compared text[],
  check (case kind when 'database' then num_nonnulls(state, effect, prove) = 3 and unapply is null
    else targets is not null and num_nonnulls(apply, forecast) > 0 and revert is null end)
);
comment on table private.actions is
  'The registry. parse(params) gives clean params or raises PT422; guard(params, at) gives warnings and blockers or raises PT404, of a vendor action also with what was observed there as params.observed; '
  'state(params, at) gives the fields that the action may change; effect(params, run, at) writes and gives what undo needs; '
  'targets(params, at) gives what a vendor action touches, as run_target; apply(item, observed) writes what was observed at the vendor; '
  'look(item, seen) gives what our own records say of an item, for its handler; seen is what the vendor just said of it, null for nothing; '
  'forecast(params, at) gives the changes of the preview when they are known without looking at the vendor; '
  'unapply(item, snapshot) puts back what apply changed of an item and gives the changes; '
  'approve(params) names the rule by which a second colleague has to agree, null for none; '
  'prove(run) re-reads the truth; revert(run, snapshot) writes the prior state, null when the action has no undo. '
  'fields: those of the state that are compared, in reading order; watched: those that one could fear for, shown when they stay. '
  'moving: those that the customer changes without end, and that spoil no plan: whoever signs in again and again must not keep off what is done against it. '
  'calls: how often an item calls each vendor, for the expected duration. '
  'compared: those that must still have the value the run gave for undo to be safe, null for all that it changed; what is left out, revert answers for.';

create function private.require_permission(action text) returns private.caller
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_staff();
begin
  perform private.require_session();
  if not exists (
    select from private.permissions p
    where p.role = v_caller.role and p.verb = 'run' and p.subject = require_permission.action
  ) then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  return v_caller;
end $$;
comment on function private.require_permission is
  'The caller, when the role may run the action. Raises PT401, PT403 not_staff, PT403 not_allowed.';

create function private.require_edit(subject text) returns private.caller
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_staff();
begin
  perform private.require_session();
  if not exists (
    select from private.permissions p
    where p.role = v_caller.role and p.verb = 'edit' and p.subject = require_edit.subject
  ) then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  return v_caller;
end $$;
comment on function private.require_edit is
  'The caller, when the role may edit these settings. Raises PT401, PT403 not_staff, PT403 not_allowed.';

create function private.find_action(name text) returns private.actions
language plpgsql stable set search_path = '' as $$
declare
  v_action private.actions;
begin
  select * into v_action from private.actions a where a.name = find_action.name;
  if v_action.name is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"action"}';
  end if;
  return v_action;
end $$;
comment on function private.find_action is 'A line of the registry. Raises PT404.';

create function private.require_kind(action private.actions, kind text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if action.kind <> require_kind.kind then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"action"}';
  end if;
end $$;
comment on function private.require_kind is 'Raises PT404 when an action is asked for in the way of the other kind.';

create function private.clean_reason(reason text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  -- Every blank of Unicode: ten no-break spaces are not a reason.
  v_reason text := btrim(reason, E' \t\n\u000b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');
begin
  if v_reason is null or char_length(v_reason) not between 10 and 500 then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = jsonb_build_object('issues', jsonb_build_array(jsonb_build_object(
        'path', jsonb_build_array('reason'),
        'code', case when coalesce(char_length(v_reason), 0) < 10 then 'reason_too_short' else 'reason_too_long' end)));
  end if;
  return v_reason;
end $$;
comment on function private.clean_reason is 'The reason without blanks around it. Raises PT422 outside 10 to 500 characters.';

create function private.clean_key(key text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if key is null or key !~ '^[\x21-\x7e]{8,200}$' then
    raise exception using errcode = 'PT400', message = 'malformed', detail = '{"header":"Idempotency-Key"}';
  end if;
  return key;
end $$;
comment on function private.clean_key is 'An idempotency key of 8 to 200 visible ASCII characters. Raises PT400.';

create function private.changes_between(action text, id text, before jsonb, after jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'entity', a.subject, 'id', changes_between.id, 'field', f.field, 'before', before -> f.field, 'after', after -> f.field)
    order by f.position), '[]')
  from private.actions a, unnest(a.fields) with ordinality f (field, position)
  where a.name = changes_between.action and before -> f.field is distinct from after -> f.field
$$;
comment on function private.changes_between is
  'The fields of an action''s state that differ, in reading order, as {entity, id, field, before, after}.';

create function private.seal(body text) returns text
language sql stable security definer set search_path = '' as $$
  select seal.body || '.' || encode(extensions.hmac(seal.body, private.setting('plan_key') #>> '{}', 'sha256'), 'hex')
$$;
comment on function private.seal is 'A text with a seal that only this database can have put on it.';

create function private.sign_plan(payload jsonb) returns text
language sql stable security definer set search_path = '' as $$
  select private.seal(translate(encode(convert_to(payload::text, 'UTF8'), 'base64'), E'\n', ''))
$$;
comment on function private.sign_plan is 'A plan as text that only this database can have made.';

create function private.read_plan(plan text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_body text := split_part(plan, '.', 1);
begin
  -- What this database did not seal is not even read.
  if plan is null or private.seal(v_body) <> plan then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["plan"],"code":"unknown_plan"}]}';
  end if;
  return convert_from(decode(v_body, 'base64'), 'UTF8')::jsonb;
end $$;
comment on function private.read_plan is 'What a plan says. Raises PT422 when this database did not sign it.';

create function private.call_jsonb(routine regproc, a jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare v jsonb;
begin
  execute format('select %s($1)', routine) into v using a;
  return v;
end $$;
create function private.call_jsonb(routine regproc, a jsonb, at timestamptz) returns jsonb
language plpgsql set search_path = '' as $$
declare v jsonb;
begin
  execute format('select %s($1, $2)', routine) into v using a, at;
  return v;
end $$;
comment on function private.call_jsonb(regproc, jsonb) is 'Calls a routine of the registry.';
comment on function private.call_jsonb(regproc, jsonb, timestamptz) is 'Calls a routine of the registry as of a moment.';

create function private.lock_target(action private.actions, params jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_label text;
begin
  -- auth.users first, then the copy: the same order as a sign-in, so that the two cannot deadlock.
  select u.email into v_label from auth.users u where u.id = (params ->> 'user_id')::uuid for update;
  if not found then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"user"}';
  end if;
  return coalesce(v_label, params ->> 'user_id');
end $$;
comment on function private.lock_target is 'Locks the record that an action changes and gives its label. Raises PT404.';

create function private.write_audit(
  caller private.caller, event text, outcome text, action text,
  target_id text default null, target_label text default null, run_id uuid default null,
  reason text default null, before jsonb default null, after jsonb default null, details jsonb default null, target_kind text default null
) returns void
language sql security definer set search_path = '' as $$
  insert into private.audit_pending (opens, actor_id, actor_email, actor_role, event, outcome, action, target_kind,
    target_id, target_label, run_id, reason, before, after, details)
  values (private.opens_journal(), caller.id, caller.email, caller.role, event, outcome, action,
    case when target_id <> '' then
      coalesce(write_audit.target_kind, (select a.subject from private.actions a where a.name = write_audit.action), 'user') end,
    nullif(target_id, ''), target_label, run_id, reason, before, after, details)
$$;
comment on function private.write_audit is 'Adds a line to the journal, in the transaction of what it tells; it joins the chain when that commits.';

create function private.named_target(params jsonb) returns text
language sql immutable set search_path = '' as $$
  select coalesce(params ->> 'user_id', params ->> 'integration_id', params ->> 'email_id', params ->> 'email', params ->> 'to')
$$;
comment on function private.named_target is 'What a request names, for the journal''s line of a refusal; null when it names several or nothing.';

create function private.refusal(sqlstate text, message text, detail text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_details jsonb;
begin
  begin
    v_details := nullif(detail, '')::jsonb;
  exception when others then
    v_details := null;
  end;
  -- The Data API answers this status and still commits: the refusal stays in the journal.
  perform set_config('response.status', substr(sqlstate, 3), true);
  -- Nulls inside the details stay: "before": null is a value.
  return jsonb_build_object('error', jsonb_build_object('code', message, 'message', message)
    || case when v_details is null then '{}' else jsonb_build_object('details', v_details) end);
end $$;
comment on function private.refusal is 'The error answer of the contract for a PTxxx error.';

create function private.record_refusal(event text, action text, target_id text, reason text, sqlstate text, message text, detail text)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_user text;
begin
  -- A step of its own: within the query the planner would compute the cast of any text beforehand.
  if pg_input_is_valid(target_id, 'uuid') then
    v_user := (select u.email from private.users u where u.id = target_id::uuid);
  end if;
  if sqlstate in ('PT401', 'PT403', 'PT409') and (select auth.uid()) is not null then
    select (select auth.uid()), u.email, s.role into v_caller
    from (select) one
    left join auth.users u on u.id = (select auth.uid())
    left join private.staff s on s.user_id = u.id and s.removed_at is null;
    -- A stranger can knock as often as he likes, the journal tells it once in ten minutes.
    if v_caller.role is not null or not exists (
      select from private.audit a
      where a.actor_id = (select auth.uid()) and a.outcome = 'denied' and a.at > private.now() - interval '10 minutes'
    ) then
      perform private.write_audit(
        v_caller, event, 'denied', left(action, 100), left(target_id, 100),
        coalesce(v_user, left(target_id, 100)), null, left(reason, 500), null, null,
        jsonb_build_object('code', message, 'status', substr(sqlstate, 3)::integer), case when v_user is not null then 'user' end);
    end if;
  end if;
  return private.refusal(sqlstate, message, detail);
end $$;
comment on function private.record_refusal is 'Writes a refusal into the journal and gives the error answer.';
