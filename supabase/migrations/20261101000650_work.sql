-- What the worker calls: claim items, call vendors in turn, write effects, end runs.

create function private.drop_waiting(run_id uuid, code text) returns void
language sql security definer set search_path = '' as $$
  update private.run_items i
  set status = 'cancelled', outcome = jsonb_build_object('code', drop_waiting.code, 'args', '{}'::jsonb), finished_at = clock_timestamp()
  where i.run_id = drop_waiting.run_id and i.status = 'pending'
$$;
comment on function private.drop_waiting is 'Cancels the items of a run that nobody works on.';

create function private.keep_proof(run_id uuid, proofs jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into private.run_proofs (run_id, status, evidence)
  select keep_proof.run_id,
    case when count(*) = 1 then min(p ->> 'status') when bool_and(p ->> 'status' = 'verified') then 'verified' else 'unverified' end,
    case when count(*) = 1 then (array_agg(p -> 'evidence'))[1] else jsonb_build_array(jsonb_build_object(
      'code', 'items_verified', 'expected', count(*), 'found', count(*) filter (where p ->> 'status' = 'verified'),
      'ok', bool_and(p ->> 'status' = 'verified'))) end
  from jsonb_array_elements(proofs) p having count(*) > 0
$$;
comment on function private.keep_proof is
  'Writes down what was re-read of the items of a run: of one item as it is, of several how many are verified.';

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
  perform private.keep_proof(v_run.id, (
    select jsonb_agg(coalesce(nullif(i.proof, 'null'), '{"status":"unverified","evidence":[]}') order by i.position)
    from private.run_items i where i.run_id = v_run.id and i.status <> 'cancelled'));
  select v_run.actor_id, v_run.actor_email, v_run.actor_role into v_caller;
  perform private.write_audit(v_caller, case when v_run.undoes_run is null then 'action' else 'undo' end,
    case when v_counts ?| '{failed,attention}' then 'failed' else 'done' end, v_run.action,
    v_run.target_id, v_run.target_label, v_run.id, v_run.reason, null, null,
    jsonb_build_object('params', v_run.params, 'status', v_run.status, 'items', v_counts));
  return true;
end $$;
comment on function private.close_run is
  'Ends a run whose items have all ended, with its proof and its journal line; says whether it did.';

create function private.waits_for_earlier(item private.run_items) returns boolean
language sql stable
return exists (
  select from private.run_items earlier
  where earlier.run_id = (item).run_id and earlier.user_id = (item).user_id and earlier.position < (item).position
    and earlier.status in ('pending', 'running'));
comment on function private.waits_for_earlier is 'Items of one customer are worked on in their order: does an earlier one of this run still stand out?';

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
    where r.status = 'running' and r.items is not null and r.undoes_run is null
      and (claim_items.run_id is null or r.id = claim_items.run_id)
      and (i.status = 'pending' and i.not_before <= clock_timestamp()
        or i.status = 'running' and i.lease_until < clock_timestamp())
      and not private.waits_for_earlier(i)
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
      'last', i.attempts >= (private.setting('item_attempts'))::integer,
      'applied', i.applied_at is not null, 'observed', i.observed,
      'steps', (select coalesce(jsonb_object_agg(s.name, jsonb_build_object('status', s.status, 'detail', s.detail)), '{}')
        from private.run_steps s where s.item_id = i.id)) order by r.started_at, i.position), '[]')
    into v_claimed
  from private.run_items i join private.runs r on r.id = i.run_id where i.id = any (v_ids);
  return jsonb_build_object('items', v_claimed, 'waiting_ms', (
    select ceil(extract(epoch from min(w.at) - clock_timestamp()) * 1000)
    from private.runs r cross join lateral (
      -- Something that can be claimed at once is found without looking at all that waits.
      select clock_timestamp() as at where exists (
        select from private.run_items i where i.run_id = r.id and i.status = 'pending' and i.not_before <= clock_timestamp()
          and not private.waits_for_earlier(i))
      union all
      select min(case i.status when 'pending' then i.not_before else i.lease_until end)
      from private.run_items i
      where i.run_id = r.id and i.status in ('pending', 'running') and not i.id = any (coalesce(v_ids, '{}'))
        and (i.status = 'running' or i.not_before > clock_timestamp())
    ) w
    where r.status = 'running' and r.items is not null and r.undoes_run is null
      and (claim_items.run_id is null or r.id = claim_items.run_id)));
