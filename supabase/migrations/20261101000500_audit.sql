-- Who did what to whom, why, and what was refused. Append-only for every role, and a chain: each
-- line carries the hash of the one before it, so that whoever gets past the rights leaves a trace.
--
-- The number of a line is taken in the locked row of the head: a sequence would leave a gap at every
-- rollback. Lines wait in audit_pending and join the chain when their transaction commits, so the
-- head is always the last lock, held for a commit and no longer, whoever writes and in which order.

create table private.audit (
  id bigint generated always as identity primary key,
  seq bigint not null unique,
  at timestamptz not null default private.now(),
  actor_id uuid,
  actor_email text,
  actor_role text,
  event text not null check (event in ('action', 'undo', 'approval', 'opened', 'expired', 'repaired', 'edited', 'outside')),
  outcome text not null check (outcome in ('done', 'denied', 'failed')),
  action text,
  target_kind text,
  target_id text,
  target_label text,
  run_id uuid,
  reason text,
  before jsonb,
  after jsonb,
  details jsonb,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_at on private.audit (at desc, id desc);
create index audit_actor on private.audit (actor_email, at desc, id desc);
create index audit_actor_parts on private.audit using gin (actor_email extensions.gin_trgm_ops);
create index audit_actor_id on private.audit (actor_id, at desc);
create index audit_target on private.audit (target_id, at desc, id desc);
create index audit_event on private.audit (event, at desc, id desc);
create index audit_outcome on private.audit (outcome, at desc, id desc);
create index audit_action on private.audit (action, at desc, id desc);
create index audit_run on private.audit (run_id);
comment on table private.audit is
  'Append-only, chained journal: actions, undos, visits of a customer''s page, refusals and failures, changes made outside the console. '
  'No secrets, no tokens. seq, prev_hash and hash are given by the trigger "link", whatever is inserted.';

create table private.audit_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash bytea not null
);
comment on table private.audit_head is 'The last line of the chain: its number and hash. One row.';
insert into private.audit_head (seq, hash) values (0, sha256('comptalyze audit'));

create table private.audit_pending (
  tx xid8 not null default pg_current_xact_id(),
  n bigint generated always as identity,
  opens boolean not null,
  at timestamptz not null default private.now(),
  actor_id uuid,
  actor_email text,
  actor_role text,
  event text not null,
  outcome text not null,
  action text,
  target_kind text,
  target_id text,
  target_label text,
  run_id uuid,
  reason text,
  before jsonb,
  after jsonb,
  details jsonb,
  primary key (tx, n)
);
comment on table private.audit_pending is
  'Lines of transactions that have not committed yet. "opens" marks the first one of a transaction, whose deferred trigger posts them all.';

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT409', message = 'append_only', detail = format('{"table":"%s"}', tg_table_name);
end $$;
comment on function private.refuse_change is 'Keeps a table append-only for every role, its owner included.';

create trigger append_only before update or delete on private.audit
  for each row execute function private.refuse_change();
create trigger append_only_all before truncate on private.audit
  for each statement execute function private.refuse_change();
create trigger one_step before update on private.audit_head
  for each row when (new.seq is distinct from old.seq + 1) execute function private.refuse_change();
create trigger kept before delete on private.audit_head
  for each row execute function private.refuse_change();
create trigger kept_all before truncate on private.audit_head
  for each statement execute function private.refuse_change();

create function private.entry_hash(entry private.audit) returns bytea
language sql stable parallel safe
-- A column that comes later goes to the end and only when it is not null: older lines must not change.
-- jsonb goes in as text: SQL's null and JSON's are two values. A moment goes in as a number: no time zone.
return sha256((entry).prev_hash || convert_to(jsonb_build_array(
  (entry).seq, (entry).id, extract(epoch from (entry).at), (entry).actor_id, (entry).actor_email, (entry).actor_role,
  (entry).event, (entry).outcome, (entry).action, (entry).target_kind, (entry).target_id, (entry).target_label,
  (entry).run_id, (entry).reason, (entry).before::text, (entry).after::text, (entry).details::text)::text, 'UTF8'));
comment on function private.entry_hash is 'What the hash of a line must be: SHA-256 of the hash before it and all its columns.';

create function private.link_entry() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select h.seq + 1, h.hash into strict new.seq, new.prev_hash from private.audit_head h for update;
  new.hash := private.entry_hash(new);
  update private.audit_head set seq = new.seq, hash = new.hash;
  return new;
