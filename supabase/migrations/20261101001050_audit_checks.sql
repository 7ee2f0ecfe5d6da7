-- Is the journal what was written? The chain is recomputed against its own hashes, against the stored
-- head, and against the head of each day, which is also posted where the database cannot reach it.

create table private.audit_heads (
  day date primary key,
  seq bigint not null,
  hash bytea not null,
  verified boolean not null,
  recorded_at timestamptz not null default private.now()
);
comment on table private.audit_heads is 'Where the chain stood once a day (Europe/Paris), and whether it was whole up to there. Append-only.';

create table private.audit_head_posts (
  day date primary key references private.audit_heads (day),
  attempts integer not null default 0,
  next_at timestamptz not null default '-infinity',
  delivered_at timestamptz,
  error text
);
comment on table private.audit_head_posts is 'The delivery of each daily head to where it is kept besides: attempts, the last error, when it arrived.';

create table private.audit_checks (
  id bigint generated always as identity primary key,
  at timestamptz not null default private.now(),
  by_id uuid,
  by_email text,
  after_seq bigint not null,
  until_seq bigint not null,
  until_hash bytea not null,
  head_seq bigint not null,
  rows bigint not null,
  broken_seq bigint,
  broken_why text
);
create index audit_checks_whole on private.audit_checks (until_seq) where broken_seq is null;
comment on table private.audit_checks is
  'What each verification found in the lines after after_seq up to until_seq. by null: the schedule. Append-only.';

create trigger append_only before update or delete on private.audit_heads
  for each row execute function private.refuse_change();
create trigger append_only_all before truncate on private.audit_heads
  for each statement execute function private.refuse_change();
create trigger append_only before update or delete on private.audit_checks
  for each row execute function private.refuse_change();
create trigger append_only_all before truncate on private.audit_checks
  for each statement execute function private.refuse_change();

create type private.chain_state as (
  rows bigint, until_seq bigint, until_hash bytea, head_seq bigint, head_hash bytea, broken_seq bigint, broken_why text);

create function private.check_chain(after_seq bigint, after_hash bytea, most bigint) returns private.chain_state
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.chain_state;
  v_found bigint[];
begin
  select h.seq, h.hash into v.head_seq, v.head_hash from private.audit_head h;
  -- One pass in the order of the chain: the least [number, cause] is the first break.
  select count(*), max(l.seq), min(case
      when l.seq <> l.due then array[l.due, 1]
      when l.prev_hash <> l.due_hash then array[l.seq, 2]
      when l.hash <> l.computed then array[l.seq, 3] end)
    into v.rows, v.until_seq, v_found
  from (
    select a.seq, a.prev_hash, a.hash, private.entry_hash(a) as computed,
      coalesce(lag(a.seq) over chain, check_chain.after_seq) + 1 as due,
      coalesce(lag(a.hash) over chain, check_chain.after_hash) as due_hash
    from private.audit a
    where a.seq > check_chain.after_seq and a.seq <= least(check_chain.after_seq::numeric + check_chain.most, v.head_seq)::bigint
    window chain as (order by a.seq)
  ) l;
  v.until_seq := coalesce(v.until_seq, check_chain.after_seq);
  v.until_hash := coalesce((select a.hash from private.audit a where a.seq = v.until_seq), check_chain.after_hash);

  -- What lies outside of the numbers that were walked, and what was noted of the chain elsewhere.
  select least(v_found, min(array[x.seq, x.why])) into v_found from (
    -- The line that was said to be known: behind the last one there is no other to tell.
    select check_chain.after_seq, case when a.seq is null then 1 else 6 end
    from (select) one left join private.audit a on a.seq = check_chain.after_seq
    where check_chain.after_seq > 0 and a.hash is distinct from check_chain.after_hash
    union all
    select v.until_seq + 1, 1 where v.rows < check_chain.most and v.until_seq < v.head_seq
    union all
    select v.head_seq, 4 where v.until_seq = v.head_seq and v.until_hash <> v.head_hash
    union all
    select min(a.seq), 5 from private.audit a where a.seq > v.head_seq or a.seq < 1
    union all
    select n.seq, case when a.seq is null then 1 else 6 end
    from (
      select d.seq, d.hash from private.audit_heads d
      union all
      select c.until_seq, c.until_hash from private.audit_checks c where c.broken_seq is null
    ) n
    left join private.audit a on a.seq = n.seq
    where n.seq > 0 and (n.seq > check_chain.after_seq or n.seq > v.head_seq) and a.hash is distinct from n.hash
  ) x (seq, why) where x.seq is not null;
  v.broken_seq := v_found[1];
  v.broken_why := ('{missing,order,changed,head,inserted,noted}'::text[])[v_found[2]];
  return v;
