-- rerun-imports: the customer app's own import of a month, after a dry run of the same scope.
--
-- The app imports and logs; what is done here is to say which integrations a run is about, what the dry
-- run promises of each, and whether the log says so afterwards.

create function private.parse_imports(params jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_key text;
  v_month text;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where k not in ('month', 'user_id', 'provider', 'only_failed') loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  v_month := case when jsonb_typeof(params -> 'month') = 'string' then params ->> 'month' end;
  if v_month is null or v_month !~ '^\d{4}-(0[1-9]|1[0-2])$' then
    perform private.invalid_params('month', 'invalid_month');
  elsif v_month > to_char(private.paris_month(private.now()), 'YYYY-MM') then
    perform private.invalid_params('month', 'month_in_future');
  elsif v_month < '2020-01' then
    perform private.invalid_params('month', 'month_too_old');
  end if;
  if params ? 'user_id' and (jsonb_typeof(params -> 'user_id') <> 'string' or not pg_input_is_valid(params ->> 'user_id', 'uuid')) then
    perform private.invalid_params('user_id', 'invalid_uuid');
  end if;
  if params ? 'provider' and params -> 'provider' not in ('"stripe"', '"shopify"') then
    perform private.invalid_params('provider', 'invalid_provider');
  end if;
  if params ? 'only_failed' and jsonb_typeof(params -> 'only_failed') <> 'boolean' then
    perform private.invalid_params('only_failed', 'invalid_type');
  end if;
  -- "Not only what failed" is the same as not to say it.
  return jsonb_strip_nulls(jsonb_build_object('month', v_month, 'user_id', (params ->> 'user_id')::uuid, 'provider', params -> 'provider',
    'only_failed', case when params -> 'only_failed' = 'true' then true end));
end $$;
comment on function private.parse_imports is
  'The month, 2020 at the earliest and in Paris not to come, and the scope: a customer, a provider, what is not imported. Raises PT422.';

create function private.import_state(user_id uuid, provider text, month text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('import_status', l.status,
    'revenue_cents', case when l.status in ('success', 'skipped') then l.revenue_cents end,
    'rows_imported', case when l.status in ('success', 'skipped') then l.rows_imported end)
  from (select) one
  left join lateral (
    select * from public.import_logs i
    where i.user_id = import_state.user_id and i.provider = import_state.provider and i.month = import_state.month and not i.dry_run
    order by i.status = 'success' desc, i.status = 'skipped' desc, i.created_at desc, i.id desc limit 1
  ) l on true
$$;
comment on function private.import_state is
  'The import of a month that counts: the success where there is one, else the latest attempt; revenue and rows only where it came to an end.';

create function private.import_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('integration', s.id::text, coalesce(u.email, s.user_id::text) || ' · ' || initcap(s.provider), s.user_id,
    jsonb_build_object('user_id', s.user_id, 'provider', s.provider, 'month', params -> 'month',
      'before', private.import_state(s.user_id, s.provider, params ->> 'month')))::private.run_target
  from (
    select t.id, t.user_id, t.provider from public.integration_tokens t
    where (not params ? 'user_id' or t.user_id = (params ->> 'user_id')::uuid)
      and (not params ? 'provider' or t.provider = params ->> 'provider')
      -- Who connected an account later has no sales of that month there.
      and t.created_at < ((params ->> 'month' || '-01')::date + interval '1 month') at time zone 'Europe/Paris'
      and (not params ? 'only_failed' or not exists (
        select from public.import_logs l
        where l.user_id = t.user_id and l.provider = t.provider and l.month = params ->> 'month' and not l.dry_run
          -- One that has been running for an hour was begun and never ended.
          and (private.import_done(l.status, l.dry_run) or l.status = 'running' and l.created_at > at - interval '1 hour')))
    order by t.user_id, t.provider
    limit (private.setting('targets_listed'))::integer + 1
  ) s
  left join private.users u on u.id = s.user_id
  order by u.email, s.provider, s.id
$$;
comment on function private.import_targets is
  'The integrations in scope, connected before the month ended, with what their import of it is now; one more than a preview can list, at most.';

create function private.busy_target(action text, target_id text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.run_items i join private.runs r on r.id = i.run_id
    where i.target_id = busy_target.target_id and i.status in ('pending', 'running')
      and r.action = busy_target.action and r.status = 'running')
$$;
comment on function private.busy_target is 'Whether a run of the action still works on the target.';

create function private.one_guard(kind text, code text, args jsonb default '{}') returns jsonb
language sql immutable set search_path = '' as $$
  select '{"warnings":[],"blockers":[]}'::jsonb
    || jsonb_build_object(kind, jsonb_build_array(jsonb_build_object('code', code, 'args', args)))
$$;
comment on function private.one_guard is 'A guard with one line, kind "warnings" or "blockers".';

create function private.integration_exists(integration_id text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from public.integration_tokens t where t.id = integration_exists.integration_id::uuid) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"integration"}';
  end if;
end $$;
comment on function private.integration_exists is 'Raises PT404 for an unknown integration.';

create function private.judge_imports(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_failed jsonb;
  v_missing jsonb;
  v_useful integer;
  v_done integer;
begin
  with seen as (
    select t.label, params -> 'observed' -> t.id as said from private.import_targets(params, at) t
  ), failed as (
    select coalesce(private.failure_cause(s.said ->> 'error'), 'other') as cause, count(*) as number,
      (array_agg(s.label order by s.label))[1:3] as labels
    from seen s where s.said ->> 'status' = 'error' group by 1
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('code', 'failed_' || f.cause,
      'args', jsonb_build_object('count', f.number, 'labels', f.labels)) order by f.number desc, f.cause), '[]') from failed f),
    (select case when count(*) > 0 then jsonb_build_array(jsonb_build_object('code', 'not_in_dry_run',
      'args', jsonb_build_object('count', count(*), 'labels', (array_agg(s.label order by s.label))[1:3]))) else '[]' end
      from seen s where s.said is null),
    (select count(*) from seen s where s.said ->> 'status' = 'success' or s.said ->> 'reason' = 'no_sales'),
    (select count(*) from seen s where s.said ->> 'reason' = 'already_imported')
  into v_failed, v_missing, v_useful, v_done;
  return jsonb_build_object(
    -- A run would bring nothing but the same failures.
    'blockers', case when v_useful = 0 then v_failed else '[]' end,
    'warnings', case when v_useful > 0 then v_failed else '[]' end || v_missing || case when v_useful = 0 and v_failed = '[]' and v_done > 0
      then jsonb_build_array(jsonb_build_object('code', 'already_imported', 'args', jsonb_build_object('count', v_done))) else '[]' end);
