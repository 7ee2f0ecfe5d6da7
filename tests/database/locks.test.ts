import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { REASON } from "./actions.ts";
import { ask } from "./ask.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { MAKE_RECORDS, RECORDS } from "./records.ts";
import { become, openSession, type Person, type Session } from "./session.ts";

/** The incident of the demo, which is over. */
const INCIDENT = "00000000-0000-4000-8000-0000000000e1";
const { customer, colleague, running, ended, item, approval, token } = RECORDS;
const KEY = "a-key-of-this-test";
const LEASE = "00000000-0000-4000-8000-0000000000aa";

const SCENE = `${MAKE_RECORDS}
  insert into private.notices (kind, args, next_attempt_at) values ('x', '{}', '-infinity');
  insert into private.audit_head_posts (day) values ('2000-01-01');
  insert into private.user_repairs (user_id, error) values ('${customer}', 'x');
  alter table private.runs disable trigger immutable;
  update private.runs set params = '{"integration_id":"${token}"}' where id = '${ended}';
  alter table private.runs enable trigger immutable;
  update private.stripe_events set user_id = '${customer}' where id = 'evt_kept';
  insert into private.mrr_repairs (stripe_customer_id, error) values ('cus_kept', 'x');
  delete from private.rollup_queue;
  insert into private.rollup_queue (series, hour) values ('emails', '2026-01-01');
  insert into public.import_logs (user_id, provider, month, status) values ('${customer}', 'stripe', '2026-11', 'error'), ('${customer}', 'stripe', '2026-11', 'skipped');
`;

/** A row held so weakly that others may change it: only who locks it before reading has to wait. */
const held = (table: string, where: string) =>
  `select from ${table} t where ${where} for key share`;
const advisory = (key: string) => `select pg_advisory_xact_lock(hashtextextended('${key}', 0))`;

type Line = {
  /** What one transaction holds while the other one calls. */
  first: string;
  /** The first one's change stays. */
  commits?: boolean;
  given?: string;
  second: string | { call: string; args: Record<string, unknown> };
  /** What the second one says after it has waited; of those that pass by what is held, at once. */
  says: string;
  passes?: true;
};

const user = `t.id = '${customer}'`;
const waiting = (first: string, second: Line["second"], says = "done"): Line => ({
  first,
  second,
  says,
});
const passing = (first: string, second: string, says: string, given = ""): Line => ({
  first,
  second,
  says,
  given,
  passes: true,
});
const itemRow = `(select i from private.run_items i where i.id = '${item}')`;
const worked = (change: string) => `update private.run_items set ${change} where id = '${item}';`;
const REFRESH = { action: "refresh-integration", params: { integration_id: token } };
const able = `update public.integration_tokens set refresh_token = 'r', expires_at = now() where id = '${token}';`;

const FAILED = `${able} ${worked(`run_id = '${ended}', status = 'failed', target_id = '${token}'`)}`;
const RETRY = {
  call: "retry_run",
  args: { run_id: ended, reason: REASON, idempotency_key: KEY },
};
const START: Line["second"] = { call: "start_run", args: {} };

