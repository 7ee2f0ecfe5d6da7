-- The customer app's own tables, as the runbook uses them. A hosted project already has them:
-- everything here is "if not exists", and the console adds no column that the app must know.

create extension if not exists pg_trgm with schema extensions;
create extension if not exists pgcrypto with schema extensions;

create table if not exists public.urssaf_records (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  activity text not null,
  revenue_cents integer not null check (revenue_cents >= 0),
  contributions_cents integer not null check (contributions_cents >= 0),
  created_at timestamptz not null default now()
);
comment on table public.urssaf_records is
  'Simulations of a customer: one row each. The app counts those of the current month (Europe/Paris) against the Free quota.';

create table if not exists public.subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete set null,
  stripe_customer_id text not null,
  stripe_subscription_id text not null unique,
  plan text not null,
  status text not null,
  "interval" text not null check ("interval" in ('month', 'year')),
  amount_cents integer not null check (amount_cents >= 0),
  currency text not null default 'eur',
  current_period_start timestamptz,
  current_period_end timestamptz,
  cancel_at timestamptz,
  canceled_at timestamptz,
  livemode boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.subscriptions is
  'The app''s copy of Stripe subscriptions, written by its webhook. amount_cents is per interval; status is Stripe''s, an open set.';

create table if not exists public.import_logs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  provider text not null check (provider in ('stripe', 'shopify')),
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null check (status in ('running', 'success', 'error', 'skipped')),
  rows_imported integer not null default 0,
  revenue_cents integer not null default 0,
  error_message text,
  dry_run boolean not null default false,
  duration_ms integer,
  created_at timestamptz not null default now()
);
comment on table public.import_logs is 'One row for each monthly import of a customer''s revenue from a provider, dry runs included.';

create table if not exists public.integration_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  provider text not null check (provider in ('stripe', 'shopify')),
  access_token text not null,
  refresh_token text,
  scope text,
  expires_at timestamptz,
  last_refreshed_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  unique (user_id, provider)
);
comment on table public.integration_tokens is
  'Tokens to the customers'' providers. Only the app''s server reads them; the console shows their health, never their value.';

create table if not exists public.emails (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete set null,
  to_email text not null,
  template text not null,
  subject text not null,
  status text not null,
  bounce_reason text,
  provider_id text unique,
  created_at timestamptz not null default now(),
  last_event_at timestamptz not null default now()
);
comment on table public.emails is 'E-mails the app sent through Resend. status is Resend''s last_event.';

create table if not exists public.access_logs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete set null,
  event text not null,
  path text,
  ip inet,
  user_agent text,
  created_at timestamptz not null default now()
);
comment on table public.access_logs is 'Sign-ins and sensitive reads of the app, when the log is switched on there.';

create table if not exists public.stripe_events (
  id text primary key,
  type text not null,
  user_id uuid references auth.users (id) on delete set null,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  error text
);
comment on table public.stripe_events is
  'Stripe events that reached the app''s webhook with a good signature. processed_at null: received, and not done; error says why. '
  'An event that Stripe has as delivered and that is not here, or not processed, changed nothing.';

-- The customers' own rules: read what is yours; write simulations only.
alter table public.urssaf_records enable row level security;
alter table public.subscriptions enable row level security;
alter table public.import_logs enable row level security;
alter table public.integration_tokens enable row level security;
alter table public.emails enable row level security;
alter table public.access_logs enable row level security;
alter table public.stripe_events enable row level security;

do $$
declare
  own record;
begin
  for own in
    select * from (values
      ('urssaf_records', 'select'), ('urssaf_records', 'insert'), ('urssaf_records', 'delete'),
      ('subscriptions', 'select'), ('import_logs', 'select'), ('emails', 'select')
    ) as rule (relation, verb)
  loop
    if not exists (
      select from pg_policies p
      where p.schemaname = 'public' and p.tablename = own.relation and p.cmd = upper(own.verb)
    ) then
      execute format(
        'create policy %I on public.%I for %s to authenticated %s ((select auth.uid()) = user_id)',
        format('own rows: %s', own.verb), own.relation, own.verb,
        case own.verb when 'insert' then 'with check' else 'using' end
      );
    end if;
  end loop;
end $$;

-- A customer may name the moment of a simulation, but not infinity or the year 20000: such a row
-- would lead every list of the console for ever, with a date that no browser can read.
do $$
begin
  if not exists (
    select from pg_policies p
    where p.schemaname = 'public' and p.tablename = 'urssaf_records' and p.policyname = 'a moment of our time'
  ) then
    create policy "a moment of our time" on public.urssaf_records as restrictive for insert to authenticated
      with check (created_at between '2000-01-01 00:00:00Z' and now() + interval '1 day');
  end if;
end $$;

revoke all on public.urssaf_records, public.subscriptions, public.import_logs,
  public.integration_tokens, public.emails, public.access_logs, public.stripe_events from public, anon, authenticated;
grant select, insert, delete on public.urssaf_records to authenticated;
grant select on public.subscriptions, public.import_logs, public.emails to authenticated;
grant all on public.urssaf_records, public.subscriptions, public.import_logs,
  public.integration_tokens, public.emails, public.access_logs, public.stripe_events to service_role;
