-- Runs that take long or reach a vendor: a run is items, claimed under a lease by workers.
--
-- An item is claimed, its vendor steps are written down before and after, its effect on the database
-- is one transaction, and it is finished once. A worker that dies loses its lease; the next one finds
-- the steps that were done and goes on. Nothing is lost, nothing is done twice.

create type private.run_target as (kind text, id text, label text, payload jsonb);
comment on type private.run_target is 'What one item of a run is about.';

create table private.run_items (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references private.runs (id),
  position integer not null,
  target_kind text not null,
  target_id text not null,
  target_label text not null,
  payload jsonb not null default '{}',
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
comment on table private.run_items is
  'The items of a run. outcome is {code, args}; "attention": nobody can tell whether the vendor did it, a person has to look.';

create table private.run_steps (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references private.run_items (id),
  name text not null,
  service text not null,
  idempotency_key text not null,
  status text not null default 'started' check (status in ('started', 'done', 'failed')),
  attempts integer not null default 1,
  detail jsonb not null default '{}',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  unique (item_id, name)
);
comment on table private.run_steps is
  'Calls that change something at a vendor, written down before and after. The key is the same at every attempt.';

create table private.vendor_rates (
  service text primary key,
  per_second numeric not null check (per_second > 0),
  next_at timestamptz not null default '-infinity'
);
comment on table private.vendor_rates is
  'How many calls a second a vendor takes from all workers together, and when the next one may go.';
insert into private.vendor_rates (service, per_second) values
  -- Live Stripe takes 25 a second for an endpoint, Resend 2 for a team; the app is our own.
  ('stripe', 20), ('resend', 2), ('app', 10);

create table private.worker_functions (routine regprocedure primary key);
comment on table private.worker_functions is 'What the worker calls with the secret key, and nobody else.';

create function private.expose_to_worker(routine regprocedure) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('revoke all on function %s from public, anon, authenticated', routine);
  execute format('grant execute on function %s to service_role', routine);
  insert into private.worker_functions values (routine) on conflict do nothing;
end $$;
comment on function private.expose_to_worker is 'Lets the secret key, and nobody else, execute a function.';

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
    raise exception using errcode = 'PT000';
  exception when sqlstate 'PT000' then
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
    v_item.payload := v_target.payload;
    v_changes := v_changes || private.changes_of(action, v_item, observed -> v_target.id);
  end loop;
  return v_changes;
end $$;
comment on function private.changes_by is
  'What a run with items would change: by what was observed at the vendor for its targets ({id: state}), or by the action''s forecast.';

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
  v_guard := private.call_jsonb(v_action.guard, v_params, v_at);
  v_changes := private.changes_by(v_action, v_params, v_at, observed);
  v_plan := private.plan_payload(v_caller, v_action, v_params, v_at, v_changes);
  return jsonb_build_object(
    'plan', private.sign_plan(v_plan),
    'summary', jsonb_build_object('code', v_action.name, 'args', v_params || jsonb_build_object(
      'items', v_plan #> '{targets,number}', 'changes', jsonb_array_length(v_changes))),
    'changes', v_changes,
    'unchanged', '[]'::jsonb,
    'warnings', v_guard -> 'warnings',
    'blockers', v_guard -> 'blockers',
    'targets', (
      select coalesce(jsonb_agg(to_jsonb(t)), '[]')
      from (select * from private.targets_of(v_action, v_params, v_at) limit 500) t),
    'items', v_plan #> '{targets,number}',
    'computed_at', v_at);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', plan_run.action, params ->> 'user_id', null, v_state, v_message, v_detail);
end $$;
comment on function private.plan_run is
  'What a run with items would do: its targets (500 at most are listed) and a signed plan. observed: {target: state at the vendor}, '
  'for as many targets as were looked at. Writes nothing but refusals. Answers the contract''s 4xx.';

create function private.start_run(
  action text, params jsonb, plan text, reason text, idempotency_key text,
  confirm text default null, incident text default null, observed jsonb default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_action private.actions;
  v_params jsonb;
  v_plan jsonb;
  v_guard jsonb;
  v_promised jsonb;
  v_changes jsonb;
  v_hash bytea;
  v_run private.runs;
  v_only private.run_target;
  v_number integer;
  v_answer jsonb;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_permission(start_run.action);
  v_action := private.find_action(start_run.action);
  perform private.require_kind(v_action, 'vendor');
  v_params := private.call_jsonb(v_action.parse, params);
  reason := private.clean_reason(reason);
  idempotency_key := private.clean_key(idempotency_key);
  v_hash := sha256(convert_to(jsonb_build_array('run', v_action.name, v_params, plan, reason, confirm, incident)::text, 'UTF8'));
  v_answer := private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  if v_answer is not null then
    return v_answer;
  end if;

  v_plan := private.read_plan(plan);
  if v_plan ->> 'action' <> v_action.name or v_plan -> 'params' <> v_params or v_plan ->> 'actor' <> v_caller.id::text then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"other_request"}';
  end if;
  if (v_plan ->> 'at')::timestamptz < private.now() - make_interval(mins => (private.setting('plan_minutes'))::integer) then
    raise exception using errcode = 'PT409', message = 'plan_expired';
  end if;
  v_changes := private.changes_by(v_action, v_params, (v_plan ->> 'at')::timestamptz, observed);
  v_promised := private.plan_payload(v_caller, v_action, v_params, (v_plan ->> 'at')::timestamptz, v_changes);
  if v_promised -> 'targets' is distinct from v_plan -> 'targets' or v_promised -> 'changes' is distinct from v_plan -> 'changes' then
    raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"target_changed","changed":[]}';
  end if;
  v_number := (v_plan #>> '{targets,number}')::integer;
  v_only := (select t from private.targets_of(v_action, v_params, (v_plan ->> 'at')::timestamptz) t limit 1);
  if v_action.confirm = 'email' and lower(coalesce(confirm, '')) <> lower(v_only.label) then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["confirm"],"code":"confirm_mismatch"}]}';
  end if;
  v_guard := private.call_jsonb(v_action.guard, v_params, (v_plan ->> 'at')::timestamptz);
  if jsonb_array_length(v_guard -> 'blockers') > 0 then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', v_guard -> 'blockers');
  end if;

  insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, incident,
    actor_id, actor_email, actor_role, idempotency_key, request_hash, items)
  values (v_action.name, 'running',
    case v_number when 1 then v_only.kind else 'many' end,
    case v_number when 1 then v_only.id else '' end,
    case v_number when 1 then v_only.label else v_number::text end,
    v_params, reason, nullif(left(incident, 64), ''),
    v_caller.id, v_caller.email, v_caller.role, idempotency_key, v_hash, v_number)
  on conflict on constraint runs_actor_id_idempotency_key_key do nothing
  returning * into v_run;
  if v_run.id is null then
    return private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  end if;
  insert into private.run_items (run_id, position, target_kind, target_id, target_label, payload)
  select v_run.id, t.position, t.kind, t.id, t.label, t.payload
  from private.targets_of(v_action, v_params, (v_plan ->> 'at')::timestamptz)
    with ordinality as t (kind, id, label, payload, position);
  return private.run_answer(v_run);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', start_run.action, params ->> 'user_id', reason, v_state, v_message, v_detail);
