-- A copy of auth.users that can be indexed and listed, kept by triggers. What a list shows or
-- sorts by is a column here. A trigger that fails must not block a sign-up or a simulation:
-- it records the user, and private.repair_users() mends the copy.

create table private.users (
  id uuid primary key,
  email text not null,
  name text,
  search text generated always as (lower(email || ' ' || coalesce(name, ''))) stored,
  created_at timestamptz not null,
  email_confirmed_at timestamptz,
  last_active_at timestamptz not null,
  banned_until timestamptz,
  stripe_customer_id text,
  stripe_subscription_id text,
  subscription_status text,
  subscription_cancel_at timestamptz,
  mrr_cents integer not null default 0,
  plan text not null default 'free',
  plan_source text not null default 'default',
  plan_ends_at timestamptz,
  plan_valid_until timestamptz,
  grant_ends_at timestamptz,
  quota_month date,
  quota_used integer not null default 0,
  quota_reached_in date,
  email_bounced_at timestamptz,
  grant_expiring boolean not null default false,
  paid_without_access boolean not null default false,
  access_without_payment boolean not null default false,
  simulated boolean not null default false,
  upgraded boolean not null default false
);
comment on table private.users is
  'Customers as the console lists them. plan* hold until plan_valid_until, after which private.entitlement() is asked; quota_used counts quota_month (Paris). mrr_cents is monthly. '
  'quota_reached_in: the month in which a Free customer used up the quota; grant_expiring: soon, by the last turn of the schedule; the next two: there is an open finding; the last two, once true, stay: has simulated, has paid for a subscription.';

-- With the text in them: a search walks a list without looking at the table, six times as fast.
create index users_created on private.users (created_at desc, id desc) include (search);
-- created_at: who signed up since a day, in the order of activity.
create index users_active on private.users (last_active_at desc, id desc, created_at) include (search);
create index users_email on private.users (email desc, id desc);
create index users_mrr on private.users (mrr_cents desc, id desc) include (search);
-- Which it can while most pages are known to be all visible: vacuum after some thousand sign-ins.
alter table private.users set (autovacuum_vacuum_scale_factor = 0.02);
create index users_search on private.users using gin (search extensions.gin_trgm_ops);
create index users_email_parts on private.users using gin (email extensions.gin_trgm_ops);
create index users_customer on private.users (stripe_customer_id);
create index users_subscription on private.users (stripe_subscription_id);
create index users_plan_created on private.users (plan, created_at desc, id desc);
create index users_plan_active on private.users (plan, last_active_at desc, id desc);
create index users_plan_email on private.users (plan, email desc, id desc);
create index users_plan_mrr on private.users (plan, mrr_cents desc, id desc);
create index users_source_created on private.users (plan_source, created_at desc, id desc);
create index users_source_active on private.users (plan_source, last_active_at desc, id desc);
create index users_source_email on private.users (plan_source, email desc, id desc);
create index users_source_mrr on private.users (plan_source, mrr_cents desc, id desc);
create index users_unverified on private.users (created_at desc, id desc) where email_confirmed_at is null;
create index users_unverified_active on private.users (last_active_at desc, id desc) where email_confirmed_at is null;
create index users_unverified_email on private.users (email desc, id desc) where email_confirmed_at is null;
create index users_unverified_mrr on private.users (mrr_cents desc, id desc) where email_confirmed_at is null;
-- One for each segment and sort: a segment is a walk of its own, however few or many are in it.
do $$
declare
  v_segment record;
begin
  for v_segment in
    select * from (values
      ('paid', '', 'paid_without_access'), ('unpaid', '', 'access_without_payment'), ('quota', 'quota_reached_in, ', 'quota_reached_in is not null'),
      ('bounced', '', 'email_bounced_at is not null'), ('past_due', '', 'subscription_status = ''past_due'''), ('expiring', '', 'grant_expiring')
    ) s (name, lead, condition)
  loop
    execute format('create index users_%1$s_created on private.users (%2$screated_at desc, id desc) where %3$s', v_segment.name, v_segment.lead, v_segment.condition);
    execute format('create index users_%1$s_active on private.users (%2$slast_active_at desc, id desc) where %3$s', v_segment.name, v_segment.lead, v_segment.condition);
    execute format('create index users_%1$s_email on private.users (%2$semail desc, id desc) where %3$s', v_segment.name, v_segment.lead, v_segment.condition);
    execute format('create index users_%1$s_mrr on private.users (%2$smrr_cents desc, id desc) where %3$s', v_segment.name, v_segment.lead, v_segment.condition);
  end loop;
end $$;
create index users_expiring on private.users (grant_ends_at) where grant_expiring;
create index users_grant_end on private.users (grant_ends_at) where plan_source = 'grant' and not grant_expiring;
create index users_plan_due on private.users (plan_valid_until) where plan_valid_until is not null;

