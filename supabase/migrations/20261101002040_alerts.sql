-- Rules that watch the metrics, and the alerts that they raise: told once when they begin and once when
-- they end, by the schedule, whether anybody has the page open or not.

create table private.alert_rules (
  id bigint generated always as identity primary key,
  metric text not null references private.metrics (metric),
  -- Null: the metric's own, so that one threshold is changed in one place.
  threshold numeric check (threshold >= 0),
  window_hours integer check (window_hours between 1 and 2160),
  hold_minutes integer not null default 5 check (hold_minutes between 0 and 1440),
  recover_minutes integer not null default 15 check (recover_minutes between 0 and 1440),
  no_data_minutes integer check (no_data_minutes between 5 and 10080),
  severity text not null check (severity in ('P0', 'P1', 'P2', 'P3')),
  enabled boolean not null default true,
  standard boolean not null default false,
  muted_until timestamptz,
  muted_by text,
  created_at timestamptz not null default private.now(),
  updated_at timestamptz not null default private.now(),
  updated_by text
);
create unique index alert_rules_standard on private.alert_rules (metric) where standard;
comment on table private.alert_rules is
  'What is watched: an alert begins when a metric has been past its threshold for hold_minutes, without that many recover_minutes of being well in between, '
  'and ends after recover_minutes of being well. no_data_minutes: a silence of so long is an alert too. standard: one of the runbook''s six.';
insert into private.alert_rules (metric, hold_minutes, recover_minutes, no_data_minutes, severity, standard) values
  ('uptime', 0, 15, 15, 'P1', true),
  ('latency_p95', 5, 15, null, 'P2', true),
  ('errors_5xx', 5, 15, null, 'P1', true),
  ('webhooks_failed', 5, 15, 60, 'P0', true),
  ('monthly_import', 0, 0, null, 'P1', true),
  ('emails_bounced', 5, 15, null, 'P2', true);

create table private.alerts (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  rule_id bigint references private.alert_rules (id) on delete set null,
  kind text not null check (kind in ('breach', 'no_data')),
  metric text not null,
  severity text not null,
  since timestamptz not null,
  well_since timestamptz,
  fired_at timestamptz,
  announced_at timestamptz,
  recovered_at timestamptz,
  value numeric,
  worst_value numeric,
  threshold numeric not null,
  bad bigint,
  total bigint,
  evaluated_at timestamptz not null,
  state text not null generated always as (case when recovered_at is not null then 'recovered' when fired_at is not null then 'open' else 'pending' end) stored
);
create unique index alerts_open on private.alerts (rule_id, kind) where recovered_at is null;
create index alerts_page on private.alerts (since desc, id desc);
create index alerts_state on private.alerts (state, since desc, id desc);
create index alerts_metric on private.alerts (metric, since desc, id desc);
create index alerts_severity on private.alerts (severity, since desc, id desc);
comment on table private.alerts is
  'One row for each time that a rule was past its threshold (breach) or without data: since when, when it was held to be an alert (fired_at), told (announced_at, null while muted) and over (recovered_at). rule_id: null once the rule was removed. '
  'well_since: it is well again, not yet for long enough.';

create function private.announce_alert(kind text, alert private.alerts, rule private.alert_rules) returns void
language sql security definer set search_path = '' as $$
  select private.announce(announce_alert.kind, jsonb_build_object('alert_id', alert.id, 'code', 'AL-' || to_char(alert.number, 'FM99999999990000'), 'rule_id', rule.id,
    'metric', alert.metric, 'what', alert.kind, 'severity', alert.severity, 'since', alert.since, 'value', alert.value, 'threshold', alert.threshold,
    'unit', m.unit, 'bound', m.bound, 'window_hours', coalesce(rule.window_hours, m.window_hours), 'bad', alert.bad, 'total', alert.total, 'recovered_at', alert.recovered_at))
  from private.metrics m where m.metric = alert.metric
$$;
comment on function private.announce_alert is 'Has the team told of an alert: what, since when, value against threshold.';

