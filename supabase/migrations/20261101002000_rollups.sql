-- What happened, counted by hour and by Paris day, so that a chart of a year reads some thousand rows
-- instead of five million. An hour whose rows changed is counted again from them by the next turn of
-- the schedule: a rollup is never adjusted, it is always what the rows say.

create table private.rollup_hours (
  series text not null,
  hour timestamptz not null,
  part text not null,
  number bigint not null,
  primary key (series, hour, part)
);
comment on table private.rollup_hours is
  'How many rows of each kind (part) an hour has, by series. Offsets of Paris are whole hours, so an hour lies in one Paris day.';

create table private.rollup_days (
  series text not null,
  day date not null,
  part text not null,
  number bigint not null,
  primary key (series, day, part)
);
comment on table private.rollup_days is 'The sums of private.rollup_hours by day in Europe/Paris.';

create table private.rollup_queue (
  id bigint generated always as identity primary key,
  series text not null,
  hour timestamptz not null
);
create index rollup_queue_series on private.rollup_queue (series, id);
comment on table private.rollup_queue is
  'Hours to count again. One line for each statement that changed rows of it: lines of one hour do not wait for each other.';

create table private.rollup_floors (
  series text primary key,
  hour timestamptz not null
);
comment on table private.rollup_floors is
  'From which hour on the rows of a series are there, where old ones are removed. What was counted of the hours before stays as it is.';

create function private.rows_since(series text) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select coalesce((select f.hour from private.rollup_floors f where f.series = rows_since.series), '-infinity')
$$;
comment on function private.rows_since is 'From which moment on the rows of a series are there; -infinity when none were removed.';

-- Each series is counted by one statement over the index of its moments. Written apart so that each is planned for itself.
create function private.raw_counts(series text, since timestamptz, until timestamptz)
returns table (hour timestamptz, part text, number bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  case raw_counts.series
  when 'signups' then return query
    select c.at, p.part, p.number from (
      select date_trunc('hour', u.created_at, 'UTC') as at, count(*) as total, count(u.email_confirmed_at) as verified,
        count(*) filter (where u.simulated) as simulated, count(*) filter (where u.upgraded) as upgraded,
        count(*) filter (where u.plan = 'premium' and u.plan_source = 'subscription') as premium
      from private.users u where u.created_at >= since and u.created_at < until group by 1
    ) c
    cross join lateral (values ('all', c.total), ('verified', c.verified), ('simulated', c.simulated),
      ('upgraded', c.upgraded), ('premium', c.premium)) p (part, number)
    where p.number > 0;
  when 'simulations' then return query
    select date_trunc('hour', r.created_at, 'UTC'), 'all', count(*) from public.urssaf_records r
    where r.created_at >= since and r.created_at < until group by 1;
  when 'imports' then return query
    select date_trunc('hour', l.created_at, 'UTC'), l.status, count(*) from public.import_logs l
    where l.created_at >= since and l.created_at < until and not l.dry_run group by 1, 2;
  when 'monthly_imports' then return query
    select date_trunc('hour', l.created_at, 'UTC'), l.status, count(*) from public.import_logs l
    where l.created_at >= since and l.created_at < until and not l.dry_run and l.month = private.month_before(l.created_at) group by 1, 2;
  when 'emails' then return query
    select date_trunc('hour', e.created_at, 'UTC'), e.status, count(*) from public.emails e
    where e.created_at >= since and e.created_at < until group by 1, 2;
  when 'webhooks' then return query
    select date_trunc('hour', e.created_at, 'UTC'), case when e.state in ('open', 'reconciled') then 'failed' else 'ok' end, count(*)
    from private.stripe_events e where e.created_at >= since and e.created_at < until and e.state <> 'other_account' group by 1, 2;
  when 'runs' then return query
    select date_trunc('hour', r.started_at, 'UTC'), r.action, count(*) from private.runs r
    where r.started_at >= since and r.started_at < until group by 1, 2;
  when 'probes' then return query
    select date_trunc('hour', p.at, 'UTC'), case when p.ok then 'ok' else 'failed' end, count(*) from private.probes p
    where p.at >= since and p.at < until group by 1, 2;
  when 'latency' then return query
    select date_trunc('hour', p.at, 'UTC'), private.latency_bucket(p.latency_ms)::text, count(*) from private.probes p
    where p.at >= since and p.at < until and p.latency_ms is not null group by 1, 2;
  when 'traffic' then return query
    select c.at, p.part, p.number from (
      select date_trunc('hour', t.at, 'UTC') as at, sum(t.requests - t.errors_5xx)::bigint as ok, sum(t.errors_5xx)::bigint as failed
      from private.traffic t where t.at >= since and t.at < until group by 1
    ) c cross join lateral (values ('ok', c.ok), ('5xx', c.failed)) p (part, number) where p.number > 0;
  when 'mrr' then return query
    select date_trunc('hour', m.at, 'UTC'), m.kind, sum(m.after_cents - m.before_cents)::bigint from private.mrr_movements m
    where m.at >= since and m.at < until group by 1, 2;
  when 'mrr_customers' then return query
    select date_trunc('hour', m.at, 'UTC'), m.kind, count(*) from private.mrr_movements m
    where m.at >= since and m.at < until group by 1, 2;
  else
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["series"],"code":"invalid_value"}]}';
  end case;