-- What a search will find is guessed from a sample of the texts: with the usual hundred, a word that
-- one person in ten thousand has looks like one in a hundred, and the wrong index is walked.
alter table private.users alter column search set statistics 1000, alter column email set statistics 1000;

create index if not exists subscriptions_user on public.subscriptions (user_id);
create index if not exists urssaf_records_user on public.urssaf_records (user_id, created_at desc, id desc);
create index if not exists emails_user on public.emails (user_id, created_at desc, id desc);

create table private.user_repairs (
  user_id uuid primary key,
  error text not null,
  noticed_at timestamptz not null default now()
);
comment on table private.user_repairs is 'Users whose copy could not be kept; private.repair_users() mends and removes them.';

create function private.monthly_cents(status text, "interval" text, amount_cents integer, currency text, livemode boolean) returns integer
language sql immutable parallel safe
return case
  when currency <> 'eur' or livemode <> private.live_mode() or status not in ('active', 'past_due') then 0
  when "interval" = 'year' then round(amount_cents / 12.0)::integer
  else amount_cents end;
comment on function private.monthly_cents is
  'Monthly recurring revenue of a subscription in cents: yearly / 12, rounded; nothing for a trial, a status that is not paid for, or what is of Stripe''s other mode. '
  'Inlined into the list, so that the index subscriptions_mrr serves its sort.';

create function private.whole_cents(sum numeric) returns integer
language sql immutable parallel safe
return case when sum > 2147483647 then 2147483647 else sum::integer end;
comment on function private.whole_cents is 'A sum of cents as far as a column of cents holds it: a sum that is beyond any money must not stop whoever keeps the others.';

create function private.was_paid(status text) returns boolean
language sql immutable parallel safe
return status in ('active', 'past_due', 'unpaid', 'canceled');
comment on function private.was_paid is 'Was a subscription that is in this status paid for at some time? The app''s copy does not tell a cancelled trial from a cancelled subscription: both count.';

create function private.name_of(metadata jsonb) returns text
language sql immutable set search_path = '' as $$
  select nullif(left(trim(metadata ->> 'full_name'), 120), '')
$$;
comment on function private.name_of is 'The name a customer gave himself, cut to 120 characters: for display and search, never for a right.';

create function private.copy_user(u auth.users) returns void
language sql security definer set search_path = '' as $$
  insert into private.users (id, email, name, created_at, email_confirmed_at, last_active_at, banned_until, quota_month)
  values (
    u.id, coalesce(u.email, ''), private.name_of(u.raw_user_meta_data),
    coalesce(u.created_at, now()), u.email_confirmed_at,
    coalesce(greatest(u.last_sign_in_at, u.created_at), now()), u.banned_until,
    private.paris_month(private.now())
  )
  on conflict (id) do update set
    email = excluded.email, name = excluded.name, email_confirmed_at = excluded.email_confirmed_at,
    last_active_at = excluded.last_active_at, banned_until = excluded.banned_until
$$;
comment on function private.copy_user is 'Inserts or updates the copy of one auth user.';

create function private.grants_expire_by(at timestamptz) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select at + make_interval(days => (private.setting('grant_expiring_days'))::integer)
$$;
comment on function private.grants_expire_by is 'A grant that ends until then counts as expiring.';

create function private.free_limit() returns integer
language sql stable security definer set search_path = '' as $$
  select p.simulations_per_month from private.plans p where p.plan = 'free'
$$;
comment on function private.free_limit is 'Simulations a month without paying.';

