-- The six metrics: measured to the minute by the schedule and kept, so that a page reads six rows; and
-- the points of every chart, from the rollups.

create table private.metric_states (
  metric text primary key references private.metrics (metric),
  status text not null check (status in ('ok', 'breach', 'no_data')),
  since timestamptz not null,
  value numeric,
  bad bigint,
  total bigint,
  detail jsonb not null default '{}',
  as_of timestamptz,
  at timestamptz not null,
  known_status text check (known_status in ('ok', 'breach')),
  known_since timestamptz,
  known_value numeric,
  known_at timestamptz
);
comment on table private.metric_states is
  'Each metric as of its last measuring (at): since when it is in its status, as of when its source is (as_of), and the last status and value that were known. A silence in between does not end a breach.';

insert into private.settings (key, value) values
  -- The monthly import starts on the 1st at 3 in the morning, Paris; by this hour it must have had a success.
  ('import_due_hour', '6');

create type private.measurement as (value numeric, bad bigint, total bigint, as_of timestamptz, detail jsonb);

create function private.import_job(at timestamptz default private.now()) returns private.measurement
language plpgsql stable security definer set search_path = '' as $$
declare
  v_start timestamptz := private.paris_month_start(at);
  v_due timestamptz;
  v_end timestamptz;
  v_job private.measurement;
  v_seen timestamptz;
begin
  v_due := ((private.paris_day(v_start))::timestamp + make_interval(hours => (private.setting('import_due_hour'))::integer)) at time zone 'Europe/Paris';
  -- Until this month's is due, last month's is the one to judge; one that came early counts at once.
  if at < v_due and not private.import_succeeded(v_start, at) then
    v_start := private.paris_month_start(v_start - interval '1 day');
    v_due := ((private.paris_day(v_start))::timestamp + make_interval(hours => (private.setting('import_due_hour'))::integer)) at time zone 'Europe/Paris';
  end if;
  v_end := private.paris_month_start(v_start + interval '32 days');
  select sum(c.number) filter (where c.part = 'error'), sum(c.number) filter (where c.part in ('success', 'skipped', 'error'))
  into v_job.bad, v_job.total
  from private.window_counts('monthly_imports', v_start, least(v_end, at)) c;
  v_job.bad := coalesce(v_job.bad, 0);
  v_job.total := coalesce(v_job.total, 0);
  select max(l.created_at) into v_seen from public.import_logs l
  where l.month = private.month_before(v_start) and l.created_at >= v_start and not l.dry_run;
  v_job.as_of := at;
  v_job.detail := jsonb_build_object('month', private.month_before(v_start), 'due_at', v_due, 'last_at', v_seen,
    'next_at', (private.paris_day(private.paris_month_start(at + interval '1 month') )::timestamp + interval '3 hours') at time zone 'Europe/Paris');
  v_job.value := case
    when private.import_succeeded(v_start, least(v_end, at)) then 0
    -- Nobody had anything to import.
    when not exists (select from public.integration_tokens t where t.created_at < v_due) then null
    when at >= v_due then 1 else 0 end;
  return v_job;
end $$;
comment on function private.import_job is
  'The monthly import that is to be judged at a moment: value 0, or 1 when it has had no success by the hour it was due; null when nobody is connected. '
  'bad, total: its failed imports, of all that it did. detail: the month imported, when it was due, its last import, when the next one starts.';

create function private.import_succeeded(month_start timestamptz, until timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.import_logs l
    where l.month = private.month_before(month_start) and l.created_at >= month_start and l.created_at < until
      and private.import_done(l.status, l.dry_run))
$$;
comment on function private.import_succeeded is 'Has the import of the month before succeeded for anybody between the start of a month and a moment?';

create function private.percentile_of(counts jsonb, share numeric) returns numeric
language sql immutable parallel safe set search_path = '' as $$
  select min(c.bound) from (
    select key::numeric as bound, sum(value::numeric) over (order by key::numeric) as below, sum(value::numeric) over () as total
    from jsonb_each_text(counts)
  ) c where c.below >= share * c.total
