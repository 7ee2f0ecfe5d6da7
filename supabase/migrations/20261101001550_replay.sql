-- replay-webhooks: Stripe sends events again; what is still wrong afterwards is reconciled.

create function private.parse_replay(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
  v_since timestamptz;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where k not in ('event_ids', 'since', 'types') loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if not params ? 'since' then
    if params ? 'types' then
      perform private.invalid_params('types', 'unrecognized_key');
    end if;
    if jsonb_typeof(params -> 'event_ids') is distinct from 'array'
      or jsonb_array_length(params -> 'event_ids') not between 1 and 500
      or exists (select from jsonb_array_elements(params -> 'event_ids') e
        where jsonb_typeof(e) <> 'string' or e #>> '{}' !~ '^evt_[A-Za-z0-9_]{1,200}$') then
      perform private.invalid_params('event_ids', 'invalid_event_ids');
    end if;
    return jsonb_build_object('event_ids', (
      select jsonb_agg(distinct e #>> '{}' order by e #>> '{}') from jsonb_array_elements(params -> 'event_ids') e));
  end if;
  if params ? 'event_ids' then
    perform private.invalid_params('event_ids', 'unrecognized_key');
  end if;
  if jsonb_typeof(params -> 'since') <> 'string'
    or params ->> 'since' !~ '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,16})?(Z|[+-](0\d|1[0-5]):[0-5]\d)$'
    or not pg_input_is_valid(params ->> 'since', 'timestamptz') then
    perform private.invalid_params('since', 'invalid_time');
  end if;
  v_since := (params ->> 'since')::timestamptz;
  if params ? 'types' and (
    jsonb_typeof(params -> 'types') <> 'array' or jsonb_array_length(params -> 'types') not between 1 and 20
    or exists (select from jsonb_array_elements(params -> 'types') t
      where jsonb_typeof(t) <> 'string' or t #>> '{}' !~ '^[a-z0-9_.]{3,100}$')) then
    perform private.invalid_params('types', 'invalid_types');
  end if;
  return jsonb_build_object('since', to_char(v_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || case when params ? 'types' then jsonb_build_object('types', (
      select jsonb_agg(distinct t #>> '{}' order by t #>> '{}') from jsonb_array_elements(params -> 'types') t)) else '{}' end;
end $$;
comment on function private.parse_replay is
  'Either event_ids, 1 to 500, each once, or since (ISO 8601 with its zone) and perhaps types, 1 to 20. Raises PT422.';

create function private.asked_events(params jsonb, at timestamptz) returns setof private.stripe_events
language sql stable security definer rows 100 set search_path = '' as $$
  select e.* from private.stripe_events e where e.id in (select jsonb_array_elements_text(params -> 'event_ids'))
  union all
  select e.* from private.stripe_events e
  where params ? 'since' and e.state = 'open' and e.created_at >= (params ->> 'since')::timestamptz
    and private.event_status(e.state, e.pending, e.created_at, (private.webhook_clock(at)).in_flight_since) = 'failed'
    and (not params ? 'types' or e.type in (select jsonb_array_elements_text(params -> 'types')))
$$;
comment on function private.asked_events is 'The events that were named, whatever became of them, or all that failed since the moment.';

create function private.replay_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('event', e.id, e.type || ' · ' || coalesce(u.email, e.stripe_customer_id, e.id), u.id,
    jsonb_build_object('type', e.type, 'created_at', e.created_at, 'subscription', e.stripe_subscription_id,
      'payer', private.payer_of(u.id, e.stripe_customer_id),
      -- What Stripe has no more can only be read from what it has now.
      'resend', e.created_at > clock.kept_since))::private.run_target
  from private.asked_events(params, at) e
  cross join private.webhook_clock(at) clock
  left join private.users u on u.id = e.user_id
  where private.event_status(e.state, e.pending, e.created_at, clock.in_flight_since) not in ('processed', 'in_flight', 'other_account')
  order by e.created_at, e.id
$$;
comment on function private.replay_targets is
  'The events to send again, oldest first: neither those that the app has processed, nor those that Stripe is still trying, nor those of another account.';

create function private.guard_replay(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ids jsonb := coalesce(params -> 'event_ids', case when params ? 'event_id' then jsonb_build_array(params -> 'event_id') end);
  v_clock private.webhook_clock := private.webhook_clock(at);
  v_all integer; v_processed integer; v_flight integer; v_other integer; v_old integer; v_unknown integer; v_last timestamptz;
  v_left jsonb;
  v_warnings jsonb;
begin
  if v_ids is not null and (
    select count(*) from private.stripe_events e where e.id in (select jsonb_array_elements_text(v_ids))) < jsonb_array_length(v_ids) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"event"}';
  end if;
  select count(*), count(*) filter (where s.status = 'processed'), count(*) filter (where s.status = 'in_flight'),
    count(*) filter (where s.status = 'other_account'), max(e.created_at),
    count(*) filter (where s.status not in ('processed', 'in_flight', 'other_account') and e.created_at <= v_clock.kept_since),
    count(*) filter (where s.status not in ('processed', 'in_flight', 'other_account') and e.user_id is null)
  into v_all, v_processed, v_flight, v_other, v_last, v_old, v_unknown
  from private.asked_events(case when v_ids is not null then jsonb_build_object('event_ids', v_ids) else params end, at) e
  cross join lateral (select private.event_status(e.state, e.pending, e.created_at, v_clock.in_flight_since) as status) s;

  v_left := (
    select coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'args', jsonb_build_object('count', w.number) || w.more)), '[]')
    from (values
      ('already_processed', v_processed, '{}'::jsonb),
      ('other_account', v_other, '{}'),
      ('in_flight', v_flight, jsonb_build_object('until_at', v_last + (at - v_clock.in_flight_since)))
    ) as w (code, number, more) where w.number > 0);
  if v_processed + v_flight + v_other = v_all then
    return jsonb_build_object('warnings', '[]'::jsonb, 'blockers',
      case when v_all = 0 then '[{"code":"nothing_to_replay","args":{}}]' else v_left end);
  end if;
  v_warnings := v_left || (
    select coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'args', jsonb_build_object('count', w.number))), '[]')
    from (values
      ('too_old', v_old), ('unknown_user', v_unknown),
      ('endpoint_disabled', case when exists (select from private.webhook_endpoints p)
        and not exists (select from private.webhook_endpoints p where p.enabled) then v_all - v_processed - v_flight - v_other else 0 end)
    ) as w (code, number) where w.number > 0);
  return jsonb_build_object('warnings', v_warnings, 'blockers', private.stripe_blockers());
end $$;
comment on function private.guard_replay is
  'Says how many of the events are left out and why, and which cannot be sent again; blocks when none is left, or Stripe is away. Raises PT404 for an unknown event.';

create function private.look_at_event(item private.run_items, seen jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_event private.stripe_events;
  v_before jsonb;
begin
  if seen is not null then
    perform private.keep_events(jsonb_build_array(seen));
  end if;
  perform private.read_app_record(array[item.target_id]);
  perform private.find_event_users(array[item.target_id]);
  select * into v_event from private.stripe_events e where e.id = item.target_id;
  -- What the app does with the event is part of what the item changes: it is compared with how the customer was at first.
  if v_event.user_id is not null and not item.payload ? 'before' then
    v_before := private.reconcile_state(v_event.user_id);
    update private.run_items i set payload = i.payload || jsonb_build_object('before', v_before) where i.id = item.id;
  end if;
  return jsonb_build_object(
    'processed', v_event.processed_at is not null,
    'delivered', v_event.pending = 0,
    'payer', private.payer_of(v_event.user_id, v_event.stripe_customer_id),
    'kept', v_event.created_at > (private.webhook_clock()).kept_since,
    'endpoint', (
      select w.id from private.webhook_endpoints w
      where w.enabled and w.types && array['*', v_event.type] order by w.id limit 1));
end $$;
comment on function private.look_at_event is
  'Whether the app has processed the event of an item, whose it is, whether Stripe still has it, and the endpoint that takes it. At the first look the item keeps how the customer was.';

create function private.apply_replay(item private.run_items, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (select e.user_id from private.stripe_events e where e.id = item.target_id);
  v_before jsonb;
begin
  perform private.compare_alone();
  perform from auth.users u where u.id = v_user for update;
  v_before := coalesce(case when item.applied_at is null then item.payload -> 'before' end, private.reconcile_state(v_user));
  perform private.reconcile_user(v_user, observed);
  perform private.settle_events(v_user, item.run_id);
  perform private.learn_of(v_user, observed, item.started_at);
  return jsonb_build_object('changes', private.reconcile_changes(v_user, v_before, private.reconcile_state(v_user)));
end $$;
comment on function private.apply_replay is
  'Brings the customer of an event to what Stripe said; gives what changed since the item began, be it by the app or by us. The customer''s failed events count as reconciled.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply, look, calls) values
  ('replay-webhooks', 'vendor', 'event', 'medium', 'none', 'private.parse_replay', 'private.guard_replay',
    'private.replay_targets', 'private.apply_replay', 'private.look_at_event', '{"stripe":7}');
select private.allow('{support,ops,admin}', 'run', '{replay-webhooks}');
select private.allow('{ops,admin}', 'approve', '{replay-webhooks}');
