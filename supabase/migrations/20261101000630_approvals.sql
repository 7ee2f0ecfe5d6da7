-- A second pair of eyes: what a colleague has to agree to before it runs.
--
-- The request holds the plan of its preview, and agreeing runs exactly that plan: parameters and
-- effect cannot differ from what was asked for. Nobody agrees to the own request, or about the own
-- person. Where there is nobody else, the requester can break the glass: it is announced at once,
-- runs after a delay in which it can be stopped, and stays marked.

insert into private.settings (key, value) values
  ('bulk_approval_above', '25'),
  ('approval_hours', '24'),
  ('break_glass_minutes', '15'),
  -- "alone": only when nobody else could agree. "always": also when they could.
  ('break_glass', '"alone"');

create function private.approval_rule(action private.actions, params jsonb, items integer) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_rule text;
begin
  if action.approve is not null then
    execute format('select %s($1)', action.approve) into v_rule using params;
  end if;
  return coalesce(v_rule, case when items > (private.setting('bulk_approval_above'))::integer then 'bulk' end);
end $$;
comment on function private.approval_rule is
  'Why a second colleague has to agree: the action''s own rule, or "bulk" above so many items; null when nobody has to.';

create function private.approvers(action text, but uuid[]) returns bigint
language sql stable security definer set search_path = '' as $$
  select count(*) from private.staff s
  join private.permissions p on p.role = s.role and p.verb = 'approve' and p.subject = approvers.action
  join auth.users u on u.id = s.user_id
  where s.removed_at is null and s.user_id <> all (but) and coalesce(u.banned_until <= private.now(), true)
$$;
comment on function private.approvers is 'How many colleagues could agree to an action, but for these.';

create function private.approval_need(action private.actions, params jsonb, items integer, caller private.caller) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_rule text := private.approval_rule(action, params, items);
begin
  return case when v_rule is not null then jsonb_build_object('rule', v_rule,
    'approvers', private.approvers(action.name, private.kept_from(caller.id, params))) end;
end $$;
comment on function private.approval_need is 'Whether a colleague will have to agree, by which rule, and how many could; null when nobody has to.';

create function private.kept_from(requester uuid, params jsonb) returns uuid[]
language sql immutable set search_path = '' as $$
  select array[requester] || case when params ? 'user_id' then array[(params ->> 'user_id')::uuid] else '{}' end
$$;
comment on function private.kept_from is 'Who may not agree to a request: who asked, and whom it is about. The latter may turn it down.';

create function private.approval_state(approval private.approvals) returns text
language sql stable security definer set search_path = '' as $$
  select case when approval.status = 'pending' and approval.expires_at <= private.now() then 'expired' else approval.status end
$$;
comment on function private.approval_state is 'The status of a request at this moment: one that nobody decided in time has expired, with no job having run.';

create function private.runs_alone_at(approval private.approvals) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select approval.glass_broken_at + make_interval(mins => (private.setting('break_glass_minutes'))::integer)
$$;
comment on function private.runs_alone_at is 'When a request whose glass was broken runs, null when it was not.';

create function private.approval_answer(approval private.approvals) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_run private.runs;
begin
  select * into v_run from private.runs r where r.id = approval.run_id;
  return jsonb_build_object('run', null, 'changes', approval.changes, 'proof', null, 'undo', false)
    || case when v_run.id is not null then private.run_answer(v_run) else '{}' end
    || jsonb_build_object('approval', jsonb_build_object(
      'id', approval.id, 'code', 'APP-' || to_char(approval.number, 'FM99999999990000'), 'status', private.approval_state(approval),
      'rule', approval.rule, 'expires_at', approval.expires_at,
      'approvers', private.approvers(approval.action, private.kept_from(approval.requested_by, approval.params))));
end $$;
comment on function private.approval_answer is 'A request as the contract answers it, with its run once there is one.';

create function private.note_approval(
  caller private.caller, approval private.approvals, code text, outcome text default 'done', comment text default null
) returns void
language sql security definer set search_path = '' as $$
  select private.write_audit(caller, 'approval', note_approval.outcome, approval.action, approval.target_id, approval.target_label,
    approval.run_id, coalesce(note_approval.comment, approval.reason), null, null,
    jsonb_build_object('code', note_approval.code, 'approval', 'APP-' || to_char(approval.number, 'FM99999999990000'),
      'mode', approval.mode, 'rule', approval.rule, 'params', approval.params, 'requested_by', approval.requested_by_email))
