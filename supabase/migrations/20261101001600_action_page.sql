-- The page of all actions: who may run each, and how it went the last times.

create view backoffice.actions as
select a.name as id, a.name, r.roles, l.runs
from private.actions a
cross join lateral (
  select coalesce(array_agg(p.role order by array_position('{support,ops,admin}', p.role)), '{}') as roles
  from private.permissions p where p.verb = 'run' and p.subject = a.name) r
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'code', 'RUN-' || to_char(n.number, 'FM99999999990000'), 'status', n.status, 'undone', n.undone_at is not null,
      'actor_email', n.actor_email, 'started_at', n.started_at) order by n.started_at desc, n.id desc), '[]') as runs
  from (select * from private.runs r where r.action = a.name order by r.started_at desc, r.id desc limit 3) n) l
where private.admit('actions') and (select private.can_read('actions'));
comment on view backoffice.actions is 'Every action: the roles that may run it, and its last three runs, the newest first.';

select private.allow('{support,ops,admin}', 'read', '{actions}');
select private.expose_view('backoffice.actions');
