-- Actions inside the database: preview, run, proof, undo.
--
-- A preview is the run itself in a block that is rolled back, so its diff is the diff of the run.
-- A run is one transaction: caller, key, plan, guard, effect, audit, answer. It happened or it did not.

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

create function private.user_target(params jsonb, label text) returns private.run_target
language sql immutable set search_path = '' as $$
  select row('user', params ->> 'user_id', label, (params ->> 'user_id')::uuid, '{}'::jsonb)::private.run_target
$$;
comment on function private.user_target is 'The customer of an action inside the database, as the target of its run.';

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
    raise exception using errcode = 'PT001';
  exception when sqlstate 'PT001' then
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
    'approval', private.approval_need(v_action, v_params, 1, v_caller),
    'computed_at', v_at
  );
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', preview_action.action, private.named_target(params), null, v_state, v_message, v_detail);
end $$;
comment on function private.preview_action is
  'What an action would change, with a signed plan for run_action. Writes nothing but refusals. Answers the contract''s 4xx.';

-- Proof ------------------------------------------------------------------------------------

create function private.prove_run(run_id uuid, again boolean default false, action text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_evidence jsonb;
  v_state text; v_message text; v_detail text;
begin
  perform private.require_staff();
  perform private.require_session();
  select * into v_run from private.runs r
  where r.id = prove_run.run_id and (prove_run.action is null or r.action = prove_run.action) for share;
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
  'Re-reads the truth that a run (of this action, where one is named) was to change and records what it found: once, or again when asked. Answers the run.';

-- Run --------------------------------------------------------------------------------------

create function private.perform_run(r private.request, approval_id uuid default null, approved_by_email text default null)
returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := (r.plan ->> 'at')::timestamptz;
  v_label text;
  v_guard jsonb;
  v_run private.runs;
  v_done record;
begin
  v_label := private.lock_target(r.action, r.params);
  v_run := private.claim_run(r, private.user_target(r.params, v_label), null, approval_id, approved_by_email);
  if v_run.id is null then
    return null;
  end if;
  -- A request was checked when it was made: a new address since then, which is the person's own doing, stops nobody who agrees.
  if perform_run.approval_id is null then
    perform private.require_confirmation(r, v_label);
  end if;
  v_guard := private.call_jsonb((r.action).guard, r.params, v_at);
  select * into v_done from private.perform_action(r.action, r.params, v_run.id, v_at);
  if v_done.before - (r.action).moving <> (r.plan -> 'before') - (r.action).moving
    or v_done.after - (r.action).moving <> (r.plan -> 'after') - (r.action).moving then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = jsonb_build_object(
      'cause', 'target_changed',
      'changed', private.changes_between((r.action).name, v_run.target_id, r.plan -> 'before', v_done.before));
  end if;
  perform private.refuse_blocked(v_guard);
  return private.finish_run(v_run, v_done.before, v_done.after, v_done.snapshot, 'action', r.caller);
end $$;
comment on function private.perform_run is
  'Does a run by its plan; null when its key was taken meanwhile. Raises PT409 stale_plan, PT409 blocked, PT422 confirm_mismatch.';

create function private.run_action(
  action text, params jsonb, plan text, reason text, idempotency_key text, confirm text default null, incident text default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  r private.request;
  v_rule text;
  v_run private.runs;
  v_state text; v_message text; v_detail text;
begin
  r := private.read_request('database', run_action.action, params, plan, run_action.reason, idempotency_key, confirm, incident);
  if r.plan is not null then
    v_rule := private.approval_rule(r.action, r.params, 1);
    if v_rule is not null then
      return private.request_approval(r, v_rule);
    end if;
    v_run := private.perform_run(r);
    if v_run.id is not null then
      return private.run_answer(v_run);
    end if;
  end if;
  return private.replayed_answer((r.caller).id, r.key, r.hash);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', run_action.action, private.named_target(params), run_action.reason, v_state, v_message, v_detail);
end $$;
comment on function private.run_action is
  'Runs an action by the plan of its preview, once for each idempotency key, with its journal line, in one transaction; or asks a second colleague, where the rules want one. Answers the contract''s 4xx; a refusal writes the journal only.';

create function private.perform_undo(r private.request, approval_id uuid default null, approved_by_email text default null)
returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_original private.runs;
  v_run private.runs;
  v_before jsonb;
  v_after jsonb;
  v_changed jsonb;
begin
  v_run := private.claim_run(r, private.user_target(r.params, private.lock_target(r.action, r.params)), null, approval_id, approved_by_email);
  if v_run.id is null then
    return null;
  end if;
  -- Read again under the lock: another undo may just have finished.
  v_original := private.require_undoable(r.undoes);
  v_before := private.call_jsonb((r.action).state, v_original.params, private.now());
  select coalesce(jsonb_agg(jsonb_build_object(
    'field', c ->> 'field', 'expected', c -> 'after', 'found', v_before -> (c ->> 'field'))), '[]') into v_changed
  from jsonb_array_elements(v_original.changes) c
  where v_before -> (c ->> 'field') is distinct from c -> 'after'
    and ((r.action).compared is null or c ->> 'field' = any ((r.action).compared));
  if jsonb_array_length(v_changed) > 0 then
    raise exception using errcode = 'PT409', message = 'not_undoable',
      detail = jsonb_build_object('cause', 'changed_since', 'changed', v_changed);
  end if;

  execute format('select %s($1, $2)', (r.action).revert) using v_run, v_original.snapshot;
  v_after := private.call_jsonb((r.action).state, v_original.params, private.now());
  v_run := private.finish_run(v_run, v_before, v_after, null, 'undo', r.caller);
  update private.runs o set undone_at = private.now(), undone_by_run = v_run.id where o.id = v_original.id;
  return v_run;
end $$;
comment on function private.perform_undo is
  'Puts back what a run of one transaction changed; null when its key was taken meanwhile. Raises PT409 not_undoable.';

create function private.require_undoable(run_id uuid) returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
begin
  select * into v_run from private.runs r where r.id = require_undoable.run_id for update;
  if not private.undoable(v_run) then
    raise exception using errcode = 'PT409', message = 'not_undoable', detail = jsonb_build_object('cause', case
      when v_run.undone_at is not null then 'already_undone'
      when v_run.status = 'running' then 'still_running' else 'no_undo' end);
  end if;
  return v_run;
end $$;
comment on function private.require_undoable is 'Locks a run that may be undone. Raises PT409 not_undoable with its cause.';

create function private.undo_run(run_id uuid, reason text, idempotency_key text, action text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  r private.request;
  v_original private.runs;
  v_answer jsonb;
  v_rule text;
  v_run private.runs;
  v_state text; v_message text; v_detail text;
begin
  perform private.require_staff();
  perform private.require_session();
  select * into v_original from private.runs o
  where o.id = undo_run.run_id and (undo_run.action is null or o.action = undo_run.action);
  if v_original.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"run"}';
  end if;
  r.mode := 'undo';
  r.undoes := v_original.id;
  r.caller := private.require_permission(v_original.action);
  r.action := private.find_action(v_original.action);
  r.params := v_original.params;
  r.incident := v_original.incident;
  r.reason := private.clean_reason(undo_run.reason);
  r.key := private.clean_key(idempotency_key);
  r.hash := sha256(convert_to(jsonb_build_array('undo', run_id, r.reason)::text, 'UTF8'));

  v_answer := private.replayed_answer((r.caller).id, r.key, r.hash);
  if v_answer is null then
    v_rule := private.approval_rule(r.action, r.params, coalesce(v_original.items, 1));
    -- What only gives back less than before needs nobody else.
    if v_rule in ('staff', 'bulk') then
      return private.request_approval(r, v_rule);
    end if;
    v_run := private.perform(r);
    v_answer := case when v_run.id is not null then private.run_answer(v_run)
      else private.replayed_answer((r.caller).id, r.key, r.hash) end;
  end if;
  return v_answer;
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('undo', v_original.action, v_original.target_id, undo_run.reason, v_state, v_message, v_detail);
end $$;
comment on function private.undo_run is
  'Puts back what a run changed, once, while every field that the registry has compared still has the value it gave; a run with items, item by item. Raises PT409 not_undoable otherwise.';

create function private.perform(
  r private.request, observed jsonb default null, approval_id uuid default null, approved_by_email text default null
) returns private.runs
language plpgsql security definer set search_path = '' as $$
begin
  return case when (r.action).kind = 'vendor' then
    case r.mode when 'run' then private.begin_items(r, observed, approval_id, approved_by_email)
      else private.begin_undo(r, approval_id, approved_by_email) end
  else
    case r.mode when 'run' then private.perform_run(r, approval_id, approved_by_email)
      else private.perform_undo(r, approval_id, approved_by_email) end
  end;
end $$;
comment on function private.perform is
  'Does what was asked for, in the way of the action; null when the key was taken meanwhile. Raises what the way raises.';

create function private.guards_of(records jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_action private.actions;
  v_role text := private.caller_role();
  v_blocker jsonb;
  v_result jsonb := '{}';
begin
  for v_action in select * from private.actions a where records ? a.subject order by a.name loop
    if not exists (
      select from private.permissions p where p.role = v_role and p.verb = 'run' and p.subject = v_action.name
    ) then
      v_blocker := '{"code":"not_allowed","args":{}}';
    else
      v_blocker := private.call_jsonb(v_action.guard,
        jsonb_build_object(private.key_of(v_action.subject), records -> v_action.subject), private.now()) #> '{blockers,0}';
    end if;
    v_result := v_result || jsonb_build_object(v_action.name, jsonb_build_object(
      'allowed', v_blocker is null, 'code', v_blocker -> 'code', 'details', coalesce(v_blocker -> 'args', '{}')));
  end loop;
  return v_result;
end $$;
comment on function private.guards_of is
  'For each action on the records ({subject: id}): may the caller do it now, and if not, why not. A guard is asked with the record alone, before there are other parameters.';

create function private.key_of(subject text) returns text
language sql immutable set search_path = '' as $$
  select case subject when 'address' then 'email' else subject || '_id' end
$$;
comment on function private.key_of is 'The parameter by which a guard is asked about a record of a kind.';

create function private.record_guards(kind text, id text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_records jsonb;
begin
  perform private.require_staff();
  v_records := private.records_of(kind, record_guards.id);
  if v_records is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = jsonb_build_object('kind', left(kind, 100))::text;
  end if;
  return private.guards_of(v_records);
end $$;
comment on function private.record_guards is
  'What may be done with a record and why not: kind is a subject of the registry. Raises PT401, PT403, PT404.';

create function private.records_of(kind text, id text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_id uuid := case when pg_input_is_valid(id, 'uuid') then id::uuid end;
begin
  return case kind
    -- A customer and an e-mail are also an address, which may be blocked at the provider.
    when 'user' then (select jsonb_strip_nulls(jsonb_build_object('user', u.id, 'address', u.email)) from private.users u where u.id = v_id)
    when 'email' then (select jsonb_build_object('email', e.id, 'address', e.to_email) from public.emails e where e.id = v_id)
    when 'address' then jsonb_build_object('address', records_of.id)
    when 'integration' then (select jsonb_build_object('integration', t.id) from public.integration_tokens t where t.id = v_id)
    when 'event' then (select jsonb_build_object('event', e.id) from private.stripe_events e where e.id = records_of.id)
    -- An import is also of an integration, until the customer takes that away.
    when 'import' then (select jsonb_build_object('import', l.id) || case when t.id is not null then jsonb_build_object('integration', t.id) else '{}' end
      from public.import_logs l left join public.integration_tokens t on t.user_id = l.user_id and t.provider = l.provider where l.id = v_id)
  end;
end $$;
comment on function private.records_of is 'A record, and what else it is, by subject; null when there is none.';

-- The API ----------------------------------------------------------------------------------

create function private.note_failure(action text, params jsonb, reason text, code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_permission(action);
  v_target text := left(private.named_target(params), 100);
  v_email text;
begin
  if code is null or code !~ '^[a-z_]{1,40}$' then
    perform private.invalid_params('code', 'invalid_format');
  end if;
  if pg_input_is_valid(v_target, 'uuid') then
    v_email := (select u.email from private.users u where u.id = v_target::uuid);
  end if;
  perform private.write_audit(v_caller, 'action', 'failed', action, v_target, coalesce(v_email, v_target), null, left(reason, 500),
    null, null, jsonb_build_object('code', code), case when v_email is not null then 'user' end);
  return '{"noted":true}';
end $$;
comment on function private.note_failure is
  'A line of the journal for a click that came to nothing because a vendor or the console failed; code is the contract''s. '
  'Its own transaction: what failed was rolled back. Raises PT401, PT403, PT422.';

create function backoffice.preview_action(action text, params jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.preview_action(action, params); end;
comment on function backoffice.preview_action is 'See private.preview_action.';

create function backoffice.note_failure(action text, params jsonb, reason text, code text) returns jsonb
language sql volatile security invoker begin atomic select private.note_failure(action, params, reason, code); end;
comment on function backoffice.note_failure is 'See private.note_failure.';

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

create function backoffice.prove_run(run_id uuid, again boolean default false, action text default null) returns jsonb
language sql volatile security invoker begin atomic select private.prove_run(run_id, again, action); end;
comment on function backoffice.prove_run is 'See private.prove_run.';

create function backoffice.record_guards(kind text, id text) returns jsonb
language sql stable security invoker begin atomic select private.record_guards(kind, id); end;
comment on function backoffice.record_guards is 'See private.record_guards.';

revoke all on all functions in schema private from public, anon;
select private.expose_function(f) from unnest(array[
  'private.preview_action(text, jsonb)', 'backoffice.preview_action(text, jsonb)',
  'private.run_action(text, jsonb, text, text, text, text, text)',
  'backoffice.run_action(text, jsonb, text, text, text, text, text)',
  'private.note_failure(text, jsonb, text, text)', 'backoffice.note_failure(text, jsonb, text, text)',
  'private.undo_run(uuid, text, text, text)', 'backoffice.undo_run(uuid, text, text, text)',
  'private.prove_run(uuid, boolean, text)', 'backoffice.prove_run(uuid, boolean, text)',
  'private.record_guards(text, text)', 'backoffice.record_guards(text, text)'
]::regprocedure[]) f;