end $$;
comment on function private.link_entry is 'Gives a new line its place in the chain, under the lock of the head.';

create trigger link before insert on private.audit
  for each row execute function private.link_entry();
alter table private.audit enable always trigger link, enable always trigger append_only, enable always trigger append_only_all;

create function private.post_entries(tx xid8) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_most constant integer := 200;
begin
  -- A change that comes with a line of the console is the console's own: nobody else can write one.
  if exists (
    select from private.audit_pending p
    where p.tx = post_entries.tx and p.event in ('action', 'undo', 'approval', 'expired', 'repaired', 'edited') and p.outcome <> 'denied'
  ) then
    delete from private.audit_pending p where p.tx = post_entries.tx and p.event = 'outside';
  end if;
  with posted as (
    delete from private.audit_pending p where p.tx = post_entries.tx and p.event <> 'outside' returning p.*
  )
  insert into private.audit (at, actor_id, actor_email, actor_role, event, outcome, action, target_kind, target_id,
    target_label, run_id, reason, before, after, details)
  select p.at, p.actor_id, p.actor_email, p.actor_role, p.event, p.outcome, p.action, p.target_kind, p.target_id,
    p.target_label, p.run_id, p.reason, p.before, p.after, p.details
  from posted p order by p.n;

  begin
    with posted as (
      delete from private.audit_pending p where p.tx = post_entries.tx returning p.*
    ),
    counted as (
      select p.*, row_number() over (order by p.n) as place, count(*) over () as number from posted p
    )
    insert into private.audit (at, actor_id, actor_email, actor_role, event, outcome, target_kind, target_id,
      target_label, before, after, details)
    select p.at, p.actor_id, p.actor_email, p.actor_role, p.event, p.outcome, p.target_kind, p.target_id,
      p.target_label, p.before, p.after, p.details
        -- A statement over a whole table is told by its first lines and their number.
        || case when p.place = v_most and p.number > v_most then jsonb_build_object('rows', p.number) else '{}' end
    from counted p where p.place <= v_most order by p.n;
  exception when others then
    -- Not the console's transaction: it must not fail. The lines stay here, and the schedule posts them.
    raise warning 'the journal takes changes of transaction % later: %', post_entries.tx, sqlerrm;
  end;
end $$;
comment on function private.post_entries is
  'Moves the lines of a transaction into the chain. What came from outside the console can wait, the console''s own lines cannot.';

create function private.on_pending_entry() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.post_entries(new.tx);
  return null;
end $$;
comment on function private.on_pending_entry is 'Posts the lines of a transaction when it commits.';

create constraint trigger post after insert on private.audit_pending
  deferrable initially deferred for each row when (new.opens) execute function private.on_pending_entry();
alter table private.audit_pending enable always trigger post;

create function private.post_left_entries() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_tx xid8;
  v_done integer := 0;
begin
  for v_tx in
    select distinct p.tx from private.audit_pending p
    where p.tx <> pg_current_xact_id() order by 1 limit 100
  loop
    perform private.post_entries(v_tx);
    v_done := v_done + 1;
  end loop;
  return v_done;
end $$;
comment on function private.post_left_entries is
  'Posts what could not join the chain when its transaction committed; gives of how many transactions. Run by the schedule.';

create function private.opens_journal() returns boolean
language sql stable set search_path = '' as $$
  select not exists (select from private.audit_pending p where p.tx = pg_current_xact_id())
$$;
comment on function private.opens_journal is 'Has this transaction no line waiting yet?';
revoke all on function private.opens_journal() from public, anon, authenticated;

create view backoffice.audit as
select a.id, a.at, a.actor_id, a.actor_email, a.actor_role, a.event, a.outcome, a.action,
  a.target_kind, a.target_id, a.target_label, a.run_id, a.reason, a.before, a.after, a.details,
  a.seq, encode(a.hash, 'hex') as hash
from private.audit a
where private.admit('audit') and (select private.can_read('audit'));
comment on view backoffice.audit is 'The journal, for ops and admins.';

select private.allow('{ops,admin}', 'read', '{audit}');
select private.expose_view('backoffice.audit');
revoke all on function private.refuse_change(), private.link_entry(), private.entry_hash(private.audit),
  private.post_entries(xid8), private.on_pending_entry(), private.post_left_entries() from public, anon, authenticated;
