-- reset-quota: what the app counts this month goes to nothing, and no simulation is lost.

create table private.set_aside_records (
  run_id uuid not null,
  record_id uuid not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  record jsonb not null,
  set_aside_at timestamptz not null default private.now(),
  primary key (run_id, record_id)
);
create index set_aside_records_user on private.set_aside_records (user_id);
comment on table private.set_aside_records is
  'Simulations that a run of reset-quota took out of the app, each as a whole row. They leave with the customer, or go back by the undo.';

create function private.counted_records(user_id uuid, at timestamptz) returns setof public.urssaf_records
language sql stable security definer set search_path = '' as $$
  select r.* from public.urssaf_records r
  where r.user_id = counted_records.user_id and r.created_at >= private.paris_month_start(at)
$$;
comment on function private.counted_records is 'The simulations that the app counts against the quota of the month, in Paris, of a moment.';

create function private.parse_reset(params jsonb) returns jsonb
language sql immutable set search_path = '' as $$ select private.parse_user_params(params, '{user_id}') $$;
comment on function private.parse_reset is 'The parameters of reset-quota. Raises PT422.';

create function private.guard_reset(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_plan private.plans;
begin
  perform private.user_exists(v_user);
  select p.* into v_plan from private.plans p where p.plan = (private.entitlement(v_user, at)).plan;
  return jsonb_build_object(
    'warnings', case when v_plan.simulations_per_month is null then jsonb_build_array(jsonb_build_object(
      'code', 'quota_unlimited', 'args', jsonb_build_object('plan', v_plan.plan))) else '[]' end,
    'blockers', case when not exists (select from private.counted_records(v_user, at))
      then '[{"code":"nothing_to_reset","args":{}}]'::jsonb else '[]' end);
end $$;
comment on function private.guard_reset is 'Blocks when the app counts nothing this month; warns when the plan has no limit. Raises PT404.';

create function private.quota_state(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'quota_used', (select count(*) from private.counted_records((params ->> 'user_id')::uuid, at)),
    'set_aside', (
      -- The digest tells two sets of the same size apart, in a plan that stays short.
      select case when count(*) > 0 then jsonb_build_object(
        'number', count(*), 'digest', md5(string_agg(s.record_id::text, ',' order by s.record_id, s.run_id))) end
      from private.set_aside_records s where s.user_id = (params ->> 'user_id')::uuid))
$$;
comment on function private.quota_state is 'What reset-quota may change: what the app counts this month, and which simulations are set aside.';

create function private.reset_quota(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_number integer;
begin
  with taken as (
    delete from public.urssaf_records r
    where r.user_id = v_user and r.created_at >= private.paris_month_start(private.now())
    returning r.*
  )
  insert into private.set_aside_records (run_id, record_id, user_id, record)
  select reset_quota.run_id, taken.id, v_user, to_jsonb(taken) from taken;
  get diagnostics v_number = row_count;
  return jsonb_build_object('records', v_number);
end $$;
comment on function private.reset_quota is 'Effect of reset-quota: the simulations that the app counts this month are set aside.';

create function private.undo_reset(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  -- The app may have columns of which this console knows nothing; those that are computed come by themselves.
  v_columns text := (
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_catalog.pg_attribute a
    where a.attrelid = 'public.urssaf_records'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '');
  v_back integer;
begin
  execute format(
    'insert into public.urssaf_records (%1$s) overriding system value
     select %1$s from (
       select r.* from private.set_aside_records s, jsonb_populate_record(null::public.urssaf_records, s.record) r
       where s.run_id = $1) back
     on conflict do nothing', v_columns) using run.undoes_run;
  -- What came back is held against what was set aside: an id used anew, or a trigger of the app, shows here.
  select count(*) into v_back
  from private.set_aside_records s join public.urssaf_records r on r.id = s.record_id and to_jsonb(r) = s.record
  where s.run_id = run.undoes_run;
  if v_back <> (snapshot ->> 'records')::integer then
    raise exception using errcode = 'PT409', message = 'not_undoable', detail = '{"cause":"changed_since"}';
  end if;
  delete from private.set_aside_records s where s.run_id = run.undoes_run;
end $$;
comment on function private.undo_reset is
  'Puts back the simulations that a run set aside, as they were to the byte. Raises PT409 when one of them cannot come back so.';

create function private.prove_quota(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (run.params ->> 'user_id')::uuid;
  v_counted bigint;
  v_since bigint;
begin
  -- A simulation made after the run is none of its doing.
  select count(*), count(*) filter (where r.created_at > run.started_at) into v_counted, v_since
  from private.counted_records(v_user, private.now()) r;
  return (
    select jsonb_agg(jsonb_build_object('code', e.code, 'expected', e.expected, 'found', e.found, 'ok', e.expected = e.found))
    from (values
      ('quota_used', case when private.paris_month(run.started_at) = private.paris_month(private.now())
        then (run.after ->> 'quota_used')::bigint else 0 end + v_since, v_counted),
      ('kept_aside', case when run.undoes_run is null then (run.snapshot ->> 'records')::bigint else 0 end,
        (select count(*) from private.set_aside_records s where s.run_id = coalesce(run.undoes_run, run.id)))
    ) as e (code, expected, found));
end $$;
comment on function private.prove_quota is
  'Re-reads what the app counts of the customer now, and that the simulations of the run are all kept, or all back.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, fields, undo_fields) values
  -- New simulations are no obstacle to an undo: it puts back rows, and checks each of them itself.
  ('reset-quota', 'user', 'low', 'none', 'private.parse_reset', 'private.guard_reset', 'private.quota_state',
    'private.reset_quota', 'private.prove_quota', 'private.undo_reset', '{quota_used,set_aside}', '{}');

select private.allow('{support,ops,admin}', 'run', '{reset-quota}');
