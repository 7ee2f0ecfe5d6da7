-- add-staff and remove-staff: who works here. Both need a second colleague, and there is always an admin.

create function private.parse_add_staff(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  params := private.parse_user_params(params, '{user_id,role}');
  if jsonb_typeof(params -> 'role') is distinct from 'string' or params ->> 'role' not in ('support', 'ops', 'admin') then
    perform private.invalid_params('role', 'invalid_role');
  end if;
  return params;
end $$;
comment on function private.parse_add_staff is 'A user and one of the three roles. Raises PT422.';

create function private.parse_remove_staff(params jsonb) returns jsonb
language sql immutable set search_path = '' as $$ select private.parse_user_params(params, '{user_id}') $$;

create function private.staff_role(user_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select s.role from private.staff s where s.user_id = staff_role.user_id and s.removed_at is null
$$;
comment on function private.staff_role is 'The role of a colleague, null for anybody else.';

create function private.last_admin(user_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.staff_role(user_id) = 'admin' and not exists (
    select from private.staff s
    where s.role = 'admin' and s.removed_at is null and s.user_id <> last_admin.user_id)
$$;
comment on function private.last_admin is 'Is this the only admin?';

create function private.staff_state(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'role', private.staff_role(u.id),
    'mirror.is_admin', private.mirror_value(private.claims_of(u.raw_user_meta_data), 'is_admin'))
  from auth.users u where u.id = (params ->> 'user_id')::uuid
$$;
comment on function private.staff_state is 'Role in the console and what the customer app reads of it.';

create function private.guard_add_staff(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_role text := private.staff_role(v_user);
  v_warnings jsonb := '[]';
  v_blockers jsonb := '[]';
begin
  perform private.user_exists(v_user);
  if v_role = params ->> 'role' then
    v_blockers := v_blockers || jsonb_build_object('code', 'already_staff', 'args', jsonb_build_object('role', v_role));
  elsif params ->> 'role' <> 'admin' and private.last_admin(v_user) then
    v_blockers := v_blockers || '{"code":"last_admin","args":{}}'::jsonb;
  elsif v_role is not null then
    v_warnings := v_warnings || jsonb_build_object('code', 'role_changes', 'args', jsonb_build_object('role', v_role));
  end if;
  if exists (select from auth.users u where u.id = v_user and u.banned_until > at) then
    v_blockers := v_blockers || '{"code":"target_is_banned","args":{}}'::jsonb;
  end if;
  if exists (select from auth.users u where u.id = v_user and u.email_confirmed_at is null) then
    v_blockers := v_blockers || '{"code":"email_unconfirmed","args":{}}'::jsonb;
  end if;
  if exists (select from public.subscriptions s where s.user_id = v_user)
    or exists (select from public.urssaf_records r where r.user_id = v_user) then
    v_warnings := v_warnings || '{"code":"target_is_customer","args":{}}'::jsonb;
  end if;
  return jsonb_build_object('warnings', v_warnings, 'blockers', v_blockers);
end $$;
comment on function private.guard_add_staff is
  'Blocks a role that the person has, an account that is banned or never confirmed its address, and taking the last admin''s role. Raises PT404.';

create function private.guard_remove_staff(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  -- Not a part of the state: who signs in meanwhile must not spoil a plan that waits for a colleague.
  v_sessions bigint := (select count(*) from auth.sessions s where s.user_id = v_user);
begin
  perform private.user_exists(v_user);
  return jsonb_build_object(
    'warnings', case when v_user = (select auth.uid()) then '[{"code":"target_is_you","args":{}}]'::jsonb else '[]' end
      || case when v_sessions > 0 then jsonb_build_array(jsonb_build_object('code', 'sessions_end', 'args',
        jsonb_build_object('sessions', v_sessions))) else '[]' end,
    'blockers', case
      when private.staff_role(v_user) is null then '[{"code":"not_staff_member","args":{}}]'::jsonb
      when private.last_admin(v_user) then '[{"code":"last_admin","args":{}}]'
      else '[]' end);
end $$;
comment on function private.guard_remove_staff is 'Blocks for somebody who does not work here and for the last admin. Raises PT404.';

-- The rule itself, whoever writes: of two admins who remove each other at the same moment the second
-- one waits here, and finds that he would be the last. Checked when the transaction ends, so that a
-- change of roles in any order passes; an empty staff table is an installation, not a team.
create function private.hold_admins() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('private.staff', 0));
  return coalesce(new, old);
end $$;
comment on function private.hold_admins is 'Lets changes of the staff pass one transaction at a time.';

create function private.keep_an_admin() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from private.staff s where s.role = 'admin' and s.removed_at is null)
    and exists (select from private.staff s where s.removed_at is null) then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"last_admin","args":{}}]}';
  end if;
  return null;
end $$;
comment on function private.keep_an_admin is 'Raises PT409 when a change would leave colleagues and no admin.';

create trigger one_at_a_time before update or delete on private.staff
  for each row execute function private.hold_admins();
create constraint trigger an_admin_stays after update or delete on private.staff
  deferrable initially deferred for each row execute function private.keep_an_admin();

