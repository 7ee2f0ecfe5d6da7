-- Runs that take long or reach a vendor: a run is items, claimed under a lease by workers.
--
-- An item is claimed, its vendor steps are written down before and after, its effect on the database
-- is one transaction, and it is finished once. A worker that dies loses its lease; the next one finds
-- the steps that were done and goes on. Nothing is lost, nothing is done twice.

create table private.run_items (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references private.runs (id),
  position integer not null,
  target_kind text not null,
  target_id text not null,
  target_label text not null,
  user_id uuid,
  payload jsonb not null default '{}',
  observed jsonb,
  status text not null default 'pending'
    check (status in ('pending', 'running', 'done', 'skipped', 'failed', 'attention', 'cancelled')),
  attempts integer not null default 0,
  not_before timestamptz not null default '-infinity',
  lease uuid,
  lease_until timestamptz,
  applied_at timestamptz,
  changes jsonb not null default '[]',
  snapshot jsonb,
  outcome jsonb,
  proof jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  unique (run_id, position)
);
create index run_items_open on private.run_items (run_id, position) where status in ('pending', 'running');
create index run_items_leased on private.run_items (lease_until) where status = 'running';
create index run_items_status on private.run_items (run_id, status, position);
create index run_items_target on private.run_items (target_id, run_id);
create index run_items_user on private.run_items (user_id, run_id) where user_id is not null;
comment on table private.run_items is
  'The items of a run. observed: what the vendor said of it before the run began, null when nobody looked. '
  'outcome is {code, args}; "attention": nobody can tell whether the vendor did it, a person has to look.';

create table private.run_steps (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references private.run_items (id),
  name text not null,
  service text not null,
  idempotency_key text not null,
  status text not null default 'started' check (status in ('started', 'done', 'failed')),
  effect boolean not null default true,
  doubtful boolean not null default false,
  attempts integer not null default 1,
  detail jsonb not null default '{}',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  unique (item_id, name)
);
comment on table private.run_steps is
  'Calls that change something at a vendor, written down before and after. The key is the same at every attempt. '
  'effect: false for a reading that later attempts must find as it was. doubtful: an attempt had no answer, so the vendor may have done it.';

create table private.vendor_rates (
  service text primary key,
  per_second numeric not null check (per_second > 0),
  next_at timestamptz not null default '-infinity'
);
comment on table private.vendor_rates is
  'How many calls a second a vendor takes from all workers together, and when the next one may go.';
-- What a handler surveys in one go it has to see whole; a preview of more is of a part.
insert into private.settings (key, value) values ('targets_listed', '2000');
insert into private.vendor_rates (service, per_second) values
  -- Live Stripe takes 25 a second for an endpoint, Resend 2 for a team; the app is our own.
  ('stripe', 20), ('resend', 2), ('app', 10);

-- Starting ---------------------------------------------------------------------------------

create function private.targets_of(action private.actions, params jsonb, at timestamptz) returns setof private.run_target
language plpgsql stable security definer set search_path = '' as $$
begin
  return query execute format('select (t).* from %s($1, $2) t', action.targets) using params, at;
end $$;
comment on function private.targets_of is 'What a run of an action would touch, in order. Raises what the registry''s routine raises.';