end $$;
comment on function private.claim_items is
  'Items to work on, 100 at most, under a lease: those that wait, and those whose worker has not been heard of. With their steps so far, '
  'and in how many milliseconds another item may be claimed (0 or less: at once), null when there is none.';

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

create function private.begin_step(item_id uuid, lease uuid, name text, service text, effect boolean default true) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(begin_step.item_id, begin_step.lease);
  v_step private.run_steps;
begin
  insert into private.run_steps as s (item_id, name, service, idempotency_key, effect)
  values (v_item.id, begin_step.name, begin_step.service, 'comptalyze-' || v_item.id || '-' || begin_step.name, begin_step.effect)
  on conflict on constraint run_steps_item_id_name_key do update
    -- One that was begun and never ended: its worker died, and nobody knows how far it came.
    set attempts = s.attempts + 1, doubtful = s.doubtful or (s.effect and s.status = 'started'),
      status = case s.status when 'done' then 'done' else 'started' end
  returning * into v_step;
  return jsonb_build_object('key', v_step.idempotency_key, 'attempts', v_step.attempts, 'detail', v_step.detail,
    'status', case
      when v_step.doubtful and v_step.status <> 'done'
        and v_step.started_at < clock_timestamp() - make_interval(hours => (private.setting('step_key_hours'))::integer) then 'expired'
      else v_step.status end);
end $$;
comment on function private.begin_step is
  'Writes down that a vendor is about to be called and gives the idempotency key of the call; status "done" means that it was done already, '
  '"expired" that nobody knows and the vendor has forgotten the key: calling again could do it twice.';

create function private.end_step(item_id uuid, lease uuid, name text, status text, detail jsonb default '{}') returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(end_step.item_id, end_step.lease);
begin
  update private.run_steps s set status = end_step.status, detail = end_step.detail, finished_at = clock_timestamp(),
    doubtful = end_step.status <> 'done' and (s.doubtful or s.effect and end_step.detail ->> 'kind' in ('timeout', 'unreachable', 'garbage'))
  where s.item_id = v_item.id and s.name = end_step.name and s.status <> 'done';
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