$$;
comment on function private.note_approval is 'The journal''s line about a request.';

create function private.announce(kind text, approval private.approvals) returns void
language sql security definer set search_path = '' as $$
  select private.announce(announce.kind, jsonb_build_object(
    'approval_id', approval.id, 'code', 'APP-' || to_char(approval.number, 'FM99999999990000'), 'mode', approval.mode, 'action', approval.action,
    'rule', approval.rule, 'target', approval.target_label, 'items', approval.items, 'reason', approval.reason,
    'because', approval.glass_broken_because, 'requested_by', approval.requested_by_email, 'expires_at', approval.expires_at,
    'runs_alone_at', private.runs_alone_at(approval), 'run_id', approval.run_id))
$$;
comment on function private.announce(text, private.approvals) is 'Has the team told about a request.';

-- Asking -----------------------------------------------------------------------------------

create function private.request_approval(r private.request, rule text, observed jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_run private.runs;
  v_guard jsonb;
  v_approval private.approvals;
begin
  -- Done and rolled back: what would be refused now must not wait for a colleague. Not PT000: a code
  -- that ends in 000 stands for its whole class, the refusals among it.
  begin
    v_run := private.perform(r, observed);
    raise exception using errcode = 'PT001';
  exception when sqlstate 'PT001' then
    null;
  end;
  if v_run.id is null then
    return private.replayed_answer((r.caller).id, r.key, r.hash);
  end if;
  if r.mode = 'run' then
    v_guard := private.guard_of(r.action, r.params, private.now(), observed);
  end if;
  insert into private.approvals (mode, action, rule, target_kind, target_id, target_label, target_user, items, params, plan, observed, changes,
    warnings, undoes_run, reason, incident, confirm, requested_by, requested_by_email, requested_by_role, expires_at, idempotency_key, request_hash)
  values (r.mode, (r.action).name, request_approval.rule, v_run.target_kind, v_run.target_id, v_run.target_label, v_run.target_user,
    v_run.items, r.params, r.plan, request_approval.observed, v_run.changes, coalesce(v_guard -> 'warnings', '[]'), r.undoes, r.reason, r.incident, r.confirm,
    (r.caller).id, (r.caller).email, (r.caller).role, private.now() + make_interval(hours => (private.setting('approval_hours'))::integer),
    r.key, r.hash)
  on conflict (requested_by, idempotency_key) do nothing
  returning * into v_approval;
  if v_approval.id is null then
    return private.replayed_answer((r.caller).id, r.key, r.hash);
  end if;
  perform private.note_approval(r.caller, v_approval, 'requested');
  perform private.announce('approval_requested', v_approval);
  return private.approval_answer(v_approval);
end $$;
comment on function private.request_approval is
  'Keeps a request for a second colleague, once for each idempotency key. Raises what the run itself would raise now.';

-- Deciding ---------------------------------------------------------------------------------

create function private.lock_approval(approval_id uuid) returns private.approvals
language plpgsql security definer set search_path = '' as $$
declare
  v_approval private.approvals;
begin
  select * into v_approval from private.approvals a where a.id = lock_approval.approval_id for update;
  if v_approval.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"approval"}';
  end if;
  return v_approval;
end $$;
comment on function private.lock_approval is 'Locks a request: of two decisions the later one finds the first. Raises PT404.';

create function private.require_open(approval private.approvals) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.approval_state(approval) = 'expired' then
    raise exception using errcode = 'PT409', message = 'approval_expired', detail = jsonb_build_object('expires_at', approval.expires_at)::text;
  elsif approval.status <> 'pending' then
    raise exception using errcode = 'PT409', message = 'already_decided', detail = jsonb_build_object(
      'status', approval.status, 'by', approval.decided_by_email, 'at', approval.decided_at)::text;
  end if;
end $$;
comment on function private.require_open is 'Raises PT409 approval_expired or already_decided.';

create function private.run_approved(approval private.approvals, approver text) returns private.runs
language plpgsql security definer set search_path = '' as $$
declare
  r private.request;
