-- The six metrics of the runbook and their thresholds, as rows: whoever compares asks here.

create table private.metrics (
  metric text primary key,
  position integer not null unique,
  unit text not null check (unit in ('percent', 'ms', 'missed')),
  -- What is still well: at least (min) or at most (max) the threshold.
  bound text not null check (bound in ('min', 'max')),
  threshold numeric not null check (threshold >= 0),
  default_threshold numeric not null,
  window_hours integer not null check (window_hours between 1 and 2160),
  default_window_hours integer not null,
  source text not null,
  -- Without news from the source for so long there is no data.
  stale_minutes integer not null check (stale_minutes > 0),
  check (unit <> 'percent' or threshold <= 100)
);
comment on table private.metrics is
  'The six metrics of the runbook, in its order, with what is still well and over which window it is measured. Percent, milliseconds, or jobs missed.';
insert into private.metrics (metric, position, unit, bound, threshold, default_threshold, window_hours, default_window_hours, source, stale_minutes) values
  ('uptime', 1, 'percent', 'min', 99.5, 99.5, 720, 720, 'app', 15),
  ('latency_p95', 2, 'ms', 'max', 500, 500, 24, 24, 'app', 15),
  ('errors_5xx', 3, 'percent', 'max', 0.5, 0.5, 24, 24, 'traffic', 30),
  ('webhooks_failed', 4, 'percent', 'max', 1, 1, 24, 24, 'stripe', 30),
  ('monthly_import', 5, 'missed', 'max', 0, 0, 744, 744, 'imports', 60),
  ('emails_bounced', 6, 'percent', 'max', 5, 5, 168, 168, 'resend', 60);

create function private.metric(name text) returns private.metrics
language sql stable security definer set search_path = '' as $$
  select m from private.metrics m where m.metric = metric.name
$$;
comment on function private.metric is 'A metric with its threshold; null when there is none of that name.';

create function private.paris_day(at timestamptz) returns date
language sql immutable parallel safe set search_path = '' as $$
  select (at at time zone 'Europe/Paris')::date
$$;
comment on function private.paris_day is 'The day of a moment in Europe/Paris.';

create function private.paris_day_start(day date) returns timestamptz
language sql immutable parallel safe set search_path = '' as $$
  select day::timestamp at time zone 'Europe/Paris'
$$;
comment on function private.paris_day_start is 'The moment at which a day begins in Europe/Paris.';
