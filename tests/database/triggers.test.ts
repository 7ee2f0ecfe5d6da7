import { afterAll, beforeAll, expect, test } from "vitest";
import { openRecords, RECORDS, type Records } from "./records.ts";

/** A statement that a trigger refuses, or one and what is true afterwards. */
type Attempt = { sql: string; holds?: string; refused?: string };

const refused = (...statements: string[]): Attempt[] =>
  statements.map((sql) => ({ sql, refused: "append_only" }));

/** Neither changed, nor removed, nor emptied. */
const appendOnly = (table: string, column: string) => ({
  [`${table} append_only`]: refused(
    `update ${table} set ${column} = ${column}`,
    `delete from ${table}`,
  ),
  [`${table} append_only_all`]: refused(`truncate ${table} cascade`),
});

/** A change that waits to be told as made outside of the console. */
const told = (table: string, verb: string, sql: string): Attempt => ({
  sql,
  holds: `exists (select from private.audit_pending p where p.event = 'outside' and p.tx = pg_current_xact_id()
    and p.details @> '{"table":"${table}","verb":"${verb}"}')`,
});

type Rows = {
  insert: string;
  update: string;
  /** Of a row that nothing refers to. */
  remove?: string;
};

const outsideRow = (table: string, { insert, update, remove }: Rows) => ({
  [`${table} console_outside`]: [
    told(table, "insert", `insert into ${table} ${insert}`),
    told(table, "update", `update ${table} set ${update}`),
    told(
      table,
      "delete",
      remove
        ? `insert into ${table} ${insert}; delete from ${table} where ${remove}`
        : `delete from ${table}`,
    ),
  ],
});

const outside = (table: string, rows: Rows) => ({
  ...outsideRow(table, rows),
  [`${table} console_outside_all`]: [told(table, "truncate", `truncate ${table} cascade`)],
});

const { customer, colleague } = RECORDS;
const FOUND = `(class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at)
  values ('mirror_behind', 'found', 'differs', '${customer}', 0, '{}', '{}', now(), now(), now())`;
const copied = (sql: string, what: string): Attempt => ({
  sql,
  holds: `(select ${what} from private.users u where u.id = '${customer}')`,
});
const queued = (sql: string): Attempt => ({
  sql,
  holds: `exists (select from private.drift_queue q where q.user_id = '${customer}')`,
});
const GRANTED = `(user_id, plan, starts_at, ends_at, reason) values ('${customer}', 'premium', now() - interval '1 day', now() + interval '1 day', 'x')`;
const SUBSCRIBED = `(user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
  values ('${customer}', 'cus_2', 'sub_2', 'pro', 'active', 'month', 900)`;

const MAILED = `(user_id, to_email, template, subject, status) values ('${customer}', 'cliente@example.fr', 'x', 'x', 'bounced')`;
const SIMULATED = `(user_id, month, activity, revenue_cents, contributions_cents) values ('${customer}', '2026-11', 'BNC', 1, 1)`;
const RAN = `(action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role, idempotency_key, request_hash)
  values ('reset-quota', 'running', 'user', '${customer}', 'x', '{}', 'un motif', '${colleague}', 'x', 'ops', 'counted', '')`;

/** Its hour is to be counted again, or not when nothing moved that is counted. */
const counts = (series: string, sql: string, moved: boolean): Attempt => ({
  sql: `${sql}`,
  holds: `${moved ? "" : "not "}exists (select from private.rollup_queue q where q.series = '${series}')`,
});

const IMPORTED = (status: string) =>
  `insert into public.import_logs (user_id, provider, month, status) values ('${customer}', 'stripe', '2026-11', '${status}')`;
/** Whether a failed import of the customer may be open. */
const kept = (sql: string, kept: boolean): Attempt => ({
  sql,
  holds: `${kept ? "" : "not "}exists (select from private.open_imports o where o.user_id = '${customer}')`,
});