create function private.turn_alert(rule private.alert_rules, kind text, state text, m private.measurement, threshold numeric, hold_minutes integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_alert private.alerts;
  v_recover interval := make_interval(mins => rule.recover_minutes);
  v_bound text := (private.metric(rule.metric)).bound;
  v_told integer := 0;
begin
  select * into v_alert from private.alerts a where a.rule_id = rule.id and a.kind = turn_alert.kind and a.recovered_at is null for update;
  if v_alert.id is null then
    if state <> 'bad' then
      return 0;
    end if;
    insert into private.alerts (rule_id, kind, metric, severity, since, value, worst_value, threshold, bad, total, evaluated_at)
    values (rule.id, turn_alert.kind, rule.metric, rule.severity, v_at, m.value, m.value, turn_alert.threshold, m.bad, m.total, v_at)
    returning * into v_alert;
  else
    -- A clock that was set back makes nothing begin later than now.
    update private.alerts a set evaluated_at = v_at, since = least(a.since, v_at),
      value = coalesce(m.value, a.value), bad = coalesce(m.bad, a.bad), total = coalesce(m.total, a.total), threshold = turn_alert.threshold,
      worst_value = case v_bound when 'min' then least(a.worst_value, m.value) else greatest(a.worst_value, m.value) end,
      well_since = case turn_alert.state when 'bad' then null when 'good' then least(a.well_since, v_at) else a.well_since end
    where a.id = v_alert.id returning * into v_alert;
  end if;

  -- Well for long enough: over; one that was never held to be an alert leaves nothing.
  if v_alert.well_since is not null and v_at - v_alert.well_since >= v_recover then
    if v_alert.fired_at is null then
      delete from private.alerts a where a.id = v_alert.id;
      return 0;
    end if;
    update private.alerts a set recovered_at = v_at where a.id = v_alert.id returning * into v_alert;
    if v_alert.announced_at is not null then
      perform private.announce_alert('alert_recovered', v_alert, rule);
      v_told := 1;
    end if;
    return v_told;
  end if;

  if v_alert.fired_at is null and v_alert.well_since is null and v_at - v_alert.since >= make_interval(mins => turn_alert.hold_minutes) then
    update private.alerts a set fired_at = v_at where a.id = v_alert.id returning * into v_alert;
  end if;
  -- Told once; of one that began while muted, when the mute is over and it is not.
  if v_alert.fired_at is not null and v_alert.announced_at is null and v_alert.well_since is null
    and coalesce(rule.muted_until, '-infinity') <= v_at then
    update private.alerts a set announced_at = v_at where a.id = v_alert.id returning * into v_alert;
    perform private.announce_alert('alert_fired', v_alert, rule);
    v_told := 1;
  end if;
  return v_told;
end $$;
comment on function private.turn_alert is
  'One look of a rule: begins, holds, tells or ends its alert. state: bad, good, or unknown, which neither begins nor ends one; the callers look one at a time. Gives how many messages it made.';

create function private.close_alerts(rule_id bigint, silence_only boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.alerts a set recovered_at = private.now()
  where a.rule_id = close_alerts.rule_id and a.recovered_at is null and a.fired_at is not null and (not silence_only or a.kind = 'no_data');
  delete from private.alerts a
  where a.rule_id = close_alerts.rule_id and a.recovered_at is null and (not silence_only or a.kind = 'no_data');
end $$;
comment on function private.close_alerts is
  'Ends without a word what is open of a rule, or only its silence; what was never held to be an alert leaves nothing.';

create function private.turn_alerts() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_rule private.alert_rules;
  v_metric private.metrics;
  v_state private.metric_states;
  m private.measurement;
  v_threshold numeric;
  v_status text;
  v_silent boolean;
  v_told integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('alerts', 0)) then
    return 0;
  end if;
  -- Whoever changes or removes a rule waits for this look to end.
  for v_rule in select * from private.alert_rules r where r.enabled order by r.id for key share loop
    v_metric := private.metric(v_rule.metric);
    v_threshold := coalesce(v_rule.threshold, v_metric.threshold);
    if coalesce(v_rule.window_hours, v_metric.window_hours) = v_metric.window_hours then
      select * into v_state from private.metric_states s where s.metric = v_rule.metric;
      m := row(v_state.value, v_state.bad, v_state.total, v_state.as_of, v_state.detail);
    else
      m := private.measure(v_rule.metric, v_rule.window_hours, v_at);
    end if;
    v_status := private.judge(v_metric, m, v_threshold, v_at);
    -- A source that answers and has nothing to tell is not silent, and nothing is past its threshold any more.
    v_silent := m.as_of is null or m.as_of < v_at - make_interval(mins => v_metric.stale_minutes);
    v_told := v_told + private.turn_alert(v_rule, 'breach', case when v_status = 'breach' then 'bad' when v_silent then 'unknown' else 'good' end,
      m, v_threshold, v_rule.hold_minutes);
    if v_rule.no_data_minutes is not null then
      v_told := v_told + private.turn_alert(v_rule, 'no_data', case when v_silent then 'bad' else 'good' end,
        m, v_threshold, v_rule.no_data_minutes);
    end if;
  end loop;
  -- What is not watched any more is over.
  perform private.close_alerts(r.id, r.enabled) from private.alert_rules r where not r.enabled or r.no_data_minutes is null;
  return v_told;
end $$;
comment on function private.turn_alerts is 'Looks at every rule that is on, after the metrics were measured; gives how many messages it made. Run by the schedule.';

create function private.turn_metrics() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_done jsonb := '{}';
begin
  -- Numbers that cannot be had must not hold up the others: what fails is tried at the next turn, and the page shows its age.
  begin
    v_done := v_done || jsonb_build_object('counted', private.turn_rollups(), 'revenue', private.repair_revenue());
    v_done := v_done || jsonb_build_object('pruned', private.prune_probes(1000));
  exception when others then
    raise warning 'rollups: % %', sqlstate, sqlerrm;
  end;
  begin
    v_done := v_done || jsonb_build_object('breached', private.measure_all());
    v_done := v_done || jsonb_build_object('told', private.turn_alerts());
  exception when others then
    raise warning 'metrics: % %', sqlstate, sqlerrm;
  end;
  begin
    -- Last: imports that are done stay locked until the end.
    v_done := v_done || jsonb_build_object('imported', private.turn_imports());
  exception when others then
    raise warning 'imports: % %', sqlstate, sqlerrm;
  end;
  return v_done;
end $$;
comment on function private.turn_metrics is 'The turn of the schedule that counts, removes probes that are too old, measures, alerts and takes what was imported out of the open imports; gives what it did. Never raises. A transaction of its own: it holds no lock that a sign-in, a webhook or an action waits for.';

-- What staff change ------------------------------------------------------------------------------

create function private.rule_answer(rule private.alert_rules) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(rule)
$$;
comment on function private.rule_answer is 'A rule as the console reads it.';

create function private.find_rule(id bigint) returns private.alert_rules
language plpgsql security definer set search_path = '' as $$
declare
  v_rule private.alert_rules;
begin
  select * into v_rule from private.alert_rules r where r.id = find_rule.id for update;
  if v_rule.id is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"alert_rule"}';
  end if;
  return v_rule;