end $$;
comment on function private.judge_imports is
  'What the dry run (params.observed) says against the run: failures by cause, as blockers when nothing else would be imported; '
  'who it left out; that all is imported already.';

create function private.guard_imports(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_number integer;
  v_only text;
begin
  if params ? 'user_id' then
    perform private.user_exists((params ->> 'user_id')::uuid);
  end if;
  if params ? 'integration_id' then
    -- A page asks with its integration before there is a month.
    perform private.integration_exists(params ->> 'integration_id');
    v_number := 1;
    v_only := params ->> 'integration_id';
  else
    select count(*), min(t.id) into v_number, v_only from private.import_targets(params, at) t;
  end if;
  return case
    when v_number = 0 then private.one_guard('blockers', case
      when params ? 'only_failed' then 'nothing_failed' when params ? 'user_id' then 'no_integration' else 'nobody_connected' end)
    when v_number > (private.setting('targets_listed'))::integer then
      private.one_guard('blockers', 'too_many', jsonb_build_object('most', private.setting('targets_listed')))
    when v_number = 1 and private.busy_target('rerun-imports', v_only) then private.one_guard('blockers', 'already_running')
    when params ? 'observed' then private.judge_imports(params, at)
    else '{"warnings":[],"blockers":[]}' end;
end $$;
comment on function private.guard_imports is
  'A scope that has integrations, not more than one dry run can answer for, one that is alone is not being imported already, '
  'and the dry run, once there is one, found something to import. Raises PT404.';

create function private.apply_import(item private.run_items, observed jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  -- The app writes the log, so that what was before has to be known from before; afterwards the log itself is compared.
  v_before jsonb := case when item.applied_at is null then item.payload -> 'before'
    else private.import_state((item.payload ->> 'user_id')::uuid, item.payload ->> 'provider', item.payload ->> 'month') end;
  v_after jsonb := case when observed ->> 'status' in ('success', 'skipped') then jsonb_build_object(
      'import_status', case when observed ->> 'reason' = 'no_sales' then 'skipped' else 'success' end,
      'revenue_cents', observed -> 'revenue_cents', 'rows_imported', observed -> 'rows') else v_before end;
begin
  return jsonb_build_object('snapshot', null, 'changes', (
    select coalesce(jsonb_agg(jsonb_build_object('entity', 'integration', 'id', item.target_id, 'field', f.field,
      'before', v_before -> f.field, 'after', v_after -> f.field) order by f.position), '[]')
    from unnest('{import_status,revenue_cents,rows_imported}'::text[]) with ordinality f (field, position)
    where v_before -> f.field is distinct from v_after -> f.field));
end $$;
comment on function private.apply_import is
  'What the app''s answer for an integration changes in the log of its imports. Writes nothing: the app did.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply, calls) values
  ('rerun-imports', 'vendor', 'integration', 'medium', 'none', 'private.parse_imports', 'private.guard_imports',
    'private.import_targets', 'private.apply_import', '{"app":2}');
select private.allow('{support,ops,admin}', 'run', '{rerun-imports}');
select private.allow('{ops,admin}', 'approve', '{rerun-imports}');