end $$;
comment on function private.start_run is
  'Opens a run with its items by the plan of its preview, once for each idempotency key; workers do the rest. Raises PT409 when targets or observed differ from the plan. Answers the contract''s 4xx.';

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
  v_answer := private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  if v_answer is not null then
    return v_answer;
  end if;
  -- The row of the first run is the lock: two people retry its failures once.
  perform from private.runs r where r.id = v_first.id for update;
  v_number := (select count(*) from private.run_items i where i.run_id = v_first.id and i.status = 'failed');
  if v_first.finished_at is null or v_number = 0
    or exists (select from private.runs r where r.retries_run = v_first.id) then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', jsonb_build_array(
      jsonb_build_object('code', case
        when v_first.finished_at is null then 'run_not_finished'
        when v_number = 0 then 'nothing_failed' else 'already_retried' end, 'args', '{}'::jsonb)));
  end if;
  insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, incident,
    actor_id, actor_email, actor_role, idempotency_key, request_hash, items, retries_run)
  select v_first.action, 'running',
    case v_number when 1 then min(i.target_kind) else 'many' end,
    case v_number when 1 then min(i.target_id) else '' end,
    case v_number when 1 then min(i.target_label) else v_number::text end,
    v_first.params, reason, v_first.incident, v_caller.id, v_caller.email, v_caller.role, idempotency_key, v_hash, v_number, v_first.id
  from private.run_items i where i.run_id = v_first.id and i.status = 'failed'
  on conflict on constraint runs_actor_id_idempotency_key_key do nothing
  returning * into v_run;
  if v_run.id is null then
    return private.replayed_answer(v_caller.id, idempotency_key, v_hash);
  end if;
  insert into private.run_items (run_id, position, target_kind, target_id, target_label, payload)
  select v_run.id, row_number() over (order by i.position), i.target_kind, i.target_id, i.target_label, i.payload
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