begin
  -- The requester''s right is asked again: who lost it meanwhile has nothing to be agreed to.
  r.caller := (
    select row(s.user_id, u.email, s.role)::private.caller
    from private.staff s join auth.users u on u.id = s.user_id
    join private.permissions p on p.role = s.role and p.verb = 'run' and p.subject = approval.action
    where s.user_id = approval.requested_by and s.removed_at is null);
  if (r.caller).id is null then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"requester_lost_right","args":{}}]}';
  end if;
  r.action := private.find_action(approval.action);
  r.mode := approval.mode;
  r.params := approval.params;
  r.plan := approval.plan;
  r.undoes := approval.undoes_run;
  r.reason := approval.reason;
  r.incident := approval.incident;
  r.confirm := approval.confirm;
  r.key := approval.idempotency_key;
  r.hash := approval.request_hash;
  return private.perform(r, approval.observed, approval.id, approver);
end $$;
comment on function private.run_approved is
  'Runs exactly what was asked for, in the requester''s name. Raises PT409 when it cannot run any more.';

create function private.settle(approval private.approvals, caller private.caller, code text) returns private.approvals
language plpgsql security definer set search_path = '' as $$
declare
  v_approval private.approvals;
  v_run private.runs;
  v_state text; v_message text; v_detail text;
begin
  begin
    v_run := private.run_approved(approval, case when code = 'approved' then caller.email end);
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
    if v_state !~ '^PT4' then
      raise;
    end if;
  end;
  update private.approvals a set
    status = case when v_run.id is null then 'stale' else 'approved' end,
    decided_by = caller.id, decided_by_email = caller.email, decided_at = private.now(), run_id = v_run.id,
    refused_because = case when v_run.id is null then
      jsonb_build_object('code', v_message, 'details', coalesce(nullif(v_detail, '')::jsonb, 'null')) end
  where a.id = approval.id
  returning * into v_approval;
  perform private.note_approval(caller, v_approval, case when v_run.id is null then 'stale' else code end,
    case when v_run.id is null then 'failed' else 'done' end);
  return v_approval;
end $$;
comment on function private.settle is
  'Runs an agreed request and writes down what became of it: approved with its run, or stale with the reason.';

create function private.decide_approval(approval_id uuid, decision text, comment text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_approval private.approvals;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  perform private.require_session();
  if decision is null or decision not in ('approve', 'reject', 'withdraw') then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["decision"],"code":"invalid_decision"}]}';
  end if;
  -- Why somebody''s request is turned down is said; agreeing may go without words.
  if decision = 'reject' or comment is not null then
    comment := private.clean_reason(comment);
  end if;
  v_approval := private.lock_approval(decide_approval.approval_id);
  if decision = 'withdraw' then
    if v_approval.requested_by <> v_caller.id then
      raise exception using errcode = 'PT403', message = 'not_allowed';
    end if;
  else
    -- Whom it is about may not agree, but may well object.
    if v_caller.id = v_approval.requested_by
      or decision = 'approve' and v_caller.id = any (private.kept_from(v_approval.requested_by, v_approval.params)) then
      raise exception using errcode = 'PT403', message = 'self_approval';
    end if;
    if not exists (
      select from private.permissions p where p.role = v_caller.role and p.verb = 'approve' and p.subject = v_approval.action
    ) then
      raise exception using errcode = 'PT403', message = 'not_allowed';
    end if;
  end if;
  -- Said again by the same person, after a lost answer.
  if v_approval.decided_by = v_caller.id and v_approval.status = (case decision
    when 'approve' then 'approved' when 'reject' then 'rejected' else 'withdrawn' end) then
    return private.approval_answer(v_approval);
  end if;
  perform private.require_open(v_approval);

  if comment is not null then
    insert into private.approval_comments (approval_id, author_id, author_email, body)
    values (v_approval.id, v_caller.id, v_caller.email, decide_approval.comment);
  end if;
  if decision = 'approve' then
    v_approval := private.settle(v_approval, v_caller, 'approved');
    if v_approval.status = 'stale' then
      return private.refusal('PT409', v_approval.refused_because ->> 'code', nullif(v_approval.refused_because ->> 'details', 'null'));
    end if;
  else
    update private.approvals a set status = case decision when 'reject' then 'rejected' else 'withdrawn' end,
      decided_by = v_caller.id, decided_by_email = v_caller.email, decided_at = private.now()
    where a.id = v_approval.id
    returning * into v_approval;
    perform private.note_approval(v_caller, v_approval, v_approval.status, 'done', decide_approval.comment);
  end if;
  return private.approval_answer(v_approval);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('approval', v_approval.action, v_approval.target_id, decide_approval.comment, v_state, v_message, v_detail);