create function private.write_admin_mirror(user_id uuid, is_admin jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_metadata jsonb;
begin
  select case when jsonb_typeof(u.raw_user_meta_data) = 'object' then u.raw_user_meta_data else '{}' end into v_metadata
  from auth.users u where u.id = write_admin_mirror.user_id;
  update auth.users u
  set raw_user_meta_data = case when is_admin is null or is_admin = 'null' then v_metadata - 'is_admin'
    else v_metadata || jsonb_build_object('is_admin', is_admin) end
  where u.id = write_admin_mirror.user_id and v_metadata -> 'is_admin' is distinct from nullif(is_admin, 'null');
  return v_metadata -> 'is_admin';
end $$;
comment on function private.write_admin_mirror is
  'Writes is_admin as the customer app reads it, null to take it away; gives what was there. It grants nothing in the console.';

create function private.staff_snapshot(user_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'staff', (select to_jsonb(s) from private.staff s where s.user_id = staff_snapshot.user_id),
    'is_admin', (select u.raw_user_meta_data -> 'is_admin' from auth.users u where u.id = staff_snapshot.user_id))
$$;
comment on function private.staff_snapshot is 'The row of a colleague and the mirror, to put them back.';

create function private.actor_of(run_id uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select coalesce((select r.actor_id from private.runs r where r.id = run_id), (select auth.uid()))
$$;
comment on function private.actor_of is 'Who asked for a run: not the colleague who agreed to it.';

create function private.add_staff(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_prior jsonb := private.staff_snapshot(v_user);
begin
  insert into private.staff (user_id, role, created_at, created_by)
  values (v_user, params ->> 'role', private.now(), private.actor_of(run_id))
  on conflict (user_id) do update set role = excluded.role, removed_at = null, removed_by = null;
  perform private.write_admin_mirror(v_user, case when params ->> 'role' = 'admin' then 'true'::jsonb
    when v_prior -> 'is_admin' = 'true' then 'false' else v_prior -> 'is_admin' end);
  return v_prior;
end $$;
comment on function private.add_staff is 'Effect of add-staff: the row, or its new role, and the mirror.';

create function private.remove_staff(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_prior jsonb := private.staff_snapshot(v_user);
begin
  update private.staff s set removed_at = private.now(), removed_by = private.actor_of(run_id)
  where s.user_id = v_user and s.removed_at is null;
  perform private.write_admin_mirror(v_user, case when v_prior -> 'is_admin' = 'true' then 'false' else v_prior -> 'is_admin' end);
  delete from auth.sessions s where s.user_id = v_user;
  return v_prior;
end $$;
comment on function private.remove_staff is 'Effect of remove-staff: the row is closed, the mirror follows, every session ends.';

create function private.undo_staff(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (run.params ->> 'user_id')::uuid;
begin
  if snapshot -> 'staff' = 'null' then
    delete from private.staff s where s.user_id = v_user;
    delete from auth.sessions s where s.user_id = v_user;
  else
    update private.staff s set (role, created_at, created_by, removed_at, removed_by)
      = (select p.role, p.created_at, p.created_by, p.removed_at, p.removed_by
        from jsonb_populate_record(null::private.staff, snapshot -> 'staff') p)
    where s.user_id = v_user;
  end if;
  perform private.write_admin_mirror(v_user, snapshot -> 'is_admin');
  -- Said now: when the transaction ends it is too late to close the request.
  if not exists (select from private.staff s where s.role = 'admin' and s.removed_at is null) then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"last_admin","args":{}}]}';
  end if;
  if private.staff_role(v_user) is not null and private.banned_until(v_user, private.now()) is not null then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"target_is_banned","args":{}}]}';
  end if;
end $$;
comment on function private.undo_staff is
  'Puts the row of a colleague and the mirror back as they were; sessions that ended do not come back. '
  'Raises PT409 blocked when no admin would be left, or when the person is banned by now.';

create function private.prove_staff(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_found jsonb := private.staff_state(run.params, private.now());
begin
  return (
    select jsonb_agg(jsonb_build_object('code', e.code, 'expected', e.expected, 'found', e.found,
      'ok', e.expected is not distinct from e.found))
    from (values
      ('staff_role', run.after -> 'role', v_found -> 'role'),
      ('admin_mirror', run.after -> 'mirror.is_admin', v_found -> 'mirror.is_admin')
    ) as e (code, expected, found))
    || case when run.after -> 'role' = 'null' then (
      select jsonb_build_array(jsonb_build_object('code', 'sessions_ended', 'expected', 0, 'found', count(*), 'ok', count(*) = 0))
      from auth.sessions s where s.user_id = (run.params ->> 'user_id')::uuid) else '[]' end;
end $$;
comment on function private.prove_staff is 'Re-reads role, mirror and, after a removal, the open sessions.';

create function private.approval_of_staff(params jsonb) returns text
language sql immutable set search_path = '' as $$ select 'staff' $$;
comment on function private.approval_of_staff is 'Who works here is always decided by two.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, approve, fields, watched, moving) values
  -- Whom it is about writes the own metadata: whoever is to go must not stay by that.
  ('add-staff', 'user', 'high', 'none', 'private.parse_add_staff', 'private.guard_add_staff', 'private.staff_state',
    'private.add_staff', 'private.prove_staff', 'private.undo_staff', 'private.approval_of_staff',
    '{role,mirror.is_admin}', '{}', '{mirror.is_admin}'),
  ('remove-staff', 'user', 'high', 'email', 'private.parse_remove_staff', 'private.guard_remove_staff', 'private.staff_state',
    'private.remove_staff', 'private.prove_staff', 'private.undo_staff', 'private.approval_of_staff',
    '{role,mirror.is_admin}', '{}', '{mirror.is_admin}');

select private.allow('{admin}', 'run', '{add-staff,remove-staff}');
select private.allow('{admin}', 'approve', '{add-staff,remove-staff}');
