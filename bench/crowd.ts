import type { Database } from "../stack/database.ts";
import { keysIn } from "../stack/keys.ts";
import { migrate } from "../stack/migrate.ts";
import { seedDatabase } from "../stack/seed/database.ts";
import { openSupabase } from "../stack/supabase.ts";

/** What the seed has only a handful of, or none: years of runs and of the journal, addresses that nothing is sent to. */
const HISTORY = `
insert into private.runs (action, status, target_kind, target_id, target_label, target_user, params, reason, actor_id, actor_email, actor_role,
  idempotency_key, request_hash, changes, started_at, finished_at, duration_ms)
select case when n % 9 = 0 then 'revoke-premium' else 'grant-premium' end, case when n % 50 = 0 then 'failed' else 'succeeded' end,
  'user', u.id, u.email, u.id, jsonb_build_object('user_id', u.id, 'days', 7), 'Geste commercial après une panne', a.id, a.email, 'support',
  'bench-' || n, '\\x00', '[{"field":"plan","before":"free","after":"premium"}]', now() - n * interval '3 minutes',
  now() - n * interval '3 minutes', 40
from (select row_number() over (order by id) as n, id, email from private.users limit :runs) u,
  (select id, email from auth.users where email = 'support@comptalyze.test') a;
insert into private.run_proofs (run_id, status, evidence) select id, 'verified', '[]' from private.runs;
-- Lists are measured here, not the chain: a hash for each of these lines would take longer than all the rest.
alter table private.audit disable trigger link;
alter table private.audit_head disable trigger one_step;
insert into private.audit (seq, prev_hash, hash, at, actor_id, actor_email, actor_role, event, outcome, action, target_kind, target_id, target_label, run_id, reason)
select h.seq + row_number() over (order by r.started_at), '\\x00', '\\x00', r.started_at, r.actor_id, r.actor_email, r.actor_role, v.event,
  case when r.number % 40 = 0 then 'denied' else 'done' end,
  case v.event when 'action' then r.action end, 'user', r.target_id, r.target_label, case v.event when 'action' then r.id end, r.reason
from private.audit_head h, private.runs r, (values ('action'), ('opened'), ('opened')) as v (event) order by r.started_at;
update private.audit_head set seq = (select max(seq) from private.audit);
alter table private.audit enable always trigger link;
alter table private.audit_head enable trigger one_step;
insert into private.suppressions (email, origin, source_id, created_at)
select distinct on (lower(e.to_email)) lower(e.to_email), case e.status when 'complained' then 'complaint' else 'bounce' end, e.provider_id, e.created_at
from public.emails e where e.status in ('bounced', 'complained', 'suppressed') order by lower(e.to_email), e.created_at desc;
-- Of a thousand customers three with an open finding and ten with one that is over.
insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at, closed_at)
select c.class, u.id::text, 'differs', u.id, 1990, '{}', '{}', now() - u.n * interval '1 minute', now(), now(),
  case when u.n % 13 >= 3 then now() end
from (select row_number() over (order by id) as n, id from private.users) u join private.drift_classes c on c.rank = 1 + u.n % 11
where u.n % 77 = 0
on conflict do nothing;
select private.turn_rollups(10000000);
analyze private.drifts; analyze private.suppressions; analyze private.runs; analyze private.run_proofs; analyze private.audit;
`;

/** An empty database becomes a console with so many customers, ready to be measured. */
export async function makeCrowd(database: Database, users: number): Promise<void> {
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, users);
  await database.exec(HISTORY.replace(":runs", String(Math.ceil(users / 5))));
  await database.exec("vacuum analyze");
}
