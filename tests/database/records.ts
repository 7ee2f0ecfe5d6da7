import { clonePostgres } from "../support/backend.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { openSession, type Person, type Session } from "./session.ts";

const id = (place: number) => `00000000-0000-4000-8000-0000000000${String(place).padStart(2, "0")}`;

/** A customer, two runs (one of them ended), a request, and what hangs on them. */
export const RECORDS = {
  customer: id(1),
  colleague: id(2),
  running: id(3),
  ended: id(4),
  item: id(5),
  approval: id(6),
  token: id(7),
  alert: id(8),
};

const run = (place: string, status: string) =>
  `insert into private.runs (id, action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
    actor_role, idempotency_key, request_hash, items)
  values ('${place}', 'refresh-integration', '${status}', 'user', '${RECORDS.customer}', 'x', '{}', 'un motif', '${RECORDS.colleague}',
    'x', 'ops', 'key of ${place}', '', 1);`;

/** SQL that makes one record of each kind, with the rights of the owner. */
export const MAKE_RECORDS = `
  insert into auth.users (id, email, email_confirmed_at) values
    ('${RECORDS.customer}', 'cliente@example.fr', now()), ('${RECORDS.colleague}', 'collegue@example.fr', now());
  insert into private.staff (user_id, role) values ('${RECORDS.colleague}', 'ops');
  ${run(RECORDS.running, "running")} ${run(RECORDS.ended, "running")}
  update private.runs set status = 'succeeded', finished_at = now() where id = '${RECORDS.ended}';
  insert into private.run_items (id, run_id, position, target_kind, target_id, target_label)
    values ('${RECORDS.item}', '${RECORDS.running}', 1, 'user', '${RECORDS.customer}', 'x');
  insert into private.run_steps (item_id, name, service, idempotency_key) values ('${RECORDS.item}', 'a', 'app', 'k');
  insert into private.run_proofs (run_id, status, evidence) values ('${RECORDS.ended}', 'verified', '[]');
  insert into private.approvals (id, mode, action, rule, target_kind, target_id, target_label, params, reason, requested_by,
    requested_by_email, requested_by_role, expires_at, idempotency_key, request_hash)
  values ('${RECORDS.approval}', 'run', 'grant-premium', 'long_grant', 'user', '${RECORDS.customer}', 'x', '{}', 'un motif',
    '${RECORDS.colleague}', 'x', 'ops', now() + interval '1 day', 'key of a request', '');
  insert into private.approval_comments (approval_id, author_id, author_email, body)
    values ('${RECORDS.approval}', '${RECORDS.colleague}', 'x', 'Vu');
  insert into private.grants (user_id, plan, starts_at, ends_at, reason)
    values ('${RECORDS.customer}', 'pro', now() - interval '2 days', now() - interval '1 day', 'un geste');
  insert into private.audit_heads (day, seq, hash, verified) select '2000-01-01', h.seq, h.hash, true from private.audit_head h;
  insert into private.audit_checks (after_seq, until_seq, until_hash, head_seq, rows) select 0, h.seq, h.hash, h.seq, h.seq from private.audit_head h;
  insert into private.stripe_events (id, type, created_at, livemode, pending, checked_at) values ('evt_kept', 'x', now(), true, 0, now());
  insert into private.suppressions (email, origin, created_at) values ('rejet@example.fr', 'bounce', now()) on conflict do nothing;
  insert into public.integration_tokens (id, user_id, provider, access_token) values ('${RECORDS.token}', '${RECORDS.customer}', 'stripe', 'a');
  insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    values ('${RECORDS.customer}', 'cus_kept', 'sub_kept', 'pro', 'canceled', 'month', 900);
  insert into private.alerts (id, rule_id, kind, metric, severity, since, threshold, evaluated_at)
    select '${RECORDS.alert}', r.id, 'breach', r.metric, r.severity, now(), 1, now() from private.alert_rules r where r.metric = 'emails_bounced';
`;

export type Records = {
  session: Session;
  people: Record<PersonName, Person>;
  close(): Promise<void>;
};

/** A database of its own with one record of each kind and one person of each sort, and a session on it. */
export async function openRecords(): Promise<Records> {
  const database = await clonePostgres();
  const session = await openSession(database);
  const people = await onePersonOfEach(database);
  await session.query(MAKE_RECORDS);
  return {
    session,
    people,
    close: async () => {
      await session.close();
      await database.close();
    },
  };
}