end $$;
comment on function private.find_rule is 'A rule, locked. Raises PT404.';

create function private.rule_number(fields jsonb, name text, low numeric, high numeric, optional boolean, whole boolean) returns numeric
language plpgsql immutable set search_path = '' as $$
declare
  v_value jsonb := fields -> name;
  v_number numeric;
begin
  if optional and coalesce(v_value, 'null') = 'null' then
    return null;
  end if;
  if jsonb_typeof(v_value) = 'number' then
    v_number := v_value #>> '{}';
    if v_number between low and high and (not whole or v_number = trunc(v_number)) and v_number = round(v_number, 2) then
      return v_number;
    end if;
  end if;
  raise exception using errcode = 'PT422', message = 'invalid_input',
    detail = jsonb_build_object('issues', jsonb_build_array(jsonb_build_object('path', jsonb_build_array(name), 'code', 'out_of_range', 'minimum', low, 'maximum', high)))::text;
end $$;
comment on function private.rule_number is 'A number of a rule''s fields between two bounds. Raises PT422 with the field.';

create function private.save_alert_rule(id bigint, fields jsonb, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_old private.alert_rules;
  v_new private.alert_rules;
  v_metric private.metrics;
  v_unknown text;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('alerts');
  reason := private.clean_reason(reason);
  if jsonb_typeof(fields) is distinct from 'object' then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["fields"],"code":"invalid_type"}]}';
  end if;
  select k into v_unknown from jsonb_object_keys(fields) k
  where k not in ('metric', 'threshold', 'window_hours', 'hold_minutes', 'recover_minutes', 'no_data_minutes', 'severity', 'enabled') limit 1;
  if v_unknown is not null then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = jsonb_build_object('issues', jsonb_build_array(jsonb_build_object('path', jsonb_build_array(left(v_unknown, 60)), 'code', 'unrecognized_keys')))::text;
  end if;
  if save_alert_rule.id is not null then
    v_old := private.find_rule(save_alert_rule.id);
  end if;
  -- What is not named stays; a new rule has the defaults.
  fields := case when v_old.id is not null then to_jsonb(v_old) else '{"hold_minutes":5,"recover_minutes":15,"enabled":true}' end || fields;
  v_metric := private.metric(fields ->> 'metric');
  if v_metric.metric is null or v_old.standard and v_metric.metric <> v_old.metric then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["metric"],"code":"invalid_value"}]}';
  end if;
  if coalesce(fields ->> 'severity', '') not in ('P0', 'P1', 'P2', 'P3') then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["severity"],"code":"invalid_value"}]}';
  end if;
  if jsonb_typeof(fields -> 'enabled') is distinct from 'boolean' then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["enabled"],"code":"invalid_type"}]}';
  end if;
  v_new.metric := v_metric.metric;
  v_new.severity := fields ->> 'severity';
  v_new.enabled := (fields ->> 'enabled')::boolean;
  v_new.threshold := private.rule_number(fields, 'threshold', 0, case v_metric.unit when 'percent' then 100 when 'ms' then 60000 else 0 end, true, false);
  v_new.window_hours := private.rule_number(fields, 'window_hours', case v_metric.metric when 'monthly_import' then v_metric.window_hours else 1 end, case v_metric.metric when 'monthly_import' then v_metric.window_hours else 2160 end, true, true);
  v_new.hold_minutes := private.rule_number(fields, 'hold_minutes', 0, 1440, false, true);
  v_new.recover_minutes := private.rule_number(fields, 'recover_minutes', 0, 1440, false, true);
  v_new.no_data_minutes := private.rule_number(fields, 'no_data_minutes', 5, 10080, true, true);
  if v_old.id is null then
    -- The same click again, or an equal rule of a colleague's: a second one would tell everything twice.
    perform pg_advisory_xact_lock(hashtextextended('alert_rules', 0));
    select * into v_old from private.alert_rules r
    where (r.metric, r.threshold, r.window_hours, r.hold_minutes, r.recover_minutes, r.no_data_minutes, r.severity, r.enabled)
      is not distinct from (v_new.metric, v_new.threshold, v_new.window_hours, v_new.hold_minutes, v_new.recover_minutes, v_new.no_data_minutes,
        v_new.severity, v_new.enabled)
    order by r.id limit 1;
    if v_old.id is not null then
      return private.rule_answer(v_old);
    end if;
    insert into private.alert_rules (metric, threshold, window_hours, hold_minutes, recover_minutes, no_data_minutes, severity, enabled, updated_by)
    values (v_new.metric, v_new.threshold, v_new.window_hours, v_new.hold_minutes, v_new.recover_minutes, v_new.no_data_minutes, v_new.severity, v_new.enabled, v_caller.email)
    returning * into v_new;
  else
    update private.alert_rules r set metric = v_new.metric, threshold = v_new.threshold, window_hours = v_new.window_hours, hold_minutes = v_new.hold_minutes,
      recover_minutes = v_new.recover_minutes, no_data_minutes = v_new.no_data_minutes, severity = v_new.severity, enabled = v_new.enabled,
      updated_at = private.now(), updated_by = v_caller.email
    where r.id = v_old.id returning * into v_new;
    if v_new.metric <> v_old.metric then
      -- What was open is about something else.
      perform private.close_alerts(v_old.id, false);
    end if;
  end if;
  perform private.write_audit(v_caller, 'edited', 'done', null, v_new.id::text, v_new.metric, reason => save_alert_rule.reason,
    before => case when v_old.id is not null then to_jsonb(v_old) end, after => to_jsonb(v_new), target_kind => 'alert_rule');
  return private.rule_answer(v_new);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, save_alert_rule.id::text, save_alert_rule.reason, v_state, v_message, v_detail);
