-- The engine of actions: registry, preview, run, proof, undo.
--
-- A preview is the run itself in a block that is rolled back, so its diff is the diff of the run.
-- A run is one transaction: caller, key, plan, guard, effect, audit, answer. It happened or it did not.

create table private.actions (
  name text primary key check (name ~ '^[a-z]+(-[a-z]+)*$'),
  -- database: one transaction of run_action. vendor: items for the worker, see start_run.
  kind text not null default 'database' check (kind in ('database', 'vendor')),
  subject text not null check (subject in ('user', 'email')),
  risk text not null check (risk in ('low', 'medium', 'high')),
  confirm text not null check (confirm in ('none', 'email')),
  parse regproc not null,
  guard regproc not null,
  state regproc,
  effect regproc,
  prove regproc,
  revert regproc,
  targets regproc,
  apply regproc,
  forecast regproc,
  fields text[] not null default '{}',
  watched text[] not null default '{}',
  compared text[],
  check (case kind when 'database' then num_nonnulls(state, effect, prove) = 3
    else targets is not null and num_nonnulls(apply, forecast) = 1 end)
);
comment on table private.actions is
  'The registry. parse(params) gives clean params or raises PT422; guard(params, at) gives warnings and blockers or raises PT404; '
  'state(params, at) gives the fields that the action may change; effect(params, run, at) writes and gives what undo needs; '
  'targets(params, at) gives what a vendor action touches, as run_target; apply(item, observed) writes what was observed at the vendor; '
  'forecast(params, at) gives the changes at the vendor when nothing of ours changes; '
  'prove(run) re-reads the truth; revert(run, snapshot) writes the prior state, null when the action has no undo. '
  'fields: those of the state that are compared, in reading order; watched: those that one could fear for, shown when they stay. '
  'compared: those that must still have the value the run gave for undo to be safe, null for all that it changed; what is left out, revert answers for.';

create table private.runs (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  action text not null references private.actions (name),
  status text not null check (status in ('running', 'succeeded', 'partial', 'failed', 'cancelled')),
  target_kind text not null,
  target_id text not null,
  target_label text not null,
  target_user uuid generated always as (case when target_kind = 'user' then target_id::uuid end) stored,
  params jsonb not null,
  reason text not null,
  incident text,
  actor_id uuid not null,
  actor_email text not null,
  actor_role text not null,
  idempotency_key text not null,
  request_hash bytea not null,
  summary jsonb not null default '{}',
  changes jsonb not null default '[]',
  after jsonb not null default '{}',
  snapshot jsonb,
  items integer,
  counts jsonb,
  cancel_requested_at timestamptz,
  retries_run uuid references private.runs (id),
  undoes_run uuid references private.runs (id),
  undone_by_run uuid references private.runs (id),
  undone_at timestamptz,
  started_at timestamptz not null default private.now(),
  finished_at timestamptz,
  duration_ms integer,
  unique (actor_id, idempotency_key)
);
create index runs_started on private.runs (started_at desc, id desc);
create index runs_action on private.runs (action, started_at desc, id desc);
create index runs_status on private.runs (status, started_at desc, id desc);
create index runs_actor on private.runs (actor_email, started_at desc, id desc);
create index runs_actor_parts on private.runs using gin (actor_email extensions.gin_trgm_ops);
create index runs_target on private.runs (target_id, started_at desc, id desc);
create index runs_open on private.runs (started_at) where status = 'running';
create index runs_user on private.runs (target_user, started_at desc, id desc);
comment on table private.runs is
  'One row for each execution of an action or an undo: who, why, what changed. A finished run never changes again, but for the mark of its undo.';

create table private.run_proofs (
  id bigint generated always as identity primary key,
  run_id uuid not null references private.runs (id),
  checked_at timestamptz not null default private.now(),
  status text not null check (status in ('verified', 'unverified', 'failed')),
  evidence jsonb not null
);
create index run_proofs_run on private.run_proofs (run_id, id desc);
comment on table private.run_proofs is 'What was re-read after a run, each time it was. Append-only.';

create function private.guard_run() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and (
    old.finished_at is null
    or (old.undone_at is null
        -- A generated column has no value yet in a trigger that runs before.
        and to_jsonb(new) - '{undone_at,undone_by_run,target_user}'::text[]
          = to_jsonb(old) - '{undone_at,undone_by_run,target_user}'::text[])
  ) then
    return new;
  end if;
  raise exception using errcode = 'PT409', message = 'append_only', detail = '{"table":"runs"}';
end $$;
comment on function private.guard_run is 'A finished run is a record: only its undo may be marked on it, once.';