end $$;
comment on function private.raw_counts is
  'What the rows of a series say, by hour and part, from since (in) to until (out). simulated, upgraded and premium are of those who signed up in that hour. '
  'latency: by the upper bound of the bucket, in ms; mrr: cents by kind of movement. Raises PT422 for a series that there is not.';

create function private.month_before(at timestamptz) returns text
language sql immutable parallel safe
return to_char((at at time zone 'Europe/Paris') - interval '1 month', 'YYYY-MM');
comment on function private.month_before is 'The month before that of a moment in Europe/Paris, as YYYY-MM: what the monthly import brings in.';

create function private.latency_bucket(ms integer) returns integer
language sql immutable parallel safe
return case when ms <= 1000 then greatest(10, ((ms + 9) / 10) * 10) else ((ms + 99) / 100) * 100 end;
comment on function private.latency_bucket is
  'Upper bound of the bucket of an answer time: 10 ms wide up to a second, then 100. A threshold that is a bound is judged exactly.';

create function private.rollup_series() returns text[]
language sql immutable parallel safe
return array['signups', 'simulations', 'imports', 'monthly_imports', 'emails', 'webhooks', 'runs', 'probes', 'latency', 'traffic', 'mrr', 'mrr_customers'];
comment on function private.rollup_series is 'Every series that is counted.';