$$;
comment on function private.percentile_of is
  'The upper bound of the bucket in which a share of all answers lies, from {"bound": number}; null without any. At most a bucket above the exact one, and on the same side of a threshold that is a bound.';

create function private.measure(metric text, window_hours integer, at timestamptz default private.now()) returns private.measurement
language plpgsql stable security definer set search_path = '' as $$
declare
  v_since timestamptz := at - make_interval(hours => window_hours);
  v_metric private.metrics := private.metric(measure.metric);
  v_clock private.webhook_clock;
  v_rate private.webhook_rate;
  m private.measurement;
begin
  m.detail := '{}';
  case measure.metric
  when 'uptime' then
    select sum(c.number) filter (where c.part = 'failed'), sum(c.number) into m.bad, m.total from private.window_counts('probes', v_since, at) c;
    m.bad := coalesce(m.bad, 0);
    m.value := 100.0 * (m.total - m.bad) / nullif(m.total, 0);
    select max(p.at) into m.as_of from private.probes p where p.at <= measure.at;
  when 'latency_p95' then
    -- From the rows: a threshold may lie within a bucket. A question without an answer says nothing of answer times.
    select percentile_disc(0.95) within group (order by p.latency_ms), count(*), count(*) filter (where p.latency_ms > v_metric.threshold), max(p.at)
    into m.value, m.total, m.bad, m.as_of from private.probes p
    where p.at >= v_since and p.at <= measure.at and p.latency_ms is not null;
  when 'errors_5xx' then
    select sum(c.number) filter (where c.part = '5xx'), sum(c.number) into m.bad, m.total from private.window_counts('traffic', v_since, at) c;
    m.bad := coalesce(m.bad, 0);
    m.value := 100.0 * m.bad / nullif(m.total, 0);
    select max(t.read_at) into m.as_of from private.traffic t where t.at > v_since and t.at <= measure.at;
  when 'webhooks_failed' then
    v_clock := private.webhook_clock(at);
    v_clock.window_since := v_since;
    v_rate := private.webhook_rate(v_clock);
    m.bad := v_rate.failed;
    m.total := v_rate.total;
    m.value := 100.0 * m.bad / nullif(m.total, 0);
    select s.succeeded_at into m.as_of from private.syncs s where s.name = 'stripe_events';
  when 'monthly_import' then
    m := private.import_job(at);
  when 'emails_bounced' then
    select sum(c.number) filter (where c.part = 'bounced'), sum(c.number) filter (where private.was_sent(c.part)) into m.bad, m.total
    from private.window_counts('emails', v_since, at) c;
    m.bad := coalesce(m.bad, 0);
    m.value := 100.0 * m.bad / nullif(m.total, 0);
    -- A refusal of our key is no answer: whoever cannot ask does not know.
    select s.answered_at into m.as_of from private.sources s where s.name = 'resend';
  else
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["metric"],"code":"invalid_value"}]}';
  end case;
  m.value := trim_scale(m.value);
  return m;
end $$;
comment on function private.measure is
  'A metric over the hours before a moment, to the moment: its value in its unit, null without data, how many were bad of how many, and as of when its source is. Raises PT422 for a metric that there is not.';

create function private.was_sent(status text) returns boolean
language sql immutable parallel safe
return status in ('sent', 'delivered', 'delivery_delayed', 'opened', 'clicked', 'complained', 'bounced');
comment on function private.was_sent is 'Did an e-mail in this state of Resend leave? Those that wait, were held back, cancelled or failed before did not.';

create function private.judge(metric private.metrics, m private.measurement, threshold numeric, at timestamptz) returns text
language sql immutable parallel safe
return case
  when m.value is null or m.as_of is null or m.as_of < at - make_interval(mins => metric.stale_minutes) then 'no_data'
  when metric.bound = 'min' and m.value < threshold or metric.bound = 'max' and m.value > threshold then 'breach'
  else 'ok' end;
comment on function private.judge is 'ok, breach, or no_data: without a value, or when the source has been silent for longer than it may.';

create function private.measure_all() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_metric private.metrics;
  v private.measurement;
  v_status text;