end $$;
comment on function private.decide_approval is
  'approve runs the request as it was asked for; reject needs a comment of 10 to 500 characters, and is open to whom the request is about; '
  'withdraw is the requester''s. '
  'Answers the contract''s 4xx: self_approval, not_allowed, approval_expired, already_decided, and what the run itself refuses.';

create function private.comment_approval(approval_id uuid, body text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_approval private.approvals;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  perform private.require_session();
  if not private.can_read('approvals') then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  body := btrim(body);
  if body is null or char_length(body) not between 1 and 500 then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["body"],"code":"comment_length"}]}';
  end if;
  v_approval := private.lock_approval(comment_approval.approval_id);
  -- The same click again: nobody says the same twice in a row.
  insert into private.approval_comments (approval_id, author_id, author_email, body)
  select v_approval.id, v_caller.id, v_caller.email, comment_approval.body
  where not exists (
    select from (select * from private.approval_comments c where c.approval_id = v_approval.id order by c.id desc limit 1) l
    where l.author_id = v_caller.id and l.body = comment_approval.body);
  return private.approval_answer(v_approval);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('approval', v_approval.action, v_approval.target_id, null, v_state, v_message, v_detail);
end $$;
comment on function private.comment_approval is 'Adds a comment of 1 to 500 characters to a request, unless it is its last one already. Answers the contract''s 4xx.';

-- Breaking the glass -----------------------------------------------------------------------