-- Working ----------------------------------------------------------------------------------

create function private.drop_waiting(run_id uuid, code text) returns void
language sql security definer set search_path = '' as $$
  update private.run_items i
  set status = 'cancelled', outcome = jsonb_build_object('code', drop_waiting.code, 'args', '{}'::jsonb), finished_at = clock_timestamp()
  where i.run_id = drop_waiting.run_id and i.status = 'pending'
$$;
comment on function private.drop_waiting is 'Cancels the items of a run that nobody works on.';

create function private.close_run(run_id uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_counts jsonb;
  v_caller private.caller;
begin
  -- The row of the run is the lock: of two workers that end the last items, the later one closes it.
  select * into v_run from private.runs r where r.id = close_run.run_id for update;
  if v_run.status is distinct from 'running' or v_run.items is null
    or exists (select from private.run_items i where i.run_id = v_run.id and i.status in ('pending', 'running')) then
    return false;
  end if;
  v_counts := private.item_counts(v_run.id);
  update private.runs r set
    status = case
      when v_counts ? 'cancelled' then 'cancelled'
      when not v_counts ?| '{failed,attention}' then 'succeeded'
      when v_counts ?| '{done,skipped}' then 'partial'
      else 'failed' end,
    counts = v_counts,
    changes = case when v_run.items <= 25 then (
      select coalesce(jsonb_agg(c.value order by i.position, c.ordinality), '[]')
      from private.run_items i, jsonb_array_elements(i.changes) with ordinality c where i.run_id = v_run.id) else '[]' end,
    finished_at = private.now(),
    duration_ms = ceil(extract(epoch from private.now() - r.started_at) * 1000)
  where r.id = v_run.id
  returning * into v_run;
  insert into private.run_proofs (run_id, status, evidence)
  select v_run.id,
    case when count(*) filter (where i.proof ->> 'status' is distinct from 'verified') = 0 and count(*) > 0 then 'verified' else 'unverified' end,
    case when v_run.items = 1 then coalesce((array_agg(i.proof -> 'evidence'))[1], '[]') else jsonb_build_array(jsonb_build_object(
      'code', 'items_verified', 'expected', count(*), 'found', count(*) filter (where i.proof ->> 'status' = 'verified'),
      'ok', count(*) filter (where i.proof ->> 'status' is distinct from 'verified') = 0)) end
  from private.run_items i where i.run_id = v_run.id and i.status <> 'cancelled' having count(*) > 0;
  select v_run.actor_id, v_run.actor_email, v_run.actor_role into v_caller;
  perform private.write_audit(v_caller, 'action', case v_run.status when 'failed' then 'failed' else 'done' end, v_run.action,
    v_run.target_id, v_run.target_label, v_run.id, v_run.reason, null, null,
    jsonb_build_object('params', v_run.params, 'status', v_run.status, 'items', v_counts));
  return true;
end $$;
comment on function private.close_run is
  'Ends a run whose items have all ended, with its proof and its journal line; says whether it did.';

create function private.item_counts(run_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(s.status, s.number), '{}')
  from (select i.status, count(*) as number from private.run_items i where i.run_id = item_counts.run_id group by 1) s
$$;
comment on function private.item_counts is 'How many items of a run are in each status.';

create function private.claim_items(run_id uuid default null, most integer default 1) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_ids uuid[];
  v_claimed jsonb;
begin
  -- Whose worker died at every attempt: nobody can tell what happened at the vendor.
  update private.run_items i
  set status = 'attention', outcome = '{"code":"worker_lost","args":{}}', lease = null, lease_until = null, finished_at = clock_timestamp()
  where i.status = 'running' and i.lease_until < clock_timestamp() and i.attempts >= (private.setting('item_attempts'))::integer;
  select array_agg(n.id) into v_ids from (
    select i.id from private.runs r join private.run_items i on i.run_id = r.id
    where r.status = 'running' and r.items is not null and (claim_items.run_id is null or r.id = claim_items.run_id)
      and (i.status = 'pending' and i.not_before <= clock_timestamp()
        or i.status = 'running' and i.lease_until < clock_timestamp())
    order by r.started_at, i.position
    limit least(most, 100) for update of i skip locked
  ) n;
  update private.run_items i
  set status = 'running', attempts = i.attempts + 1, lease = gen_random_uuid(),
    lease_until = clock_timestamp() + make_interval(secs => (private.setting('lease_seconds'))::integer), started_at = coalesce(i.started_at, clock_timestamp())
  where i.id = any (v_ids);
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', i.id, 'lease', i.lease, 'run_id', i.run_id, 'action', r.action, 'params', r.params, 'attempts', i.attempts,
      'target', jsonb_build_object('kind', i.target_kind, 'id', i.target_id, 'label', i.target_label, 'payload', i.payload),
      'applied', i.applied_at is not null,
      'steps', (select coalesce(jsonb_object_agg(s.name, jsonb_build_object('status', s.status, 'detail', s.detail)), '{}')
        from private.run_steps s where s.item_id = i.id)) order by r.started_at, i.position), '[]')
    into v_claimed
  from private.run_items i join private.runs r on r.id = i.run_id where i.id = any (v_ids);
  return jsonb_build_object('items', v_claimed, 'waiting_ms', (
    select case when count(*) > 0 then greatest(0, ceil(extract(epoch from
      min(case i.status when 'pending' then i.not_before else i.lease_until end) - clock_timestamp()) * 1000)) end
    from private.runs r join private.run_items i on i.run_id = r.id
    where r.status = 'running' and r.items is not null and (claim_items.run_id is null or r.id = claim_items.run_id)
      and i.status in ('pending', 'running') and not i.id = any (coalesce(v_ids, '{}'))));
