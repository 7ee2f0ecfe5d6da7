-- The lists of the console. Each view is gated once a query and reads with the owner's rights, so
-- that every index stays usable; the database linter's 0010 on them is known and documented.

-- Pages are sorted by (column, id): each sort and each filter with it has its index.
create index if not exists subscriptions_page on public.subscriptions (created_at desc, id desc);
create index if not exists subscriptions_period on public.subscriptions (current_period_end desc, id desc);
create index if not exists subscriptions_status on public.subscriptions (status, created_at desc, id desc);
create index if not exists subscriptions_status_period on public.subscriptions (status, current_period_end desc, id desc);
create index if not exists subscriptions_interval_period on public.subscriptions ("interval", current_period_end desc, id desc);
create index if not exists subscriptions_cancelling on public.subscriptions (created_at desc, id desc) where cancel_at is not null and status not in ('canceled', 'incomplete_expired');
create index if not exists subscriptions_cancelling_period on public.subscriptions (current_period_end desc, id desc) where cancel_at is not null and status not in ('canceled', 'incomplete_expired');
create function private.index_mrr() returns void
language plpgsql security definer set search_path = '' as $$
declare
  -- private.monthly_cents, written out: who inserts here may not execute functions of private.
  v_mrr constant text := format($mrr$(case
    when currency <> 'eur' or livemode <> %L::boolean or status not in ('active', 'past_due') then 0
    when "interval" = 'year' then round(amount_cents / 12.0)::integer
    else amount_cents end) desc, id desc$mrr$, private.live_mode());
begin
  execute format('create index if not exists subscriptions_mrr on public.subscriptions (%s)', v_mrr);
  execute format('create index if not exists subscriptions_status_mrr on public.subscriptions (status, %s)', v_mrr);
  execute format('create index if not exists subscriptions_plan_mrr on public.subscriptions (plan, %s)', v_mrr);
  execute format('create index if not exists subscriptions_interval_mrr on public.subscriptions ("interval", %s)', v_mrr);
  execute format('create index if not exists subscriptions_cancelling_mrr on public.subscriptions (%s) '
    'where cancel_at is not null and status not in (''canceled'', ''incomplete_expired'')', v_mrr);
end $$;
comment on function private.index_mrr is 'The indexes of subscriptions by what they bring a month.';
select private.index_mrr();