create function private.break_glass(approval_id uuid, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_approval private.approvals;
  v_others bigint;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  perform private.require_session();
  reason := private.clean_reason(reason);
  v_approval := private.lock_approval(break_glass.approval_id);
  -- Only who could agree to somebody else''s request may do without.
  if v_approval.requested_by <> v_caller.id or not exists (
    select from private.permissions p where p.role = v_caller.role and p.verb = 'approve' and p.subject = v_approval.action
  ) then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  perform private.require_open(v_approval);
  if v_approval.glass_broken_at is not null then
    return private.approval_answer(v_approval);
  end if;
  v_others := private.approvers(v_approval.action, private.kept_from(v_approval.requested_by, v_approval.params));
  if v_others > 0 and private.setting('break_glass') <> '"always"' then
    raise exception using errcode = 'PT409', message = 'blocked', detail = jsonb_build_object('blockers', jsonb_build_array(
      jsonb_build_object('code', 'others_can_approve', 'args', jsonb_build_object('approvers', v_others))))::text;
  end if;
  update private.approvals a set glass_broken_at = private.now(), glass_broken_because = break_glass.reason
  where a.id = v_approval.id
  returning * into v_approval;
  perform private.note_approval(v_caller, v_approval, 'glass_broken', 'done', break_glass.reason);
  perform private.announce('glass_broken', v_approval);
  return private.approval_answer(v_approval);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('approval', v_approval.action, v_approval.target_id, break_glass.reason, v_state, v_message, v_detail);
end $$;
comment on function private.break_glass is
  'Lets the own request run without a colleague, break_glass_minutes later, unless somebody turns it down before. Announced at once. '
  'Raises PT409 others_can_approve where there is somebody to ask.';

create function private.turn_approvals() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_approval private.approvals;
  v_ran integer := 0;
  v_expired integer := 0;
begin
  for v_approval in
    select * from private.approvals a
    where a.status = 'pending' and a.expires_at > private.now()
      and a.glass_broken_at is not null and private.runs_alone_at(a) <= private.now()
    order by a.glass_broken_at for update skip locked
  loop
    v_approval := private.settle(v_approval, null, 'ran_alone');
    perform private.announce(case v_approval.status when 'approved' then 'ran_alone' else 'ran_alone_failed' end, v_approval);
    v_ran := v_ran + 1;
  end loop;
  for v_approval in
    -- One that somebody is deciding at this moment may wait for what the schedule holds: it is the next turn's.
    update private.approvals a set status = 'expired', decided_at = a.expires_at
    where a.id in (
      select o.id from private.approvals o where o.status = 'pending' and o.expires_at <= private.now() for update skip locked)
    returning *
  loop
    perform private.note_approval(null, v_approval, 'expired');
    v_expired := v_expired + 1;
  end loop;
  return jsonb_build_object('ran_alone', v_ran, 'expired', v_expired);
end $$;
comment on function private.turn_approvals is
  'Runs the requests whose glass was broken and whose delay is over, and closes those that nobody decided in time; gives how many. Run by the schedule.';

-- The API ----------------------------------------------------------------------------------

create function backoffice.decide_approval(approval_id uuid, decision text, comment text default null) returns jsonb
language sql volatile security invoker begin atomic select private.decide_approval(approval_id, decision, comment); end;
comment on function backoffice.decide_approval is 'See private.decide_approval.';
create function backoffice.comment_approval(approval_id uuid, body text) returns jsonb
language sql volatile security invoker begin atomic select private.comment_approval(approval_id, body); end;
comment on function backoffice.comment_approval is 'See private.comment_approval.';
create function backoffice.break_glass(approval_id uuid, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.break_glass(approval_id, reason); end;
comment on function backoffice.break_glass is 'See private.break_glass.';
select private.expose_function(f) from unnest(array[
  'private.decide_approval(uuid, text, text)', 'backoffice.decide_approval(uuid, text, text)',
  'private.comment_approval(uuid, text)', 'backoffice.comment_approval(uuid, text)',
  'private.break_glass(uuid, text)', 'backoffice.break_glass(uuid, text)'
]::regprocedure[]) f;

create view backoffice.approvals as
select a.id, 'APP-' || to_char(a.number, 'FM99999999990000') as code, a.mode, a.action, a.rule, private.approval_state(a) as status,
  a.target_kind, a.target_id, a.target_label, a.target_user, a.items, a.params, a.changes, a.warnings, a.undoes_run,
  a.reason, a.incident, a.requested_by, a.requested_by_email, a.requested_by_role, a.requested_at, a.expires_at,
  a.decided_by_email, a.decided_at, a.refused_because, a.glass_broken_at, a.glass_broken_because,
  private.runs_alone_at(a) as runs_alone_at,
  a.run_id,
  a.status as stored_status
from private.approvals a
where private.admit('approvals') and (select private.can_read('approvals'));
comment on view backoffice.approvals is
  'Requests for a second colleague, for all staff. status is true at the moment of the query; stored_status is its indexed twin.';

create view backoffice.approval_comments as
select c.id, c.approval_id, c.at, c.author_email, c.body
from private.approval_comments c
where private.admit('approvals') and (select private.can_read('approvals'));
comment on view backoffice.approval_comments is 'What colleagues said about a request.';

create function private.approval_rights(approval_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_staff();
  v_approval private.approvals;
  v_state text;
  v_may boolean;
  v_kept boolean;
  v_others bigint;
begin
  select * into v_approval from private.approvals a where a.id = approval_rights.approval_id;
  if v_approval.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"approval"}';
  end if;
  v_state := private.approval_state(v_approval);
  v_may := exists (select from private.permissions p where p.role = v_caller.role and p.verb = 'approve' and p.subject = v_approval.action);
  v_kept := v_caller.id = any (private.kept_from(v_approval.requested_by, v_approval.params));
  v_others := private.approvers(v_approval.action, private.kept_from(v_approval.requested_by, v_approval.params));
  return jsonb_build_object(
    'approve', case when v_state <> 'pending' then v_state when v_kept then 'self_approval' when not v_may then 'not_allowed' end,
    'reject', case
      when v_state <> 'pending' then v_state
      when v_approval.requested_by = v_caller.id then 'self_approval'
      when not v_may then 'not_allowed' end,
    'withdraw', case when v_state <> 'pending' then v_state when v_approval.requested_by <> v_caller.id then 'not_allowed' end,
    'break_glass', case
      when v_state <> 'pending' then v_state
      when v_approval.requested_by <> v_caller.id or not v_may then 'not_allowed'
      when v_approval.glass_broken_at is not null then 'glass_broken'
      when v_others > 0 and private.setting('break_glass') <> '"always"' then 'others_can_approve' end,
    'approvers', v_others);
end $$;
comment on function private.approval_rights is
  'What the caller may do with a request: null for each thing that is possible, else the reason why not. Raises PT401, PT403, PT404.';

create function backoffice.approval_rights(approval_id uuid) returns jsonb
language sql stable security invoker begin atomic select private.approval_rights(approval_id); end;
comment on function backoffice.approval_rights is 'See private.approval_rights.';
select private.expose_function('private.approval_rights(uuid)');
select private.expose_function('backoffice.approval_rights(uuid)');
select private.expose_function('private.approval_state(private.approvals)');
select private.expose_function('private.runs_alone_at(private.approvals)');

select private.allow('{support,ops,admin}', 'read', '{approvals}');
select private.expose_view('backoffice.approvals');
select private.expose_view('backoffice.approval_comments');