create function private.changes_of(action private.actions, item private.run_items, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_done jsonb;
begin
  -- The effect itself, rolled back: a preview cannot differ from the run.
  begin
    execute format('select %s($1, $2)', action.apply) into v_done using item, observed;
    raise exception using errcode = 'PT001';
  exception when sqlstate 'PT001' then
    null;
  end;
  return v_done -> 'changes';
end $$;
comment on function private.changes_of is 'What the effect of an item would change. Writes nothing.';

create function private.changes_by(action private.actions, params jsonb, at timestamptz, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_target private.run_target;
  v_item private.run_items;
  v_changes jsonb := '[]';
begin
  if action.forecast is not null then
    return private.call_jsonb(action.forecast, params, at);
  end if;
  for v_target in select * from private.targets_of(action, params, at) loop
    continue when observed -> v_target.id is null;
    v_item.target_kind := v_target.kind;
    v_item.target_id := v_target.id;
    v_item.target_label := v_target.label;
    v_item.user_id := v_target.user_id;
    v_item.payload := v_target.payload;
    v_changes := v_changes || (
      select coalesce(jsonb_agg(c || jsonb_build_object('target', v_target.id)), '[]')
      from jsonb_array_elements(private.changes_of(action, v_item, observed -> v_target.id)) c);
  end loop;
  return v_changes;
end $$;
comment on function private.changes_by is
  'What a run with items would change: by what was observed at the vendor for its targets ({id: state}), each with its target, or by the action''s forecast.';

create function private.guard_of(action private.actions, params jsonb, at timestamptz, observed jsonb) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.call_jsonb(action.guard,
    params || case when observed is null then '{}' else jsonb_build_object('observed', observed) end, at)
$$;
comment on function private.guard_of is
  'What an action''s guard says, also of what was observed at the vendor, which it finds among the parameters.';

create function private.plan_payload(
  caller private.caller, action private.actions, params jsonb, at timestamptz, changes jsonb
) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'action', action.name, 'actor', caller.id, 'params', params, 'at', at,
    'changes', encode(sha256(convert_to(changes::text, 'UTF8')), 'hex'),
    'targets', (
      select jsonb_build_object('number', count(*),
        'ids', encode(sha256(convert_to(coalesce(string_agg(t.kind || ' ' || t.id, ','), ''), 'UTF8')), 'hex'))
      from private.targets_of(action, params, at) t))
$$;
comment on function private.plan_payload is
  'What the plan of a run with items promises: who, what, which targets in which order, and which changes.';

create function private.pace_of(action private.actions, items integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('per_minute', floor(60 / p.seconds), 'seconds', ceil(p.seconds * pace_of.items))
  from (
    select max(c.value::numeric / v.per_second) as seconds
    from jsonb_each_text((pace_of.action).calls) c join private.vendor_rates v on v.service = c.key
  ) p
  where p.seconds > 0
$$;
comment on function private.pace_of is
  'How many items a minute the vendors'' rates allow, and how many seconds so many will take; null for an action that does not say what it calls.';

create function private.plan_run(action text, params jsonb, observed jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_action private.actions;
  v_params jsonb;
  v_guard jsonb;
  v_changes jsonb;
  v_plan jsonb;
  v_at timestamptz := date_trunc('milliseconds', private.now());
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_permission(plan_run.action);
  v_action := private.find_action(plan_run.action);
  perform private.require_kind(v_action, 'vendor');
  v_params := private.call_jsonb(v_action.parse, params);
  v_guard := private.guard_of(v_action, v_params, v_at, observed);
  v_changes := private.changes_by(v_action, v_params, v_at, observed);
  v_plan := private.plan_payload(v_caller, v_action, v_params, v_at, v_changes);
  return jsonb_build_object(
    'plan', private.sign_plan(v_plan),
    'summary', jsonb_build_object('code', v_action.name, 'args', v_params || jsonb_build_object(
      'items', v_plan #> '{targets,number}', 'changes', jsonb_array_length(v_changes))),
    'changes', (select coalesce(jsonb_agg(c.value - 'target' order by c.ordinality), '[]') from jsonb_array_elements(v_changes) with ordinality c),
    'unchanged', '[]'::jsonb,
    'warnings', v_guard -> 'warnings',
    'blockers', v_guard -> 'blockers',
    'targets', (
      select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('records', coalesce(r.ids, '[]'))), '[]')
      from (select * from private.targets_of(v_action, v_params, v_at) limit (private.setting('targets_listed'))::integer) t
      left join (
        select c ->> 'target' as target, jsonb_agg(distinct c -> 'id') as ids from jsonb_array_elements(v_changes) c group by 1
      ) r on r.target = t.id),
    'items', v_plan #> '{targets,number}',
    'pace', private.pace_of(v_action, (v_plan #>> '{targets,number}')::integer),
    'approval', private.approval_need(v_action, v_params, (v_plan #>> '{targets,number}')::integer, v_caller),
    'computed_at', v_at);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', plan_run.action, private.named_target(params), null, v_state, v_message, v_detail);
end $$;
comment on function private.plan_run is
  'What a run with items would do: its targets (targets_listed at most, each with the ids of the records that change with it) and a signed plan. observed: {target: state at the vendor}, '
  'for as many targets as were looked at. Writes nothing but refusals. Answers the contract''s 4xx.';

create function private.run_target_of(first private.run_target, number integer) returns private.run_target
language sql immutable set search_path = '' as $$
  select case number when 1 then first else row('many', '', number::text, null, '{}'::jsonb)::private.run_target end
$$;
comment on function private.run_target_of is 'What a run of so many items is about: its one target, or "many".';

create function private.begin_items(
  r private.request, observed jsonb, approval_id uuid default null, approved_by_email text default null
) returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := (r.plan ->> 'at')::timestamptz;
  v_number integer := (r.plan #>> '{targets,number}')::integer;
  v_promised jsonb;
  v_only private.run_target;
  v_run private.runs;
begin
  -- Equal calls at the same moment: what the first one changes must not turn the others away.
  perform pg_advisory_xact_lock(hashtextextended('key ' || (r.caller).id::text || ' ' || r.key, 0));
  if private.replayed_answer((r.caller).id, r.key, r.hash) is not null and approval_id is null then
    return null;
  end if;
  v_promised := private.plan_payload(r.caller, r.action, r.params, v_at, private.changes_by(r.action, r.params, v_at, observed));
  if v_promised -> 'targets' is distinct from r.plan -> 'targets' or v_promised -> 'changes' is distinct from r.plan -> 'changes' then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"target_changed","changed":[]}';
  end if;
  v_only := (select t from private.targets_of(r.action, r.params, v_at) t limit 1);
  -- Two clicks at the same moment: the guard of the second one sees the run of the first.
  if v_number = 1 then
    -- A target may name what it shares with others, also of another action.
    perform pg_advisory_xact_lock(hashtextextended(coalesce(v_only.payload ->> 'lock', (r.action).name || ' ' || v_only.id), 0));
  end if;
  perform private.require_confirmation(r, v_only.label);
  perform private.refuse_blocked(private.guard_of(r.action, r.params, v_at, observed));
  v_run := private.claim_run(r, private.run_target_of(v_only, v_number), v_number, approval_id, approved_by_email);
  if v_run.id is not null then
    insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, payload, observed)
    select v_run.id, t.position, t.kind, t.id, t.label, t.user_id, t.payload, observed -> t.id
    from private.targets_of(r.action, r.params, v_at) with ordinality as t (kind, id, label, user_id, payload, position);
  end if;
  return v_run;
end $$;
comment on function private.begin_items is
  'Opens a run with its items by its plan; null when its key was taken meanwhile. Raises PT409 when targets or observed differ from the plan, or a blocker stands.';

create function private.begin_undo(r private.request, approval_id uuid default null, approved_by_email text default null)
returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_original private.runs;
  v_number integer;
  v_first private.run_target;
  v_run private.runs;
begin
  -- Equal calls at the same moment: the first one's undo must not turn the others away.
  perform from private.runs o where o.id = r.undoes for update;
  if approval_id is null and private.replayed_answer((r.caller).id, r.key, r.hash) is not null then
    return null;
  end if;
  v_original := private.require_undoable(r.undoes);
  select count(*) over (), i.target_kind, i.target_id, i.target_label, i.user_id
  into v_number, v_first.kind, v_first.id, v_first.label, v_first.user_id
  from private.run_items i where i.run_id = v_original.id and i.changes <> '[]' order by i.position limit 1;
  v_run := private.claim_run(r, private.run_target_of(v_first, v_number), v_number, approval_id, approved_by_email);
  if v_run.id is not null then
    -- Last in, first out: whatever an item built on another one's change comes apart in order.
    insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, payload)
    select v_run.id, row_number() over (order by i.position desc), i.target_kind, i.target_id, i.target_label, i.user_id,
      jsonb_build_object('undoes_item', i.id)
    from private.run_items i where i.run_id = v_original.id and i.changes <> '[]';
    update private.runs o set undone_at = private.now(), undone_by_run = v_run.id where o.id = v_original.id;
  end if;
  return v_run;
end $$;
comment on function private.begin_undo is
  'Opens the run that puts back what the items of another one changed; null when its key was taken meanwhile. Raises PT409 not_undoable.';

create function private.start_run(
  action text, params jsonb, plan text, reason text, idempotency_key text,
  confirm text default null, incident text default null, observed jsonb default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  r private.request;
  v_rule text;
  v_run private.runs;
  v_answer jsonb;
  v_state text; v_message text; v_detail text;
begin
  r := private.read_request('vendor', start_run.action, params, plan, start_run.reason, idempotency_key, confirm, incident);
  if r.plan is not null then
    v_rule := private.approval_rule(r.action, r.params, (r.plan #>> '{targets,number}')::integer);
    if v_rule is not null then
      return private.request_approval(r, v_rule, observed);
    end if;
    v_run := private.begin_items(r, observed);
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
  -- An equal call was ahead by a moment: what its run changed is no reason to refuse this one.
  if v_state = 'PT409' then
    v_answer := private.replayed_answer((r.caller).id, r.key, r.hash);
    if v_answer is not null then
      return v_answer;
    end if;
  end if;
  return private.record_refusal('action', start_run.action, private.named_target(params), start_run.reason, v_state, v_message, v_detail);
end $$;
comment on function private.start_run is
  'Opens a run with its items by the plan of its preview, once for each idempotency key, or asks a second colleague, where the rules want one; workers do the rest. Raises PT409 when targets or observed differ from the plan. Answers the contract''s 4xx.';

create function private.cancel_run(run_id uuid, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_run private.runs;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  select * into v_run from private.runs r where r.id = cancel_run.run_id for update;
  if v_run.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"run"}';
  end if;
  v_caller := private.require_permission(v_run.action);
  reason := private.clean_reason(reason);
  if v_run.status <> 'running' or v_run.items is null then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"run_finished","args":{}}]}';
  end if;
  if v_run.cancel_requested_at is null then
    update private.runs r set cancel_requested_at = private.now() where r.id = v_run.id returning * into v_run;
    perform private.drop_waiting(v_run.id, 'cancelled');
    perform private.write_audit(v_caller, 'action', 'done', v_run.action, v_run.target_id, v_run.target_label, v_run.id, reason,
      null, null, '{"code":"cancelled"}');
  end if;
  perform private.close_run(v_run.id);
  select * into v_run from private.runs r where r.id = v_run.id;
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', v_run.action, v_run.target_id, reason, v_state, v_message, v_detail);
end $$;
comment on function private.cancel_run is
  'Ends a run after the items that are being worked on: those that wait are cancelled. Answers the run, or the contract''s 4xx.';

create function private.retry_run(run_id uuid, reason text, idempotency_key text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_first private.runs;
  v_run private.runs;
  v_number integer;
  v_hash bytea;
  v_answer jsonb;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  select * into v_first from private.runs r where r.id = retry_run.run_id;
  if v_first.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"run"}';
  end if;
  v_caller := private.require_permission(v_first.action);
  reason := private.clean_reason(reason);
  idempotency_key := private.clean_key(idempotency_key);
  v_hash := sha256(convert_to(jsonb_build_array('retry', run_id, reason)::text, 'UTF8'));
  -- The row of the first run is the lock: two people retry its failures once, and an equal call finds the answer.
  perform from private.runs r where r.id = v_first.id for update;
  v_answer := private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  if v_answer is not null then
    return v_answer;
  end if;
  v_number := (select count(*) from private.run_items i where i.run_id = v_first.id and i.status = 'failed');
  if v_first.finished_at is null or v_number = 0
    or exists (select from private.runs r where r.retries_run = v_first.id)
    or private.approval_rule(private.find_action(v_first.action), v_first.params, v_number) is not null then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', jsonb_build_array(
      jsonb_build_object('code', case
        when v_first.finished_at is null then 'run_not_finished'
        when v_number = 0 then 'nothing_failed'
        when exists (select from private.runs r where r.retries_run = v_first.id) then 'already_retried'
        else 'too_many_to_retry' end, 'args', '{}'::jsonb)));
  end if;
  if v_first.items = 1 and v_first.undoes_run is null then
    -- What happened since may stand against it, as against a first click.
    perform pg_advisory_xact_lock(hashtextextended(coalesce(i.payload ->> 'lock', v_first.action || ' ' || i.target_id), 0))
    from private.run_items i where i.run_id = v_first.id;
    perform private.refuse_blocked(private.guard_of(private.find_action(v_first.action), v_first.params, private.now(), null));
  end if;
  insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, incident,
    actor_id, actor_email, actor_role, idempotency_key, request_hash, items, retries_run, undoes_run, target_user)
  select v_first.action, 'running',
    case v_number when 1 then min(i.target_kind) else 'many' end,
    case v_number when 1 then min(i.target_id) else '' end,
    case v_number when 1 then min(i.target_label) else v_number::text end,
    v_first.params, reason, v_first.incident, v_caller.id, v_caller.email, v_caller.role, idempotency_key, v_hash, v_number, v_first.id,
    v_first.undoes_run, case v_number when 1 then (array_agg(i.user_id))[1] end
  from private.run_items i where i.run_id = v_first.id and i.status = 'failed'
  on conflict on constraint runs_actor_id_idempotency_key_key do nothing
  returning * into v_run;
  if v_run.id is null then
    return private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  end if;
  insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, payload, observed)
  select v_run.id, row_number() over (order by i.position), i.target_kind, i.target_id, i.target_label, i.user_id, i.payload, i.observed
  from private.run_items i where i.run_id = v_first.id and i.status = 'failed';
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', v_first.action, v_first.target_id, reason, v_state, v_message, v_detail);
end $$;
comment on function private.retry_run is 'A new run of the items that failed in a finished one, once. Answers the run, or the contract''s 4xx.';

create function private.item_counts(run_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(s.status, s.number), '{}')
  from (select i.status, count(*) as number from private.run_items i where i.run_id = item_counts.run_id group by 1) s
$$;
comment on function private.item_counts is 'How many items of a run are in each status.';

-- The API ----------------------------------------------------------------------------------

create function backoffice.plan_run(action text, params jsonb, observed jsonb default null) returns jsonb
language sql volatile security invoker begin atomic select private.plan_run(action, params, observed); end;
comment on function backoffice.plan_run is 'See private.plan_run.';

create function backoffice.start_run(
  action text, params jsonb, plan text, reason text, idempotency_key text,
  confirm text default null, incident text default null, observed jsonb default null
) returns jsonb
language sql volatile security invoker begin atomic
  select private.start_run(action, params, plan, reason, idempotency_key, confirm, incident, observed);
end;
comment on function backoffice.start_run is 'See private.start_run.';

create function backoffice.cancel_run(run_id uuid, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.cancel_run(run_id, reason); end;
comment on function backoffice.cancel_run is 'See private.cancel_run.';

create function backoffice.retry_run(run_id uuid, reason text, idempotency_key text) returns jsonb
language sql volatile security invoker begin atomic select private.retry_run(run_id, reason, idempotency_key); end;
comment on function backoffice.retry_run is 'See private.retry_run.';

select private.expose_function(f) from unnest(array[
  'private.plan_run(text, jsonb, jsonb)', 'backoffice.plan_run(text, jsonb, jsonb)',
  'private.start_run(text, jsonb, text, text, text, text, text, jsonb)', 'backoffice.start_run(text, jsonb, text, text, text, text, text, jsonb)',
  'private.cancel_run(uuid, text)', 'backoffice.cancel_run(uuid, text)',
  'private.retry_run(uuid, text, text)', 'backoffice.retry_run(uuid, text, text)'
]::regprocedure[]) f;

create view backoffice.runs as
select r.id, 'RUN-' || to_char(r.number, 'FM99999999990000') as code, r.action, r.status,
  r.target_kind, r.target_id, r.target_label, r.target_user,
  (select u.email from private.users u where u.id = r.target_user) as target_email, r.params, r.summary, r.changes,
  private.latest_proof(r.id) as proof,
  r.reason, r.incident, r.actor_id, r.actor_email, r.actor_role,
  r.items, r.cancel_requested_at, r.retries_run, r.approval_id, r.approved_by_email, r.glass_broken,
  case when r.items is not null then coalesce(r.counts, private.item_counts(r.id)) end as counts,
  r.started_at, r.finished_at, r.duration_ms, r.undone_at, r.undone_by_run, r.undoes_run,
  private.undoable(r) as undoable
from private.runs r
where private.admit('runs') and (select private.can_read('runs'));
comment on view backoffice.runs is 'Every execution of an action, for all staff.';

select private.allow('{support,ops,admin}', 'read', '{runs}');
select private.expose_view('backoffice.runs');

create view backoffice.run_items as
select i.id, i.run_id, i.position, i.target_kind, i.target_id, i.target_label, i.user_id, i.status, i.attempts, i.not_before,
  i.changes, i.outcome, i.proof, i.started_at, i.finished_at,
  (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'service', s.service, 'status', s.status, 'attempts', s.attempts,
      'started_at', s.started_at, 'finished_at', s.finished_at) order by s.started_at), '[]')
    from private.run_steps s where s.item_id = i.id and s.effect) as steps
from private.run_items i
where private.admit('runs') and (select private.can_read('runs'));
comment on view backoffice.run_items is 'What became of each item of a run, for all staff.';
select private.expose_view('backoffice.run_items');
select private.expose_function('private.item_counts(uuid)');