create function private.look_item(item_id uuid, lease uuid, seen jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.run_items := private.leased_item(look_item.item_id, look_item.lease);
  v_routine regproc := (select a.look from private.actions a join private.runs r on r.action = a.name where r.id = v_item.run_id);
  v_found jsonb;
begin
  execute format('select %s($1, $2)', v_routine) into v_found using v_item, seen;
  return jsonb_build_object('found', v_found);
end $$;
comment on function private.look_item is
  'What our own records say of an item now, by the action''s routine; seen is what the vendor just said of it. Writes nothing but what was seen.';

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
  v_touched boolean := v_item.applied_at is not null or exists (
    select from private.run_steps s where s.item_id = v_item.id and s.effect and (s.doubtful or s.status = 'done'));
begin
  update private.run_items i set
    status = case
      when v_again then 'pending'
      when finish_item.status not in ('retry', 'given_up') then finish_item.status
      when v_touched then 'attention' else 'failed' end,
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
  'Ends an item, or lets it wait for another attempt (status "retry"). Without another one, or given up (status "given_up"), it failed, '
  'with nothing done; or a person has to look, where something was done or may have been. After stop_after_errors failures the items that wait are cancelled.';

create function private.revert_items(run_id uuid default null, most integer default 50) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_next record;
  v_done jsonb;
  v_left jsonb;
  v_number integer := 0;
  v_state text; v_message text; v_detail text;
begin
  -- Nothing outside the database takes part: each call is one transaction, and no lease is needed.
  for v_next in
    select i as item, r as run, (select a.unapply from private.actions a where a.name = r.action) as routine,
      (select u from private.run_items u where u.id = (i.payload ->> 'undoes_item')::uuid) as original
    from private.runs r join private.run_items i on i.run_id = r.id
    where r.status = 'running' and r.undoes_run is not null and i.status = 'pending'
      and (revert_items.run_id is null or r.id = revert_items.run_id)
    order by r.started_at, i.position
    limit least(most, 200) for update of i skip locked
  loop
    v_number := v_number + 1;
    begin
      execute format('select %s($1, $2)', v_next.routine) into v_done using v_next.original, (v_next.original).snapshot;
      -- Read again: what is not as it was before is told, never shown as put back.
      v_left := (
        select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements((v_next.original).changes) c
        where not exists (
          select from jsonb_array_elements(v_done -> 'changes') d
          where d -> 'id' = c -> 'id' and d -> 'field' = c -> 'field' and d -> 'after' is not distinct from c -> 'before'));
      update private.run_items i set status = 'done', attempts = i.attempts + 1, applied_at = private.now(),
        changes = v_done -> 'changes', outcome = '{"code":"put_back","args":{}}',
        proof = jsonb_build_object('status', case when v_left = '[]' then 'verified' else 'unverified' end,
          'evidence', jsonb_build_array(jsonb_build_object('code', 'prior_state', 'expected', 0,
            'found', jsonb_array_length(v_left), 'ok', v_left = '[]'))),
        started_at = clock_timestamp(), finished_at = clock_timestamp()
      where i.id = (v_next.item).id;
      perform private.write_audit(row((v_next.run).actor_id, (v_next.run).actor_email, (v_next.run).actor_role)::private.caller,
        'undo', 'done', (v_next.run).action, (v_next.item).target_id, (v_next.item).target_label, (v_next.run).id, (v_next.run).reason,
        (select jsonb_object_agg(c ->> 'field', c -> 'before') from jsonb_array_elements(v_done -> 'changes') c),
        (select jsonb_object_agg(c ->> 'field', c -> 'after') from jsonb_array_elements(v_done -> 'changes') c),
        '{"item":true}');
    exception when others then
      get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
      if v_state !~ '^PT4' then
        raise;
      end if;
      update private.run_items i set status = 'failed', attempts = i.attempts + 1, started_at = clock_timestamp(), finished_at = clock_timestamp(),
        outcome = jsonb_build_object('code', coalesce(nullif(v_detail, '')::jsonb ->> 'cause', v_message),
          'args', coalesce(nullif(v_detail, '')::jsonb, '{}'))
      where i.id = (v_next.item).id;
    end;
  end loop;
  return jsonb_build_object('reverted', v_number);
end $$;
comment on function private.revert_items is
  'Puts back items of the runs that undo others, so many at most; gives how many it looked at. One that was changed since is failed and left alone.';

create function private.close_runs() returns jsonb
language sql security definer set search_path = '' as $$
  select jsonb_build_object('closed', count(*) filter (where private.close_run(r.id)))
  from private.runs r where r.status = 'running' and r.items is not null
$$;
comment on function private.close_runs is 'Closes the runs that have no item left; gives how many.';

create function private.items_to_prove(run_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
      'id', i.id,
      'target', jsonb_build_object('kind', i.target_kind, 'id', i.target_id, 'label', i.target_label, 'payload', i.payload),
      'steps', (select coalesce(jsonb_object_agg(s.name, s.detail), '{}')
        from private.run_steps s where s.item_id = i.id and s.status = 'done')) order by i.position), '[]'))
  from private.runs r join private.run_items i on i.run_id = r.id
  where r.id = items_to_prove.run_id and r.undoes_run is null and r.finished_at is not null and i.status in ('done', 'skipped')
$$;
comment on function private.items_to_prove is
  'The items of a finished run whose truth can be re-read at the vendor, with what their steps gave.';