create function private.refresh_user(user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_access private.entitlement;
begin
  -- One refresh of a user at a time, and each reads after the lock: the last one sees everything.
  perform from private.users u where u.id = refresh_user.user_id for update;
  v_access := private.entitlement(refresh_user.user_id, v_at);
  update private.users u
  set plan = v_access.plan,
      plan_source = v_access.source,
      plan_ends_at = v_access.ends_at,
      plan_valid_until = v_access.valid_until,
      grant_ends_at = g.ends_at,
      grant_expiring = v_access.source = 'grant' and coalesce(g.ends_at <= private.grants_expire_by(v_at), false),
      stripe_customer_id = s.stripe_customer_id,
      stripe_subscription_id = s.stripe_subscription_id,
      subscription_status = s.status,
      subscription_cancel_at = s.cancel_at,
      mrr_cents = coalesce((
        select private.whole_cents(sum(private.monthly_cents(m.status, m."interval", m.amount_cents, m.currency, m.livemode)))
        from public.subscriptions m where m.user_id = u.id), 0),
      quota_month = private.paris_month(v_at),
      quota_used = q.used,
      quota_reached_in = case when v_access.plan = 'free' and q.used >= private.free_limit() then private.paris_month(v_at) end,
      simulated = u.simulated or exists (select from public.urssaf_records r where r.user_id = u.id),
      upgraded = u.upgraded or exists (select from public.subscriptions p where p.user_id = u.id and private.was_paid(p.status)),
      email_bounced_at = (
        select max(e.last_event_at) from public.emails e
        where e.user_id = u.id and e.status = 'bounced'
          and not exists (
            select from public.emails later
            where later.user_id = u.id and later.to_email = e.to_email
              and later.created_at > e.created_at and later.status in ('delivered', 'opened', 'clicked')))
  from (
    select max(n.ends_at) as ends_at from private.grants n
    where n.user_id = refresh_user.user_id and n.revoked_at is null and n.starts_at <= v_at and n.ends_at > v_at
  ) g
  cross join (
    select count(*) as used from public.urssaf_records r
    where r.user_id = refresh_user.user_id and r.created_at >= private.paris_month_start(v_at)
  ) q
  left join lateral (
    select * from public.subscriptions c
    where c.user_id = refresh_user.user_id and c.livemode = private.live_mode()
    order by private.subscription_access_end(c) desc nulls last, c.created_at desc, c.id
    limit 1
  ) s on true
  where u.id = refresh_user.user_id;
end $$;
comment on function private.refresh_user is
  'Recomputes what the list shows of a customer from subscriptions, grants, simulations and e-mails.';

create function private.note_repair(user_id uuid, error text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.user_repairs (user_id, error) values (note_repair.user_id, note_repair.error)
  on conflict on constraint user_repairs_pkey do update set error = excluded.error, noticed_at = now();
exception when others then
  raise warning 'user % needs a repair that could not be noted: %', note_repair.user_id, sqlerrm;
end $$;
comment on function private.note_repair is 'Remembers a user whose copy is out of step. Never raises.';

create function private.on_auth_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_id uuid := coalesce(new.id, old.id);
begin
  begin
    if tg_op = 'DELETE' then
      delete from private.users where id = old.id;
    else
      perform private.copy_user(new);
    end if;
  exception when others then
    perform private.note_repair(v_id, sqlerrm);
  end;
  return null;
end $$;

create function private.on_customer_row() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_users uuid[];
  v_user uuid;
begin
  if tg_level = 'ROW' then
    v_users := array[case when tg_op <> 'INSERT' then (to_jsonb(old) ->> 'user_id')::uuid end,
      case when tg_op <> 'DELETE' then (to_jsonb(new) ->> 'user_id')::uuid end];
  elsif tg_op = 'INSERT' then
    v_users := array(select n.user_id from new_rows n);
  else
    v_users := array(select o.user_id from old_rows o);
  end if;
  for v_user in select distinct u from unnest(v_users) u where u is not null order by u loop
    begin
      perform private.refresh_user(v_user);
    exception when others then
      perform private.note_repair(v_user, sqlerrm);
    end;
  end loop;
  return null;
end $$;

create trigger console_copy after insert or update or delete on auth.users
  for each row execute function private.on_auth_user();
create trigger console_copy after insert or update or delete on public.subscriptions
  for each row execute function private.on_customer_row();
-- Customers write these, as many as they like: a statement that takes a thousand of one customer refreshes the copy once.
create trigger console_copy after insert on public.urssaf_records
  referencing new table as new_rows for each statement execute function private.on_customer_row();
create trigger console_copy_changed after update on public.urssaf_records
  for each row execute function private.on_customer_row();
create trigger console_copy_deleted after delete on public.urssaf_records
  referencing old table as old_rows for each statement execute function private.on_customer_row();
create trigger console_copy after insert or update or delete on public.emails
  for each row execute function private.on_customer_row();
create trigger console_copy after insert or update or delete on private.grants
  for each row execute function private.on_customer_row();

create function private.repair_users(most integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
  v_source auth.users;
  v_done integer := 0;
begin
  for v_user in
    select r.user_id from private.user_repairs r order by r.noticed_at limit most for update skip locked
  loop
    begin
      select * into v_source from auth.users u where u.id = v_user;
      if v_source.id is null then
        delete from private.users u where u.id = v_user;
      else
        perform private.copy_user(v_source);
        perform private.refresh_user(v_user);
      end if;
      delete from private.user_repairs r where r.user_id = v_user;
      v_done := v_done + 1;
    exception when others then
      perform private.note_repair(v_user, sqlerrm);
    end;
  end loop;
  return v_done;
end $$;
comment on function private.repair_users is 'Mends the copies that a trigger could not keep; gives how many. Run by the schedule.';

create function private.rebuild_users() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_soon timestamptz := private.grants_expire_by(v_at);
  v_limit integer := private.free_limit();
  v_count bigint;
begin
  -- Set-based, for a first installation and for bulk loads: a million users in about a minute.
  lock table private.users in share row exclusive mode;
  truncate private.users;
  insert into private.users (
    id, email, name, created_at, email_confirmed_at, last_active_at, banned_until,
    plan, plan_source, plan_ends_at, plan_valid_until, grant_ends_at,
    stripe_customer_id, stripe_subscription_id, subscription_status, subscription_cancel_at, mrr_cents,
    quota_month, quota_used, quota_reached_in, email_bounced_at, grant_expiring, paid_without_access, access_without_payment, simulated, upgraded)
  select
    u.id, coalesce(u.email, ''), private.name_of(u.raw_user_meta_data),
    coalesce(u.created_at, v_at), u.email_confirmed_at, coalesce(greatest(u.last_sign_in_at, u.created_at), v_at), u.banned_until,
    coalesce((a.access).plan, 'free'), coalesce((a.access).source, 'default'), (a.access).ends_at, (a.access).valid_until,
    g.ends_at, s.stripe_customer_id, s.stripe_subscription_id, s.status, s.cancel_at, coalesce(m.cents, 0),
    private.paris_month(v_at), coalesce(q.used, 0),
    case when coalesce((a.access).plan, 'free') = 'free' and coalesce(q.used, 0) >= v_limit then private.paris_month(v_at) end, b.at,
    coalesce((a.access).source = 'grant' and g.ends_at <= v_soon, false), coalesce(d.paid_without_access, false), coalesce(d.access_without_payment, false),
    exists (select from public.urssaf_records r where r.user_id = u.id) or exists (select from private.set_aside r where r.user_id = u.id),
    exists (select from public.subscriptions p where p.user_id = u.id and private.was_paid(p.status))
  from auth.users u
  left join (
    select distinct on (c.user_id) c.* from public.subscriptions c
    where c.livemode = private.live_mode()
    order by c.user_id, private.subscription_access_end(c) desc nulls last, c.created_at desc, c.id
  ) s on s.user_id = u.id
  left join (
    select c.user_id, private.whole_cents(sum(private.monthly_cents(c.status, c."interval", c.amount_cents, c.currency, c.livemode))) as cents from public.subscriptions c group by 1
  ) m on m.user_id = u.id
  left join (
    select c.user_id, max(c.ends_at) filter (
      where c.revoked_at is null and c.starts_at <= v_at and c.ends_at > v_at) as ends_at
    from private.grants c group by 1
  ) g on g.user_id = u.id
  left join lateral (
    select private.entitlement(u.id, v_at) as access where s.id is not null or g.user_id is not null
  ) a on true
  left join (
    select r.user_id, count(*)::integer as used from public.urssaf_records r
    where r.created_at >= private.paris_month_start(v_at) group by 1
  ) q on q.user_id = u.id
  left join (
    select e.user_id, max(e.last_event_at) as at from public.emails e
    where e.status = 'bounced' and not exists (
      select from public.emails later
      where later.user_id = e.user_id and later.to_email = e.to_email
        and later.created_at > e.created_at and later.status in ('delivered', 'opened', 'clicked'))
    group by 1
  ) b on b.user_id = u.id
  left join private.open_findings d on d.user_id = u.id;
  get diagnostics v_count = row_count;
  delete from private.user_repairs;
  return v_count;
end $$;
comment on function private.rebuild_users is 'Makes every copy anew from the app''s tables; gives how many users.';

create function private.on_free_limit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_month date := private.paris_month(private.now());
begin
  -- Whoever is refreshed meanwhile would still go by the limit of before.
  lock table private.users in share row exclusive mode;
  update private.users u set quota_reached_in = case when r.reached then v_month end
  from (
    select c.id, c.plan = 'free' and coalesce(
      case when c.quota_month = v_month then c.quota_used else 0 end >= new.simulations_per_month, false) as reached
    from private.users c
  ) r
  where r.id = u.id and r.reached is distinct from coalesce(u.quota_reached_in = v_month, false);
  return null;
end $$;
comment on function private.on_free_limit is 'Says anew who has used up the quota of the month, when the limit of Free changed.';

create trigger console_free_limit after update of simulations_per_month on private.plans
  for each row when (new.plan = 'free' and old.simulations_per_month is distinct from new.simulations_per_month)
  execute function private.on_free_limit();

revoke all on function private.on_free_limit(), private.name_of(jsonb), private.whole_cents(numeric), private.was_paid(text), private.monthly_cents(text, text, integer, text, boolean), private.copy_user(auth.users),
  private.grants_expire_by(timestamptz), private.free_limit(), private.refresh_user(uuid), private.note_repair(uuid, text), private.on_auth_user(), private.on_customer_row(),
  private.repair_users(integer), private.rebuild_users() from public, anon, authenticated;