end $$;
comment on function private.check_chain is
  'Recomputes the chain after a known line, for so many numbers. broken_why: missing, order (the line before is another one), changed, '
  'head (the stored head is another one), inserted (beyond the ends), noted (a daily head, an earlier verification or the caller says otherwise).';

create function private.note_check(caller private.caller, after_seq bigint, after_hash bytea, most bigint)
returns private.chain_state
language plpgsql security definer set search_path = '' as $$
declare
  v private.chain_state := private.check_chain(note_check.after_seq, note_check.after_hash, note_check.most);
begin
  insert into private.audit_checks (by_id, by_email, after_seq, until_seq, until_hash, head_seq, rows, broken_seq, broken_why)
  values (caller.id, caller.email, note_check.after_seq, v.until_seq, v.until_hash, v.head_seq, v.rows, v.broken_seq, v.broken_why);
  return v;
end $$;
comment on function private.note_check is 'Verifies and remembers what was found.';

create function private.known_hash(seq bigint) returns bytea
language sql stable security definer set search_path = '' as $$
  select case known_hash.seq when 0 then sha256('comptalyze audit') else coalesce(
    (select c.until_hash from private.audit_checks c where c.until_seq = known_hash.seq and c.broken_seq is null limit 1),
    (select h.hash from private.audit_heads h where h.seq = known_hash.seq limit 1)) end
$$;
comment on function private.known_hash is 'The hash that a line had when it was verified or noted; null for any other line.';

