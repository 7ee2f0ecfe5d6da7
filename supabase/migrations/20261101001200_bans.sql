-- ban-user and unban-user: a customer is kept out for a time. Auth itself refuses the sign-in, by banned_until.

create function private.parse_ban(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  params := private.parse_user_params(params, '{user_id,hours}');
  if jsonb_typeof(params -> 'hours') is distinct from 'number' or (params ->> 'hours')::numeric not between 1 and 8760
    or (params ->> 'hours')::numeric % 1 <> 0 then
    perform private.invalid_params('hours', 'hours_out_of_range');
  end if;
  return params || jsonb_build_object('hours', (params ->> 'hours')::numeric::integer);
end $$;
comment on function private.parse_ban is 'The parameters of ban-user. Raises PT422.';

create function private.parse_unban(params jsonb) returns jsonb
language sql immutable set search_path = '' as $$ select private.parse_user_params(params, '{user_id}') $$;
comment on function private.parse_unban is 'The parameters of unban-user and sign-out-user: the customer alone. Raises PT422.';

create function private.ban_end(params jsonb, at timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select at + make_interval(hours => (params ->> 'hours')::integer)
$$;
comment on function private.ban_end is 'End of a ban: so many hours later, whatever the clocks of Paris do meanwhile.';

create function private.banned_until(user_id uuid, at timestamptz) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select u.banned_until from auth.users u where u.id = banned_until.user_id and u.banned_until > at
$$;
comment on function private.banned_until is 'Until when a customer is banned; null when not, or not any more.';

create function private.ban_state(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'banned_until', private.banned_until((params ->> 'user_id')::uuid, at),
    'sessions', (select count(*) from auth.sessions s where s.user_id = (params ->> 'user_id')::uuid))
$$;
comment on function private.ban_state is 'What ban-user and unban-user may change of a customer.';

create function private.staff_blockers(user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_blockers jsonb := '[]';
begin
  if staff_blockers.user_id = (select auth.uid()) then
    v_blockers := v_blockers || '{"code":"target_is_caller","args":{}}'::jsonb;
  elsif exists (select from private.staff s where s.user_id = staff_blockers.user_id and s.removed_at is null) then
    v_blockers := v_blockers || '{"code":"target_is_staff","args":{}}'::jsonb;
  end if;
  return v_blockers;
end $$;
comment on function private.staff_blockers is
  'What stands against shutting somebody out: it is oneself, or a colleague. Empty for a customer.';

create function private.guard_ban(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_until timestamptz := private.banned_until(v_user, at);
  v_access private.entitlement;
  v_warnings jsonb := '[]';
  v_blockers jsonb := private.staff_blockers(v_user);
begin
  perform private.user_exists(v_user);
  if params ? 'hours' and v_until >= private.ban_end(params, at) then
    v_blockers := v_blockers || jsonb_build_object('code', 'banned_longer', 'args', jsonb_build_object('ends_at', v_until));
  elsif v_until is not null then
    v_warnings := v_warnings || jsonb_build_object('code', 'banned_already', 'args', jsonb_build_object('ends_at', v_until));
  end if;
  v_access := private.entitlement(v_user, at);
  if v_access.source = 'subscription' then
    v_warnings := v_warnings || jsonb_build_object('code', 'subscription_runs_on', 'args', jsonb_build_object('plan', v_access.plan));
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_ban is
  'Blocks a ban of oneself, of a colleague, and one that would end no later than the one in force. Raises PT404.';

create function private.guard_unban(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
begin
  perform private.user_exists(v_user);
  return jsonb_build_object('warnings', '[]'::jsonb, 'blockers', case
    when private.banned_until(v_user, at) is null then '[{"code":"not_banned","args":{}}]'::jsonb else '[]' end);
end $$;
comment on function private.guard_unban is 'Blocks when no ban is in force. Raises PT404.';

create function private.write_ban(user_id uuid, until timestamptz) returns timestamptz
language plpgsql security definer set search_path = '' as $$
declare
  v_prior timestamptz;
begin
  select u.banned_until into v_prior from auth.users u where u.id = write_ban.user_id for update;
  update auth.users u set banned_until = write_ban.until where u.id = write_ban.user_id;
  -- Refresh tokens go with their session: without one, nothing can be renewed.
  if write_ban.until > private.now() then
    delete from auth.sessions s where s.user_id = write_ban.user_id;
  end if;
  return v_prior;
end $$;
comment on function private.write_ban is
  'Writes until when a customer is banned, null for not at all, ends every session when that lies ahead, and gives what was written before.';

create function private.ban_user(params jsonb, run_id uuid, at timestamptz) returns jsonb
language sql security definer set search_path = '' as $$
  select jsonb_build_object('banned_until', private.write_ban((params ->> 'user_id')::uuid, private.ban_end(params, at)))
$$;
comment on function private.ban_user is 'Effect of ban-user: no sign-in for so many hours from the preview on, and no session left.';

create function private.unban_user(params jsonb, run_id uuid, at timestamptz) returns jsonb
language sql security definer set search_path = '' as $$
  select jsonb_build_object('banned_until', private.write_ban((params ->> 'user_id')::uuid, null))
$$;
comment on function private.unban_user is 'Effect of unban-user: the ban ends now.';

create function private.undo_ban(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (run.params ->> 'user_id')::uuid;
  v_until timestamptz := (snapshot ->> 'banned_until')::timestamptz;
begin
  -- Who was banned then may work here by now.
  if v_until > private.now() and exists (
    select from private.staff s where s.user_id = v_user and s.removed_at is null
  ) then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"target_is_staff","args":{}}]}';
  end if;
  perform private.write_ban(v_user, v_until);
end $$;
comment on function private.undo_ban is
  'Puts banned_until back as it was before ban-user or unban-user. Sessions that a ban ended do not come back. '
  'Raises PT409 blocked when that would ban a colleague.';

create function private.prove_ban(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_found jsonb := private.ban_state(run.params, private.now());
begin
  return (
    select jsonb_agg(jsonb_build_object('code', e.code, 'expected', e.expected, 'found', e.found,
      'ok', e.expected is not distinct from e.found))
    from (values
      ('banned_until', run.after -> 'banned_until', v_found -> 'banned_until', true),
      -- Who is not banned may be signed in again, and mostly is.
      ('sessions', to_jsonb(0), v_found -> 'sessions', run.after ->> 'banned_until' is not null)
    ) as e (code, expected, found, told)
    where e.told);
end $$;
comment on function private.prove_ban is 'Re-reads what Auth refuses the sign-in by, and that a banned customer has no session left.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, fields, moving) values
  -- All sessions end, however many there are by then.
  ('ban-user', 'user', 'medium', 'email', 'private.parse_ban', 'private.guard_ban', 'private.ban_state',
    'private.ban_user', 'private.prove_ban', 'private.undo_ban', '{banned_until,sessions}', '{sessions}'),
  ('unban-user', 'user', 'low', 'none', 'private.parse_unban', 'private.guard_unban', 'private.ban_state',
    'private.unban_user', 'private.prove_ban', 'private.undo_ban', '{banned_until,sessions}', '{}');

select private.allow('{ops,admin}', 'run', '{ban-user,unban-user}');