end $$;
comment on function private.save_alert_rule is
  'Changes a rule, or adds one when id is null, the one that there is when it is equal; what fields does not name stays. threshold and window_hours null: the metric''s own. Into the journal with its reason. '
  'Answers the contract''s 4xx: 403, 404, 422 with the field.';

create function private.delete_alert_rule(id bigint, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_rule private.alert_rules;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('alerts');
  reason := private.clean_reason(reason);
  v_rule := private.find_rule(delete_alert_rule.id);
  if v_rule.standard then
    raise exception using errcode = 'PT409', message = 'blocked', detail = '{"blockers":[{"code":"standard_rule"}]}';
  end if;
  perform private.write_audit(v_caller, 'edited', 'done', null, v_rule.id::text, v_rule.metric, reason => delete_alert_rule.reason,
    before => to_jsonb(v_rule), target_kind => 'alert_rule');
  perform private.close_alerts(v_rule.id, false);
  delete from private.alert_rules r where r.id = v_rule.id;
  return jsonb_build_object('id', v_rule.id);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, delete_alert_rule.id::text, delete_alert_rule.reason, v_state, v_message, v_detail);
end $$;
comment on function private.delete_alert_rule is
  'Removes a rule; its alerts stay, and those that were open are over. The runbook''s six can be switched off, not removed. Answers the contract''s 4xx: 403, 404, 409, 422.';

