-- unblock-user: the truth about a customer whom the app's limiter refuses. The limiter counts in the
-- memory of each instance of the app: nobody else can read or clear that. With a store that all
-- instances share, its entry is cleared, and the store confirms it.

insert into private.settings (key, value) values
  -- memory: each instance of the app counts for itself. shared: the app counts in public.rate_limits.
  ('limiter_store', '"memory"'),
  ('limiter_seconds', '60');

create table if not exists public.rate_limits (
  user_id uuid primary key references auth.users (id) on delete cascade,
  window_start timestamptz not null default now(),
  hits integer not null default 1 check (hits > 0)
);
comment on table public.rate_limits is
  'Requests of a customer in the running window of the limiter, where the app keeps them here instead of in memory.';
alter table public.rate_limits enable row level security;
revoke all on public.rate_limits from public, anon, authenticated;
grant all on public.rate_limits to service_role;

create function private.limiter_window() returns interval
language sql stable security definer set search_path = '' as $$
  select make_interval(secs => (private.setting('limiter_seconds'))::integer)
$$;
comment on function private.limiter_window is 'How long the app''s limiter counts before it starts anew.';

create function private.limiter_entry(user_id uuid, at timestamptz) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when private.setting('limiter_store') is distinct from '"shared"' then 'unreadable'
    when exists (
      select from public.rate_limits l
      where l.user_id = limiter_entry.user_id and l.window_start + private.limiter_window() > limiter_entry.at
    ) then 'counting'
    else 'none' end
$$;
comment on function private.limiter_entry is
  'What the limiter''s store says of a customer: counting, none, or unreadable while the app counts in memory.';

create function private.limiter_state(params jsonb, at timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('limiter_entry', private.limiter_entry((params ->> 'user_id')::uuid, at))
$$;
comment on function private.limiter_state is
  'What unblock-user may change. Not how many requests: a customer who goes on trying must not make every plan stale.';

create function private.guard_unblock(params jsonb, at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
begin
  perform private.user_exists(v_user);
  return case private.limiter_entry(v_user, at)
    when 'unreadable' then jsonb_build_object('blockers', '[]'::jsonb, 'warnings', jsonb_build_array(jsonb_build_object(
      'code', 'limiter_in_memory', 'args', jsonb_build_object('seconds', private.setting('limiter_seconds')))))
    when 'none' then '{"warnings":[],"blockers":[{"code":"not_limited","args":{}}]}'
    else '{"warnings":[],"blockers":[]}' end;
end $$;
comment on function private.guard_unblock is
  'Blocks when the store counts nothing; warns that memory cannot be reached from here. Raises PT404.';

create function private.unblock_user(params jsonb, run_id uuid, at timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (params ->> 'user_id')::uuid;
begin
  if private.limiter_entry(v_user, private.now()) = 'unreadable' then
    return '{"store":"memory"}';
  end if;
  delete from public.rate_limits l where l.user_id = v_user;
  return '{"store":"shared"}';
end $$;
comment on function private.unblock_user is
  'Effect of unblock-user: clears the entry of the shared store. In memory there is nothing that it could do.';

create function private.prove_unblock(run private.runs) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_entry text := private.limiter_entry((run.params ->> 'user_id')::uuid, private.now());
begin
  -- What the store says later does not vouch for a run that never reached it.
  if run.snapshot ->> 'store' is distinct from 'shared' or v_entry = 'unreadable' then
    return jsonb_build_array(jsonb_build_object('code', 'limiter_window', 'expected', null, 'ok', false,
      'found', run.finished_at + private.limiter_window()));
  end if;
  return jsonb_build_array(jsonb_build_object('code', 'limiter_entry', 'expected', 'none', 'found', v_entry, 'ok', v_entry = 'none'));
end $$;
comment on function private.prove_unblock is
  'Confirmed by the shared store alone. In memory: never verified, only when the longest window that ran then ends.';

insert into private.actions (name, subject, risk, confirm, parse, guard, state, effect, prove, revert, fields, watched) values
  ('unblock-user', 'user', 'low', 'none', 'private.parse_revoke', 'private.guard_unblock', 'private.limiter_state',
    'private.unblock_user', 'private.prove_unblock', null, '{limiter_entry}', '{limiter_entry}');

select private.allow('{support,ops,admin}', 'run', '{unblock-user}');
