-- Failed imports that are still open: their month was not imported later. Few of the failures ever are,
-- so those that may be are kept apart. Whoever imports only ever adds to them and waits for nobody; what
-- was imported since is taken out by the schedule, and until then by whoever reads.

create function private.import_failed(status text, dry_run boolean) returns boolean
language sql immutable parallel safe
return status = 'error' and not dry_run;
comment on function private.import_failed is 'Whether an import is a failure: a dry run is none.';

create function private.import_done(status text, dry_run boolean) returns boolean
language sql immutable parallel safe
return status in ('success', 'skipped') and not dry_run;
comment on function private.import_done is 'Whether an import brought its month to an end: it was imported, or there was nothing to import.';

-- private.import_done(), written out: who inserts here may not execute functions of private.
create index if not exists import_logs_done on public.import_logs (user_id, provider, month) where not dry_run and status in ('success', 'skipped');
create index if not exists import_logs_of on public.import_logs (user_id, provider, month, created_at desc, id desc) where not dry_run;

create table private.open_imports (
  id uuid primary key,
  user_id uuid not null,
  provider text not null,
  month text not null,
  created_at timestamptz not null
);
comment on table private.open_imports is
  'Failed imports: all that are open, and what was imported since the last turn of the schedule. A line is never changed: only added and removed. See private.open_failures.';
create index open_imports_page on private.open_imports (created_at desc, id desc) include (user_id, provider, month);

create table private.import_repairs (
  id bigint generated always as identity primary key,
  error text not null,
  noticed_at timestamptz not null default now()
);
comment on table private.import_repairs is 'Changes of imports that could not be followed: the next turn of the schedule makes private.open_imports anew.';

create view private.open_failures as
select c.id, c.user_id, c.provider, c.month, c.created_at
from private.open_imports c
-- Not "not exists": for that the planner would read every import that was done to answer for 25 rows.
where not coalesce((
  select true from public.import_logs d where d.user_id = c.user_id and d.provider = c.provider and d.month = c.month
    and private.import_done(d.status, d.dry_run) limit 1), false);
comment on view private.open_failures is 'The failed imports that are open: the customer''s month has not been imported from the provider, before or after.';

create function private.on_import() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from private.open_imports;
  elsif tg_op = 'INSERT' then
    insert into private.open_imports (id, user_id, provider, month, created_at)
    select n.id, n.user_id, n.provider, n.month, n.created_at from new_rows n where private.import_failed(n.status, n.dry_run)
    on conflict do nothing;
  elsif tg_op = 'UPDATE' then
    if private.import_failed(old.status, old.dry_run) then
      delete from private.open_imports c where c.id = old.id;
    end if;
    if private.import_failed(new.status, new.dry_run) then
      insert into private.open_imports (id, user_id, provider, month, created_at)
      values (new.id, new.user_id, new.provider, new.month, new.created_at) on conflict do nothing;
    end if;
    if private.import_done(old.status, old.dry_run) then
      perform private.reopen_imports(array[old.user_id], array[old.provider], array[old.month]);
    end if;
  else
    delete from private.open_imports c using old_rows o where c.id = o.id;
    perform private.reopen_imports(array_agg(o.user_id), array_agg(o.provider), array_agg(o.month))
    from old_rows o where private.import_done(o.status, o.dry_run) having count(*) > 0;
  end if;
  return null;
exception when others then
  -- The customer's row matters more.
  begin
    insert into private.import_repairs (error) values (sqlerrm);
  exception when others then
    raise warning 'open imports need a repair that could not be noted: %', sqlerrm;
  end;
  return null;
end $$;
comment on function private.on_import is 'Adds what failed, and takes away what is no failure any more. Never fails the statement.';

create function private.reopen_imports(users uuid[], providers text[], months text[]) returns void
language sql security definer set search_path = '' as $$
  -- Also where another import of the month is done: that one may be going away at this moment, too.
  insert into private.open_imports (id, user_id, provider, month, created_at)
  select f.id, f.user_id, f.provider, f.month, f.created_at
  from unnest(users, providers, months) k (user_id, provider, month)
  join public.import_logs f on f.user_id = k.user_id and f.provider = k.provider and f.month = k.month and private.import_failed(f.status, f.dry_run)
  order by f.id
  -- One that is just being changed takes its line away before it would be added here.
  for share of f
  on conflict do nothing
$$;
comment on function private.reopen_imports is 'Adds the failures of these months: what had imported one of them is gone. Waits for those that are just being changed.';

create trigger console_open after insert on public.import_logs
  referencing new table as new_rows for each statement execute function private.on_import();
-- Most changes, an import that comes to a good end among them, cost nothing here.
create trigger console_open_changed after update on public.import_logs for each row
  when ((old.status <> 'running' or new.status = 'error') and row(old.id, old.user_id, old.provider, old.month, old.status, old.dry_run, old.created_at)
    is distinct from row(new.id, new.user_id, new.provider, new.month, new.status, new.dry_run, new.created_at))
  execute function private.on_import();
create trigger console_open_deleted after delete on public.import_logs
  referencing old table as old_rows for each statement execute function private.on_import();
create trigger console_open_all after truncate on public.import_logs
  for each statement execute function private.on_import();

create function private.rebuild_imports() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_count bigint;
begin
  -- Whoever writes meanwhile would go by the lines of before.
  lock table public.import_logs in share row exclusive mode;
  delete from private.open_imports;
  delete from private.import_repairs;
  insert into private.open_imports (id, user_id, provider, month, created_at)
  select f.id, f.user_id, f.provider, f.month, f.created_at from public.import_logs f
  where private.import_failed(f.status, f.dry_run) and not exists (
    select from public.import_logs d where d.user_id = f.user_id and d.provider = f.provider and d.month = f.month and private.import_done(d.status, d.dry_run));
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.rebuild_imports is 'Finds the open imports anew, for a first installation, for bulk loads and after a fault; gives how many. Imports wait for it.';

create function private.turn_imports() returns integer
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare
  v_number integer;
begin
  if exists (select from private.import_repairs) then
    perform private.rebuild_imports();
  end if;
  delete from private.open_imports c using (
    select o.id from private.open_imports o
    -- Locked, or else it may be about to be removed, by one who does not see a failure that is just being added.
    cross join lateral (
      select from public.import_logs d where d.user_id = o.user_id and d.provider = o.provider and d.month = o.month
        and private.import_done(d.status, d.dry_run) limit 1 for share skip locked) d
    for update of o skip locked
  ) done
  where done.id = c.id;
  get diagnostics v_number = row_count;
  return v_number;
end $$;
comment on function private.turn_imports is 'Takes away what was imported since the last turn; gives how many. Waits for nobody but after a fault. Run by the schedule.';

select private.expose_function('private.import_done(text, boolean)');
revoke all on private.open_imports, private.import_repairs, private.open_failures from public, anon, authenticated, service_role;
revoke all on function private.import_failed(text, boolean), private.on_import(), private.reopen_imports(uuid[], text[], text[]), private.rebuild_imports(), private.turn_imports()
  from public, anon, authenticated, service_role;

select private.rebuild_imports();