type Counted = Rows & { series: string; same: string };

const counted = (table: string, { series, insert, update, same, remove }: Counted) => {
  const empty = "delete from private.rollup_queue";
  const there = `insert into ${table} ${insert}; ${empty}`;
  return {
    [`${table} console_counted`]: [
      counts(series, `${empty}; insert into ${table} ${insert}`, true),
    ],
    [`${table} console_counted_changed`]: [
      counts(series, `${there}; update ${table} set ${update}`, true),
      counts(series, `${there}; update ${table} set ${same}`, false),
    ],
    [`${table} console_counted_deleted`]: [
      // Runs are never deleted; their trigger is of the same making.
      counts(
        series,
        remove === undefined
          ? `${empty}; alter table ${table} disable trigger immutable; insert into ${table} ${insert}; delete from ${table} where idempotency_key = 'counted'`
          : `${there}; delete from ${table} where ${remove}`,
        true,
      ),
    ],
  };
};

const revenue = (sql: string, kind: string, after: number): Attempt => ({
  sql,
  holds: `(select m.kind = '${kind}' and m.after_cents = ${after} from private.mrr_movements m where m.stripe_customer_id = 'cus_2' order by m.id desc limit 1)`,
});

const SETS_OFF: Record<string, Attempt[]> = {
  ...appendOnly("private.audit", "reason"),
  ...appendOnly("private.audit_checks", "rows"),
  ...appendOnly("private.audit_heads", "verified"),
  ...appendOnly("private.run_proofs", "status"),
  ...appendOnly("private.approval_comments", "body"),
  "private.audit_head one_step": refused(
    "update private.audit_head set seq = seq - 1",
    "update private.audit_head set seq = seq",
    "update private.audit_head set seq = seq + 2",
  ),
  "private.audit_head kept": refused("delete from private.audit_head"),
  "private.audit_head kept_all": refused("truncate private.audit_head"),
  "private.runs immutable": [
    ...refused(
      `update private.runs set reason = 'another' where id = '${RECORDS.ended}'`,
      `update private.runs set undone_at = now(), reason = 'another' where id = '${RECORDS.ended}'`,
      `update private.runs set undone_at = now() where id = '${RECORDS.ended}';
      update private.runs set undone_at = now() where id = '${RECORDS.ended}'`,
      `delete from private.runs where id = '${RECORDS.running}'`,
    ),
    {
      sql: `update private.runs set reason = 'another' where id = '${RECORDS.running}'`,
      holds: "true",
    },
    {
      sql: `update private.runs set undone_at = now() where id = '${RECORDS.ended}'`,
      holds: "true",
    },
  ],
  "private.runs immutable_all": refused("truncate private.runs cascade"),
  "private.approvals immutable": [
    ...refused(
      `update private.approvals set params = '{"days":366}'`,
      "update private.approvals set reason = 'another', status = 'rejected'",
      "update private.approvals set requested_by = gen_random_uuid()",
      "update private.approvals set status = 'rejected'; update private.approvals set status = 'approved'",
      "delete from private.approvals",
    ),
    { sql: "update private.approvals set status = 'rejected', decided_at = now()", holds: "true" },
  ],
  "private.approvals immutable_all": refused("truncate private.approvals cascade"),
  "private.audit link": [
    {
      sql: `insert into private.audit (seq, event, outcome, prev_hash, hash) values (7, 'action', 'done', '', '')`,
      holds: `(select count(*) = 1 from private.audit a join private.audit_head h on (h.seq, h.hash) = (a.seq, a.hash)
        where a.hash = private.entry_hash(a) and a.seq = (select max(seq) from private.audit))`,
    },
  ],
  "private.audit_pending post": [
    {
      sql: `select private.write_audit(null, 'action', 'done', 'told-by-a-test'); set constraints all immediate`,
      holds:
        "exists (select from private.audit a where a.action = 'told-by-a-test') and not exists (select from private.audit_pending)",
    },
  ],
  ...outside("private.staff", {
    insert: `(user_id, role) values ('${customer}', 'ops')`,
    update: `role = 'support' where user_id = '${colleague}'`,
  }),
  ...outside("private.grants", { insert: GRANTED, update: "revoked_at = now()" }),
  ...outside("private.permissions", {
    insert: "values ('support', 'read', 'everything')",
    update: "verb = 'approve' where role = 'support' and subject = 'unblock-user'",
  }),
  ...outside("private.settings", {
    insert: "(key, value) values ('new', '1')",
    update: "value = '1' where key = 'approval_hours'",
  }),
  ...outsideRow("private.actions", {
    insert: `(name, subject, risk, confirm, parse, guard, state, effect, prove)
      select 'new-action', subject, risk, confirm, parse, guard, state, effect, prove from private.actions where name = 'grant-premium'`,
    update: "risk = 'high' where name = 'reset-quota'",
    remove: "name = 'new-action'",
  }),
  ...outside("private.status_policy", {
    insert: "(status, access) values ('new', true)",
    update: "access = true where status = 'unpaid'",
  }),
  ...outside("private.plans", {
    insert: "values ('gold', 3, null)",
    update: "simulations_per_month = 4 where plan = 'free'",
    remove: "plan = 'gold'",
  }),
  ...outside("public.subscriptions", { insert: SUBSCRIBED, update: "plan = 'premium'" }),
  ...outside("public.integration_tokens", {
    insert: `(user_id, provider, access_token) values ('${customer}', 'shopify', 'a')`,
    update: "access_token = 'another'",
  }),
  "auth.users console_outside": [
    told(
      "auth.users",
      "update",
      `update auth.users set email = 'x@example.fr' where id = '${customer}'`,
    ),
    told(
      "auth.users",
      "update",
      `update auth.users set banned_until = now() where id = '${customer}'`,
    ),
    told(
      "auth.users",
      "update",
      `update auth.users set raw_app_meta_data = '{"role":"x"}' where id = '${customer}'`,
    ),
    told(
      "auth.users",
      "update",
      `update auth.users set raw_user_meta_data = '{"is_admin":true}' where id = '${customer}'`,
    ),
  ],
  "auth.users console_outside_end": [
    told("auth.users", "delete", `delete from auth.users where id = '${customer}'`),
  ],
  "private.staff one_at_a_time": [
    {
      sql: `update private.staff set role = 'support' where user_id = '${colleague}'`,
      holds:
        "exists (select from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid())",
    },
  ],
  "private.staff an_admin_stays": [
    {
      sql: "update private.staff set role = 'ops'; set constraints all immediate",
      refused: "blocked",
    },
    {
      sql: "update private.staff set removed_at = now() where role = 'admin'; set constraints all immediate",
      refused: "blocked",
    },
    {
      sql: "delete from private.staff where role = 'admin'; set constraints all immediate",
      refused: "blocked",
    },
    { sql: "delete from private.staff; set constraints all immediate", holds: "true" },
  ],
  "auth.users console_copy": [
    copied(
      `update auth.users set email = 'x@example.fr' where id = '${customer}'`,
      "u.email = 'x@example.fr'",
    ),
    copied(
      `update auth.users set banned_until = 'infinity' where id = '${customer}'`,
      "u.banned_until = 'infinity'",
    ),
    {
      sql: `delete from auth.users where id = '${customer}'`,
      holds: `not exists (select from private.users u where u.id = '${customer}')`,
    },
  ],
  "auth.users console_drift": [
    queued(
      `update auth.users set raw_user_meta_data = '{"is_premium": true}' where id = '${customer}'`,
    ),
  ],
  "auth.users console_drift_deleted": [queued(`delete from auth.users where id = '${customer}'`)],
  "private.plans console_free_limit": [
    copied(
      "update private.plans set simulations_per_month = 0 where plan = 'free'",
      "u.quota_reached_in is not null",
    ),
  ],
  "private.drifts console_segments": [
    copied(`insert into private.drifts ${FOUND}`, "u.paid_without_access"),
  ],
  "private.drifts console_segments_changed": [
    copied(
      `insert into private.drifts ${FOUND}; update private.drifts set closed_at = now() where subject = 'found'`,
      "not u.paid_without_access",
    ),
  ],
  "private.drifts console_segments_deleted": [
    copied(
      `insert into private.drifts ${FOUND}; delete from private.drifts where subject = 'found'`,
      "not u.paid_without_access",
    ),
  ],
  ...counted("private.users", {
    series: "signups",
    insert: `(id, email, created_at, last_active_at) values (gen_random_uuid(), 'x', now(), now())`,
    update: `upgraded = not upgraded where id = '${customer}'`,
    same: `last_active_at = now() where id = '${customer}'`,
    remove: `id = '${customer}'`,
  }),
  ...counted("public.urssaf_records", {
    series: "simulations",
    insert: SIMULATED,
    update: "created_at = created_at - interval '1 day'",
    same: "revenue_cents = 2",
    remove: "true",
  }),
  ...counted("public.import_logs", {
    series: "imports",
    insert: `(user_id, provider, month, status) values ('${customer}', 'stripe', '2026-11', 'running')`,
    update: "status = 'success'",
    same: "rows_imported = 2",
    remove: "true",
  }),
  "public.import_logs console_open": [
    kept(IMPORTED("error"), true),
    kept(IMPORTED("success"), false),
  ],
  "public.import_logs console_open_changed": [
    kept(`${IMPORTED("running")}; update public.import_logs set status = 'error'`, true),
    kept(`${IMPORTED("error")}; update public.import_logs set dry_run = true`, false),
  ],
  "public.import_logs console_open_deleted": [
    kept(
      `${IMPORTED("error")}; delete from public.import_logs where user_id = '${customer}'`,
      false,
    ),
    kept(
      `${IMPORTED("error")}; ${IMPORTED("success")}; delete from private.open_imports;
      delete from public.import_logs where user_id = '${customer}' and status = 'success'`,
      true,
    ),
  ],
  "public.import_logs console_open_all": [
    kept(`${IMPORTED("error")}; truncate public.import_logs`, false),
  ],
  ...counted("public.emails", {
    series: "emails",
    insert: MAILED,
    update: "status = 'opened'",
    same: "last_event_at = now()",
    remove: "true",
  }),
  ...counted("private.stripe_events", {
    series: "webhooks",
    insert:
      "(id, type, created_at, livemode, pending, checked_at) values ('evt_2', 'x', now(), true, 0, now())",
    update: "pending = 1 where id = 'evt_kept'",
    same: "checked_at = now() where id = 'evt_kept'",
    remove: "id = 'evt_kept'",
  }),
  ...counted("private.runs", {
    series: "runs",
    insert: RAN,
    update: `action = 'ban-user' where id = '${RECORDS.running}'`,
    same: `reason = 'un autre' where id = '${RECORDS.running}'`,
  }),
  ...counted("private.probes", {
    series: "latency",
    insert: "(at, ok, latency_ms) values (now(), true, 100)",
    update: "latency_ms = latency_ms + 1000",
    same: "status = 204",
    remove: "true",
  }),
  ...counted("private.traffic", {
    series: "traffic",
    insert: "values (now(), 2, 1, now())",
    update: "requests = requests + 1",
    same: "read_at = now()",
    remove: "true",
  }),
  ...counted("private.mrr_movements", {
    series: "mrr",
    insert: `(at, stripe_customer_id, kind, before_cents, after_cents) values (now(), 'cus_3', 'new', 0, 900)`,
    update: "after_cents = after_cents + 1 where kind = 'new'",
    same: "user_id = null",
    remove: "true",
  }),
  "public.subscriptions console_revenue": [
    revenue(`insert into public.subscriptions ${SUBSCRIBED}`, "new", 900),
  ],
  "public.subscriptions console_revenue_changed": [
    revenue(
      `insert into public.subscriptions ${SUBSCRIBED}; update public.subscriptions set amount_cents = 950 where stripe_subscription_id = 'sub_2'`,
      "expansion",
      950,
    ),
  ],
  "public.subscriptions console_revenue_deleted": [
    revenue(
      `insert into public.subscriptions ${SUBSCRIBED}; delete from public.subscriptions where stripe_subscription_id = 'sub_2'`,
      "churn",
      0,
    ),
  ],
  "private.grants console_drift": [queued(`insert into private.grants ${GRANTED}`)],
  "public.subscriptions console_drift": [queued(`insert into public.subscriptions ${SUBSCRIBED}`)],
  "private.grants console_copy": [
    copied(`insert into private.grants ${GRANTED}`, "u.plan = 'premium'"),
  ],
  "public.subscriptions console_copy": [
    copied(
      `insert into public.subscriptions ${SUBSCRIBED}`,
      "u.plan = 'pro' and u.mrr_cents = 900",
    ),
  ],
  "public.urssaf_records console_copy": [
    copied(`insert into public.urssaf_records ${SIMULATED}`, "u.quota_used = 1"),
  ],
  "public.urssaf_records console_copy_changed": [
    copied(
      `insert into public.urssaf_records ${SIMULATED}; update public.urssaf_records set created_at = '2020-01-01' where user_id = '${customer}'`,
      "u.quota_used = 0",
    ),
  ],
  "public.urssaf_records console_copy_deleted": [
    copied(
      `insert into public.urssaf_records ${SIMULATED}; delete from public.urssaf_records where user_id = '${customer}'`,
      "u.quota_used = 0",
    ),
  ],
  "public.emails console_copy": [
    copied(`insert into public.emails ${MAILED}`, "u.email_bounced_at is not null"),
  ],
};