/** In this order: the last ones leave something behind. */
const LINES: Record<string, Line[]> = {
  claim_items: [
    passing(
      held("private.run_items", `t.id = '${item}'`),
      `jsonb_array_length(private.claim_items('${running}') -> 'items')`,
      "0",
    ),
  ],
  claim_sources: [
    passing(
      held("private.sources", "t.name = 'app'"),
      "private.claim_sources() -> 'sources' ? 'app'",
      "false",
    ),
  ],
  claim_notice: [
    passing(
      held("private.notices", "t.next_attempt_at = '-infinity'"),
      "coalesce(private.claim_notice() #>> '{notice,kind}', 'none')",
      "none",
      "delete from private.notices where next_attempt_at > '-infinity'",
    ),
  ],
  claim_audit_head: [
    passing(
      held("private.audit_head_posts", "t.day = '2000-01-01'"),
      "private.claim_audit_head() #>> '{head,day}'",
      "null",
      "delete from private.audit_head_posts where day > '2000-01-01'",
    ),
  ],
  repair_users: [
    passing(
      held("private.user_repairs", `t.user_id = '${customer}'`),
      "private.repair_users()",
      "0",
      `delete from private.user_repairs where user_id <> '${customer}'`,
    ),
  ],
  find_expiring: [
    passing(
      held("private.users", user),
      "private.find_expiring()",
      "0",
      `update private.users set grant_expiring = true;
      update private.users set grant_expiring = false, plan_source = 'grant', grant_ends_at = now() + interval '1 hour' where id = '${customer}'`,
    ),
  ],
  rewrite_mirror: [
    passing(
      held("auth.users", user),
      "private.expire_grants()",
      "0",
      `update private.users set plan_valid_until = case when id = '${customer}' then now() end`,
    ),
  ],
  revert_items: [
    passing(
      held("private.run_items", `t.id = '${item}'`),
      `private.revert_items('${running}') ->> 'reverted'`,
      "0",
      `update private.runs set undoes_run = '${ended}' where id = '${running}'`,
    ),
  ],
  turn_approvals: [
    passing(
      held("private.approvals", `t.id = '${approval}'`),
      "private.turn_approvals() ->> 'ran_alone'",
      "0",
      `update private.approvals set glass_broken_at = now() - interval '1 hour' where id = '${approval}'`,
    ),
    passing(
      held("private.approvals", `t.id = '${approval}'`),
      "private.turn_approvals() ->> 'expired'",
      "0",
      "set local comptalyze.clock_offset = '2 days'",
    ),
  ],
  leased_item: [
    {
      ...waiting(
        held("private.run_items", `t.id = '${item}'`),
        `(private.leased_item('${item}', '${LEASE}')).position`,
        "1",
      ),
      given: worked(`status = 'running', lease = '${LEASE}'`),
    },
  ],
  close_run: [
    {
      ...waiting(
        held("private.runs", `t.id = '${running}'`),
        `private.close_run('${running}')`,
        "true",
      ),
      given: worked("status = 'done'"),
    },
  ],
  link_entry: [
    waiting(
      held("private.audit_head", "true"),
      "private.write_audit(null, 'action', 'done', 'x'); set constraints all immediate; 'done'",
    ),
  ],
  lock_approval: [
    waiting(
      held("private.approvals", `t.id = '${approval}'`),
      `(private.lock_approval('${approval}')).status`,
      "pending",
    ),
  ],
  lock_target: [
    waiting(
      held("auth.users", user),
      `private.lock_target(null, '{"user_id":"${customer}"}')`,
      "cliente@example.fr",
    ),
  ],
  preview_action: [
    waiting(
      held("auth.users", user),
      { call: "preview_action", args: { action: "unblock-user", params: { user_id: customer } } },
      "200",
    ),
  ],
  prove_run: [
    waiting(
      `select from private.runs t where t.id = '${ended}' for no key update`,
      { call: "prove_run", args: { run_id: ended } },
      "200",
    ),
    waiting(advisory(`prove ${ended}`), { call: "prove_run", args: { run_id: ended } }, "200"),
  ],
  reconcile_user: [
    waiting(
      held("auth.users", user),
      `private.reconcile_user('${customer}', '{"subscriptions":[]}') ->> 'changes' is not null`,
      "true",
    ),
  ],
  refresh_user: [
    waiting(held("private.users", user), `private.refresh_user('${customer}'); 'done'`),
  ],
  replace_suppressions: [
    waiting(
      advisory("private.suppressions"),
      "private.replace_suppressions('[]', now()) ->> 'kept'",
      "0",
    ),
  ],
  require_undoable: [
    waiting(
      held("private.runs", `t.id = '${ended}'`),
      `(private.require_undoable('${ended}')).id`,
      "PT409 not_undoable",
    ),
  ],
  unapply_reconcile: [
    {
      ...waiting(
        held("auth.users", user),
        `private.unapply_reconcile(${itemRow}, '{"subscriptions":[],"mirror":{}}') -> 'changes' is not null`,
        "true",
      ),
      given: worked(`target_id = '${customer}'`),
    },
  ],
  write_ban: [waiting(held("auth.users", user), `private.write_ban('${customer}', null); 'done'`)],
  hold_admins: [
    waiting(
      advisory("private.staff"),
      `update private.staff set role = 'support' where user_id = '${colleague}'; 'done'`,
    ),
  ],
  begin_items: [
    { ...waiting(advisory(`key ADMIN ${KEY}`), START, "200"), given: able },
    { ...waiting(advisory(`${REFRESH.action} ${token}`), START, "200"), given: able },
  ],
  apply_replay: [
    {
      first: `select from auth.users t where ${user} for update;
        update public.subscriptions set plan = 'premium' where stripe_subscription_id = 'sub_kept'`,
      commits: true,
      given: worked("target_id = 'evt_kept'"),
      // What the first one changed is not this one's doing.
      second: `jsonb_path_query_array(private.apply_replay(${itemRow}, '{"subscriptions":[]}'), '$.changes[*].field') ? 'stripe_plan'`,
      says: "false",
    },
  ],
  retry_run: [
    { ...waiting(advisory(`${REFRESH.action} ${token}`), RETRY, "200"), given: FAILED },
    {
      first: `select from private.runs t where t.id = '${ended}' for no key update;
        insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
          actor_role, idempotency_key, request_hash, retries_run)
        values ('refresh-integration', 'running', 'user', '${customer}', 'x', '{}', 'un motif', '${colleague}', 'x', 'ops', 'first', '', '${ended}')`,
      commits: true,
      given: FAILED,
      second: RETRY,
      says: "409 blocked already_retried",
    },
  ],
  begin_undo: [
    {
      first: `select from private.runs t where t.id = '${ended}' for no key update;
        insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
          actor_role, idempotency_key, request_hash, undoes_run)
        values ('refresh-integration', 'running', 'user', '${customer}', 'x', '{}', 'un motif', 'ADMIN', 'x', 'admin', '${KEY}',
          sha256(convert_to(jsonb_build_array('undo', '${ended}', '${REASON}')::text, 'UTF8')), '${ended}')`,
      commits: true,
      second: {
        call: "undo_run",
        args: { run_id: ended, reason: REASON, idempotency_key: KEY },
      },
      says: "200",
    },
  ],
  cancel_run: [
    {
      first: `update private.runs set status = 'succeeded', finished_at = now() where id = '${running}'`,
      commits: true,
      second: { call: "cancel_run", args: { run_id: running, reason: REASON } },
      says: "409 blocked run_finished",
    },
  ],
  find_rule: [
    waiting(held("private.alert_rules", "t.id = 1"), "(private.find_rule(1)).metric", "uptime"),
  ],
  set_threshold: [
    waiting(
      "select from private.metrics t where t.metric = 'uptime' for no key update",
      {
        call: "set_threshold",
        args: { metric: "uptime", threshold: 99.5, window_hours: 720, reason: REASON },
      },
      "200",
    ),
  ],
  save_alert_rule: [
    waiting(
      advisory("alert_rules"),
      {
        call: "save_alert_rule",
        args: { id: null, fields: { metric: "uptime", severity: "P3" }, reason: REASON },
      },
      "200",
    ),
  ],
  measure_all: [waiting(advisory("metrics"), "private.measure_all() >= 0", "true")],
  turn_alerts: [
    waiting(
      "select from private.alert_rules t where t.metric = 'emails_bounced' for update",
      "private.turn_alerts() >= 0",
      "true",
    ),
  ],
  find_incident: [
    waiting(
      held("private.incidents", `t.id = '${INCIDENT}'`),
      `private.find_incident('${INCIDENT}') is not null; 'done'`,
    ),
  ],
  draft_incident: [
    waiting(
      "select from private.alerts t where t.metric = 'emails_bounced' for no key update",
      {
        call: "draft_incident",
        args: { alert_id: RECORDS.alert, title: "E-mails rejetés" },
      },
      "409 blocked alert_pending",
    ),
  ],
  turn_alert: [
    {
      ...waiting(
        held("private.alerts", "t.metric = 'emails_bounced'"),
        `private.turn_alert((select r from private.alert_rules r where r.metric = 'emails_bounced'), 'breach', 'good', null, 5, 5)`,
        "0",
      ),
      given: "delete from private.notices",
    },
  ],
  note_revenue: [
    waiting(
      held("private.mrr_accounts", "t.stripe_customer_id = 'cus_kept'"),
      "private.note_revenue('cus_kept'); 'done'",
    ),
  ],
  repair_revenue: [passing(held("private.mrr_repairs", "true"), "private.repair_revenue()", "0")],
  turn_rollups: [
    passing(held("private.rollup_queue", "true"), "private.turn_rollups()", "0"),
    passing(advisory("rollups"), "private.turn_rollups()", "0"),
  ],
  rebuild_rollups: [waiting(advisory("rollups"), "private.rebuild_rollups() > 0", "true")],
  turn_imports: [
    passing(
      `update public.import_logs t set status = 'error' where t.user_id = '${customer}' and t.status = 'skipped'`,
      "private.turn_imports()",
      "0",
    ),
    passing(
      held("private.open_imports", `t.user_id = '${customer}'`),
      "private.turn_imports()",
      "0",
    ),
    passing("select", "private.turn_imports()", "1"),
  ],
  reopen_imports: [
    waiting(
      `update public.import_logs t set rows_imported = 1 where t.user_id = '${customer}' and t.status = 'error'`,
      `private.reopen_imports('{${customer}}', '{stripe}', '{2026-11}'); 'done'`,
    ),
  ],
  rebuild_imports: [
    waiting(
      `update public.import_logs t set status = 'error' where t.user_id = '${customer}' and t.status = 'skipped'`,
      `private.rebuild_imports() > 0; exists (select from private.open_imports t where t.user_id = '${customer}')`,
      "false",
    ),
  ],
  compare_alone: [waiting(advisory("private.compare"), "private.compare_alone(); 'done'")],
  compare_beside: [
    waiting(advisory("private.compare"), "private.compare_beside(); 'done'"),
    passing("select private.compare_beside()", "private.compare_beside(); 'done'", "done"),
  ],
  mark_findings: [
    {
      first: `insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at)
        values ('mirror_behind', 'x', 'differs', '${customer}', 0, '{}', '{}', now(), now(), now())`,
      commits: true,
      second: `private.mark_findings('{${customer}}'); (select u.paid_without_access from private.users u where u.id = '${customer}')`,
      says: "true",
    },
  ],
};

