-- Who is staff, what each role may do, and how a relation or a function is opened to the API.
-- Customers share the role "authenticated" with staff: the only thing that tells them apart is
-- a row of private.staff. Nothing here reads user_metadata.

create schema if not exists private;
create schema if not exists backoffice;
revoke all on schema private, backoffice from public, anon, authenticated;
grant usage on schema backoffice to authenticated;
comment on schema private is 'Everything the console owns. Not exposed by the Data API.';
comment on schema backoffice is 'The console''s API: gated views and functions, for staff only.';

create function private.expose_view(relation regclass) returns void
language plpgsql set search_path = '' as $$
begin
  -- The embedded Data API grants everything on exposed schemas by default: take it back first.
  execute format('revoke all on %s from public, anon, authenticated, service_role', relation);
  execute format('grant select on %s to authenticated', relation);
end $$;
comment on function private.expose_view is 'Opens a gated view to signed-in callers, read only.';

create function private.expose_function(routine regprocedure) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('revoke all on function %s from public, anon, service_role', routine);
  execute format('grant execute on function %s to authenticated', routine);
end $$;
comment on function private.expose_function is 'Lets signed-in callers, and nobody else, execute a function.';

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

create function private.now() returns timestamptz
language sql stable parallel safe set search_path = '' as $$
  select now() + coalesce(nullif(current_setting('comptalyze.clock_offset', true), '')::interval, '0')
$$;
comment on function private.now is
  'The one clock of every rule: now(), moved by the setting comptalyze.clock_offset so that tests can travel.';

create function private.paris_month(at timestamptz) returns date
language sql immutable parallel safe set search_path = '' as $$
  select date_trunc('month', at at time zone 'Europe/Paris')::date
$$;
comment on function private.paris_month is 'First day of the month in Europe/Paris.';

create function private.paris_month_start(at timestamptz) returns timestamptz
language sql immutable parallel safe set search_path = '' as $$
  select date_trunc('month', at at time zone 'Europe/Paris') at time zone 'Europe/Paris'
$$;
comment on function private.paris_month_start is 'The moment at which the month began in Europe/Paris.';

create table private.settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);
comment on table private.settings is 'Durations, names and switches that are not code.';
insert into private.settings (key, value) values
  ('environment', '"production"'),
  ('plan_minutes', '15'),
  ('grant_expiring_days', '3'),
  -- Signs the plans of previews. Made here, never leaves the database.
  ('plan_key', to_jsonb(encode(extensions.gen_random_bytes(32), 'hex')));

