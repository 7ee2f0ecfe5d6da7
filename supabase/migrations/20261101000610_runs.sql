-- The records: runs, what was re-read afterwards, and requests that wait for a second colleague.

create table private.runs (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  action text not null references private.actions (name),
  status text not null check (status in ('running', 'succeeded', 'partial', 'failed', 'cancelled')),
  target_kind text not null,
  target_id text not null,
  target_label text not null,
  target_user uuid,
  params jsonb not null,
  reason text not null,
  incident text,
  actor_id uuid not null,
  actor_email text not null,
  actor_role text not null,
  idempotency_key text not null,
  request_hash bytea not null,
  plan_hash bytea constraint runs_plan_spent unique,
  summary jsonb not null default '{}',
  changes jsonb not null default '[]',
  after jsonb not null default '{}',
  snapshot jsonb,
  items integer,
  counts jsonb,
  cancel_requested_at timestamptz,
  approval_id uuid,
  approved_by_email text,
  glass_broken boolean not null default false,
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
-- Those that the charts mark.
create index runs_many on private.runs (started_at desc) where items > 1;
create index runs_action on private.runs (action, started_at desc, id desc);
create index runs_status on private.runs (status, started_at desc, id desc);
create index runs_actor on private.runs (actor_email, started_at desc, id desc);
create index runs_actor_parts on private.runs using gin (actor_email extensions.gin_trgm_ops);
create index runs_target on private.runs (target_id, started_at desc, id desc);
create index runs_open on private.runs (started_at) where status = 'running';
create index runs_user on private.runs (target_user, started_at desc, id desc);
comment on table private.runs is
  'One row for each execution of an action or an undo: who, why, what changed. A finished run never changes again, but for the mark of its undo. '
  'plan_hash: the preview that it ran by, which is good for one run; target_user is the customer that it is about, null for several; approved_by_email the second colleague, where one was needed; '
  'glass_broken: nobody could agree, and it ran after the delay.';

create type private.run_target as (kind text, id text, label text, user_id uuid, payload jsonb);
comment on type private.run_target is 'What a run, or one item of it, is about; user_id is the customer concerned, if it is one.';

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
        and to_jsonb(new) - '{undone_at,undone_by_run}'::text[] = to_jsonb(old) - '{undone_at,undone_by_run}'::text[])
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

create table private.approvals (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  mode text not null check (mode in ('run', 'undo')),
  action text not null references private.actions (name),
  rule text not null check (rule in ('staff', 'bulk', 'long_grant')),
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'withdrawn', 'expired', 'stale')),
  target_kind text not null,
  target_id text not null,
  target_label text not null,
  target_user uuid,
  items integer,
  params jsonb not null,
  plan jsonb,
  observed jsonb,
  changes jsonb not null default '[]',
  warnings jsonb not null default '[]',
  undoes_run uuid references private.runs (id),
  reason text not null,
  incident text,
  confirm text,
  requested_by uuid not null,
  requested_by_email text not null,
  requested_by_role text not null,
  requested_at timestamptz not null default private.now(),
  expires_at timestamptz not null,
  idempotency_key text not null,
  request_hash bytea not null,
  decided_by uuid,
  decided_by_email text,
  decided_at timestamptz,
  refused_because jsonb,
  glass_broken_at timestamptz,
  glass_broken_because text,
  run_id uuid unique references private.runs (id),
  check (decided_by is distinct from requested_by or status <> 'approved'),
  unique (requested_by, idempotency_key)
);
create index approvals_requested on private.approvals (requested_at desc, id desc);
create index approvals_status on private.approvals (status, requested_at desc, id desc);
create index approvals_action on private.approvals (action, requested_at desc, id desc);
create index approvals_open on private.approvals (expires_at) where status = 'pending';
create index approvals_user on private.approvals (target_user, requested_at desc, id desc);
comment on table private.approvals is
  'Runs and undos that a second colleague has to agree to: exactly what was asked for, by which rule, until when, and what became of it. '
  'stale: it could not run any more when it was agreed to, see refused_because. glass_broken_at: the requester, alone, let it run after the delay.';