begin
  -- One after the other, so that what is kept is what was measured last, even by a clock that was set back.
  perform pg_advisory_xact_lock(hashtextextended('metrics', 0));
  for v_metric in select * from private.metrics m order by m.position loop
    v := private.measure(v_metric.metric, v_metric.window_hours, v_at);
    v_status := private.judge(v_metric, v, v_metric.threshold, v_at);
    insert into private.metric_states as s (metric, status, since, value, bad, total, detail, as_of, at, known_status, known_since, known_value, known_at)
    select v_metric.metric, v_status, v_at, v.value, v.bad, v.total, v.detail, v.as_of, v_at, k.status, case when k.status is not null then v_at end,
      case when k.status is not null then v.value end, case when k.status is not null then v_at end
    from nullif(v_status, 'no_data') k (status)
    on conflict on constraint metric_states_pkey do update set status = excluded.status,
      since = least(case when s.status = excluded.status then s.since when s.known_status = excluded.status then s.known_since end, excluded.since),
      known_since = case when excluded.known_status is null then s.known_since else least(case when s.known_status = excluded.known_status then s.known_since end, excluded.known_since) end,
      known_status = coalesce(excluded.known_status, s.known_status),
      value = excluded.value, bad = excluded.bad, total = excluded.total, detail = excluded.detail, as_of = excluded.as_of, at = excluded.at,
      known_value = case when excluded.status = 'no_data' then s.known_value else excluded.value end,
      known_at = case when excluded.status = 'no_data' then s.known_at else excluded.at end;
  end loop;
  return (select count(*) from private.metric_states s where s.status = 'breach');
end $$;
comment on function private.measure_all is 'Measures every metric against its threshold and keeps the result; gives how many are past theirs. Run by the schedule.';

-- Points of the charts -------------------------------------------------------------------------

create type private.bucket as (n integer, start timestamptz, finish timestamptz);

create function private.chart_buckets(since timestamptz, until timestamptz, grain text, most integer default 800) returns setof private.bucket
language plpgsql stable set search_path = '' as $$
declare
  v_first timestamp;
  v_step interval;
begin
  if grain is null or grain not in ('hour', 'day', 'month') then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["grain"],"code":"invalid_value"}]}';
  end if;
  v_step := ('1 ' || grain)::interval;
  if since is null or until is null or not isfinite(since) or not isfinite(until) or since >= until
    or extract(epoch from until - since) / extract(epoch from v_step) > most then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["since"],"code":"invalid_value"}]}';
  end if;
  if grain = 'hour' then
    return query select (row_number() over (order by h))::integer, h, h + interval '1 hour'
      from generate_series(date_trunc('hour', since, 'UTC'), until - interval '1 microsecond', interval '1 hour') h;
  else
    -- Days and months by the clocks of Paris: some have 23 or 25 hours.
    v_first := date_trunc(grain, since at time zone 'Europe/Paris');
    return query select (row_number() over (order by d))::integer, d at time zone 'Europe/Paris', (d + v_step) at time zone 'Europe/Paris'
      from generate_series(v_first, (until at time zone 'Europe/Paris') - interval '1 microsecond', v_step) d
      where d at time zone 'Europe/Paris' < until;
  end if;
end $$;
comment on function private.chart_buckets is
  'The hours, Paris days or Paris months that a range touches, whole, numbered from 1. Raises PT422 for a range of more than most or one that is none.';

create function private.bucket_counts(series text, since timestamptz, until timestamptz, grain text) returns table (start timestamptz, part text, number numeric)
language plpgsql stable security definer set search_path = '' as $$
begin
  if grain = 'hour' then
    return query select h.hour, h.part, h.number::numeric from private.rollup_hours h
      where h.series = bucket_counts.series and h.hour >= since and h.hour < until;
  elsif grain = 'day' then
    return query select private.paris_day_start(d.day), d.part, d.number::numeric from private.rollup_days d
      where d.series = bucket_counts.series and d.day >= private.paris_day(since) and d.day < private.paris_day(until);
  else
    return query select private.paris_month_start(private.paris_day_start(d.day)), d.part, sum(d.number) from private.rollup_days d
      where d.series = bucket_counts.series and d.day >= private.paris_day(since) and d.day < private.paris_day(until) group by 1, 2;
  end if;
