-- reset-quota: what the app counts goes to zero, and no row is lost. The simulations of the month are
-- kept aside, whole, and come back byte for byte.

create table private.set_aside (
  run_id uuid not null,
  id uuid not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  record jsonb not null,
  set_aside_at timestamptz not null default private.now(),
  primary key (run_id, id)
);
create index set_aside_user on private.set_aside (user_id);
comment on table private.set_aside is
  'Simulations that a reset of the quota took out of public.urssaf_records: the whole row as it was, and the run that took it. '
  'They are the customer''s accounting records: undo puts them back, and they go with the account.';

create function private.counted_simulations(user_id uuid, at timestamptz) returns integer
language sql stable security definer set search_path = '' as $$
  select count(*)::integer from public.urssaf_records r
  where r.user_id = counted_simulations.user_id
    and r.created_at >= private.paris_month_start(counted_simulations.at)
$$;
comment on function private.counted_simulations is
  'How many simulations the customer app counts against the quota since the month of a moment began, in Europe/Paris.';

create function private.quota_state(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_aside bigint := (select count(*) from private.set_aside s where s.user_id = v_user);
begin
  return jsonb_build_object(
    'quota_used', private.counted_simulations(v_user, at),
    'set_aside', v_aside,
    'simulations_kept', v_aside + (select count(*) from public.urssaf_records r where r.user_id = v_user),
    'quota_month', to_char(private.paris_month(at), 'YYYY-MM'));
end $$;
comment on function private.quota_state is
  'What reset-quota changes of a customer; simulations_kept must stay: in the app and aside together.';

create function private.guard_reset_quota(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_plan text;
begin
  perform private.user_exists(v_user);
  -- What hangs on a simulation would go with it, or keep it from going.
  if exists (select from pg_catalog.pg_constraint c where c.contype = 'f' and c.confrelid = 'public.urssaf_records'::regclass) then
    return '{"warnings":[],"blockers":[{"code":"records_referenced","args":{}}]}';
  end if;
  if private.counted_simulations(v_user, at) = 0 then
    return '{"warnings":[],"blockers":[{"code":"nothing_to_reset","args":{}}]}';
  end if;
  v_plan := (private.entitlement(v_user, at)).plan;
  return jsonb_build_object('blockers', '[]'::jsonb, 'warnings', case
    when exists (select from private.plans p where p.plan = v_plan and p.simulations_per_month is null) then
      jsonb_build_array(jsonb_build_object('code', 'no_quota', 'args', jsonb_build_object('plan', v_plan)))
    else '[]' end);
end $$;
comment on function private.guard_reset_quota is
  'Blocks when nothing is counted or other tables hang on simulations; warns when the plan has no limit. Raises PT404.';

create function private.set_aside_checksum(run_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(sha256(convert_to(coalesce(string_agg(s.id || s.record::text, '|' order by s.id), ''), 'UTF8')), 'hex')
  from private.set_aside s where s.run_id = set_aside_checksum.run_id
$$;
comment on function private.set_aside_checksum is 'Checksum of what a run set aside.';

create function private.reset_quota(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
  v_snapshot jsonb;
begin
  with taken as (
    delete from public.urssaf_records r
    where r.user_id = v_user and r.created_at >= private.paris_month_start(at)
    returning r as record
  ), aside as (
    insert into private.set_aside (run_id, id, user_id, record)
    select reset_quota.run_id, (t.record).id, v_user, to_jsonb(t.record) from taken t
    returning id, record
  )
  select jsonb_build_object('rows', count(*),
    'faithful', coalesce(bool_and(jsonb_populate_record(null::public.urssaf_records, a.record)::text = t.record::text), true))
  into v_snapshot
  from aside a join taken t on (t.record).id = a.id;
  -- A column type that jsonb cannot carry unchanged: nothing is taken rather than altered.
  if not (v_snapshot ->> 'faithful')::boolean then
    raise exception using errcode = 'PT409', message = 'blocked',
      detail = '{"blockers":[{"code":"records_not_restorable","args":{}}]}';
  end if;
  return v_snapshot - 'faithful' || jsonb_build_object('checksum', private.set_aside_checksum(run_id));
end $$;
comment on function private.reset_quota is
  'Effect of reset-quota: the counted simulations of the month go aside, each checked to come back as it was.';

create function private.undo_reset_quota(run private.runs, snapshot jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_columns text;
begin
  if private.set_aside_checksum(run.undoes_run) <> snapshot ->> 'checksum' then
    raise exception using errcode = 'PT409', message = 'not_undoable', detail = jsonb_build_object(
      'cause', 'changed_since', 'changed', jsonb_build_array(jsonb_build_object(
        'field', 'set_aside', 'expected', snapshot -> 'rows',
        'found', (select count(*) from private.set_aside s where s.run_id = run.undoes_run))));
  end if;
  -- The app may have columns of which this console knows nothing; computed ones come by themselves.
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into v_columns
  from pg_catalog.pg_attribute a
  where a.attrelid = 'public.urssaf_records'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
  begin
    execute format(
      'insert into public.urssaf_records (%1$s) overriding system value
      select %1$s from (
        select (jsonb_populate_record(null::public.urssaf_records, s.record)).*
        from private.set_aside s where s.run_id = $1) back', v_columns)
      using run.undoes_run;
  exception when unique_violation then
    -- A customer may write a simulation under the id of one that is aside.
    raise exception using errcode = 'PT409', message = 'not_undoable', detail = '{"cause":"id_taken"}';
  end;
  delete from private.set_aside s where s.run_id = run.undoes_run;
end $$;
comment on function private.undo_reset_quota is
  'Puts back what a reset set aside, while all of it is there as it was; what the customer made since stays.';

create function private.prove_quota(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (run.params ->> 'user_id')::uuid;
  v_taker uuid := coalesce(run.undoes_run, run.id);
  -- The customer goes on working: what was made after the run counts, and is not the run's doing.
  v_since bigint := (
    select count(*) from public.urssaf_records r
    where r.user_id = v_user and r.created_at > run.finished_at);
begin
  return (
    select jsonb_agg(jsonb_build_object('code', e.code, 'expected', e.expected, 'found', e.found, 'ok', e.expected = e.found))
    from (values
      ('quota_used', (run.after ->> 'quota_used')::bigint + v_since,
        private.counted_simulations(v_user, run.finished_at)::bigint),
      ('set_aside', case when run.undoes_run is null then (run.snapshot ->> 'rows')::bigint else 0 end,
        (select count(*) from private.set_aside s where s.run_id = v_taker))
    ) as e (code, expected, found));
end $$;
comment on function private.prove_quota is 'Re-reads what the app counts since the month of the run began, and what is kept aside.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, fields, watched, compared) values
  -- New simulations are no obstacle to an undo: it puts back rows, and checks them itself.
  ('reset-quota', 'user', 'low', 'none', 'private.parse_revoke', 'private.guard_reset_quota', 'private.quota_state',
    'private.reset_quota', 'private.prove_quota', 'private.undo_reset_quota',
    '{quota_used,set_aside,simulations_kept,quota_month}', '{simulations_kept}', '{}');

select private.allow('{support,ops,admin}', 'run', '{reset-quota}');
