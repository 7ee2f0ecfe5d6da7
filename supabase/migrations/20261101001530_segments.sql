-- Who has to be looked after: customers in segments, subscriptions in worklists, each with its number.
-- A segment is a column of backoffice.users with an index for each sort; a customer may be in several.

create view private.open_findings as
select d.user_id,
  bool_or(d.class in ('paid_without_access', 'mirror_behind')) as paid_without_access,
  bool_or(d.class in ('access_without_payment', 'user_without_customer')) as access_without_payment
from private.drifts d
where d.closed_at is null and d.user_id is not null
group by d.user_id;
comment on view private.open_findings is 'Customers with an open finding, and what kind of segment it puts them in.';
revoke all on private.open_findings from public, anon, authenticated, service_role;

create function private.mark_findings(user_ids uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- Locked first and read then, as in refresh_user(): the last one sees every finding.
  perform from private.users u where u.id = any (user_ids) order by u.id for update;
  update private.users u
  set paid_without_access = coalesce(f.paid_without_access, false), access_without_payment = coalesce(f.access_without_payment, false)
  from unnest(user_ids) as who (id)
  left join (select * from private.open_findings o where o.user_id = any (user_ids)) f on f.user_id = who.id
  where u.id = who.id and (u.paid_without_access, u.access_without_payment)
    is distinct from (coalesce(f.paid_without_access, false), coalesce(f.access_without_payment, false));
end $$;
comment on function private.mark_findings is 'Puts these customers into the segments of their open findings, and out of those they are over with.';

create function private.on_findings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_users uuid[];
begin
  if tg_op = 'INSERT' then
    v_users := array(select distinct n.user_id from new_findings n where n.user_id is not null);
  elsif tg_op = 'DELETE' then
    v_users := array(select distinct o.user_id from old_findings o where o.user_id is not null);
  else
    -- Most are only checked again.
    v_users := array(
      select distinct w.user_id from old_findings o join new_findings n on n.id = o.id
      cross join unnest(array[o.user_id, n.user_id]) as w (user_id)
      where w.user_id is not null and (o.closed_at is null, o.user_id, o.class) is distinct from (n.closed_at is null, n.user_id, n.class));
  end if;
  if cardinality(v_users) > 0 then
    perform private.mark_findings(v_users);
  end if;
  return null;
end $$;
comment on function private.on_findings is 'Keeps the segments of customers whose findings open, end or move.';

create trigger console_segments after insert on private.drifts
  referencing new table as new_findings for each statement execute function private.on_findings();
create trigger console_segments_changed after update on private.drifts
  referencing old table as old_findings new table as new_findings for each statement execute function private.on_findings();
create trigger console_segments_deleted after delete on private.drifts
  referencing old table as old_findings for each statement execute function private.on_findings();

create function private.find_expiring(most integer default 2000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_at timestamptz := private.now();
  v_number integer;
begin
  update private.users u set grant_expiring = true
  where u.id in (
    select d.id from private.users d
    where d.plan_source = 'grant' and not d.grant_expiring and d.grant_ends_at > v_at and d.grant_ends_at <= private.grants_expire_by(v_at)
    order by d.grant_ends_at limit most for update skip locked);
  get diagnostics v_number = row_count;
  return v_number;
end $$;
comment on function private.find_expiring is
  'Customers whose grant comes within the days that count as expiring, which no writing tells; gives how many. Run by the schedule.';

create view backoffice.user_segments as
select s.* from (
  select 'paid_without_access' as id, (select count(*) from (select from private.user_keys k where k.paid_without_access limit 1001) m) as number
  union all
  select 'access_without_payment', (select count(*) from (select from private.user_keys k where k.access_without_payment limit 1001) m)
  union all
  select 'quota_reached', (select count(*) from (select from private.user_keys k where k.quota_reached limit 1001) m)
  union all
  select 'email_bounced', (select count(*) from (select from private.user_keys k where k.email_bounced limit 1001) m)
  union all
  select 'past_due', (select count(*) from (select from private.user_keys k where k.past_due limit 1001) m)
  union all
  select 'grant_expiring', (select count(*) from (select from private.user_keys k where k.grant_expiring limit 1001) m)
) s
where private.admit('users') and (select private.can_read('users'));
comment on view backoffice.user_segments is
  'How many customers are in each segment, which is a column of backoffice.users: what its list counts, up to a thousand; 1001 for more.';

create view backoffice.subscription_worklists as
select w.* from (
  select 'past_due' as id, (select count(*) from (select from public.subscriptions s where s.status = 'past_due' limit 1001) m) as number
  union all
  select 'unpaid', (select count(*) from (select from public.subscriptions s where s.status = 'unpaid' limit 1001) m)
  union all
  select 'cancelling', (select count(*) from (
    select from public.subscriptions s where s.cancel_at is not null and s.status not in ('canceled', 'incomplete_expired') limit 1001) m)
  union all
  select 'trialing', (select count(*) from (select from public.subscriptions s where s.status = 'trialing' limit 1001) m)
) w
where private.admit('subscriptions') and (select private.can_read('subscriptions'));
comment on view backoffice.subscription_worklists is
  'How many subscriptions are in each worklist: what its list counts, up to a thousand; 1001 for more.';

select private.expose_view(v) from unnest(array['backoffice.user_segments', 'backoffice.subscription_worklists']::regclass[]) v;
revoke all on function private.mark_findings(uuid[]), private.on_findings(), private.find_expiring(integer) from public, anon, authenticated, service_role;

-- Of a project that has customers already: here, where all that a copy is made of is known.
select private.rebuild_users();