create function private.rebuild_hours(series text, hours timestamptz[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_since timestamptz := private.rows_since(rebuild_hours.series);
  v_hours timestamptz[] := array(select distinct h from unnest(hours) h where h >= v_since);
  v_days date[] := array(select distinct private.paris_day(h) from unnest(v_hours) h);
begin
  delete from private.rollup_hours r where r.series = rebuild_hours.series and r.hour = any (v_hours);
  insert into private.rollup_hours (series, hour, part, number)
  select rebuild_hours.series, h.start, c.part, c.number
  from unnest(v_hours) h (start)
  cross join lateral private.raw_counts(rebuild_hours.series, h.start, h.start + interval '1 hour') c;
  delete from private.rollup_days d where d.series = rebuild_hours.series and d.day = any (v_days);
  insert into private.rollup_days (series, day, part, number)
  select r.series, d.day, r.part, sum(r.number)
  from unnest(v_days) d (day)
  join private.rollup_hours r on r.series = rebuild_hours.series
    and r.hour >= private.paris_day_start(d.day) and r.hour < private.paris_day_start(d.day + 1)
  group by r.series, d.day, r.part;
end $$;
comment on function private.rebuild_hours is 'Counts these hours of a series again from the rows, and the days that they lie in; hours whose rows were removed for their age stay as they were counted.';

create function private.turn_rollups(most integer default 5000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_taken record;
  v_number integer := 0;
begin
  -- Two turns at once would write the same hours.
  if not pg_try_advisory_xact_lock(hashtextextended('rollups', 0)) then
    return 0;
  end if;
  for v_taken in
    with taken as (
      -- So many of each series: a customer who writes into a thousand hours holds up no metric.
      delete from private.rollup_queue q
      where q.id in (
        select w.id from unnest(private.rollup_series()) s (series)
        cross join lateral (select l.id from private.rollup_queue l where l.series = s.series order by l.id limit most for update skip locked) w)
      returning q.series, q.hour
    )
    select t.series, array_agg(distinct t.hour) as hours from taken t group by t.series
  loop
    begin
      perform private.rebuild_hours(v_taken.series, v_taken.hours);
      v_number := v_number + cardinality(v_taken.hours);
    exception when others then
      -- The other series go on; these hours are tried again.
      raise warning 'not counted: % % %', v_taken.series, sqlstate, sqlerrm;
      insert into private.rollup_queue (series, hour) select v_taken.series, h from unnest(v_taken.hours) h;
    end;
  end loop;
  return v_number;
end $$;
comment on function private.turn_rollups is 'Counts again what changed since the last turn, so many lines of each series at most; gives how many hours. Run by the schedule.';

create function private.rebuild_rollups() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_series text;
  v_since timestamptz;
  v_count bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('rollups', 0));
  -- Not emptied as a whole: whoever writes a row would wait for the end of it.
  delete from private.rollup_queue;
  delete from private.rollup_days;
  foreach v_series in array private.rollup_series() loop
    v_since := private.rows_since(v_series);
    delete from private.rollup_hours r where r.series = v_series and r.hour >= v_since;
    insert into private.rollup_hours (series, hour, part, number)
    select v_series, c.hour, c.part, c.number from private.raw_counts(v_series, greatest(v_since, '1970-01-01Z'), '9999-01-01Z') c;
  end loop;
  insert into private.rollup_days (series, day, part, number)
  select r.series, private.paris_day(r.hour), r.part, sum(r.number) from private.rollup_hours r group by 1, 2, 3;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.rebuild_rollups is
  'Counts everything anew from the rows, for a first installation and for bulk loads; gives how many daily counts. Of hours whose rows were removed for their age the counts stay.';

create function private.rollup_differences(series text, day date) returns table (part text, raw bigint, hours bigint, days bigint)
language sql stable security definer set search_path = '' as $$
  select part, r.number, h.number, d.number
  from (
    select c.part, sum(c.number)::bigint as number
    from (
      select w.part, w.number
      from private.raw_counts(rollup_differences.series, greatest(private.paris_day_start(day), private.rows_since(rollup_differences.series)),
        private.paris_day_start(day + 1)) w
      union all
      select k.part, k.number from private.rollup_hours k
      where k.series = rollup_differences.series and k.hour >= private.paris_day_start(day) and k.hour < private.paris_day_start(day + 1)
        and k.hour < private.rows_since(rollup_differences.series)
    ) c group by c.part
  ) r
  full join (
    select n.part, sum(n.number)::bigint as number from private.rollup_hours n
    where n.series = rollup_differences.series and n.hour >= private.paris_day_start(day) and n.hour < private.paris_day_start(day + 1) group by n.part
  ) h using (part)
  full join (
    select n.part, n.number from private.rollup_days n where n.series = rollup_differences.series and n.day = rollup_differences.day
  ) d using (part)
  where (r.number, h.number, d.number) is distinct from (r.number, r.number, r.number)
$$;
comment on function private.rollup_differences is 'Where a Paris day''s counts and its rows disagree; nothing when they agree. Of hours whose rows were removed for their age only hours and days are compared.';

create function private.window_counts(series text, since timestamptz, until timestamptz) returns table (part text, number numeric)
language plpgsql stable security definer set search_path = '' as $$
declare
  -- The whole hours inside; what sticks out at both ends is read from the rows.
  v_first timestamptz := date_trunc('hour', since + interval '1 hour' - interval '1 microsecond', 'UTC');
  v_last timestamptz := date_trunc('hour', until, 'UTC');
begin
  if v_first >= v_last then
    return query select c.part, sum(c.number) from private.raw_counts(window_counts.series, since, until) c group by 1;
  else
    return query
      select w.part, sum(w.number) from (
        select c.part, c.number from private.raw_counts(window_counts.series, since, v_first) c
        union all
        select h.part, h.number from private.rollup_hours h where h.series = window_counts.series and h.hour >= v_first and h.hour < v_last
        union all
        select c.part, c.number from private.raw_counts(window_counts.series, v_last, until) c
      ) w group by 1;
  end if;
end $$;
comment on function private.window_counts is 'What a series counts from since (in) to until (out), to the moment: whole hours from the rollup, the rest from the rows.';

-- What has changed -----------------------------------------------------------------------------

create function private.on_counted() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_series text[] := string_to_array(tg_argv[0], ',');
  v_moment text := tg_argv[1];
begin
  -- No statement is put together here: every row that is written would pay for its planning.
  if tg_level = 'ROW' then
    insert into private.rollup_queue (series, hour)
    select s, h.hour from private.hours_of(array[(to_jsonb(old) ->> v_moment)::timestamptz, (to_jsonb(new) ->> v_moment)::timestamptz]) h, unnest(v_series) s;
  elsif tg_op = 'INSERT' then
    insert into private.rollup_queue (series, hour)
    select s, h.hour from private.hours_of(array(select (to_jsonb(n) ->> v_moment)::timestamptz from new_rows n)) h, unnest(v_series) s;
  else
    insert into private.rollup_queue (series, hour)
    select s, h.hour from private.hours_of(array(select (to_jsonb(o) ->> v_moment)::timestamptz from old_rows o)) h, unnest(v_series) s;
  end if;
  return null;
exception when others then
  -- The row that is written matters more than its place in a chart; private.rebuild_rollups() mends it.
  raise warning 'not counted: % %', tg_relid::regclass, sqlerrm;
  return null;
end $$;
comment on function private.on_counted is 'Puts the hours whose counts a statement changed into the queue. Never fails the statement.';

create function private.hours_of(moments timestamptz[]) returns table (hour timestamptz)
language sql immutable set search_path = '' as $$
  select distinct date_trunc('hour', m, 'UTC') from unnest(moments) m where m >= '1970-01-01Z' and m < '9999-01-01Z'
$$;
comment on function private.hours_of is 'The hours that moments lie in, each once, but none that no calendar has.';

create function private.count_changes(relation regclass, series text, moment text, counted text) returns void
language plpgsql set search_path = '' as $$
declare
  v_moved text := (select string_agg(format('old.%1$I is distinct from new.%1$I', c), ' or ') from unnest(string_to_array(concat_ws(', ', moment, nullif(counted, '')), ', ')) c);
begin
  execute format('create trigger console_counted after insert on %s referencing new table as new_rows for each statement execute function private.on_counted(%L, %L)',
    relation, series, moment);
  -- Most changes of a row do not move it, and cost nothing here.
  execute format('create trigger console_counted_changed after update on %s for each row when (%s) execute function private.on_counted(%L, %L)',
    relation, v_moved, series, moment);
  execute format('create trigger console_counted_deleted after delete on %s referencing old table as old_rows for each statement execute function private.on_counted(%L, %L)',
    relation, series, moment);
end $$;
comment on function private.count_changes is
  'Has the changes of a relation counted: which series, the moment that places a row, the other columns that decide its part.';

select private.count_changes('private.users', 'signups', 'created_at', 'email_confirmed_at, simulated, upgraded, plan, plan_source');
select private.count_changes('public.urssaf_records', 'simulations', 'created_at', '');
select private.count_changes('public.import_logs', 'imports,monthly_imports', 'created_at', 'status, dry_run, month');
select private.count_changes('public.emails', 'emails', 'created_at', 'status');
select private.count_changes('private.stripe_events', 'webhooks', 'created_at', 'state');
select private.count_changes('private.runs', 'runs', 'started_at', 'action');

revoke all on function private.rows_since(text), private.rollup_series(), private.rebuild_hours(text, timestamptz[]), private.turn_rollups(integer), private.rebuild_rollups(),
  private.rollup_differences(text, date), private.raw_counts(text, timestamptz, timestamptz), private.window_counts(text, timestamptz, timestamptz),
  private.on_counted(), private.hours_of(timestamptz[]), private.count_changes(regclass, text, text, text), private.month_before(timestamptz), private.latency_bucket(integer)
  from public, anon, authenticated, service_role;