create trigger immutable before update or delete on private.runs
  for each row execute function private.guard_run();
create trigger immutable_all before truncate on private.runs
  for each statement execute function private.refuse_change();
create trigger append_only before update or delete on private.run_proofs
  for each row execute function private.refuse_change();
create trigger append_only_all before truncate on private.run_proofs
  for each statement execute function private.refuse_change();

-- Small parts ------------------------------------------------------------------------------

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

create function private.sign_plan(payload jsonb) returns text
language sql stable security definer set search_path = '' as $$
  select body || '.' || encode(extensions.hmac(body, private.setting('plan_key') #>> '{}', 'sha256'), 'hex')
  from (select translate(encode(convert_to(payload::text, 'UTF8'), 'base64'), E'\n', '') as body) p
$$;
comment on function private.sign_plan is 'A plan as text that only this database can have made.';

create function private.read_plan(plan text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_body text := split_part(plan, '.', 1);
begin
  if plan is null or plan !~ '^[A-Za-z0-9+/=]+\.[0-9a-f]{64}$'
    or private.sign_plan(convert_from(decode(v_body, 'base64'), 'UTF8')::jsonb) <> plan then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["plan"],"code":"unknown_plan"}]}';
  end if;
  return convert_from(decode(v_body, 'base64'), 'UTF8')::jsonb;
exception when data_exception then
  raise exception using errcode = 'PT422', message = 'invalid_input',
    detail = '{"issues":[{"path":["plan"],"code":"unknown_plan"}]}';
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
  reason text default null, before jsonb default null, after jsonb default null, details jsonb default null
) returns void
language sql security definer set search_path = '' as $$
  insert into private.audit_pending (opens, actor_id, actor_email, actor_role, event, outcome, action, target_kind,
    target_id, target_label, run_id, reason, before, after, details)
  values (private.opens_journal(), caller.id, caller.email, caller.role, event, outcome, action,
    case when target_id is not null then 'user' end, target_id, target_label, run_id, reason, before, after, details)
$$;
comment on function private.write_audit is 'Adds a line to the journal, in the transaction of what it tells; it joins the chain when that commits.';

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
  v_target uuid;
begin
  -- A step of its own: within the query the planner would compute the cast of any text beforehand.
  if pg_input_is_valid(target_id, 'uuid') then
    v_target := target_id::uuid;
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
        (select u.email from private.users u
         where u.id = v_target), null, left(reason, 500), null, null,
        jsonb_build_object('code', message, 'status', substr(sqlstate, 3)::integer));
    end if;
  end if;
  return private.refusal(sqlstate, message, detail);
end $$;
comment on function private.record_refusal is 'Writes a refusal into the journal and gives the error answer.';

-- Preview ----------------------------------------------------------------------------------

create function private.perform_action(
  action private.actions, params jsonb, run_id uuid, at timestamptz,
  out before jsonb, out after jsonb, out snapshot jsonb
)
language plpgsql security definer set search_path = '' as $$
begin
  before := private.call_jsonb(action.state, params, private.now());
  execute format('select %s($1, $2, $3)', action.effect) into snapshot using params, run_id, at;
  after := private.call_jsonb(action.state, params, private.now());
end $$;
comment on function private.perform_action is 'The effect of an action with the state before and after it.';