create function private.use_stripe_mode(live boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  execute format('create or replace function private.live_mode() returns boolean language sql immutable parallel safe return %L::boolean', live);
  drop index public.subscriptions_mrr, public.subscriptions_status_mrr, public.subscriptions_plan_mrr,
    public.subscriptions_interval_mrr, public.subscriptions_cancelling_mrr;
  perform private.index_mrr();
  perform private.rebuild_users();
  perform private.rebuild_revenue();
end $$;
comment on function private.use_stripe_mode is
  'Says of which mode of Stripe this console is, once, where it is set up: false for a project whose key is a test key.';

create index if not exists urssaf_records_page on public.urssaf_records (created_at desc, id desc);
create index if not exists urssaf_records_month on public.urssaf_records (month, created_at desc, id desc);
create index if not exists import_logs_user on public.import_logs (user_id, created_at desc, id desc);
create index if not exists import_logs_page on public.import_logs (created_at desc, id desc);
create index if not exists import_logs_status on public.import_logs (status, created_at desc, id desc);
create index if not exists import_logs_month on public.import_logs (month, created_at desc, id desc);
create index if not exists import_logs_error on public.import_logs using gin (error_message extensions.gin_trgm_ops)
  where error_message is not null;
create index if not exists import_logs_failures on public.import_logs (created_at desc, id desc) where error_message is not null;
create index if not exists import_logs_dry_run on public.import_logs (created_at desc, id desc) where dry_run;
create index if not exists integration_tokens_expiry on public.integration_tokens (coalesce(expires_at, 'infinity') desc, id desc);
create index if not exists emails_page on public.emails (created_at desc, id desc);
create index if not exists emails_status on public.emails (status, created_at desc, id desc);
create index if not exists emails_not_sent on public.emails (created_at desc, id desc) where status in ('failed', 'canceled', 'suppressed');
create index if not exists emails_template on public.emails (template, created_at desc, id desc);
create index if not exists emails_recipient on public.emails using gin (to_email extensions.gin_trgm_ops);
alter table public.emails alter column to_email set statistics 1000;
create index if not exists access_logs_user on public.access_logs (user_id, created_at desc, id desc);
create index if not exists stripe_events_user on public.stripe_events (user_id, received_at desc, id desc);

create type private.list_clock as (at timestamptz, month date, soon timestamptz, free_limit integer);

create function private.list_clock() returns private.list_clock
language sql stable security definer set search_path = '' as $$
  select row(
    private.now(),
    private.paris_month(private.now()),
    private.grants_expire_by(private.now()),
    private.free_limit()
  )::private.list_clock
$$;
comment on function private.list_clock is
  'What the users list compares with: now, the month in Paris, until when a grant counts as expiring, the Free quota.';

create function private.grace_ends_at(s public.subscriptions) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select private.subscription_access_end(s) from private.status_policy p where p.status = s.status and p.access and p.grace > '0'
$$;
comment on function private.grace_ends_at is 'Until when an unpaid subscription still gives access by the status policy; null for a status without grace.';

create view backoffice.users as
select
  u.id, u.email, u.name, u.created_at, u.email_confirmed_at, u.last_active_at, u.banned_until,
  p.plan, s.plan_source,
  case when u.plan_valid_until <= clock.at then (private.entitlement(u.id, clock.at)).ends_at else u.plan_ends_at end as plan_ends_at,
  u.mrr_cents, u.subscription_status, u.subscription_cancel_at, u.stripe_customer_id, u.stripe_subscription_id,
  case when u.quota_month = clock.month then u.quota_used else 0 end as quota_used,
  p.simulations_per_month as quota_limit,
  case
    when u.banned_until > clock.at then 'banned'
    when u.subscription_status = 'past_due' then 'past_due'
    when u.plan_source = 'grant' and u.grant_ends_at > clock.at and u.grant_ends_at <= clock.soon then 'grant_expiring'
    when u.email_bounced_at is not null then 'email_bounced'
    when u.plan = 'free' and u.quota_month = clock.month and u.quota_used >= clock.free_limit then 'quota_reached'
    when u.subscription_status in ('active', 'trialing') and u.subscription_cancel_at > clock.at then 'cancelling'
    when u.email_confirmed_at is null then 'email_unverified'
  end as signal,
  case
    when u.banned_until > clock.at then u.banned_until
    when u.subscription_status = 'past_due' then u.plan_ends_at
    when u.plan_source = 'grant' and u.grant_ends_at > clock.at and u.grant_ends_at <= clock.soon then u.grant_ends_at
    when u.email_bounced_at is not null then u.email_bounced_at
    when u.plan = 'free' and u.quota_month = clock.month and u.quota_used >= clock.free_limit then null
    when u.subscription_status in ('active', 'trialing') and u.subscription_cancel_at > clock.at then u.subscription_cancel_at
  end as signal_at,
  u.search, u.plan as stored_plan, u.plan_source as stored_plan_source, u.simulated, u.upgraded,
  u.paid_without_access, u.access_without_payment,
  u.quota_reached_in = (select c.month from private.list_clock() c) as quota_reached,
  u.email_bounced_at is not null as email_bounced,
  u.subscription_status = 'past_due' as past_due,
  u.grant_expiring and u.grant_ends_at > clock.at and u.grant_ends_at <= clock.soon as grant_expiring
from private.users u
cross join private.list_clock() clock
-- texteq() where one would write =: the planner takes "case … = 'pro'" for one row in two hundred, and
-- then reads all customers of a plan to sort them instead of walking the index of the sort.
join private.plans p on pg_catalog.texteq(p.plan,
  case when u.plan_valid_until <= clock.at then (private.entitlement(u.id, clock.at)).plan else u.plan end)
join (values ('default'), ('grant'), ('subscription')) as s (plan_source) on pg_catalog.texteq(s.plan_source,
  case when u.plan_valid_until <= clock.at then (private.entitlement(u.id, clock.at)).source else u.plan_source end)
where private.admit('users') and (select private.can_read('users'));
comment on view backoffice.users is
  'Customers. plan, its source and its end are true at the moment of the query; mrr_cents is monthly; signal is the first thing that is wrong. '
  'stored_plan and stored_plan_source are the indexed twins to filter by, together with plan and plan_source. simulated, upgraded: ever. The last six columns are segments: see backoffice.user_segments.';

create view backoffice.subscriptions as
select s.id, s.user_id, u.email as user_email, s.stripe_subscription_id, s.stripe_customer_id, s.plan, s.status,
  s."interval", s.amount_cents, s.currency, private.monthly_cents(s.status, s."interval", s.amount_cents, s.currency, s.livemode) as mrr_cents,
  s.current_period_end, s.cancel_at, s.canceled_at, s.livemode, s.created_at, s.updated_at,
  case when s.status in ('past_due', 'unpaid') then coalesce(s.current_period_start, s.updated_at) end as unpaid_since,
  case when s.status = 'past_due' then private.grace_ends_at(s) end as grace_ends_at,
  s.cancel_at is not null and s.status not in ('canceled', 'incomplete_expired') as cancelling
from public.subscriptions s
left join private.users u on u.id = s.user_id
where private.admit('subscriptions') and (select private.can_read('subscriptions'));
comment on view backoffice.subscriptions is 'Subscriptions as the app has them. amount_cents per interval, mrr_cents a month (yearly / 12). '
  'unpaid_since: the start of the period that was not paid; grace_ends_at: until when it gives access all the same; cancelling: runs, and ends at cancel_at.';

create view backoffice.subscription_totals as
select t.* from (
  select
    coalesce(sum(s.number) filter (where p.access and s.livemode = private.live_mode()), 0)::bigint as live_count,
    coalesce(sum(s.number * private.monthly_cents(s.status, s."interval", s.amount_cents, s.currency, s.livemode)), 0)::bigint as mrr_cents,
    coalesce(sum(s.number) filter (where s.status = 'past_due'), 0)::bigint as past_due_count,
    coalesce(sum(s.number * s.amount_cents) filter (where s.status = 'past_due' and s.currency = 'eur' and s.livemode = private.live_mode()), 0)::bigint as past_due_cents,
    coalesce(sum(s.cancelling) filter (where s.status not in ('canceled', 'incomplete_expired')), 0)::bigint as cancelling_count
  from (
    select c.status, c."interval", c.amount_cents, c.currency, c.livemode, count(*) as number, count(c.cancel_at) as cancelling
    from public.subscriptions c group by 1, 2, 3, 4, 5
  ) s
  left join private.status_policy p on p.status = s.status
) t
-- Around the sums: a sum of nothing is still a row.
where private.admit('subscriptions') and (select private.can_read('subscriptions'));
comment on view backoffice.subscription_totals is 'One row: live subscriptions, MRR in cents (the sum of the rows), past due and how many cents that is, cancelling.';

create view backoffice.simulations as
select r.id, r.user_id, u.email as user_email, r.month, left(r.activity, 200) as activity, r.revenue_cents, r.contributions_cents, r.created_at
from public.urssaf_records r
left join private.users u on u.id = r.user_id
where private.admit('simulations') and (select private.can_read('simulations'));
comment on view backoffice.simulations is 'Simulations (urssaf_records) with their customer. activity: its first 200 characters, for customers write it and a page must hold 25 of them.';

create function private.failure_cause(error text) returns text
language sql immutable parallel safe
return case
  when error ~* '(revoked|révoqué|invalid_grant|uninstalled|reconnect)' then 'reconnect'
  when error ~* '(expired|expiré|rafraîchi|invalid token|\m401\M)' then 'token_expired'
  when error ~* '(\m429\M|rate limit|trop de requêtes|exceeded)' then 'rate_limited'
  when error ~* '(timed? ?out|délai|no answer|aucune réponse|unavailable|indisponible|\m5\d\d\M)' then 'provider_down'
  when error ~* '(illisible|html|json|unexpected)' then 'unreadable'
  when error is not null then 'other'
end;
comment on function private.failure_cause is
  'What a provider''s error means, whatever its words: reconnect (the customer took the access back), token_expired, rate_limited, '
  'provider_down, unreadable, other; null without an error.';

do $$
declare
  -- The rule itself, as the planner sees it in the views. With the function's name in them the app's
  -- roles, which write these tables, would need the right to execute it.
  v_rule constant text := regexp_replace(pg_get_function_sqlbody('private.failure_cause(text)'::regprocedure), '^RETURN ', '');
  v_import constant text := format('(case when status = ''error'' then %s end)',
    regexp_replace(v_rule, '\merror\M(?= (~|IS))', 'coalesce(error_message, '''')', 'g'));
  v_token constant text := format('(%s)', regexp_replace(v_rule, '\merror\M(?= (~|IS))', 'last_error', 'g'));
begin
  execute format('create index if not exists import_logs_cause on public.import_logs '
    '(%1$s, created_at desc, id desc) where %1$s is not null', v_import);
  execute format('create index if not exists integration_tokens_cause on public.integration_tokens '
    '(%1$s, coalesce(expires_at, ''infinity'') desc, id desc) where %1$s is not null', v_token);
  -- How common each cause is: the planner does not learn it from a partial index.
  execute format('create statistics if not exists public.import_logs_causes on %s from public.import_logs', v_import);
  execute format('create statistics if not exists public.integration_tokens_causes on %s from public.integration_tokens', v_token);
end $$;

create view backoffice.import_logs as
select l.id, l.user_id, u.email as user_email, l.provider, l.month, l.status, l.rows_imported, l.revenue_cents,
  l.error_message, case when l.status = 'error' then private.failure_cause(coalesce(l.error_message, '')) end as cause,
  l.dry_run, l.duration_ms, l.created_at, t.id as integration_id, o.id is not null as open, o.created_at as open_at
from public.import_logs l
left join private.open_failures o on o.id = l.id
left join private.users u on u.id = l.user_id
left join public.integration_tokens t on t.user_id = l.user_id and t.provider = l.provider
where private.admit('import_logs') and (select private.can_read('import_logs'));
comment on view backoffice.import_logs is
  'Imports of revenue, with the error text of those that failed and what it means. integration_id: null once the customer took it away. open: failed, and its month is still not imported. '
  'open_at: created_at of those that are open, to filter and sort by: they lie in this order.';

create view backoffice.import_failures as
select g.* from (
  select f.cause as id, f.cause, count(*) as open, count(distinct f.user_id) as customers,
    array_agg(distinct f.provider order by f.provider) as providers, array_agg(distinct f.month order by f.month desc) as months,
    min(f.error_message) as example, max(f.created_at) as last_at
  from (
    select o.user_id, o.provider, o.month, o.created_at, l.error_message, private.failure_cause(coalesce(l.error_message, '')) as cause
    from private.open_failures o
    -- One by one: for a plain join the planner would read every import.
    cross join lateral (select i.error_message from public.import_logs i where i.id = o.id limit 1) l
  ) f
  group by f.cause
) g
where private.admit('import_failures') and (select private.can_read('import_failures'));
comment on view backoffice.import_failures is
  'The open failures of backoffice.import_logs, whatever their age, by cause. months: newest first.';

create function private.token_status(expires_at timestamptz, at timestamptz) returns text
-- Stable as days are, which end by the time zone: declared otherwise the planner would not take it into a query.
language sql stable parallel safe
return case when expires_at <= at then 'expired' when expires_at <= at + interval '7 days' then 'expiring' else 'valid' end;
comment on function private.token_status is 'Health of a provider''s token by its end: valid, expiring (within 7 days), expired.';

create view backoffice.integrations as
select t.id, t.user_id, u.email as user_email, t.provider,
  private.token_status(t.expires_at, clock.at) as status,
  t.expires_at, coalesce(t.expires_at, 'infinity') as ends_at, t.last_refreshed_at, t.last_error,
  private.failure_cause(t.last_error) as cause, t.scope, t.created_at
from public.integration_tokens t
cross join private.now() as clock(at)
left join private.users u on u.id = t.user_id
where private.admit('integrations') and (select private.can_read('integrations'));
comment on view backoffice.integrations is
  'Health of the tokens to the customers'' providers. The token itself is not here. cause: what the last error means. ends_at is expires_at to sort and filter by: infinity for never.';

create view backoffice.emails as
select e.id, e.user_id, u.email as user_email, e.to_email, e.template, e.subject, e.status, e.bounce_reason,
  e.provider_id, e.created_at, e.last_event_at
from public.emails e
left join private.users u on u.id = e.user_id
where private.admit('emails') and (select private.can_read('emails'));
comment on view backoffice.emails is 'E-mails the app sent, with the provider''s last event.';

select private.allow('{support,ops,admin}', 'read',
  '{users,subscriptions,simulations,import_logs,import_failures,integrations,emails}');
select private.expose_view(v) from unnest(array[
  'backoffice.users', 'backoffice.subscriptions', 'backoffice.subscription_totals', 'backoffice.simulations',
  'backoffice.import_logs', 'backoffice.import_failures', 'backoffice.integrations', 'backoffice.emails']::regclass[]) v;
select private.expose_function('private.monthly_cents(text, text, integer, text, boolean)');
select private.expose_function('private.live_mode()');
select private.expose_function('private.list_clock()');
revoke all on function private.index_mrr(), private.use_stripe_mode(boolean) from public, anon, authenticated;
select private.expose_function('private.grace_ends_at(public.subscriptions)');
select private.expose_function('private.failure_cause(text)');
select private.expose_function('private.token_status(timestamptz, timestamptz)');
select private.expose_function('private.now()');