end $$;
comment on function private.bucket_counts is 'What a series counts by hour, Paris day or Paris month, from since (in) to until (out), which begin one each.';

create function private.count_points(series text, since timestamptz, until timestamptz, grain text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('at', b.start, 'until', b.finish, 'value', coalesce(c.total, 0), 'parts', coalesce(c.parts, '{}')) order by b.start), '[]')
  from private.chart_buckets(since, until, grain) b
  left join (
    select k.start, sum(k.number) as total, jsonb_object_agg(k.part, k.number) as parts
    from private.bucket_counts(count_points.series,
      (select min(x.start) from private.chart_buckets(since, until, grain) x),
      (select max(x.finish) from private.chart_buckets(since, until, grain) x), grain) k
    group by k.start
  ) c on c.start = b.start
$$;
comment on function private.count_points is 'The points of a chart of counts: each with its sum and its parts.';

create function private.metric_points(metric text, since timestamptz, until timestamptz, grain text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_metric private.metrics := private.metric(metric_points.metric);
  v_series text := case metric_points.metric when 'uptime' then 'probes' when 'latency_p95' then 'latency' when 'errors_5xx' then 'traffic'
    when 'webhooks_failed' then 'webhooks' when 'emails_bounced' then 'emails' when 'monthly_import' then 'monthly_imports' end;
  v_back integer := case grain when 'hour' then v_metric.window_hours when 'day' then v_metric.window_hours / 24 else 1 end;
  v_first timestamptz;
  v_last timestamptz;
  v_lead timestamptz;
  v_now timestamptz := private.now();
  v_present numeric;
begin
  select min(b.start), max(b.finish) into v_first, v_last from private.chart_buckets(since, until, grain) b;
  if v_series in ('latency', 'monthly_imports') then
    return (
      select coalesce(jsonb_agg(jsonb_build_object('at', b.start, 'until', b.finish,
        'value', case when v_series = 'latency' then private.percentile_of(c.parts, 0.95) else (c.parts ->> 'success')::numeric end,
        'bad', coalesce(c.bad, 0), 'total', coalesce(c.total, 0)) order by b.start), '[]')
      from private.chart_buckets(since, until, grain) b
      left join (
        select k.start, jsonb_object_agg(k.part, k.number) as parts, sum(k.number) as total,
          sum(k.number) filter (where case when v_series = 'latency' then k.part::numeric > v_metric.threshold else k.part = 'error' end) as bad
        from private.bucket_counts(v_series, v_first, v_last, grain) k group by k.start
      ) c on c.start = b.start);
  end if;
  -- As many buckets before the first as the window has.
  v_lead := case grain when 'hour' then v_first - make_interval(hours => v_back - 1)
    when 'day' then private.paris_day_start(private.paris_day(v_first) - (greatest(v_back, 1) - 1)) else v_first end;
  -- Whole buckets up to the present one would be a shorter window than that of the metric beside the chart.
  if v_last > v_now and v_back > 0 and grain <> 'month' then
    v_present := (private.measure(v_metric.metric, v_metric.window_hours, v_now)).value;
  end if;
  return (
    with own as (
      select k.start, sum(k.number) filter (where k.part = case v_series when 'emails' then 'bounced' when 'traffic' then '5xx' else 'failed' end) as bad,
        sum(k.number) filter (where v_series <> 'emails' or private.was_sent(k.part)) as total
      from private.bucket_counts(v_series, v_lead, v_last, grain) k group by k.start
    ),
    flight as (
      -- Stripe is still at its first attempts: neither delivered nor failed.
      select case when grain = 'hour' then date_trunc('hour', e.created_at, 'UTC') else date_trunc(grain, e.created_at, 'Europe/Paris') end as start, count(*) as number
      from private.stripe_events e
      where v_series = 'webhooks' and e.state = 'open' and e.pending > 0 and e.created_at > (private.webhook_clock()).in_flight_since group by 1
    ),
    gone as (
      select b.start, b.finish, coalesce(o.bad, 0) - coalesce(f.number, 0) as bad, coalesce(o.total, 0) - coalesce(f.number, 0) as total
      from private.chart_buckets(v_lead, v_last, grain, 4000) b left join own o on o.start = b.start left join flight f on f.start = b.start
    ),
    rolled as (
      select g.*, sum(g.bad) over w as window_bad, sum(g.total) over w as window_total from gone g
      window w as (order by g.start rows between (greatest(v_back, 1) - 1) preceding and current row)
    )
    select coalesce(jsonb_agg(jsonb_build_object('at', r.start, 'until', r.finish,
      'value', round(case when r.finish > v_now and v_present is not null then v_present
        when metric_points.metric = 'uptime' then 100.0 * (r.window_total - r.window_bad) / nullif(r.window_total, 0)
        else 100.0 * r.window_bad / nullif(r.window_total, 0) end, 4), 'bad', r.bad, 'total', r.total) order by r.start), '[]')
    from rolled r where r.start >= v_first);
end $$;
comment on function private.metric_points is
  'The points of a metric: value over its window up to the end of each, or up to now (of the p95 and of the import: of the bucket itself), bad and total of the bucket itself.';

create function private.revenue_points(since timestamptz, until timestamptz, grain text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_first timestamptz;
  v_last timestamptz;
begin
  select min(b.start), max(b.finish) into v_first, v_last from private.chart_buckets(since, until, grain) b;
  return (
    with before as (
      select (select coalesce(sum(d.number), 0) from private.rollup_days d where d.series = 'mrr' and d.day < private.paris_day(v_first)) as cents,
        (select coalesce(sum(case d.part when 'churn' then -d.number when 'new' then d.number when 'reactivation' then d.number else 0 end), 0)
          from private.rollup_days d where d.series = 'mrr_customers' and d.day < private.paris_day(v_first)) as customers
    ),
    cents as (
      select k.start, jsonb_object_agg(k.part, k.number) as parts, sum(k.number) as change from private.bucket_counts('mrr', v_first, v_last, grain) k group by k.start
    ),
    moved as (
      select k.start, jsonb_object_agg(k.part, k.number) as parts,
        sum(case k.part when 'churn' then -k.number when 'new' then k.number when 'reactivation' then k.number else 0 end) as joined
      from private.bucket_counts('mrr_customers', v_first, v_last, grain) k group by k.start
    ),
    summed as (
      select b.start, b.finish, coalesce(c.parts, '{}') as cents, coalesce(m.parts, '{}') as customers, coalesce(c.change, 0) as change, coalesce(m.joined, 0) as joined
      from private.chart_buckets(since, until, grain) b left join cents c on c.start = b.start left join moved m on m.start = b.start
    )
    select coalesce(jsonb_agg(jsonb_build_object('at', s.start, 'until', s.finish, 'value', s.mrr, 'parts', s.cents, 'customers', s.paying, 'moved', s.customers) order by s.start), '[]')
    from (
      select u.*, (b.cents + sum(u.change) over w)::bigint as mrr, (b.customers + sum(u.joined) over w)::bigint as paying
      from summed u cross join before b window w as (order by u.start)
    ) s);
end $$;
comment on function private.revenue_points is
  'Monthly recurring revenue at the end of each bucket (value, cents), what moved it by kind (parts, signed cents), customers who pay at its end and how many moved.';

create function private.chart(name text, since timestamptz, until timestamptz, grain text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_metric private.metrics := private.metric(name);
  v_until timestamptz := least(until, private.now());
  v_points jsonb;
begin
  perform private.require_read('metrics');
  if v_metric.metric is not null then
    v_points := private.metric_points(name, since, v_until, grain);
  elsif name = 'revenue' then
    if grain = 'hour' then
      raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["grain"],"code":"invalid_value"}]}';
    end if;
    v_points := private.revenue_points(since, v_until, grain);
  elsif name in ('signups', 'simulations', 'imports', 'emails', 'webhooks', 'runs') then
    v_points := private.count_points(name, since, v_until, grain);
  else
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["name"],"code":"invalid_value"}]}';
  end if;
  return jsonb_build_object('name', name, 'grain', grain, 'since', since, 'until', v_until, 'at', private.now(), 'points', v_points,
    'rows_since', nullif(case name when 'uptime' then private.rows_since('probes') when 'latency_p95' then private.rows_since('latency') end, '-infinity'),
    'metric', case when v_metric.metric is not null then jsonb_build_object('metric', v_metric.metric, 'unit', v_metric.unit, 'bound', v_metric.bound,
      'threshold', v_metric.threshold, 'window_hours', v_metric.window_hours) end);
