-- The page of all actions: who may run each, and how it went the last time.

create view backoffice.actions as
select a.name as id, a.name, r.roles,
  l.id as run_id, 'RUN-' || lpad(l.number::text, 4, '0') as run_code, l.status as run_status,
  l.actor_email as run_actor_email, l.started_at as run_started_at
from private.actions a
cross join lateral (
  select coalesce(array_agg(p.role order by array_position('{support,ops,admin}', p.role)), '{}') as roles
  from private.permissions p where p.verb = 'run' and p.subject = a.name) r
left join lateral (
  select * from private.runs r where r.action = a.name order by r.started_at desc, r.id desc limit 1) l on true
where private.admit('actions') and (select private.can_read('actions'));
comment on view backoffice.actions is 'Every action: the roles that may run it, and its last run, null columns when there was none.';

select private.allow('{support,ops,admin}', 'read', '{actions}');
select private.expose_view('backoffice.actions');