create function private.preview_action(action text, params jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_action private.actions;
  v_params jsonb;
  v_guard jsonb;
  v_done record;
  v_at timestamptz := date_trunc('milliseconds', private.now());
  v_target text;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_permission(preview_action.action);
  v_action := private.find_action(preview_action.action);
  v_params := private.call_jsonb(v_action.parse, params);
  perform private.require_kind(v_action, 'database');
  v_target := v_params ->> 'user_id';
  v_guard := private.call_jsonb(v_action.guard, v_params, v_at);
  begin
    perform private.lock_target(v_action, v_params);
    select * into v_done from private.perform_action(v_action, v_params, gen_random_uuid(), v_at);
    raise exception using errcode = 'PT000';
  exception when sqlstate 'PT000' then
    null;
  end;
  return jsonb_build_object(
    'plan', private.sign_plan(jsonb_build_object(
      'action', v_action.name, 'actor', v_caller.id, 'params', v_params, 'at', v_at,
      'before', v_done.before, 'after', v_done.after)),
    'summary', jsonb_build_object('code', v_action.name, 'args', v_params || jsonb_build_object(
      'changes', jsonb_array_length(private.changes_between(v_action.name, v_target, v_done.before, v_done.after)))),
    'changes', private.changes_between(v_action.name, v_target, v_done.before, v_done.after),
    'unchanged', (
      select coalesce(jsonb_agg(jsonb_build_object('field', w.field, 'value', v_done.after -> w.field)), '[]')
      from unnest(v_action.watched) w (field)
      where v_done.before -> w.field is not distinct from v_done.after -> w.field),
    'warnings', v_guard -> 'warnings',
    'blockers', v_guard -> 'blockers',
    'computed_at', v_at
  );
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', preview_action.action, params ->> 'user_id', null, v_state, v_message, v_detail);
end $$;
comment on function private.preview_action is
  'What an action would change, with a signed plan for run_action. Writes nothing but refusals. Answers the contract''s 4xx.';

-- Proof ------------------------------------------------------------------------------------

create function private.latest_proof(run_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('status', p.status, 'checked_at', p.checked_at, 'evidence', p.evidence)
  from private.run_proofs p where p.run_id = latest_proof.run_id order by p.id desc limit 1
$$;
comment on function private.latest_proof is 'The last time that the truth was re-read after a run; null before the first.';

create function private.undoable(run private.runs) returns boolean
language sql stable security definer set search_path = '' as $$
  select run.status = 'succeeded' and run.undone_at is null and run.undoes_run is null
    and exists (select from private.actions a where a.name = run.action and a.revert is not null)
$$;
comment on function private.undoable is 'May this run still be undone? Whether its fields were changed since is checked when it is.';

create function private.run_answer(run private.runs) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'run', jsonb_build_object(
      'id', run.id, 'code', 'RUN-' || lpad(run.number::text, 4, '0'), 'action', run.action, 'status', run.status,
      'started_at', run.started_at, 'finished_at', run.finished_at, 'items', run.items),
    'changes', run.changes,
    'proof', private.latest_proof(run.id),
    'undo', private.undoable(run)
  )
$$;
comment on function private.run_answer is 'A run as the contract answers it.';

create function private.prove_run(run_id uuid, again boolean default false) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_evidence jsonb;
  v_state text; v_message text; v_detail text;
begin
  perform private.require_staff();
  perform private.require_session();
  select * into v_run from private.runs r where r.id = prove_run.run_id for share;
  if v_run.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"run"}';
  end if;
  -- Equal calls at the same moment wait here, then find the proof of the first one.
  perform pg_advisory_xact_lock(hashtextextended('prove ' || v_run.id::text, 0));
  -- A run with items is proved by its workers, who alone reach the vendor.
  if v_run.items is null and (again or not exists (select from private.run_proofs p where p.run_id = v_run.id)) then
    execute format('select %s($1)', (select a.prove from private.actions a where a.name = v_run.action))
      into v_evidence using v_run;
    insert into private.run_proofs (run_id, status, evidence)
    values (v_run.id,
      case when (select bool_and((e ->> 'ok')::boolean) from jsonb_array_elements(v_evidence) e) then 'verified' else 'unverified' end,
      v_evidence);
  end if;
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', v_run.action, v_run.target_id, null, v_state, v_message, v_detail);
end $$;
comment on function private.prove_run is
  'Re-reads the truth that a run was to change and records what it found: once, or again when asked. Answers the run.';

-- Run --------------------------------------------------------------------------------------

create function private.claim_run(
  caller private.caller, action private.actions, params jsonb, label text, reason text, incident text,
  key text, request_hash bytea, undoes uuid
) returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
begin
  insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, incident,
    actor_id, actor_email, actor_role, idempotency_key, request_hash, undoes_run)
  values (action.name, 'running', action.subject, params ->> 'user_id', label, params, reason, nullif(left(incident, 64), ''),
    caller.id, caller.email, caller.role, key, request_hash, undoes)
  on conflict (actor_id, idempotency_key) do nothing
  returning * into v_run;
  return v_run;
end $$;
comment on function private.claim_run is
  'Opens a run under an idempotency key. Equal calls wait for the first; null when the key is taken.';

create function private.replayed_answer(caller_id uuid, key text, request_hash bytea) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_run private.runs;
begin
  select * into v_run from private.runs r where r.actor_id = caller_id and r.idempotency_key = key;
  if v_run.id is null then
    return null;
  end if;
  if v_run.request_hash <> replayed_answer.request_hash then
    raise exception using errcode = 'PT422', message = 'idempotency_key_reused',
      detail = jsonb_build_object('run_id', v_run.id);
  end if;
  return private.run_answer(v_run);
end $$;
comment on function private.replayed_answer is
  'The answer of an earlier equal call, null when there was none. Raises PT422 when the key carried another request.';

