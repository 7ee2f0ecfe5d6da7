-- The rule of access as a table: what it answers for situations that nobody needs to be in. The answers
-- come from private.decide_access, which answers for customers; only the situations are written here.

create type private.access_case as (
  id text, part text, position integer, status text, timing text, late boolean, grace_days double precision, sources jsonb);
comment on type private.access_case is
  'A situation. sources: rows of public.subscriptions and private.grants with their kind. Part "status": one subscription to Premium, by its status, '
  'what is planned (timing: renewing, cancelling, cancelled) and whether its grace is over (late). Part "several": what comes together.';

create function private.access_cases(at timestamptz) returns setof private.access_case
language sql stable security definer set search_path = '' as $$
  -- Before the first status that Stripe invents tomorrow.
  with status as (
    select p.status, p.access, p.grace from private.status_policy p
    union all select 'unknown', false, '0'
  ),
  line as (
    select s.*, late.late, row_number() over (order by s.status = 'unknown', not s.access, s.grace > '0', s.status, late.late) as position,
      access_cases.at - case when late.late then s.grace + interval '1 day' when s.grace > '0' then s.grace / 2 else '10 days' end as period_start
    from status s, (values (false), (true)) as late (late)
    where s.grace > '0' or not late.late
  ),
  timed as (
    select l.*, t.timing, t.place, case t.timing
      when 'cancelling' then l.period_start + interval '1 month'
      when 'cancelled' then access_cases.at - interval '1 day' end as cancel_at
    from line l, unnest('{renewing,cancelling,cancelled}'::text[]) with ordinality as t (timing, place)
  ),
  piece (name, source) as (
    values
      ('pro', '{"kind":"subscription","plan":"pro","status":"active"}'::jsonb),
      ('premium', '{"kind":"subscription","plan":"premium","status":"active"}'),
      ('gold', '{"kind":"subscription","plan":"gold","status":"active"}'),
      ('premium_unknown', '{"kind":"subscription","plan":"premium","status":"unknown"}'),
      ('premium_other_mode', jsonb_build_object('kind', 'subscription', 'plan', 'premium', 'status', 'active', 'livemode', not private.live_mode())),
      ('premium_canceled', '{"kind":"subscription","plan":"premium","status":"canceled"}'),
      ('premium_cancelling', jsonb_build_object('kind', 'subscription', 'plan', 'premium', 'status', 'active',
        'cancel_at', access_cases.at + interval '10 days')),
      ('premium_late', jsonb_build_object('kind', 'subscription', 'plan', 'premium', 'status', 'past_due',
        'current_period_start', access_cases.at - interval '1 month')),
      ('premium_unpaid_cancelling', jsonb_build_object('kind', 'subscription', 'plan', 'premium', 'status', 'past_due',
        'current_period_start', access_cases.at - interval '1 day', 'cancel_at', access_cases.at + interval '1 day')),
      ('pro_grant', jsonb_build_object('kind', 'grant', 'plan', 'pro',
        'starts_at', access_cases.at - interval '2 days', 'ends_at', access_cases.at + interval '9 days')),
      ('premium_grant', jsonb_build_object('kind', 'grant', 'plan', 'premium',
        'starts_at', access_cases.at - interval '2 days', 'ends_at', access_cases.at + interval '5 days')),
      ('premium_grant_longer', jsonb_build_object('kind', 'grant', 'plan', 'premium',
        'starts_at', access_cases.at - interval '1 day', 'ends_at', access_cases.at + interval '13 days')),
      ('premium_grant_ended', jsonb_build_object('kind', 'grant', 'plan', 'premium',
        'starts_at', access_cases.at - interval '9 days', 'ends_at', access_cases.at - interval '2 days')),
      ('premium_grant_revoked', jsonb_build_object('kind', 'grant', 'plan', 'premium',
        'starts_at', access_cases.at - interval '2 days', 'ends_at', access_cases.at + interval '5 days', 'revoked_at', access_cases.at - interval '1 day')),
      ('premium_grant_future', jsonb_build_object('kind', 'grant', 'plan', 'premium',
        'starts_at', access_cases.at + interval '1 day', 'ends_at', access_cases.at + interval '8 days'))
  ),
  together (place, id, pieces) as (
    values
      (1, 'nothing', '{}'::text[]),
      (2, 'two_plans', '{pro,premium}'),
      (3, 'higher_cancelling', '{premium_cancelling,pro}'),
      (4, 'higher_canceled', '{premium_canceled,pro}'),
      (5, 'higher_late', '{premium_late,pro}'),
      (6, 'higher_unknown', '{premium_unknown,pro}'),
      (7, 'same_plan', '{premium_cancelling,premium}'),
      (8, 'cancel_within_grace', '{premium_unpaid_cancelling}'),
      (9, 'unknown_plan', '{gold}'),
      (10, 'other_mode', '{premium_other_mode}'),
      (11, 'grant_alone', '{premium_grant}'),
      (12, 'grant_ended', '{premium_grant_ended}'),
      (13, 'grant_revoked', '{premium_grant_revoked}'),
      (14, 'grant_future', '{premium_grant_future}'),
      (15, 'grants_of_two_plans', '{pro_grant,premium_grant}'),
      (16, 'grants_of_two_ends', '{premium_grant,premium_grant_longer}'),
      (17, 'grant_lower', '{premium,pro_grant}'),
      (18, 'grant_equal', '{premium,premium_grant}'),
      (19, 'grant_higher', '{pro,premium_grant}'),
      (20, 'grant_higher_ended', '{pro,premium_grant_ended}'),
      (21, 'grant_higher_future', '{pro,premium_grant_future}'),
      (22, 'grant_past_end', '{premium_cancelling,premium_grant_longer}'),
      (23, 'grant_after_canceled', '{premium_canceled,premium_grant}'),
      (24, 'grant_after_late', '{premium_late,premium_grant}')
  )
  select concat_ws('/', t.status, case when t.late then 'late' end, t.timing), 'status', (t.position * 3 + t.place)::integer, t.status, t.timing, t.late,
    (extract(epoch from t.grace) / 86400)::double precision,
    jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('kind', 'subscription', 'id', '00000000-0000-4000-8000-000000000001', 'plan', 'premium',
      'status', t.status, 'current_period_start', t.period_start, 'current_period_end', t.period_start + interval '1 month', 'cancel_at', t.cancel_at)))
  from timed t
  union all
  select c.id, 'several', c.place + 1000, null, null, null, null, (
    select coalesce(jsonb_agg(p.source || jsonb_build_object('name', p.name, 'id', format('00000000-0000-4000-8000-00000000000%s', n.place)) order by n.place), '[]')
    from unnest(c.pieces) with ordinality n (name, place) join piece p using (name))
  from together c
