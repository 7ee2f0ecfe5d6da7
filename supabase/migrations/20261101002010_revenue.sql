-- Monthly recurring revenue over time. A subscription tells only what it is worth today; here every
-- change of what a customer brings in is a line, written in the transaction that made it.

create table private.mrr_accounts (
  stripe_customer_id text primary key,
  cents bigint not null check (cents >= 0),
  paid_before boolean not null
);
comment on table private.mrr_accounts is 'What each Stripe customer brings in a month, in cents, by the lines of private.mrr_movements.';

create table private.mrr_movements (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  stripe_customer_id text not null,
  user_id uuid,
  kind text not null,
  before_cents bigint not null check (before_cents >= 0),
  after_cents bigint not null check (after_cents >= 0),
  check (kind = case
    when before_cents = 0 then case when kind = 'reactivation' then 'reactivation' else 'new' end
    when after_cents = 0 then 'churn' when after_cents > before_cents then 'expansion' else 'contraction' end),
  check (before_cents <> after_cents)
);
create index mrr_movements_page on private.mrr_movements (at desc, id desc);
create index mrr_movements_kind on private.mrr_movements (kind, at desc, id desc);
create index mrr_movements_customer on private.mrr_movements (stripe_customer_id, id desc);
create index mrr_movements_user on private.mrr_movements (user_id, at desc, id desc);
comment on table private.mrr_movements is
  'Every change of what a customer brings in, in cents a month, yearly / 12. The MRR of a moment is the sum of after - before up to it: '
  'MRR(t) = MRR(t-1) + new + expansion + reactivation - contraction - churn holds by construction.';

create table private.mrr_repairs (
  id bigint generated always as identity primary key,
  stripe_customer_id text not null,
  error text not null,
  noticed_at timestamptz not null default now()
);
comment on table private.mrr_repairs is
  'Customers whose movement could not be written; private.repair_revenue() mends and removes them. One line for each time: nobody waits for another''s.';

create function private.mrr_kind(before_cents bigint, after_cents bigint, paid_before boolean) returns text
language sql immutable parallel safe
return case
  when before_cents = 0 then case when paid_before then 'reactivation' else 'new' end
  when after_cents = 0 then 'churn'
  when after_cents > before_cents then 'expansion'
  else 'contraction' end;
comment on function private.mrr_kind is 'What a change of a customer''s monthly revenue is called.';