create function private.mute_alert_rule(id bigint, minutes integer, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_old private.alert_rules;
  v_new private.alert_rules;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('alerts');
  reason := private.clean_reason(reason);
  if minutes is null or minutes not between 0 and 10080 then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = '{"issues":[{"path":["minutes"],"code":"out_of_range","minimum":0,"maximum":10080}]}';
  end if;
  v_old := private.find_rule(mute_alert_rule.id);
  update private.alert_rules r set muted_until = case when minutes > 0 then private.now() + make_interval(mins => minutes) end,
    muted_by = case when minutes > 0 then v_caller.email end
  where r.id = v_old.id returning * into v_new;
  perform private.write_audit(v_caller, 'edited', 'done', null, v_new.id::text, v_new.metric, reason => mute_alert_rule.reason,
    before => jsonb_build_object('muted_until', v_old.muted_until), after => jsonb_build_object('muted_until', v_new.muted_until), target_kind => 'alert_rule');
  return private.rule_answer(v_new);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, mute_alert_rule.id::text, mute_alert_rule.reason, v_state, v_message, v_detail);
end $$;
comment on function private.mute_alert_rule is
  'Lets a rule watch without a word for so many minutes, a week at most; 0 ends it. An alert that is still open then is told. Answers the contract''s 4xx: 403, 404, 422.';