end $$;
comment on function private.chart is
  'The points of a chart by hour, Paris day or Paris month, up to now: a metric by its name, revenue, signups, simulations, imports, emails, webhooks or runs. '
  'rows_since: older rows behind it were removed; null when none were. '
  'Raises PT401, PT403; PT422 for a name or grain that there is not, or more than 800 points.';

create function backoffice.chart(name text, since timestamptz, until timestamptz, grain text) returns jsonb
language sql stable security invoker begin atomic select private.chart(name, since, until, grain); end;
comment on function backoffice.chart is 'See private.chart.';

create function private.marks(since timestamptz, until timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_read('metrics');
  return jsonb_build_object(
    'deployments', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'at', coalesce(d.ready_at, d.created_at), 'state', d.state, 'sha', d.sha, 'message', d.message, 'url', d.url) order by d.created_at), '[]')
      from (select * from private.deployments p where p.target = 'production' and p.created_at >= marks.since and p.created_at < marks.until order by p.created_at desc limit 100) d),
    'runs', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'number', r.number, 'action', r.action, 'at', r.started_at, 'finished_at', r.finished_at, 'items', r.items) order by r.started_at), '[]')
      from (select * from private.runs b where b.items > 1 and b.started_at >= marks.since and b.started_at < marks.until order by b.started_at desc limit 100) r),
    'alerts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'metric', a.metric, 'severity', a.severity, 'at', a.since, 'recovered_at', a.recovered_at) order by a.since), '[]')
      from (select * from private.alerts e where e.fired_at is not null and e.since < marks.until and coalesce(e.recovered_at, 'infinity') >= marks.since
        -- An alert that became an incident is drawn as that.
        and not exists (select from private.incidents i where i.alert_id = e.id and i.declared_at is not null) order by e.since desc limit 100) a),
    'incidents', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'code', n.code, 'title', n.title, 'metric', n.metric, 'severity', n.severity,
        'at', n.started_at, 'declared_at', n.declared_at, 'resolved_at', n.resolved_at) order by n.started_at), '[]')
      from (select * from private.incidents i where i.declared_at is not null and i.started_at < marks.until and coalesce(i.resolved_at, 'infinity') >= marks.since
        order by i.started_at desc limit 100) n));