alter table private.runs add foreign key (approval_id) references private.approvals (id);

create table private.approval_comments (
  id bigint generated always as identity primary key,
  approval_id uuid not null references private.approvals (id),
  at timestamptz not null default private.now(),
  author_id uuid not null,
  author_email text not null,
  body text not null
);
create index approval_comments_approval on private.approval_comments (approval_id, id);
comment on table private.approval_comments is 'What colleagues said about a request. Append-only.';
create trigger append_only before update or delete on private.approval_comments
  for each row execute function private.refuse_change();
create trigger append_only_all before truncate on private.approval_comments
  for each statement execute function private.refuse_change();

create function private.guard_approval() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- What was asked for is what is agreed to: only the decision may be written, once.
  if tg_op = 'UPDATE' and old.status = 'pending'
    and to_jsonb(new) - '{status,decided_by,decided_by_email,decided_at,refused_because,glass_broken_at,glass_broken_because,run_id}'::text[]
      = to_jsonb(old) - '{status,decided_by,decided_by_email,decided_at,refused_because,glass_broken_at,glass_broken_because,run_id}'::text[] then
    return new;
  end if;
  raise exception using errcode = 'PT409', message = 'append_only', detail = '{"table":"approvals"}';
end $$;
comment on function private.guard_approval is 'A request never changes but for its decision.';
create trigger immutable before update or delete on private.approvals
  for each row execute function private.guard_approval();
create trigger immutable_all before truncate on private.approvals
  for each statement execute function private.refuse_change();

create function private.latest_proof(run_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('status', p.status, 'checked_at', p.checked_at, 'evidence', p.evidence)
  from private.run_proofs p where p.run_id = latest_proof.run_id order by p.id desc limit 1
$$;
comment on function private.latest_proof is 'The last time that the truth was re-read after a run; null before the first.';

create function private.undoable(run private.runs) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return run.undone_at is null and run.undoes_run is null and case
    when run.items is null then run.status = 'succeeded'
      and exists (select from private.actions a where a.name = run.action and a.revert is not null)
    else run.status in ('succeeded', 'partial', 'cancelled')
      and exists (select from private.actions a where a.name = run.action and a.unapply is not null)
      and exists (select from private.run_items i where i.run_id = run.id and i.changes <> '[]') end;
end $$;
comment on function private.undoable is 'May this run still be undone? Whether its fields were changed since is checked when it is.';

create function private.run_answer(run private.runs) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'run', jsonb_build_object(
      'id', run.id, 'code', 'RUN-' || to_char(run.number, 'FM99999999990000'), 'action', run.action, 'status', run.status,
      'started_at', run.started_at, 'finished_at', run.finished_at, 'items', run.items),
    'changes', run.changes,
    'proof', private.latest_proof(run.id),
    'undo', private.undoable(run)
  )
$$;
comment on function private.run_answer is 'A run as the contract answers it.';

-- Requests ---------------------------------------------------------------------------------

create type private.request as (
  caller private.caller, action private.actions, mode text, params jsonb, plan jsonb, undoes uuid,
  reason text, incident text, confirm text, key text, hash bytea
);
comment on type private.request is 'A run or an undo as it was asked for, checked and with clean parts.';

create function private.read_request(
  kind text, action text, params jsonb, plan text, reason text, key text, confirm text, incident text
) returns private.request
language plpgsql stable security definer set search_path = '' as $$
declare
  r private.request;