create function private.test_alert_rule(id bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_rule private.alert_rules;
  v_metric private.metrics;
  v_notice bigint;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_edit('alerts');
  v_rule := private.find_rule(test_alert_rule.id);
  -- Somebody who clicks and clicks must not fill the channel.
  if exists (select from private.notices n where n.kind = 'alert_test' and n.args ->> 'by' = v_caller.email and n.created_at > private.now() - interval '1 minute') then
    raise exception using errcode = 'PT429', message = 'too_many_requests', detail = '{"retry_after":60}';
  end if;
  v_metric := private.metric(v_rule.metric);
  insert into private.notices (kind, args)
  select 'alert_test', jsonb_build_object('rule_id', v_rule.id, 'metric', v_rule.metric, 'severity', v_rule.severity, 'value', s.value,
    'threshold', coalesce(v_rule.threshold, v_metric.threshold), 'unit', v_metric.unit, 'bound', v_metric.bound,
    'window_hours', coalesce(v_rule.window_hours, v_metric.window_hours), 'by', v_caller.email, 'environment', private.setting('environment'))
  from (select) one left join private.metric_states s on s.metric = v_rule.metric
  returning notices.id into v_notice;
  return jsonb_build_object('notice_id', v_notice);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('edited', null, test_alert_rule.id::text, null, v_state, v_message, v_detail);
end $$;
comment on function private.test_alert_rule is
  'Sends a message marked as a test the way that an alert of this rule would go; once a minute for each colleague. Answers the contract''s 4xx: 403, 404, 429.';

create function backoffice.save_alert_rule(id bigint, fields jsonb, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.save_alert_rule(id, fields, reason); end;
comment on function backoffice.save_alert_rule is 'See private.save_alert_rule.';
create function backoffice.delete_alert_rule(id bigint, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.delete_alert_rule(id, reason); end;
comment on function backoffice.delete_alert_rule is 'See private.delete_alert_rule.';
create function backoffice.mute_alert_rule(id bigint, minutes integer, reason text) returns jsonb
language sql volatile security invoker begin atomic select private.mute_alert_rule(id, minutes, reason); end;
comment on function backoffice.mute_alert_rule is 'See private.mute_alert_rule.';
create function backoffice.test_alert_rule(id bigint) returns jsonb
language sql volatile security invoker begin atomic select private.test_alert_rule(id); end;
comment on function backoffice.test_alert_rule is 'See private.test_alert_rule.';

create view backoffice.alert_rules as
select r.id, r.metric, m.position, m.unit, m.bound, r.threshold, coalesce(r.threshold, m.threshold) as effective_threshold,
  r.window_hours, coalesce(r.window_hours, m.window_hours) as effective_window_hours, r.hold_minutes, r.recover_minutes, r.no_data_minutes, r.severity,
  r.enabled, r.standard, case when r.muted_until > clock.at then r.muted_until end as muted_until, case when r.muted_until > clock.at then r.muted_by end as muted_by,
  r.updated_at, r.updated_by, a.id as alert_id, a.state as alert_state, a.since as alert_since, a.value as alert_value,
  (select max(f.fired_at) from private.alerts f where f.rule_id = r.id) as last_fired_at
from private.alert_rules r
join private.metrics m on m.metric = r.metric
cross join private.now() as clock(at)
left join lateral (
  select * from private.alerts o where o.rule_id = r.id and o.recovered_at is null order by o.fired_at nulls last, o.kind limit 1
) a on true
where private.admit('alerts') and (select private.can_read('alerts'));
comment on view backoffice.alert_rules is 'Rules with the threshold and window that hold, whether they are muted, and the alert that is open or about to be.';

create view backoffice.alerts as
select a.id, 'AL-' || to_char(a.number, 'FM99999999990000') as code, a.rule_id, a.kind, a.metric, m.unit, m.bound, a.severity, a.state as status, a.since, a.fired_at,
  a.announced_at, a.recovered_at, a.value, a.worst_value, a.threshold, a.bad, a.total, a.evaluated_at
from private.alerts a
join private.metrics m on m.metric = a.metric
where private.admit('alerts') and (select private.can_read('alerts'));
comment on view backoffice.alerts is
  'Alerts: pending (past the threshold, not yet for long enough), open, recovered. worst_value: the farthest from well; announced_at null: never told, for it was muted.';

create view backoffice.deliveries as
select n.id, n.kind, n.args ->> 'code' as code, n.args ->> 'metric' as metric, n.args ->> 'severity' as severity, n.args ->> 'action' as action,
  n.args ->> 'alert_id' as alert_id, n.args ->> 'incident_id' as incident_id, n.args ->> 'approval_id' as approval_id, (select r.id from private.alert_rules r where r.id = (n.args ->> 'rule_id')::bigint) as rule_id,
  n.created_at, n.attempts, n.last_error, n.delivered_at,
  case when n.delivered_at is null then n.next_attempt_at end as next_attempt_at,
  case when n.delivered_at is not null then 'delivered' when n.last_error is not null then 'retrying' else 'waiting' end as status
from private.notices n
where private.admit('alerts') and (select private.can_read('alerts'));
comment on view backoffice.deliveries is 'What the team was told in Slack, or is still to be told: every attempt counted, the last error, when it arrived.';

create index notices_page on private.notices (created_at desc, id desc);
create index notices_alert on private.notices ((args ->> 'alert_id'), created_at desc, id desc);

select private.allow('{support,ops,admin}', 'read', '{alerts}');
select private.allow('{ops,admin}', 'edit', '{alerts}');
select private.expose_function(f) from unnest(array['private.save_alert_rule(bigint, jsonb, text)', 'backoffice.save_alert_rule(bigint, jsonb, text)',
  'private.delete_alert_rule(bigint, text)', 'backoffice.delete_alert_rule(bigint, text)', 'private.mute_alert_rule(bigint, integer, text)',
  'backoffice.mute_alert_rule(bigint, integer, text)', 'private.test_alert_rule(bigint)', 'backoffice.test_alert_rule(bigint)']::regprocedure[]) f;
select private.expose_view(v) from unnest(array['backoffice.alert_rules', 'backoffice.alerts', 'backoffice.deliveries']::regclass[]) v;

select private.rebuild_revenue();
select private.rebuild_rollups();
