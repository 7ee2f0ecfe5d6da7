-- Last: nothing in private or backoffice is open but what was opened by name.

revoke execute on all functions in schema private, backoffice from public, anon, service_role;
revoke all on all tables in schema private from public, anon, authenticated, service_role;
revoke all on all sequences in schema private, backoffice from public, anon, authenticated, service_role;

do $$
declare
  own regprocedure;
begin
  for own in select w.routine from private.worker_functions w loop
    execute format('grant execute on function %s to service_role', own);
  end loop;
end $$;

do $$
declare
  own regclass;
begin
  for own in
    select c.oid from pg_class c
    where c.relnamespace = 'private'::regnamespace and c.relkind = 'r'
  loop
    execute format('alter table %s enable row level security', own);
  end loop;
end $$;