create function private.verify_audit(after_seq bigint default 0, after_hash text default null, most bigint default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_caller private.caller;
  v_hash bytea;
  v_most constant bigint := 1000000000000;
  v private.chain_state;
  v_state text; v_message text; v_detail text;
begin
  v_caller := private.require_staff();
  if not private.can_read('audit_chain') then
    raise exception using errcode = 'PT403', message = 'not_allowed';
  end if;
  v_hash := case when after_hash is null then private.known_hash(verify_audit.after_seq)
    when after_hash ~ '^[0-9a-f]{64}$' then decode(after_hash, 'hex') end;
  if v_hash is null or coalesce(verify_audit.after_seq not between 0 and v_most, true) or verify_audit.most < 1 then
    raise exception using errcode = 'PT422', message = 'invalid_input',
      detail = '{"issues":[{"path":["after_seq"],"code":"unknown_line"}]}';
  end if;
  -- Remembered is what follows from the journal's own checks: a line that only the caller knows may not be
  -- there, and whoever names the last one has walked over nothing.
  if v_hash = private.known_hash(verify_audit.after_seq) then
    v := private.note_check(v_caller, verify_audit.after_seq, v_hash, least(verify_audit.most, v_most));
  else
    v := private.check_chain(verify_audit.after_seq, v_hash, least(verify_audit.most, v_most));
  end if;
  return jsonb_build_object(
    'ok', v.broken_seq is null,
    'rows', v.rows,
    'until_seq', v.until_seq,
    'until_hash', encode(v.until_hash, 'hex'),
    'head_seq', v.head_seq,
    'head_hash', encode(v.head_hash, 'hex'),
    'first_broken', case when v.broken_seq is not null then jsonb_build_object('seq', v.broken_seq, 'why', v.broken_why) end);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  if v_state !~ '^PT4' then
    raise;
  end if;
  return private.record_refusal('action', 'verify-audit', null, null, v_state, v_message, v_detail);
end $$;
comment on function private.verify_audit is
  'Verifies the journal''s chain: from its first line, or from after_seq, a line that was verified before or whose hash the caller kept '
  'elsewhere (after_hash); for "most" lines, or to the end. Whole up to until_seq when ok. What follows from a hash that was kept elsewhere '
  'is told to the caller alone. Answers 401, 403, 422 of the contract.';

create function backoffice.verify_audit(after_seq bigint default 0, after_hash text default null, most bigint default null) returns jsonb
language sql volatile security invoker begin atomic select private.verify_audit(after_seq, after_hash, most); end;
comment on function backoffice.verify_audit is 'See private.verify_audit.';

-- The head of each day ---------------------------------------------------------------------

create function private.keep_audit_head() returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_day date := (private.now() at time zone 'Europe/Paris')::date;
  v_after bigint;
  v private.chain_state;
begin
  if exists (select from private.audit_heads h where h.day = v_day)
    or not exists (select from private.audit_head h where h.seq > 0) then
    return false;
  end if;
  v_after := coalesce((select max(c.until_seq) from private.audit_checks c where c.broken_seq is null), 0);
  v := private.note_check(null, v_after, private.known_hash(v_after), 1000000000000);
  insert into private.audit_heads (day, seq, hash, verified)
  values (v_day, v.head_seq, v.head_hash, v.broken_seq is null) on conflict (day) do nothing;
  insert into private.audit_head_posts (day) values (v_day) on conflict (day) do nothing;
  return true;
exception when others then
  -- The turn of the schedule has other work.
  raise warning 'the journal''s head of % could not be recorded: %', v_day, sqlerrm;
  return false;
end $$;
comment on function private.keep_audit_head is
  'Once a day (Europe/Paris) verifies what is new in the journal and notes its head; says whether it did. Run by the schedule.';

create function private.claim_audit_head() returns jsonb
language sql security definer set search_path = '' as $$
  -- Claimed for the time of the next attempt: whoever dies in between loses nothing.
  with due as (
    select p.day from private.audit_head_posts p
    where p.delivered_at is null and p.next_at <= clock_timestamp()
    order by p.day limit 1 for update skip locked
  ),
  claimed as (
    update private.audit_head_posts p
    set attempts = p.attempts + 1, next_at = clock_timestamp() + make_interval(mins => least(60, (2 ^ least(p.attempts, 6))::integer))
    from due where p.day = due.day returning p.day
  )
  select jsonb_build_object('head', (
    select jsonb_build_object('day', h.day, 'seq', h.seq, 'hash', encode(h.hash, 'hex'), 'verified', h.verified,
      'environment', private.setting('environment'))
    from private.audit_heads h join claimed using (day)))
$$;
comment on function private.claim_audit_head is
  'The oldest daily head that has not been delivered and is due, null when there is none; it comes again in 1, 2, 4 … 60 minutes until it is settled.';

create function private.settle_audit_head(day date, error text) returns jsonb
language sql security definer set search_path = '' as $$
  update private.audit_head_posts p
  set delivered_at = case when settle_audit_head.error is null then clock_timestamp() end, error = left(settle_audit_head.error, 200)
  where p.day = settle_audit_head.day and p.delivered_at is null
  returning jsonb_build_object('day', p.day, 'delivered', p.delivered_at is not null)
$$;
comment on function private.settle_audit_head is 'Writes down how the delivery of a daily head ended; error null: it arrived.';

create function backoffice.claim_audit_head() returns jsonb
language sql volatile security invoker begin atomic select private.claim_audit_head(); end;
create function backoffice.settle_audit_head(day date, error text) returns jsonb
language sql volatile security invoker begin atomic select private.settle_audit_head(day, error); end;
comment on function backoffice.claim_audit_head is 'For the worker. See private.claim_audit_head.';
comment on function backoffice.settle_audit_head is 'For the worker. See private.settle_audit_head.';

create view backoffice.audit_chain as
select 1 as id, h.seq as head_seq, encode(h.hash, 'hex') as head_hash, whole.until_seq as verified_seq, whole.at as verified_at,
  broken.broken_seq, broken.broken_why, broken.at as broken_at,
  d.day as kept_day, d.seq as kept_seq, p.delivered_at as kept_at, p.error as kept_error
from private.audit_head h
left join lateral (
  select c.until_seq, c.at from private.audit_checks c where c.broken_seq is null order by c.id desc limit 1
) whole on true
-- A break stays until a later verification walked over the same line and found it whole.
left join lateral (
  select c.broken_seq, c.broken_why, c.at from private.audit_checks c
  where c.broken_seq is not null and not exists (
    select from private.audit_checks later
    where later.id > c.id and later.broken_seq is null and c.broken_seq > later.after_seq and c.broken_seq <= later.head_seq
      and later.until_seq >= least(c.broken_seq, later.head_seq))
  order by c.broken_seq, c.id limit 1
) broken on true
left join lateral (select * from private.audit_heads k order by k.day desc limit 1) d on true
left join private.audit_head_posts p on p.day = d.day
where private.admit('audit_chain') and (select private.can_read('audit_chain'));
comment on view backoffice.audit_chain is
  'The state of the journal''s chain in one row: its head, up to where it was last found whole, the first break, the last daily head.';

select private.allow('{ops,admin}', 'read', '{audit_chain}');
select private.expose_view('backoffice.audit_chain');
select private.expose_function('private.verify_audit(bigint, text, bigint)');
select private.expose_function('backoffice.verify_audit(bigint, text, bigint)');
select private.expose_to_worker(f) from unnest(array[
  'private.claim_audit_head()', 'backoffice.claim_audit_head()',
  'private.settle_audit_head(date, text)', 'backoffice.settle_audit_head(date, text)'
]::regprocedure[]) f;