end $$;
comment on function private.marks is
  'What is drawn on the charts of a range: deployments to production, runs of more than one, incidents, and alerts that are none. The last hundred of each. Raises PT401, PT403.';

create function backoffice.marks(since timestamptz, until timestamptz) returns jsonb
language sql stable security invoker begin atomic select private.marks(since, until); end;
comment on function backoffice.marks is 'See private.marks.';

create function private.home() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_clock private.list_clock := private.list_clock();
  v_events private.webhook_clock := private.webhook_clock();
begin
  perform private.require_read('metrics');
  return jsonb_build_object(
    'at', v_at,
    'evaluated_at', (select min(s.at) from private.metric_states s),
    'todo', jsonb_build_object(
      'paid_without_access', (
        select jsonb_build_object('number', (select count(*) from (select from private.users u where u.paid_without_access limit 1001) m),
          'since', min(d.since), 'cents', coalesce(sum(d.cents), 0)) from (
          select f.user_id, min(f.since) as since, max(f.amount_cents) as cents from private.drifts f
          where f.closed_at is null and f.user_id is not null and f.class in ('paid_without_access', 'mirror_behind') group by f.user_id limit 1001) d),
      'other_findings', (select count(*) from (select from private.drifts f where f.closed_at is null
        and not (f.user_id is not null and f.class in ('paid_without_access', 'mirror_behind')) limit 1001) m),
      'webhooks_failed', (
        select jsonb_build_object('number', coalesce(sum(c.number), 0), 'causes', coalesce(jsonb_agg(jsonb_build_object('cause', c.cause, 'number', c.number) order by c.number desc, c.cause), '[]'))
        from (select e.cause, count(*) as number from private.stripe_events e
          where e.state = 'open' and private.event_status(e.state, e.pending, e.created_at, v_events.in_flight_since) = 'failed' group by e.cause) c),
      'imports_failed', (
        select jsonb_build_object('number', count(*), 'customers', count(distinct o.user_id), 'month', max(o.month),
          -- Of the newest: what an error means is read out of its text.
          'cause', mode() within group (order by (select private.failure_cause(coalesce(l.error_message, '')) from public.import_logs l where l.id = o.id)) filter (where o.place <= 100),
          'since', v_at - interval '30 days')
        from (select f.id, f.user_id, f.month, row_number() over (order by f.created_at desc, f.id desc) as place from private.open_failures f
          where f.created_at >= v_at - interval '30 days' order by f.created_at desc, f.id desc limit 1001) o),
      'approvals', (
        select jsonb_build_object('number', count(*), 'first_ends_at', min(a.expires_at), 'actions', coalesce(jsonb_agg(distinct a.action), '[]'))
        from private.approvals a where a.status = 'pending' and a.expires_at > v_at),
      'grants_expiring', (
        select jsonb_build_object('number', count(*), 'first_ends_at', min(u.grant_ends_at)) from (
          select x.grant_ends_at from private.users x where x.grant_expiring and x.grant_ends_at > v_at and x.grant_ends_at <= v_clock.soon order by x.grant_ends_at limit 1001) u)),
    'metrics', (
      select coalesce(jsonb_agg(jsonb_build_object('metric', m.metric, 'unit', m.unit, 'bound', m.bound, 'threshold', m.threshold, 'window_hours', m.window_hours,
        'source', m.source,
        -- Nobody has measured for a while: what is kept is no answer any more.
        'status', case when s.at is null or s.at < v_at - interval '5 minutes' then 'no_data' else s.status end,
        'since', s.since, 'value', case when s.status = 'no_data' then null else s.value end, 'bad', s.bad, 'total', s.total,
        'detail', coalesce(s.detail, '{}'), 'as_of', s.as_of, 'measured_at', s.at, 'known_value', s.known_value, 'known_at', s.known_at,
        'points', private.spark(m, v_at)) order by m.position), '[]')
      from private.metrics m left join private.metric_states s on s.metric = m.metric),
    'incidents', private.open_incidents(),
    'health', (select coalesce(jsonb_agg(to_jsonb(h) order by h.place), '[]') from private.service_states(v_at) h),
    'alerts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'rule_id', a.rule_id, 'kind', a.kind, 'metric', a.metric, 'severity', a.severity, 'since', a.since, 'fired_at', a.fired_at,
        'value', a.value, 'threshold', a.threshold, 'window_hours', coalesce(r.window_hours, (private.metric(a.metric)).window_hours),
        'incident_id', i.id, 'incident_state', i.state) order by a.severity, a.fired_at), '[]')
      from private.alerts a left join private.alert_rules r on r.id = a.rule_id left join lateral (
        select n.id, n.state from private.incidents n where n.alert_id = a.id order by n.number desc limit 1) i on true where a.fired_at is not null and a.recovered_at is null));