create function private.setting(key text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select s.value from private.settings s where s.key = setting.key
$$;
comment on function private.setting is 'Value of a setting, null when there is none.';

create table private.staff (
  user_id uuid primary key references auth.users (id) on delete cascade,
  role text not null check (role in ('support', 'ops', 'admin')),
  created_at timestamptz not null default now(),
  created_by uuid,
  removed_at timestamptz,
  removed_by uuid
);
comment on table private.staff is 'Who works here. A row with removed_at is a former colleague.';

create table private.permissions (
  role text not null check (role in ('support', 'ops', 'admin')),
  verb text not null check (verb in ('read', 'run', 'approve', 'edit')),
  subject text not null,
  primary key (role, verb, subject)
);
comment on table private.permissions is
  'The written matrix: which role reads which relation, runs which action, agrees to which of a colleague''s, and edits which settings. docs/permissions.md shows it.';

create function private.allow(roles text[], verb text, subjects text[]) returns void
language sql set search_path = '' as $$
  insert into private.permissions (role, verb, subject)
  select r, allow.verb, s from unnest(roles) r, unnest(subjects) s
$$;
comment on function private.allow is 'Adds lines to the written matrix.';

create function private.caller_role() returns text
language sql stable security definer set search_path = '' as $$
  select s.role from private.staff s
  where s.user_id = (select auth.uid()) and s.removed_at is null
$$;
comment on function private.caller_role is
  'Role of the caller by the staff table, null for anybody else. True at the next request after a change.';

create function private.can_read(relation text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.permissions p
    where p.role = private.caller_role() and p.verb = 'read' and p.subject = can_read.relation
  )
$$;
comment on function private.can_read is 'Gate of a view: may the caller''s role read it?';

create type private.caller as (id uuid, email text, role text);

create function private.require_staff() returns private.caller
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller;
begin
  if (select auth.uid()) is null then
    raise exception using errcode = 'PT401', message = 'unauthorized';
  end if;
  select s.user_id, u.email, s.role into v_caller
  from private.staff s join auth.users u on u.id = s.user_id
  where s.user_id = (select auth.uid()) and s.removed_at is null;
  if v_caller.id is null then
    raise exception using errcode = 'PT403', message = 'not_staff';
  end if;
  return v_caller;
end $$;
comment on function private.require_staff is 'The caller, when staff. Raises PT401 without a token, PT403 not_staff.';

create function private.require_read(relation text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.can_read(relation) then
    perform private.require_staff();
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
end $$;
comment on function private.require_read is 'Raises PT401, PT403 not_staff or PT403 not_allowed when the caller''s role may not read a relation.';

-- Declared immutable so that the planner calls it, before it estimates anything. An estimate compares
-- the caller's values with samples of the table, whoever asks: a LIKE that fails on one of them, or the
-- number in count=planned, would tell a stranger what is in it. It gives true or raises, so a plan that
-- is kept holds nothing of it; whoever gets such a plan meets can_read, which every view asks as well.
-- For views only: in a function the first caller's answer would be kept for all, require_read is asked there.
create function private.admit(relation text) returns boolean
language plpgsql immutable security definer set search_path = '' as $$
begin
  perform private.require_read(relation);
  return true;
end $$;
comment on function private.admit is
  'Gate before the plan of a query on a view: true, or raises PT401, PT403 not_staff, PT403 not_allowed.';

create function private.require_session() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  -- A token outlives its session: after sign-out it must not act any more.
  if not exists (
    select from auth.sessions s
    where s.id = case when pg_input_is_valid((select auth.jwt()) ->> 'session_id', 'uuid')
        then ((select auth.jwt()) ->> 'session_id')::uuid end
      and s.user_id = (select auth.uid())
  ) then
    raise exception using errcode = 'PT401', message = 'unauthorized', detail = '{"reason":"session_ended"}';
  end if;
end $$;
comment on function private.require_session is 'Raises PT401 when the caller''s session has ended.';

create function private.me() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_caller private.caller := private.require_staff();
begin
  return jsonb_build_object(
    'user_id', v_caller.id,
    'email', v_caller.email,
    'role', v_caller.role,
    'name', (select coalesce(u.raw_user_meta_data ->> 'full_name', v_caller.email) from auth.users u where u.id = v_caller.id),
    'environment', private.setting('environment'),
    'permissions', (
      select coalesce(jsonb_agg(jsonb_build_object('subject', p.subject, 'verb', p.verb) order by p.verb, p.subject), '[]')
      from private.permissions p where p.role = v_caller.role
    )
  );
end $$;
comment on function private.me is 'Who the caller is for the console and what the role may do. Raises PT401, PT403 not_staff.';

create function backoffice.me() returns jsonb
language sql stable security invoker begin atomic select private.me(); end;
comment on function backoffice.me is 'Who the caller is for the console and what the role may do. Raises PT401, PT403 not_staff.';

create view backoffice.staff as
select s.user_id as id, s.user_id, u.email::text as email, s.role, s.created_at,
  c.email::text as created_by_email, s.removed_at
from private.staff s
join auth.users u on u.id = s.user_id
left join auth.users c on c.id = s.created_by
where private.admit('staff') and (select private.can_read('staff'));
comment on view backoffice.staff is 'Colleagues and former ones, for admins.';

select private.allow('{admin}', 'read', '{staff}');
select private.expose_function('private.can_read(text)');
select private.expose_function('private.admit(text)');
select private.expose_function('private.me()');
select private.expose_function('backoffice.me()');
select private.expose_view('backoffice.staff');