begin
  r.mode := 'run';
  r.caller := private.require_permission(read_request.action);
  r.action := private.find_action(read_request.action);
  perform private.require_kind(r.action, kind);
  r.params := private.call_jsonb((r.action).parse, params);
  r.reason := private.clean_reason(reason);
  r.incident := nullif(left(incident, 64), '');
  r.confirm := confirm;
  r.key := private.clean_key(key);
  r.hash := sha256(convert_to(jsonb_build_array('run', (r.action).name, r.params, plan, r.reason, confirm, incident)::text, 'UTF8'));
  if private.replayed_answer((r.caller).id, r.key, r.hash) is null then
    if r.params ? 'user_id' then
      perform private.user_exists((r.params ->> 'user_id')::uuid);
    end if;
    r.plan := private.read_plan(plan);
    if r.plan ->> 'action' <> (r.action).name or r.plan -> 'params' <> r.params
      or r.plan ->> 'actor' <> (r.caller).id::text then
      raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"other_request"}';
    end if;
    if (r.plan ->> 'at')::timestamptz < private.now() - make_interval(mins => (private.setting('plan_minutes'))::integer) then
      raise exception using errcode = 'PT409', message = 'plan_expired';
    end if;
  end if;
  return r;
end $$;
comment on function private.read_request is
  'Who asks for a run of what and why, by which plan; plan is null when the key was used by an equal request before. '
  'Raises the contract''s 4xx: no right, invalid parts, a plan of another request or too old.';

create function private.require_confirmation(r private.request, label text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if (r.action).confirm = 'email' and lower(coalesce(r.confirm, '')) <> lower(label) then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["confirm"],"code":"confirm_mismatch"}]}';
  end if;
end $$;
comment on function private.require_confirmation is 'Raises PT422 when the address was to be typed and is not the target''s.';

create function private.refuse_blocked(guard jsonb) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_array_length(guard -> 'blockers') > 0 then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', guard -> 'blockers');
  end if;
end $$;
comment on function private.refuse_blocked is 'Raises PT409 with the blockers of a guard, when there are any.';

create function private.claim_run(
  r private.request, target private.run_target, items integer, approval_id uuid, approved_by_email text
) returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_constraint text;
begin
  insert into private.runs (action, status, target_kind, target_id, target_label, target_user, params, reason, incident,
    actor_id, actor_email, actor_role, idempotency_key, request_hash, plan_hash, undoes_run, items, approval_id, approved_by_email, glass_broken)
  values ((r.action).name, 'running', target.kind, target.id, target.label, target.user_id, r.params, r.reason, r.incident,
    (r.caller).id, (r.caller).email, (r.caller).role, r.key, r.hash, sha256(convert_to(r.plan::text, 'UTF8')), r.undoes, claim_run.items,
    claim_run.approval_id, claim_run.approved_by_email, claim_run.approval_id is not null and claim_run.approved_by_email is null)
  on conflict on constraint runs_actor_id_idempotency_key_key do nothing
  returning * into v_run;
  return v_run;
exception when unique_violation then
  get stacked diagnostics v_constraint = constraint_name;
  if v_constraint <> 'runs_plan_spent' then
    raise;
  end if;
  raise exception using errcode = 'PT409', message = 'stale_plan', detail = '{"cause":"plan_spent"}';
end $$;
comment on function private.claim_run is
  'Opens a run under an idempotency key. Equal calls wait for the first; null when the key is taken. Raises PT409 stale_plan when another run had the plan.';

create function private.replayed_answer(caller_id uuid, key text, request_hash bytea) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_approval private.approvals;
  v_run private.runs;
begin
  select * into v_approval from private.approvals a where a.requested_by = caller_id and a.idempotency_key = key;
  if v_approval.id is null then
    select * into v_run from private.runs r where r.actor_id = caller_id and r.idempotency_key = key;
    if v_run.id is null then
      return null;
    end if;
  end if;
  if coalesce(v_approval.request_hash, v_run.request_hash) <> replayed_answer.request_hash then
    raise exception using errcode = 'PT422', message = 'idempotency_key_reused',
      detail = jsonb_strip_nulls(jsonb_build_object('run_id', coalesce(v_approval.run_id, v_run.id)));
  end if;
  return case when v_approval.id is not null then private.approval_answer(v_approval) else private.run_answer(v_run) end;
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

select private.expose_function('private.latest_proof(uuid)');
select private.expose_function('private.undoable(private.runs)');