end $$;
comment on function private.home is
  'Everything that the first page shows, as of now: what is to do (each number is what its list counts, up to 1,001), the six metrics with their last points, the services, the open alerts. Raises PT401, PT403.';

create function private.spark(metric private.metrics, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(p -> 'value' order by p ->> 'at'), '[]') from jsonb_array_elements(
    case metric.metric
      when 'uptime' then private.metric_points(metric.metric, at - interval '29 days', at, 'day')
      when 'monthly_import' then private.metric_points(metric.metric, at - interval '11 months', at, 'month')
      when 'emails_bounced' then private.metric_points(metric.metric, at - interval '29 days', at, 'day')
      else private.metric_points(metric.metric, at - interval '23 hours', at, 'hour') end) p
$$;
comment on function private.spark is 'The last values of a metric for a small line: 24 hours, 30 days, or 12 months of imports that succeeded.';

create function backoffice.home() returns jsonb
language sql stable security invoker begin atomic select private.home(); end;
comment on function backoffice.home is 'See private.home.';

create view backoffice.metrics as
select m.metric as id, m.metric, m.position, m.unit, m.bound, m.threshold, m.default_threshold, m.window_hours, m.default_window_hours, m.source, m.stale_minutes,
  s.status, s.since, s.value, s.bad, s.total, s.as_of, s.at as measured_at
