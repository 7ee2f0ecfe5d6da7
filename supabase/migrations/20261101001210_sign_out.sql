-- sign-out-user: every session of a customer ends, on all devices, and nothing else. Signing in again stays possible.

create function private.session_state(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('sessions', count(*)) from auth.sessions s where s.user_id = (params ->> 'user_id')::uuid
$$;
comment on function private.session_state is
  'What sign-out-user may change. Not when a session was used: a customer at work must not make every plan stale.';

create function private.guard_sign_out(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_sessions bigint;
  v_since timestamptz;
  v_used timestamptz;
  v_warnings jsonb := '[]';
  v_blockers jsonb := private.staff_blockers(v_user);
begin
  perform private.user_exists(v_user);
  -- Auth writes refreshed_at without a zone, in UTC.
  select count(*), min(s.created_at), max(greatest(s.created_at, s.updated_at, s.refreshed_at at time zone 'UTC'))
  into v_sessions, v_since, v_used
  from auth.sessions s where s.user_id = v_user;
  if v_sessions = 0 then
    v_blockers := v_blockers || '{"code":"no_sessions","args":{}}'::jsonb;
  elsif v_since is not null then
    v_warnings := v_warnings || jsonb_build_object('code', 'sessions_end', 'args',
      jsonb_build_object('since_at', v_since, 'used_at', v_used));
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_sign_out is
  'Blocks for oneself, for a colleague, and when no session is open; tells since when there are some and when one was last used. Raises PT404.';

create function private.sign_out_user(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  -- Refresh tokens go with their session: without one, nothing can be renewed.
  delete from auth.sessions s where s.user_id = (params ->> 'user_id')::uuid;
  return null;
end $$;
comment on function private.sign_out_user is 'Effect of sign-out-user: no session is left. There is nothing that an undo could give back.';

create function private.prove_sign_out(run private.runs) returns jsonb
language sql stable security definer set search_path = '' as $$
  -- Who signed in again since has a session that the run had nothing to do with.
  select jsonb_build_array(jsonb_build_object('code', 'sessions', 'expected', 0, 'found', count(*), 'ok', count(*) = 0))
  from auth.sessions s
  where s.user_id = (run.params ->> 'user_id')::uuid and coalesce(s.created_at <= run.started_at, true)
$$;
comment on function private.prove_sign_out is 'Re-reads that no session from before the run is left.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, fields) values
  ('sign-out-user', 'user', 'medium', 'none', 'private.parse_unban', 'private.guard_sign_out', 'private.session_state',
    'private.sign_out_user', 'private.prove_sign_out', null, '{sessions}');

select private.allow('{support,ops,admin}', 'run', '{sign-out-user}');