create function private.note_revenue(customer text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_account private.mrr_accounts;
  v_cents bigint;
  v_user uuid;
begin
  -- One at a time for a customer, and each reads after the lock: the last one sees every subscription.
  insert into private.mrr_accounts values (customer, 0, false) on conflict do nothing;
  select * into v_account from private.mrr_accounts a where a.stripe_customer_id = customer for update;
  select coalesce(sum(private.monthly_cents(s.status, s."interval", s.amount_cents, s.currency, s.livemode)), 0),
    (array_agg(s.user_id order by s.created_at desc, s.id) filter (where s.user_id is not null))[1]
  into v_cents, v_user from public.subscriptions s where s.stripe_customer_id = customer;
  if v_cents = v_account.cents then
    return;
  end if;
  -- Of a subscription that is gone the movements before know whose it was.
  v_user := coalesce(v_user, (select u.id from private.users u where u.id = (
    select m.user_id from private.mrr_movements m where m.stripe_customer_id = customer order by m.id desc limit 1)));
  insert into private.mrr_movements (at, stripe_customer_id, user_id, kind, before_cents, after_cents)
  values (private.now(), customer, v_user, private.mrr_kind(v_account.cents, v_cents, v_account.paid_before), v_account.cents, v_cents);
  update private.mrr_accounts a set cents = v_cents, paid_before = true where a.stripe_customer_id = customer;
end $$;
comment on function private.note_revenue is 'Writes down what a Stripe customer brings in now, when it is another sum than before.';

create function private.on_revenue() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_customers text[];
  v_customer text;
begin
  if tg_op = 'INSERT' then
    v_customers := array(select distinct n.stripe_customer_id from new_rows n);
  elsif tg_op = 'DELETE' then
    v_customers := array(select distinct o.stripe_customer_id from old_rows o);
  else
    v_customers := array(select o.stripe_customer_id from old_rows o union select n.stripe_customer_id from new_rows n);
  end if;
  foreach v_customer in array array(select c from unnest(v_customers) c where c is not null order by c) loop
    begin
      perform private.note_revenue(v_customer);
    exception when others then
      insert into private.mrr_repairs (stripe_customer_id, error) values (v_customer, sqlerrm);
    end;
  end loop;
  return null;
end $$;
comment on function private.on_revenue is 'Keeps the movements of the customers whose subscriptions a statement changed. Never fails the statement.';

create trigger console_revenue after insert on public.subscriptions
  referencing new table as new_rows for each statement execute function private.on_revenue();
create trigger console_revenue_changed after update on public.subscriptions
  referencing old table as old_rows new table as new_rows for each statement execute function private.on_revenue();
create trigger console_revenue_deleted after delete on public.subscriptions
  referencing old table as old_rows for each statement execute function private.on_revenue();

create function private.repair_revenue(most integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_line private.mrr_repairs;
  v_done integer := 0;
begin
  for v_line in select * from private.mrr_repairs r order by r.stripe_customer_id, r.id limit most for update skip locked loop
    begin
      perform private.note_revenue(v_line.stripe_customer_id);
      delete from private.mrr_repairs r where r.id = v_line.id;
      v_done := v_done + 1;
    exception when others then
      update private.mrr_repairs r set error = sqlerrm, noticed_at = now() where r.id = v_line.id;
    end;
  end loop;
  return v_done;
end $$;
comment on function private.repair_revenue is 'Writes the movements that a trigger could not; gives how many. Run by the schedule.';

create function private.rebuild_revenue() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_count bigint;
begin
  -- In the order in which a webhook's movement takes them.
  lock table private.mrr_accounts, private.mrr_movements in share row exclusive mode;
  -- Row by row, so that their hours are counted again.
  delete from private.mrr_movements;
  delete from private.mrr_accounts;
  delete from private.mrr_repairs;
  insert into private.mrr_movements (at, stripe_customer_id, user_id, kind, before_cents, after_cents)
  with step as (
    -- When a subscription began to bring in what it does, and when it ceased.
    select s.stripe_customer_id as customer, s.user_id, p.at, p.cents
    from public.subscriptions s
    cross join lateral (select private.monthly_cents('active', s."interval", s.amount_cents, s.currency, s.livemode)::bigint as cents) paid
    cross join lateral (values
      (s.created_at, paid.cents),
      (case s.status
        when 'canceled' then greatest(s.created_at, least(coalesce(s.current_period_end, s.canceled_at, s.updated_at), private.now()))
        when 'unpaid' then greatest(s.created_at, coalesce(s.current_period_start, s.updated_at)) end, -paid.cents)
    ) p (at, cents)
    where private.was_paid(s.status) and p.at is not null and paid.cents > 0
  ),
  moment as (
    select customer, at, (array_agg(user_id) filter (where user_id is not null))[1] as user_id, sum(cents)::bigint as change from step group by 1, 2
  ),
  running as (
    select m.*, sum(change) over (partition by customer order by at) as after_cents from moment m where change <> 0
  )
  select at, customer, user_id, private.mrr_kind(after_cents::bigint - change, after_cents::bigint, lag(customer) over (partition by customer order by at) is not null),
    after_cents - change, after_cents
  from running order by at, customer;
  get diagnostics v_count = row_count;
  insert into private.mrr_accounts (stripe_customer_id, cents, paid_before)
  select distinct on (m.stripe_customer_id) m.stripe_customer_id, m.after_cents, true
  from private.mrr_movements m order by m.stripe_customer_id, m.id desc;
  -- What the rows cannot tell when it changed, an upgrade or a pause, is a movement of now.
  perform private.note_revenue(d.customer) from (
    select coalesce(a.stripe_customer_id, s.customer) as customer
    from private.mrr_accounts a
    full join (
      select c.stripe_customer_id as customer, sum(private.monthly_cents(c.status, c."interval", c.amount_cents, c.currency, c.livemode)) as cents
      from public.subscriptions c group by 1
    ) s on s.customer = a.stripe_customer_id
    where coalesce(a.cents, 0) <> coalesce(s.cents, 0)
  ) d;
  return v_count;
end $$;
comment on function private.rebuild_revenue is
  'Makes the movements anew from the app''s subscriptions, for a first installation and for bulk loads; gives how many. Earlier prices and pauses are not known any more.';

select private.count_changes('private.mrr_movements', 'mrr,mrr_customers', 'at', 'kind, before_cents, after_cents');

create view backoffice.revenue_movements as
select m.id, m.at as created_at, m.kind, m.user_id, u.email as user_email, m.stripe_customer_id, m.before_cents, m.after_cents,
  m.after_cents - m.before_cents as change_cents
from private.mrr_movements m
left join private.users u on u.id = m.user_id
where private.admit('metrics') and (select private.can_read('metrics'));
comment on view backoffice.revenue_movements is 'Every change of what a customer brings in a month, in cents, with its kind: the rows behind the revenue charts.';

select private.expose_view('backoffice.revenue_movements');
revoke all on function private.mrr_kind(bigint, bigint, boolean), private.note_revenue(text), private.on_revenue(), private.repair_revenue(integer), private.rebuild_revenue()
  from public, anon, authenticated, service_role;
