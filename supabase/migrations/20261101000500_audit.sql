-- Who did what to whom, why, and what was refused. Append-only for every role.

create table private.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default private.now(),
  actor_id uuid,
  actor_email text,
  actor_role text,
  event text not null check (event in ('action', 'undo', 'opened', 'expired', 'repaired')),
  outcome text not null check (outcome in ('done', 'denied', 'failed')),
  action text,
  target_kind text,
  target_id text,
  target_label text,
  run_id uuid,
  reason text,
  before jsonb,
  after jsonb,
  details jsonb
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
  'Append-only journal: actions, undos, visits of a customer''s page, refusals and failures. No secrets, no tokens.';

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

create view backoffice.audit as
select a.id, a.at, a.actor_id, a.actor_email, a.actor_role, a.event, a.outcome, a.action,
  a.target_kind, a.target_id, a.target_label, a.run_id, a.reason, a.before, a.after, a.details
from private.audit a
where private.admit('audit') and (select private.can_read('audit'));
comment on view backoffice.audit is 'The journal, for ops and admins.';

select private.allow('{ops,admin}', 'read', '{audit}');
select private.expose_view('backoffice.audit');
revoke all on function private.refuse_change() from public, anon, authenticated;