end $$;
comment on function private.claim_items is
  'Items to work on, 100 at most, under a lease: those that wait, and those whose worker has not been heard of. With their steps so far, '
  'and in how many milliseconds another item may be claimed, null when there is none.';

create function private.leased_item(item_id uuid, lease uuid) returns private.run_items
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items;
begin
  select * into v_item from private.run_items i where i.id = leased_item.item_id for update;
  if v_item.id is null or v_item.status <> 'running' or v_item.lease is distinct from leased_item.lease then
    raise exception using errcode = 'PT409', message = 'conflict', detail = '{"cause":"lease_lost"}';
  end if;
  return v_item;
end $$;
comment on function private.leased_item is 'Locks an item for the worker that holds it. Raises PT409 when another one has it.';

create function private.begin_step(item_id uuid, lease uuid, name text, service text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(begin_step.item_id, begin_step.lease);
  v_step private.run_steps;
begin
  insert into private.run_steps as s (item_id, name, service, idempotency_key)
  values (v_item.id, begin_step.name, begin_step.service, 'comptalyze-' || v_item.id || '-' || begin_step.name)
  on conflict on constraint run_steps_item_id_name_key do update
    set attempts = s.attempts + 1, status = case s.status when 'done' then 'done' else 'started' end
  returning * into v_step;
  return jsonb_build_object('key', v_step.idempotency_key, 'status', v_step.status, 'attempts', v_step.attempts, 'detail', v_step.detail);
end $$;
comment on function private.begin_step is
  'Writes down that a vendor is about to be called and gives the idempotency key of the call; status "done" means that it was done already.';

create function private.end_step(item_id uuid, lease uuid, name text, status text, detail jsonb default '{}') returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(end_step.item_id, end_step.lease);
begin
  update private.run_steps s set status = end_step.status, detail = end_step.detail, finished_at = clock_timestamp()
  where s.item_id = v_item.id and s.name = end_step.name and s.status <> 'done';
  if end_step.status = 'done' then
    update private.run_items i set applied_at = coalesce(i.applied_at, private.now()) where i.id = v_item.id;
  end if;
  return '{"ok":true}';
end $$;
comment on function private.end_step is 'Writes down how a call of a vendor ended.';

create function private.apply_item(item_id uuid, lease uuid, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(apply_item.item_id, apply_item.lease);
  v_run private.runs;
  v_routine regproc;
  v_done jsonb;
  v_caller private.caller;
begin
  if v_item.applied_at is not null then
    return jsonb_build_object('changes', v_item.changes);
  end if;
  select * into v_run from private.runs r where r.id = v_item.run_id;
  v_routine := (select a.apply from private.actions a where a.name = v_run.action);
  execute format('select %s($1, $2)', v_routine) into v_done using v_item, observed;
  update private.run_items i set applied_at = private.now(), changes = v_done -> 'changes', snapshot = v_done -> 'snapshot'
  where i.id = v_item.id;
  if jsonb_array_length(v_done -> 'changes') > 0 then
    select v_run.actor_id, v_run.actor_email, v_run.actor_role into v_caller;
    perform private.write_audit(v_caller, 'action', 'done', v_run.action, v_item.target_id, v_item.target_label, v_run.id, v_run.reason,
      (select jsonb_object_agg(c ->> 'field', c -> 'before') from jsonb_array_elements(v_done -> 'changes') c),
      (select jsonb_object_agg(c ->> 'field', c -> 'after') from jsonb_array_elements(v_done -> 'changes') c),
      '{"item":true}');
  end if;
  return jsonb_build_object('changes', v_done -> 'changes');
end $$;
comment on function private.apply_item is
  'The effect of an item on the database, by the action''s routine and what was observed at the vendor: once, with its journal line, in one transaction.';

create function private.compare_item(item_id uuid, lease uuid, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(compare_item.item_id, compare_item.lease);
  v_action private.actions;
begin
  select a.* into v_action from private.actions a join private.runs r on r.action = a.name where r.id = v_item.run_id;
  return jsonb_build_object('changes', private.changes_of(v_action, v_item, observed));
end $$;
comment on function private.compare_item is
  'What the effect of an item would still change: nothing, when the database says what was observed. Writes nothing.';

create function private.finish_item(
  item_id uuid, lease uuid, status text, outcome jsonb default null, proof jsonb default null, retry_after_seconds integer default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(finish_item.item_id, finish_item.lease);
  v_run private.runs;
  v_again boolean := status = 'retry' and v_item.attempts < (private.setting('item_attempts'))::integer;
begin
  update private.run_items i set
    status = case when v_again then 'pending' when finish_item.status = 'retry' then 'failed' else finish_item.status end,
    not_before = case when v_again then clock_timestamp() + make_interval(secs => coalesce(retry_after_seconds, 5)) else i.not_before end,
    outcome = finish_item.outcome, proof = finish_item.proof, lease = null, lease_until = null,
    finished_at = case when v_again then null else clock_timestamp() end
  where i.id = v_item.id
  returning * into v_item;
  if v_item.status in ('failed', 'attention') then
    select * into v_run from private.runs r where r.id = v_item.run_id;
    if (select count(*) from private.run_items i where i.run_id = v_run.id and i.status in ('failed', 'attention'))
      >= (private.setting('stop_after_errors'))::integer then
      perform private.drop_waiting(v_run.id, 'stopped_after_errors');
    end if;
  end if;
  return jsonb_build_object('status', v_item.status);
end $$;
comment on function private.finish_item is
  'Ends an item, or lets it wait for another attempt (status "retry"). After stop_after_errors failures the items that wait are cancelled.';

create function private.close_runs() returns jsonb
language sql security definer set search_path = '' as $$
  select jsonb_build_object('closed', count(*) filter (where private.close_run(r.id)))
  from private.runs r where r.status = 'running' and r.items is not null
$$;
comment on function private.close_runs is 'Closes the runs that have no item left; gives how many.';

create function private.open_work() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('runs', count(*)) from private.runs r where r.status = 'running' and r.items is not null
$$;
comment on function private.open_work is 'How many runs have items to work on.';

create function private.take_turn(service text, item_id uuid default null, lease uuid default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_wait numeric;
begin
  update private.vendor_rates v
  set next_at = greatest(v.next_at, clock_timestamp()) + make_interval(secs => 1 / v.per_second)
  where v.service = take_turn.service
  returning greatest(0, extract(epoch from v.next_at - make_interval(secs => 1 / v.per_second) - clock_timestamp())) into v_wait;
  -- Whoever takes a turn is alive.
  update private.run_items i
  set lease_until = clock_timestamp() + make_interval(secs => (private.setting('lease_seconds'))::integer + coalesce(v_wait, 0))
  where i.id = take_turn.item_id and i.lease = take_turn.lease;
  return jsonb_build_object('wait_ms', ceil(coalesce(v_wait, 0) * 1000));
end $$;
comment on function private.take_turn is
  'When the caller may call a vendor, in milliseconds from now, so that all workers together keep the vendor''s rate. Renews the lease of the item.';

create function private.rest_vendor(service text, seconds numeric) returns jsonb
language sql security definer set search_path = '' as $$
  update private.vendor_rates v
  set next_at = greatest(v.next_at, clock_timestamp() + make_interval(secs => least(seconds, 300)))
  where v.service = rest_vendor.service
  returning jsonb_build_object('until', v.next_at)
$$;
comment on function private.rest_vendor is 'Nobody calls a vendor for so many seconds (300 at most): it asked for it.';

insert into private.settings (key, value) values ('item_attempts', '5'), ('stop_after_errors', '10'), ('lease_seconds', '45');

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

create function backoffice.claim_items(run_id uuid default null, most integer default 1) returns jsonb
language sql volatile security invoker begin atomic select private.claim_items(run_id, most); end;
create function backoffice.begin_step(item_id uuid, lease uuid, name text, service text) returns jsonb
language sql volatile security invoker begin atomic select private.begin_step(item_id, lease, name, service); end;
create function backoffice.end_step(item_id uuid, lease uuid, name text, status text, detail jsonb default '{}') returns jsonb
language sql volatile security invoker begin atomic select private.end_step(item_id, lease, name, status, detail); end;
create function backoffice.apply_item(item_id uuid, lease uuid, observed jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.apply_item(item_id, lease, observed); end;
create function backoffice.finish_item(
  item_id uuid, lease uuid, status text, outcome jsonb default null, proof jsonb default null, retry_after_seconds integer default null
) returns jsonb
language sql volatile security invoker begin atomic
  select private.finish_item(item_id, lease, status, outcome, proof, retry_after_seconds);
end;
create function backoffice.close_runs() returns jsonb
language sql volatile security invoker begin atomic select private.close_runs(); end;
create function backoffice.open_work() returns jsonb
language sql stable security invoker begin atomic select private.open_work(); end;
create function backoffice.take_turn(service text, item_id uuid default null, lease uuid default null) returns jsonb
language sql volatile security invoker begin atomic select private.take_turn(service, item_id, lease); end;
create function backoffice.compare_item(item_id uuid, lease uuid, observed jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.compare_item(item_id, lease, observed); end;
create function backoffice.rest_vendor(service text, seconds numeric) returns jsonb
language sql volatile security invoker begin atomic select private.rest_vendor(service, seconds); end;

comment on function backoffice.claim_items is 'For the worker. See private.claim_items.';
comment on function backoffice.begin_step is 'For the worker. See private.begin_step.';
comment on function backoffice.end_step is 'For the worker. See private.end_step.';
comment on function backoffice.apply_item is 'For the worker. See private.apply_item.';
comment on function backoffice.finish_item is 'For the worker. See private.finish_item.';
comment on function backoffice.close_runs is 'For the worker. See private.close_runs.';
comment on function backoffice.open_work is 'For the worker. See private.open_work.';
comment on function backoffice.take_turn is 'For the worker. See private.take_turn.';
comment on function backoffice.compare_item is 'For the worker. See private.compare_item.';
comment on function backoffice.rest_vendor is 'For the worker. See private.rest_vendor.';

grant usage on schema backoffice to service_role;
select private.expose_to_worker(p.oid::regprocedure) from pg_proc p
where p.pronamespace in ('private'::regnamespace, 'backoffice'::regnamespace)
  and p.proname in ('claim_items', 'begin_step', 'end_step', 'apply_item', 'compare_item', 'finish_item', 'close_runs', 'open_work', 'take_turn', 'rest_vendor');

create view backoffice.runs as
select r.id, 'RUN-' || lpad(r.number::text, 4, '0') as code, r.action, r.status,
  r.target_kind, r.target_id, r.target_label, r.params, r.summary, r.changes,
  private.latest_proof(r.id) as proof,
  r.reason, r.incident, r.actor_id, r.actor_email, r.actor_role,
  r.items, r.cancel_requested_at, r.retries_run,
  case when r.items is not null then coalesce(r.counts, private.item_counts(r.id)) end as counts,
  r.started_at, r.finished_at, r.duration_ms, r.undone_at, r.undone_by_run, r.undoes_run,
  private.undoable(r) as undoable
from private.runs r
where private.admit('runs') and (select private.can_read('runs'));
comment on view backoffice.runs is 'Every execution of an action, for all staff.';

select private.allow('{support,ops,admin}', 'read', '{runs}');
select private.expose_view('backoffice.runs');

create view backoffice.run_items as
select i.id, i.run_id, i.position, i.target_kind, i.target_id, i.target_label, i.status, i.attempts, i.not_before,
  i.changes, i.outcome, i.proof, i.started_at, i.finished_at,
  (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'service', s.service, 'status', s.status, 'attempts', s.attempts,
      'started_at', s.started_at, 'finished_at', s.finished_at) order by s.started_at), '[]')
    from private.run_steps s where s.item_id = i.id) as steps
from private.run_items i
where private.admit('runs') and (select private.can_read('runs'));
comment on view backoffice.run_items is 'What became of each item of a run, for all staff.';
select private.expose_view('backoffice.run_items');
select private.expose_function('private.item_counts(uuid)');

-- Hosted: every 15 seconds the worker is called, so that a run goes on whoever died. Embedded: the stack does.
do $$
begin
  if (select count(*) from pg_available_extensions where name in ('pg_cron', 'pg_net', 'supabase_vault')) = 3 then
    create extension if not exists pg_cron;
    create extension if not exists pg_net;
    perform cron.schedule('comptalyze-worker', '15 seconds', $call$
      select net.http_post(
        url := (select decrypted_secret from vault.decrypted_secrets where name = 'comptalyze_functions_url') || '/work',
        headers := jsonb_build_object('content-type', 'application/json',
          'apikey', (select decrypted_secret from vault.decrypted_secrets where name = 'comptalyze_secret_key')),
        timeout_milliseconds := 5000)
      where exists (select from private.runs r where r.status = 'running' and r.items is not null)
    $call$);
  end if;
end $$;
