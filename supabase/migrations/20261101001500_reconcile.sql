-- reconcile-subscriptions: Stripe's own state replaces what the app was told, customer by customer.

create function private.parse_reconcile(params jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_key text;
begin
  if params is null or jsonb_typeof(params) <> 'object' then
    perform private.invalid_params('', 'invalid_type');
  end if;
  for v_key in select k from jsonb_object_keys(params) k where k not in ('user_ids', 'all') loop
    perform private.invalid_params(v_key, 'unrecognized_key');
  end loop;
  if params -> 'all' = 'true' and not params ? 'user_ids' then
    return '{"all":true}';
  end if;
  if params ? 'all' or jsonb_typeof(params -> 'user_ids') is distinct from 'array'
    or jsonb_array_length(params -> 'user_ids') not between 1 and 500
    or exists (select from jsonb_array_elements(params -> 'user_ids') e
      where jsonb_typeof(e) <> 'string' or not pg_input_is_valid(e #>> '{}', 'uuid')) then
    perform private.invalid_params('user_ids', 'invalid_user_ids');
  end if;
  return jsonb_build_object('user_ids', (
    select jsonb_agg(distinct (e #>> '{}')::uuid) from jsonb_array_elements(params -> 'user_ids') e));
end $$;
comment on function private.parse_reconcile is 'Either user_ids, 1 to 500, each once, or all: true. Raises PT422.';

create function private.guard_reconcile(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  -- A page asks with its customer before there are parameters.
  if params ? 'user_id' then
    perform private.user_exists((params ->> 'user_id')::uuid);
  end if;
  perform private.user_exists(e::uuid) from jsonb_array_elements_text(params -> 'user_ids') e;
  return jsonb_build_object('warnings', '[]'::jsonb, 'blockers', private.stripe_blockers());
end $$;
comment on function private.guard_reconcile is 'Comparing with Stripe is possible unless Stripe is away. Raises PT404 for an unknown user.';

create function private.payer_of(user_id uuid, customer text default null) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('user_id', u.id, 'email', case when u.email_confirmed_at is not null then u.email end, 'customers', (
    select coalesce(jsonb_agg(c.id order by c.id), '[]') from (
      select s.stripe_customer_id as id from public.subscriptions s where s.user_id = u.id
      union select payer_of.customer where payer_of.customer is not null) c))
  from private.users u where u.id = payer_of.user_id
$$;
comment on function private.payer_of is
  'By what a customer is found at Stripe: id, e-mail once it is confirmed, and the Stripe customers that the database knows of, with one more when given.';

create function private.reconcile_targets(params jsonb, at timestamptz) returns setof private.run_target
language sql stable security definer set search_path = '' as $$
  select row('user', u.id::text, u.email, u.id, private.payer_of(u.id))::private.run_target
  from private.users u
  where case when params -> 'all' = 'true' then u.stripe_customer_id is not null or u.subscription_status is not null
    else u.id in (select e::uuid from jsonb_array_elements_text(params -> 'user_ids') e) end
  order by u.id
$$;
comment on function private.reconcile_targets is 'The customers to compare, with the Stripe customers that the database knows of.';

create function private.subscription_facts(s public.subscriptions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('stripe_plan', s.plan, 'status', s.status, 'interval', s."interval", 'amount_cents', s.amount_cents,
    'currency', s.currency, 'current_period_start', s.current_period_start, 'current_period_end', s.current_period_end,
    'cancel_at', s.cancel_at, 'canceled_at', s.canceled_at, 'livemode', s.livemode)
$$;
comment on function private.subscription_facts is 'What is compared between Stripe and the database of one subscription.';

create function private.reconcile_state(user_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce((
      select jsonb_object_agg(s.stripe_subscription_id, private.subscription_facts(s))
      from public.subscriptions s where s.user_id = reconcile_state.user_id), '{}')
    || jsonb_build_object('', jsonb_build_object(
      'plan', e.plan, 'decided_by', e.source,
      'mirror.is_premium', private.mirror_value(u.raw_user_meta_data, 'is_premium'),
      'mirror.subscription_plan', private.mirror_value(u.raw_user_meta_data, 'subscription_plan')))
  from auth.users u, private.entitlement(u.id, private.now()) e
  where u.id = reconcile_state.user_id
$$;
comment on function private.reconcile_state is 'Subscriptions of a customer by their Stripe id, and under "" the access that follows.';

create function private.reconcile_changes(user_id uuid, before jsonb, after jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'entity', case r.id when '' then 'user' else 'subscription' end,
    'id', case r.id when '' then user_id::text else r.id end,
    'field', f.field,
    'before', before -> r.id -> f.field, 'after', after -> r.id -> f.field) order by r.id <> '', r.id, f.position), '[]')
  from jsonb_object_keys(before || after) r (id),
    unnest('{plan,decided_by,mirror.is_premium,mirror.subscription_plan,stripe_plan,status,interval,amount_cents,currency,current_period_start,current_period_end,cancel_at,canceled_at,livemode}'::text[])
      with ordinality f (field, position)
  -- No row and nothing in it are the same; the moment of a cancellation that we had to make up differs at every look.
  where coalesce(before -> r.id -> f.field, 'null') <> coalesce(after -> r.id -> f.field, 'null')
    and not (f.field = 'canceled_at' and after #>> array[r.id, 'canceled_at'] = to_jsonb(private.now()) #>> '{}')
$$;
comment on function private.reconcile_changes is
  'What differs between two states of a customer, as {entity, id, field, before, after}, the customer first.';

create function private.own_subscriptions(user_id uuid, observed jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := own_subscriptions.user_id;
  v_own jsonb := '[]';
  v_one record;
begin
  -- What a key of one mode cannot have given is nobody's.
  for v_one in
    select o.value as row, o.value ->> 'stripe_subscription_id' as subscription, n.names, n.named, k.known
    from jsonb_array_elements(observed -> 'subscriptions') o
    cross join lateral (
      select count(n.name) as names, coalesce(array_agg(u.id) filter (where u.id is not null), '{}') as named
      from jsonb_array_elements_text(coalesce(o.value -> 'named_users', '[]')) n (name)
      left join private.users u on u.id = case when pg_input_is_valid(n.name, 'uuid') then n.name::uuid end) n
    cross join lateral (
      select coalesce(array_agg(distinct s.user_id), '{}') as known from public.subscriptions s
      where s.user_id is not null and (s.stripe_customer_id = o.value ->> 'stripe_customer_id'
        or s.stripe_subscription_id = o.value ->> 'stripe_subscription_id')) k
    where (o.value ->> 'livemode')::boolean is not distinct from private.live_mode()
  loop
    if v_user = any (v_one.named || v_one.known) then
      if exists (select from unnest(v_one.named || v_one.known) w (id) where w.id <> v_user) then
        perform private.refuse_blocked(jsonb_build_object('blockers', jsonb_build_array(jsonb_build_object(
          'code', case when cardinality(v_one.known) > 1 then 'two_users' else 'somebody_else' end,
          'args', jsonb_build_object('subscription', v_one.subscription)))));
      end if;
      v_own := v_own || v_one.row;
    elsif v_one.names = 0 and cardinality(v_one.known) = 0 then
      v_own := v_own || v_one.row;
    end if;
  end loop;
  return v_own;
end $$;
comment on function private.own_subscriptions is
  'Of what was found at Stripe by a customer''s id, e-mail and known records: what is this one''s. What names or belongs to others alone is left out; '
  'raises PT409 blocked (two_users, somebody_else) where this one and somebody else could be meant: nothing moves from one to the other by a comparison.';

create function private.reconcile_user(user_id uuid, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := reconcile_user.user_id;
  v_before jsonb;
  v_after jsonb;
  v_prior jsonb;
  v_mirror jsonb;
  v_own jsonb;
begin
  perform from auth.users u where u.id = v_user for update;
  if not found then
    raise exception using errcode = 'PT404', message = 'not_found', detail = '{"kind":"user"}';
  end if;
  v_own := private.own_subscriptions(v_user, observed);
  v_before := private.reconcile_state(v_user);
  v_prior := (
    select coalesce(jsonb_agg(to_jsonb(s)), '[]') from public.subscriptions s
    where s.user_id = v_user or s.stripe_subscription_id in (
      select o ->> 'stripe_subscription_id' from jsonb_array_elements(v_own) o));

  insert into public.subscriptions as s (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
    amount_cents, currency, current_period_start, current_period_end, cancel_at, canceled_at, livemode, created_at)
  select v_user, o.stripe_customer_id, o.stripe_subscription_id, o.plan, o.status, o."interval",
    o.amount_cents, o.currency, o.current_period_start, o.current_period_end, o.cancel_at, o.canceled_at, o.livemode, o.created_at
  from jsonb_populate_recordset(null::public.subscriptions, v_own) o
  on conflict (stripe_subscription_id) do update set
    user_id = excluded.user_id, stripe_customer_id = excluded.stripe_customer_id, plan = excluded.plan, status = excluded.status,
    "interval" = excluded."interval", amount_cents = excluded.amount_cents, currency = excluded.currency,
    current_period_start = excluded.current_period_start, current_period_end = excluded.current_period_end,
    cancel_at = excluded.cancel_at, canceled_at = excluded.canceled_at, livemode = excluded.livemode, updated_at = private.now()
  where (s.user_id, s.stripe_customer_id, private.subscription_facts(s))
    is distinct from (excluded.user_id, excluded.stripe_customer_id, private.subscription_facts(excluded));
  -- What Stripe does not have any more (a deleted customer) cannot be paid for.
  update public.subscriptions s set status = 'canceled', canceled_at = coalesce(s.canceled_at, private.now()), updated_at = private.now()
  where s.user_id = v_user and s.status not in ('canceled', 'incomplete_expired')
    and s.stripe_subscription_id not in (
      select o ->> 'stripe_subscription_id' from jsonb_array_elements(v_own) o);
  v_mirror := private.mirror_entitlement(v_user);
  v_after := private.reconcile_state(v_user);

  return jsonb_build_object(
    'snapshot', jsonb_build_object('subscriptions', v_prior, 'mirror', v_mirror),
    'changes', private.reconcile_changes(v_user, v_before, v_after));
end $$;
comment on function private.reconcile_user is
  'Brings a customer''s subscriptions to what Stripe said (observed.subscriptions), then the mirror; gives changes and the rows as they were. Raises PT404, PT409 blocked: see private.own_subscriptions.';

create function private.settle_events(user_id uuid, run_id uuid) returns void
language sql security definer set search_path = '' as $$
  update private.stripe_events e set reconciled_at = private.now(), reconciled_by_run = settle_events.run_id
  where e.user_id = settle_events.user_id and e.state = 'open'
    and private.event_status(e.state, e.pending, e.created_at, (private.webhook_clock()).in_flight_since) = 'failed'
$$;
comment on function private.settle_events is
  'A customer is as Stripe says now, so whatever the failed events about him wanted to tell is true: they count as reconciled, by this run.';

create function private.learn_of(user_id uuid, observed jsonb, read_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_customers jsonb;
begin
  v_customers := (
    select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'email', c.email, 'named_user', c.named_user, 'gone', false)), '[]')
    from private.stripe_customers c
    where c.id in (select o ->> 'stripe_customer_id' from jsonb_array_elements(observed -> 'subscriptions') o));
  perform private.keep_stripe_side(v_customers, (
    select coalesce(jsonb_agg(o - 'stripe_customer_id' - 'stripe_subscription_id' || jsonb_build_object('id', o -> 'stripe_subscription_id',
      'customer', o -> 'stripe_customer_id', 'named_user', (select t.named_user from private.stripe_subscriptions t where t.id = o ->> 'stripe_subscription_id'))), '[]')
    from jsonb_array_elements(observed -> 'subscriptions') o), coalesce(read_at, now()));
  perform private.check_drift(array[learn_of.user_id]);
end $$;
comment on function private.learn_of is
  'What an action read at Stripe of a customer, from read_at on, is known from then on, and his findings are up to date.';

create function private.apply_reconcile(item private.run_items, observed jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_done jsonb;
begin
  perform private.compare_alone();
  v_done := private.reconcile_user(item.target_id::uuid, observed);
  perform private.settle_events(item.target_id::uuid, item.run_id);
  perform private.learn_of(item.target_id::uuid, observed, item.started_at);
  return v_done;
end $$;
comment on function private.apply_reconcile is 'Effect of an item of reconcile-subscriptions: its customer is as Stripe said.';

create function private.unapply_reconcile(item private.run_items, snapshot jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := item.target_id::uuid;
  v_before jsonb;
  v_after jsonb;
  v_changed jsonb;
begin
  perform private.compare_beside();
  perform from auth.users u where u.id = v_user for update;
  v_before := private.reconcile_state(v_user);
  select coalesce(jsonb_agg(jsonb_build_object('id', c -> 'id', 'field', c -> 'field', 'expected', c -> 'after',
    'found', v_before -> r.id -> (c ->> 'field'))), '[]') into v_changed
  from jsonb_array_elements(item.changes) c
  cross join lateral (select case c ->> 'entity' when 'user' then '' else c ->> 'id' end as id) r
  where v_before -> r.id -> (c ->> 'field') is distinct from c -> 'after'
    -- A change to nothing leaves no key.
    and not (c -> 'after' = 'null' and v_before -> r.id -> (c ->> 'field') is null);
  if v_changed <> '[]' then
    raise exception using errcode = 'PT409', message = 'not_undoable',
      detail = jsonb_build_object('cause', 'changed_since', 'changed', v_changed);
  end if;

  delete from public.subscriptions s
  where s.stripe_subscription_id in (
      select c ->> 'id' from jsonb_array_elements(item.changes) c where c ->> 'entity' = 'subscription')
    and s.id not in (select (p ->> 'id')::uuid from jsonb_array_elements(snapshot -> 'subscriptions') p);
  insert into public.subscriptions as s
  select p.* from jsonb_populate_recordset(null::public.subscriptions, snapshot -> 'subscriptions') p
  on conflict (id) do update set (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents,
      currency, current_period_start, current_period_end, cancel_at, canceled_at, livemode, created_at, updated_at)
    = (excluded.user_id, excluded.stripe_customer_id, excluded.stripe_subscription_id, excluded.plan, excluded.status,
      excluded."interval", excluded.amount_cents, excluded.currency, excluded.current_period_start, excluded.current_period_end,
      excluded.cancel_at, excluded.canceled_at, excluded.livemode, excluded.created_at, excluded.updated_at);
  perform private.write_mirror(v_user, snapshot -> 'mirror');
  update private.stripe_events e set reconciled_at = null, reconciled_by_run = null
  where e.user_id = v_user and e.reconciled_by_run = item.run_id;
  v_after := private.reconcile_state(v_user);
  return jsonb_build_object('changes', private.reconcile_changes(v_user, v_before, v_after));
end $$;
comment on function private.unapply_reconcile is
  'Puts the subscriptions and the mirror of a customer back as they were before a comparison, byte for byte. Raises PT409 not_undoable when they were changed since.';

insert into private.actions (name, kind, subject, risk, confirm, parse, guard, targets, apply, unapply, calls) values
  ('reconcile-subscriptions', 'vendor', 'user', 'medium', 'none', 'private.parse_reconcile', 'private.guard_reconcile',
    'private.reconcile_targets', 'private.apply_reconcile', 'private.unapply_reconcile', '{"stripe":6}');
select private.allow('{support,ops,admin}', 'run', '{reconcile-subscriptions}');
select private.allow('{ops,admin}', 'approve', '{reconcile-subscriptions}');