from private.metrics m left join private.metric_states s on s.metric = m.metric
where private.admit('metrics') and (select private.can_read('metrics'));
comment on view backoffice.metrics is 'The six metrics of the runbook with their thresholds and their last measuring.';

create function private.set_threshold(metric text, threshold numeric, window_hours integer, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_old private.metrics;
  v_new private.metrics;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('metrics');
  reason := private.clean_reason(reason);
  select * into v_old from private.metrics m where m.metric = set_threshold.metric for no key update;
  if v_old.metric is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"metric"}';
  end if;
  if set_threshold.threshold is null or set_threshold.threshold < 0 or set_threshold.threshold > (case v_old.unit when 'percent' then 100 when 'ms' then 60000 else 0 end)
    or set_threshold.threshold <> round(set_threshold.threshold, 2) then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["threshold"],"code":"out_of_range"}]}';
  end if;
  if set_threshold.window_hours is null or set_threshold.window_hours not between 1 and 2160
    or v_old.metric = 'monthly_import' and set_threshold.window_hours <> v_old.window_hours then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["window_hours"],"code":"out_of_range"}]}';
  end if;
  update private.metrics m set threshold = set_threshold.threshold, window_hours = set_threshold.window_hours where m.metric = v_old.metric returning * into v_new;
  if (v_old.threshold, v_old.window_hours) is distinct from (v_new.threshold, v_new.window_hours) then
    perform private.write_audit(v_caller, 'edited', 'done', null, v_old.metric, v_old.metric, reason => set_threshold.reason,
      before => jsonb_build_object('threshold', v_old.threshold, 'window_hours', v_old.window_hours),
      after => jsonb_build_object('threshold', v_new.threshold, 'window_hours', v_new.window_hours), target_kind => 'metric');
    perform private.measure_all();
  end if;
  return jsonb_build_object('metric', v_new.metric, 'threshold', v_new.threshold, 'window_hours', v_new.window_hours);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, set_threshold.metric, set_threshold.reason, v_state, v_message, v_detail);
end $$;
comment on function private.set_threshold is
  'Changes what is still well for a metric, and the hours over which it is measured; measured anew at once. Into the journal with its reason. '
  'Answers the contract''s 4xx: 403, 404, 422 with the field.';

create function backoffice.set_threshold(metric text, threshold numeric, window_hours integer, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.set_threshold(metric, threshold, window_hours, reason); end;
comment on function backoffice.set_threshold is 'See private.set_threshold.';

select private.count_changes('private.probes', 'probes,latency', 'at', 'ok, latency_ms');
select private.count_changes('private.traffic', 'traffic', 'at', 'requests, errors_5xx');

select private.allow('{ops,admin}', 'edit', '{metrics}');
select private.expose_function(f) from unnest(array['private.chart(text, timestamptz, timestamptz, text)', 'backoffice.chart(text, timestamptz, timestamptz, text)',
  'private.marks(timestamptz, timestamptz)', 'backoffice.marks(timestamptz, timestamptz)', 'private.home()', 'backoffice.home()',
  'private.set_threshold(text, numeric, integer, text)', 'backoffice.set_threshold(text, numeric, integer, text)']::regprocedure[]) f;
select private.expose_view('backoffice.metrics');