$$;
comment on function private.access_cases is 'Every situation that the table of the rule shows, with moments around the given one.';

create function private.access_rule(at timestamptz default private.now()) returns table (
  id text, part text, "position" integer, status text, timing text, late boolean, grace_days double precision, sources jsonb,
  plan text, source text, record_id uuid, ends_at timestamptz, next_plan text, standing text)
language sql stable security definer set search_path = '' as $$
  select c.id, c.part, c.position, c.status, c.timing, c.late, c.grace_days, c.sources,
    d.plan, d.source, d.record_id, d.ends_at, later.plan, coalesce(why.standing, case d.source when 'grant' then 'running' end)
  from private.access_cases(access_rule.at) c
  cross join lateral (
    select array_agg(case s.source ->> 'kind'
      when 'grant' then private.grant_source(jsonb_populate_record(null::private.grants, s.source))
      else private.subscription_source(jsonb_populate_record(null::public.subscriptions, s.source)) end) as sources
    from jsonb_array_elements(c.sources) s (source)
  ) own
  cross join lateral private.decide_access(own.sources, access_rule.at) d
  left join lateral private.decide_access(own.sources, d.ends_at) later on d.ends_at is not null
  left join lateral (
    select private.subscription_standing(jsonb_populate_record(null::public.subscriptions, s.source), access_rule.at) as standing
    from jsonb_array_elements(c.sources) s (source)
    where s.source ->> 'kind' = 'subscription' and (s.source ->> 'id' = d.record_id::text or jsonb_array_length(c.sources) = 1)
  ) why on true
$$;
comment on function private.access_rule is
  'What the rule of access answers in each situation: the plan, the source and the record that decide, until when, which plan comes next, and why (see private.subscription_standing).';

create view backoffice.access_rule as
select r.* from private.access_rule() r
where private.admit('access_rule') and (select private.can_read('access_rule'));
comment on view backoffice.access_rule is 'The rule of access as a table, computed by the rule itself: one row for each situation. No customer is in it.';

select private.allow('{support,ops,admin}', 'read', '{access_rule}');
select private.expose_view('backoffice.access_rule');
select private.expose_function('private.access_rule(timestamptz)');
revoke all on function private.access_cases(timestamptz) from public, anon, authenticated;