/** Those that a session of a replication must not pass by. */
const ALWAYS = [
  "private.audit append_only",
  "private.audit append_only_all",
  "private.audit link",
  "private.audit_pending post",
];

let session: Records["session"];
let close: Records["close"];

beforeAll(async () => {
  ({ session, close } = await openRecords());
});
afterAll(() => close?.());

async function outcomeOf({ sql, holds }: Attempt, before: string): Promise<unknown> {
  await session.query("begin");
  try {
    await session.query(before);
    await session.query(sql);
    if (holds === undefined) return "went through";
    const [row] = await session.query<{ so: boolean | null }>(`select ${holds} as so`);
    return row?.so;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await session.query("rollback");
  }
}

const tries = Object.entries(SETS_OFF).flatMap(([trigger, attempts]) => [
  { trigger, attempts, how: "for everybody", before: "" },
  ...(ALWAYS.includes(trigger)
    ? [
        {
          trigger,
          attempts,
          how: "in replication",
          before: "set local session_replication_role = replica",
        },
      ]
    : []),
]);

test.each(tries)("$trigger, $how", async ({ attempts, before }) => {
  for (const attempt of attempts) {
    expect(await outcomeOf(attempt, before), attempt.sql).toBe(attempt.refused ?? true);
  }
});

test("every trigger of ours is set off, and those that must are on always", async () => {
  const triggers = await session.query<{ name: string; always: boolean }>(
    `select format('%s.%s %s', c.relnamespace::regnamespace, c.relname, t.tgname) as name, t.tgenabled = 'A' as always
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and p.pronamespace = 'private'::regnamespace`,
  );
  expect(Object.keys(SETS_OFF).sort()).toEqual(triggers.map(({ name }) => name).sort());
  expect(
    triggers
      .filter(({ always }) => always)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(ALWAYS);
});