let database: Database;
let one: Session;
let two: Session;
let people: Record<PersonName, Person>;
let plan: string;

beforeAll(async () => {
  database = await clonePostgres();
  [one, two] = await Promise.all([openSession(database), openSession(database)]);
  people = await onePersonOfEach(database);
  await one.query(SCENE);
  await one.query("begin");
  await one.query(able);
  await become(one, people.admin);
  const [row] = await one.query<{ plan: string }>(
    "select backoffice.plan_run($1, $2) ->> 'plan' as plan",
    [REFRESH.action, JSON.stringify(REFRESH.params)],
  );
  await one.query("rollback");
  plan = row?.plan ?? "";
});
afterAll(async () => {
  await one?.close();
  await two?.close();
  await database?.close();
});

/** What a statement of the owner gives, in words; nothing of it stays. */
async function say(session: Session, given: string, sql: string): Promise<string> {
  await session.query("begin");
  try {
    if (given !== "") await session.query(given);
    const steps = sql.split("; ");
    for (const step of steps.slice(0, -1))
      await session.query(/^(set|update)/.test(step) ? step : `select ${step}`);
    const [row] = await session.query<{ said: unknown }>(`select (${steps.at(-1)}) as said`);
    return String(row?.said);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code} ${message}`;
  } finally {
    await session.query("rollback");
  }
}

async function pidOf(session: Session): Promise<number> {
  const [row] = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
  return row?.pid ?? 0;
}

async function tryLine({ first, commits = false, given = "", second }: Line) {
  const [pids, admin] = [await Promise.all([pidOf(one), pidOf(two)]), people.admin];
  await one.query("begin");
  await one.query(first.replace("ADMIN", admin?.userId ?? ""));
  let said: string | undefined;
  const answer = (
    typeof second === "string"
      ? say(two, given, second)
      : ask(two, {
          as: admin,
          given,
          call: second.call,
          args:
            second === START
              ? { ...REFRESH, plan, reason: REASON, idempotency_key: KEY }
              : second.args,
        })
  ).then((words) => {
    said = words;
    return words;
  });
  let waited = false;
  while (!waited && said === undefined) {
    const [row] = await database.query<{ blocked: boolean }>(
      "select $1 = any (pg_blocking_pids($2)) as blocked",
      pids,
    );
    waited = row?.blocked ?? false;
  }
  await one.query(commits ? "commit" : "rollback");
  return { waited, said: await answer };
}

const tries = Object.entries(LINES).flatMap(([routine, lines]) =>
  lines.map((line, place) => ({ routine, place: place + 1, line })),
);

test.each(tries)("$routine takes its turn ($place)", async ({ line }) => {
  expect(await tryLine(line)).toEqual({ waited: !line.passes, said: line.says });
});

test("every function that locks something has its lines", async () => {
  const locking = await database.query<{ name: string; locks: number }>(
    `select p.proname::text as name, regexp_count(p.prosrc, ' for (no key |key )?(update|share)( of \\w+)?( skip locked)?[;\\s)]|pg_advisory_xact_lock')::int as locks
    from pg_proc p where p.pronamespace = 'private'::regnamespace
      and p.prosrc ~ ' for (no key |key )?(update|share)[;\\s)]|pg_advisory_xact_lock'`,
  );
  expect(locking.filter(({ name, locks }) => (LINES[name]?.length ?? 0) < locks)).toEqual([]);
});