create function private.finish_run(run private.runs, before jsonb, after jsonb, snapshot jsonb, event text, caller private.caller)
returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_changes jsonb := private.changes_between(run.action, run.target_id, before, after);
begin
  update private.runs r
  set status = 'succeeded', changes = v_changes, after = finish_run.after, snapshot = finish_run.snapshot,
      finished_at = private.now(),
      duration_ms = ceil(extract(epoch from clock_timestamp() - statement_timestamp()) * 1000)
  where r.id = run.id
  returning * into v_run;
  perform private.write_audit(caller, event, 'done', run.action, run.target_id, run.target_label, run.id, run.reason,
    (select coalesce(jsonb_object_agg(c ->> 'field', c -> 'before'), '{}') from jsonb_array_elements(v_changes) c),
    (select coalesce(jsonb_object_agg(c ->> 'field', c -> 'after'), '{}') from jsonb_array_elements(v_changes) c),
    jsonb_build_object('params', run.params));
  return v_run;
end $$;
comment on function private.finish_run is 'Closes a run with its changes and writes it into the journal.';

create function private.run_action(
  action text, params jsonb, plan text, reason text, idempotency_key text, confirm text default null, incident text default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_action private.actions;
  v_params jsonb;
  v_plan jsonb;
  v_guard jsonb;
  v_label text;
  v_hash bytea;
  v_run private.runs;
  v_done record;
  v_answer jsonb;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_permission(run_action.action);
  v_action := private.find_action(run_action.action);
  perform private.require_kind(v_action, 'database');
  v_params := private.call_jsonb(v_action.parse, params);
  reason := private.clean_reason(reason);
  idempotency_key := private.clean_key(idempotency_key);
  v_hash := sha256(convert_to(jsonb_build_array('run', v_action.name, v_params, plan, reason, confirm, incident)::text, 'UTF8'));

  v_answer := private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  if v_answer is not null then
    return v_answer;
  end if;
  v_plan := private.read_plan(plan);
  v_label := private.lock_target(v_action, v_params);
  v_run := private.claim_run(v_caller, v_action, v_params, v_label, reason, incident, idempotency_key, v_hash, null);
  if v_run.id is null then
    return private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  end if;

  if v_plan ->> 'action' <> v_action.name or v_plan -> 'params' <> v_params
    or v_plan ->> 'actor' <> v_caller.id::text then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"other_request"}';
  end if;
  if (v_plan ->> 'at')::timestamptz < private.now() - make_interval(mins => (private.setting('plan_minutes'))::integer) then
    raise exception using errcode = 'PT409', message = 'plan_expired';
  end if;
  if v_action.confirm = 'email' and lower(coalesce(confirm, '')) <> lower(v_label) then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["confirm"],"code":"confirm_mismatch"}]}';
  end if;
  v_guard := private.call_jsonb(v_action.guard, v_params, (v_plan ->> 'at')::timestamptz);
  select * into v_done from private.perform_action(v_action, v_params, v_run.id, (v_plan ->> 'at')::timestamptz);
  if v_done.before <> v_plan -> 'before' or v_done.after <> v_plan -> 'after' then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = jsonb_build_object(
      'cause', 'target_changed',
      'changed', private.changes_between(v_action.name, v_run.target_id, v_plan -> 'before', v_done.before));
  end if;
  if jsonb_array_length(v_guard -> 'blockers') > 0 then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', v_guard -> 'blockers');
  end if;
  v_run := private.finish_run(v_run, v_done.before, v_done.after, v_done.snapshot, 'action', v_caller);
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', run_action.action, params ->> 'user_id', reason, v_state, v_message, v_detail);
end $$;
comment on function private.run_action is
  'Runs an action by the plan of its preview, once for each idempotency key, with its journal line, in one transaction. Answers the contract''s 4xx; a refusal writes the journal only.';