create function private.record_proofs(run_id uuid, proofs jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.keep_proof(r.id, proofs) from private.runs r where r.id = record_proofs.run_id and r.finished_at is not null;
  return jsonb_build_object('proof', private.latest_proof(run_id));
end $$;
comment on function private.record_proofs is 'Keeps what was re-read of a finished run, one {status, evidence} for each item; gives its latest proof.';

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

insert into private.settings (key, value) values
  ('item_attempts', '5'), ('stop_after_errors', '10'), ('lease_seconds', '45'),
  -- Stripe and Resend know a key for a day.
  ('step_key_hours', '20');

-- The API, for the secret key alone ---------------------------------------------------------

create function backoffice.claim_items(run_id uuid default null, most integer default 1) returns jsonb
language sql volatile security invoker begin atomic select private.claim_items(run_id, most); end;
create function backoffice.begin_step(item_id uuid, lease uuid, name text, service text, effect boolean default true) returns jsonb
language sql volatile security invoker begin atomic select private.begin_step(item_id, lease, name, service, effect); end;
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
create function backoffice.revert_items(run_id uuid default null, most integer default 50) returns jsonb
language sql volatile security invoker begin atomic select private.revert_items(run_id, most); end;
create function backoffice.items_to_prove(run_id uuid) returns jsonb
language sql stable security invoker begin atomic select private.items_to_prove(run_id); end;
create function backoffice.record_proofs(run_id uuid, proofs jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.record_proofs(run_id, proofs); end;
create function backoffice.close_runs() returns jsonb
language sql volatile security invoker begin atomic select private.close_runs(); end;
create function backoffice.open_work() returns jsonb
language sql stable security invoker begin atomic select private.open_work(); end;
create function backoffice.take_turn(service text, item_id uuid default null, lease uuid default null) returns jsonb
language sql volatile security invoker begin atomic select private.take_turn(service, item_id, lease); end;
create function backoffice.compare_item(item_id uuid, lease uuid, observed jsonb) returns jsonb
language sql volatile security invoker begin atomic select private.compare_item(item_id, lease, observed); end;
create function backoffice.look_item(item_id uuid, lease uuid, seen jsonb default null) returns jsonb
language sql volatile security invoker begin atomic select private.look_item(item_id, lease, seen); end;
create function backoffice.rest_vendor(service text, seconds numeric) returns jsonb
language sql volatile security invoker begin atomic select private.rest_vendor(service, seconds); end;

comment on function backoffice.claim_items is 'For the worker. See private.claim_items.';
comment on function backoffice.begin_step is 'For the worker. See private.begin_step.';
comment on function backoffice.end_step is 'For the worker. See private.end_step.';
comment on function backoffice.apply_item is 'For the worker. See private.apply_item.';
comment on function backoffice.finish_item is 'For the worker. See private.finish_item.';
comment on function backoffice.revert_items is 'For the worker. See private.revert_items.';
comment on function backoffice.items_to_prove is 'For the worker. See private.items_to_prove.';
comment on function backoffice.record_proofs is 'For the worker. See private.record_proofs.';
comment on function backoffice.close_runs is 'For the worker. See private.close_runs.';
comment on function backoffice.open_work is 'For the worker. See private.open_work.';
comment on function backoffice.take_turn is 'For the worker. See private.take_turn.';
comment on function backoffice.compare_item is 'For the worker. See private.compare_item.';
comment on function backoffice.look_item is 'For the worker. See private.look_item.';
comment on function backoffice.rest_vendor is 'For the worker. See private.rest_vendor.';

grant usage on schema backoffice to service_role;
select private.expose_to_worker(p.oid::regprocedure) from pg_proc p
where p.pronamespace in ('private'::regnamespace, 'backoffice'::regnamespace)
  and p.proname in ('claim_items', 'begin_step', 'end_step', 'apply_item', 'compare_item', 'finish_item', 'revert_items', 'items_to_prove', 'record_proofs', 'close_runs', 'open_work', 'take_turn', 'look_item', 'rest_vendor');

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