create function private.undo_run(run_id uuid, reason text, idempotency_key text, action text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_action private.actions;
  v_original private.runs;
  v_run private.runs;
  v_hash bytea;
  v_label text;
  v_before jsonb;
  v_after jsonb;
  v_answer jsonb;
  v_changed jsonb;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  perform private.require_session();
  select * into v_original from private.runs r
  where r.id = undo_run.run_id and (undo_run.action is null or r.action = undo_run.action);
  if v_original.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"run"}';
  end if;
  v_caller := private.require_permission(v_original.action);
  v_action := private.find_action(v_original.action);
  reason := private.clean_reason(reason);
  idempotency_key := private.clean_key(idempotency_key);
  v_hash := sha256(convert_to(jsonb_build_array('undo', run_id, reason)::text, 'UTF8'));

  v_answer := private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  if v_answer is not null then
    return v_answer;
  end if;
  v_label := private.lock_target(v_action, v_original.params);
  v_run := private.claim_run(v_caller, v_action, v_original.params, v_label, reason, v_original.incident, idempotency_key, v_hash, v_original.id);
  if v_run.id is null then
    return private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  end if;

  -- Read again under the lock: another undo may just have finished.
  select * into v_original from private.runs r where r.id = undo_run.run_id for update;
  if not private.undoable(v_original) then
    raise exception using errcode = 'PT409', message = 'not_undoable', detail = jsonb_build_object(
      'cause', case when v_original.undone_at is not null then 'already_undone' else 'no_undo' end);
  end if;
  v_before := private.call_jsonb(v_action.state, v_original.params, private.now());
  select coalesce(jsonb_agg(jsonb_build_object(
    'field', c ->> 'field', 'expected', c -> 'after', 'found', v_before -> (c ->> 'field'))), '[]') into v_changed
  from jsonb_array_elements(v_original.changes) c
  where v_before -> (c ->> 'field') is distinct from c -> 'after'
    and (v_action.compared is null or c ->> 'field' = any (v_action.compared));
  if jsonb_array_length(v_changed) > 0 then
    raise exception using errcode = 'PT409', message = 'not_undoable',
      detail = jsonb_build_object('cause', 'changed_since', 'changed', v_changed);
  end if;

  execute format('select %s($1, $2)', v_action.revert) using v_run, v_original.snapshot;
  v_after := private.call_jsonb(v_action.state, v_original.params, private.now());
  v_run := private.finish_run(v_run, v_before, v_after, null, 'undo', v_caller);
  update private.runs r set undone_at = private.now(), undone_by_run = v_run.id where r.id = v_original.id;
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('undo', v_original.action, v_original.target_id, reason, v_state, v_message, v_detail);
end $$;
comment on function private.undo_run is
  'Puts back what a run changed, once, while every field that the registry has compared still has the value it gave. Raises PT409 not_undoable otherwise.';

create function private.guards_of(user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_action private.actions;
  v_role text := private.caller_role();
  v_blocker jsonb;
  v_result jsonb := '{}';
begin
  for v_action in select * from private.actions a where a.subject = 'user' order by a.name loop
    if not exists (
      select from private.permissions p where p.role = v_role and p.verb = 'run' and p.subject = v_action.name
    ) then
      v_blocker := '{"code":"not_allowed","args":{}}';
    else
      v_blocker := private.call_jsonb(v_action.guard, jsonb_build_object('user_id', guards_of.user_id), private.now())
        #> '{blockers,0}';
    end if;
    v_result := v_result || jsonb_build_object(v_action.name, jsonb_build_object(
      'allowed', v_blocker is null, 'code', v_blocker -> 'code', 'details', coalesce(v_blocker -> 'args', '{}')));
  end loop;
  return v_result;
end $$;
comment on function private.guards_of is 'For each action on a customer: may the caller do it now, and if not, why not.';

-- The API ----------------------------------------------------------------------------------

create function backoffice.preview_action(action text, params jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.preview_action(action, params); end;
comment on function backoffice.preview_action is 'See private.preview_action.';

create function backoffice.run_action(
  action text, params jsonb, plan text, reason text, idempotency_key text, confirm text default null, incident text default null
) returns jsonb
language sql volatile security invoker begin atomic
  select private.run_action(action, params, plan, reason, idempotency_key, confirm, incident);
end;
comment on function backoffice.run_action is 'See private.run_action.';

create function backoffice.undo_run(run_id uuid, reason text, idempotency_key text, action text default null) returns jsonb
language sql volatile security invoker begin atomic
  select private.undo_run(run_id, reason, idempotency_key, action);
end;
comment on function backoffice.undo_run is 'See private.undo_run.';

create function backoffice.prove_run(run_id uuid, again boolean default false) returns jsonb
language sql volatile security invoker begin atomic select private.prove_run(run_id, again); end;
comment on function backoffice.prove_run is 'See private.prove_run.';

revoke all on all functions in schema private from public, anon;
select private.expose_function(f) from unnest(array[
  'private.preview_action(text, jsonb)', 'backoffice.preview_action(text, jsonb)',
  'private.run_action(text, jsonb, text, text, text, text, text)',
  'backoffice.run_action(text, jsonb, text, text, text, text, text)',
  'private.undo_run(uuid, text, text, text)', 'backoffice.undo_run(uuid, text, text, text)',
  'private.prove_run(uuid, boolean)', 'backoffice.prove_run(uuid, boolean)'
]::regprocedure[]) f;

select private.expose_function('private.latest_proof(uuid)');
select private.expose_function('private.undoable(private.runs)');
