import { afterAll, beforeAll, expect, test } from "vitest";
import { REASON } from "./actions.ts";
import { type Asked, ask } from "./ask.ts";
import type { PersonName } from "./people.ts";
import { openRecords, RECORDS, type Records } from "./records.ts";

const NOTHING = "00000000-0000-4000-8000-0000000000ff";
const KEY = "a-key-of-this-test";
const keyed = { idempotency_key: KEY, reason: REASON };
const { customer, running, ended, approval, token } = RECORDS;

const GRANT = { action: "grant-premium", params: { user_id: customer, days: 7, plan: "premium" } };
const BAN = { action: "ban-user", params: { user_id: customer, hours: 3 } };
const REVOKE = { action: "revoke-premium", params: { user_id: customer } };
const REFRESH = { action: "refresh-integration", params: { integration_id: token } };

const GRANTED = `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
  values ('${customer}', 'premium', now() - interval '1 day', now() + interval '30 days', 'x');`;

const state = (place: string, change: string) =>
  `alter table private.runs disable trigger immutable; update private.runs set ${change} where id = '${place}';
  alter table private.runs enable trigger immutable;`;

let session: Records["session"];
let people: Records["people"];
let close: Records["close"];

beforeAll(async () => {
  ({ session, people, close } = await openRecords());
});
afterAll(() => close?.());

type Payload = Record<string, unknown> & { targets?: object };

/** A plan of the admin's preview, with other contents and sealed anew when they are given. */
async function planOf(
  { action, params }: typeof GRANT | typeof REVOKE | typeof REFRESH | typeof BAN,
  other: (payload: Payload) => Payload = (payload) => payload,
): Promise<string> {
  const routine = action === REFRESH.action ? "plan_run" : "preview_action";
  await session.query("begin");
  try {
    await session.query(
      `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claims', $2, true)`,
      [people.admin?.userId, JSON.stringify({ session_id: people.admin?.sessionId })],
    );
    const [row] = await session.query<{ payload: Payload }>(
      `select private.read_plan(private.${routine}($1, $2) ->> 'plan') as payload`,
      [action, JSON.stringify(params)],
    );
    const [sealed] = await session.query<{ plan: string }>("select private.sign_plan($1) as plan", [
      JSON.stringify(other(row?.payload ?? {})),
    ]);
    return sealed?.plan ?? "";
  } finally {
    await session.query("rollback");
  }
}

type Case = Omit<Asked, "as"> & { as?: PersonName; says: string };

async function expectSays(cases: Case[]): Promise<void> {
  const said: unknown[] = [];
  for (const { says: _says, as = "admin", ...asked } of cases) {
    said.push(await ask(session, { ...asked, as: people[as] }));
  }
  const told = (answers: unknown[]) =>
    cases.map(({ call, args, given }, at) => ({ call, args, given, said: answers[at] }));
  expect(told(said)).toEqual(told(cases.map(({ says }) => says)));
}

test("a failure is noted by the code of the contract and by nothing else", async () => {
  const noted = { ...GRANT, reason: REASON };
  const invalid = "422 invalid_input params.code: invalid_format";
  await expectSays([
    { call: "note_failure", args: { ...noted, code: "external_error" }, says: "200" },
    { call: "note_failure", args: { ...noted, code: null }, says: invalid },
    { call: "note_failure", args: { ...noted, code: "" }, says: invalid },
    { call: "note_failure", args: { ...noted, code: "Not a code" }, says: invalid },
    { call: "note_failure", args: { ...noted, code: "x".repeat(41) }, says: invalid },
  ]);
});

test("what nobody has is not found", async () => {
  const noRun = "404 not_found run";
  const noApproval = "404 not_found approval";
  await expectSays([
    { call: "open_user", args: { user_id: NOTHING }, says: "404 not_found user" },
    { call: "access_history", args: { user_id: NOTHING }, says: "404 not_found user" },
    { call: "undo_run", args: { run_id: NOTHING, ...keyed }, says: noRun },
    { call: "undo_run", args: { run_id: ended, action: "ban-user", ...keyed }, says: noRun },
    { call: "prove_run", args: { run_id: NOTHING }, says: noRun },
    { call: "prove_run", args: { run_id: ended, action: "ban-user" }, says: noRun },
    { call: "cancel_run", args: { run_id: NOTHING, reason: REASON }, says: noRun },
    { call: "retry_run", args: { run_id: NOTHING, ...keyed }, says: noRun },
    { call: "approval_rights", args: { approval_id: NOTHING }, says: noApproval },
    {
      call: "decide_approval",
      args: { approval_id: NOTHING, decision: "approve" },
      says: noApproval,
    },
    { call: "comment_approval", args: { approval_id: NOTHING, body: "Vu" }, says: noApproval },
    { call: "break_glass", args: { approval_id: NOTHING, reason: REASON }, says: noApproval },
    { call: "record_guards", args: { kind: "user", id: NOTHING }, says: "404 not_found user" },
    {
      call: "record_guards",
      args: { kind: "invoice", id: NOTHING },
      says: "404 not_found invoice",
    },
    { call: "record_guards", args: { kind: "email", id: "x" }, says: "404 not_found email" },
    {
      call: "preview_action",
      args: { action: "no-such-action", params: {} },
      given: "insert into private.permissions values ('admin', 'run', 'no-such-action')",
      says: "404 not_found action",
    },
    {
      call: "preview_action",
      args: { ...GRANT, params: { ...GRANT.params, user_id: NOTHING } },
      says: "404 not_found user",
    },
    {
      call: "run_action",
      args: { ...GRANT, params: { ...GRANT.params, user_id: NOTHING }, plan: "x", ...keyed },
      says: "404 not_found user",
    },
  ]);
});

test("an action is asked for in its own way", async () => {
  const wrong = "404 not_found action";
  await expectSays([
    { call: "preview_action", args: REFRESH, says: wrong },
    { call: "run_action", args: { ...REFRESH, plan: "x", ...keyed }, says: wrong },
    { call: "plan_run", args: REVOKE, says: wrong },
    { call: "start_run", args: { ...REVOKE, plan: "x", ...keyed }, says: wrong },
  ]);
});

test("whoever changes something says why, under a key", async () => {
  const short = "422 invalid_input reason: reason_too_short";
  const long = "422 invalid_input reason: reason_too_long";
  const calls: Record<string, { args: Record<string, unknown>; name?: string; keyed?: boolean }> = {
    run_action: { args: { ...GRANT, plan: "x" }, keyed: true },
    start_run: { args: { ...REFRESH, plan: "x" }, keyed: true },
    undo_run: { args: { run_id: ended }, keyed: true },
    cancel_run: { args: { run_id: running } },
    retry_run: { args: { run_id: ended }, keyed: true },
    decide_approval: { args: { approval_id: approval, decision: "reject" }, name: "comment" },
    break_glass: { args: { approval_id: approval } },
  };
  for (const [call, { args, name = "reason", keyed: withKey = false }] of Object.entries(calls)) {
    const key = withKey ? { idempotency_key: KEY } : {};
    const reasons: [unknown, string][] = [
      [null, short],
      ["too short", short],
      [`\u00a0${"x".repeat(9)}\u2003\n`, short],
      ["x".repeat(501), long],
    ];
    await expectSays(
      reasons.map(([reason, says]) => ({ call, args: { ...args, ...key, [name]: reason }, says })),
    );
    if (!withKey) continue;
    await expectSays(
      [null, "", "seven77", "with blank", "accentuée", "k".repeat(201)].map((idempotency_key) => ({
        call,
        args: { ...args, reason: REASON, idempotency_key },
        says: "400 malformed",
      })),
    );
  }
});

test("a plan is one of this database, of this person, for this request, and of now", async () => {
  const plan = await planOf(GRANT);
  const run = (given: string | null, more: Record<string, unknown> = {}): Asked["args"] => ({
    ...GRANT,
    ...keyed,
    plan: given,
    ...more,
  });
  const unknown = "422 invalid_input plan: unknown_plan";
  const other = "409 stale_plan other_request";
  const moved = "409 stale_plan target_changed";
  const [body, seal] = plan.split(".") as [string, string];
  const deep = `${Buffer.from("[".repeat(200_000)).toString("base64")}.${"0".repeat(64)}`;
  await expectSays([
    ...[
      null,
      "",
      "x",
      body,
      `${body}.`,
      `${body}.${seal.slice(1)}0`,
      `${plan}0`,
      `${plan}\n`,
      `.${seal}`,
      deep,
    ].map((given) => ({ call: "run_action", args: run(given), says: unknown })),
    {
      call: "run_action",
      args: run(plan),
      given: `update private.settings set value = '"another key"' where key = 'plan_key'`,
      says: unknown,
    },
    { call: "run_action", as: "support", args: run(plan), says: other },
    { call: "run_action", args: run(plan, { params: { ...GRANT.params, days: 8 } }), says: other },
    {
      call: "run_action",
      args: run(await planOf(GRANT, (payload) => ({ ...payload, action: "ban-user" }))),
      says: other,
    },
    {
      call: "run_action",
      args: run(plan),
      given: "select set_config('comptalyze.clock_offset', '16 minutes', true)",
      says: "409 plan_expired",
    },
    {
      call: "run_action",
      args: run(await planOf(GRANT, (payload) => ({ ...payload, before: {} }))),
      says: moved,
    },
    {
      call: "run_action",
      args: run(await planOf(GRANT, (payload) => ({ ...payload, after: {} }))),
      says: moved,
    },
    { call: "run_action", args: run(plan), given: GRANTED, says: moved },
    { call: "run_action", args: run(plan), says: "200" },
    {
      call: "run_action",
      args: run(plan),
      given: state(
        ended,
        `plan_hash = sha256(convert_to(private.read_plan('${plan}')::text, 'UTF8'))`,
      ),
      says: "409 stale_plan plan_spent",
    },
  ]);

  const work = await planOf(REFRESH);
  const start = (given: string) => ({ ...REFRESH, ...keyed, plan: given });
  await expectSays([
    {
      call: "start_run",
      args: start(await planOf(REFRESH, (payload) => ({ ...payload, changes: "" }))),
      says: moved,
    },
    {
      call: "start_run",
      args: start(
        await planOf(REFRESH, (payload) => ({
          ...payload,
          targets: { ...payload.targets, ids: "" },
        })),
      ),
      says: moved,
    },
    { call: "start_run", as: "support", args: start(work), says: other },
  ]);
});

test("a key carries one request, of one person", async () => {
  const plan = await planOf(GRANT);
  const used = (actor: string | undefined) =>
    `insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
      actor_role, idempotency_key, request_hash)
    values ('grant-premium', 'running', 'user', '${customer}', 'x', '{}', 'un motif', '${actor}', 'x', 'admin', '${KEY}', 'another');`;
  const asked = (by: string | undefined) =>
    `insert into private.approvals (mode, action, rule, target_kind, target_id, target_label, params, reason, requested_by,
      requested_by_email, requested_by_role, expires_at, idempotency_key, request_hash)
    values ('run', 'grant-premium', 'long_grant', 'user', '${customer}', 'x', '{}', 'un motif', '${by}', 'x', 'ops', now(), '${KEY}', 'another');`;
  const args = { ...GRANT, ...keyed, plan };
  const reused = "422 idempotency_key_reused";
  await expectSays([
    { call: "run_action", args, given: used(people.admin?.userId), says: reused },
    { call: "run_action", args, given: used(people.ops?.userId), says: "200" },
    { call: "run_action", args, given: asked(people.admin?.userId), says: reused },
    { call: "run_action", args, given: asked(people.ops?.userId), says: "200" },
    {
      call: "retry_run",
      args: { run_id: ended, ...keyed },
      given: used(people.admin?.userId),
      says: reused,
    },
    {
      call: "undo_run",
      args: { run_id: ended, ...keyed },
      given: used(people.admin?.userId),
      says: reused,
    },
  ]);
});

test("what the guard blocks and what was not confirmed does not run", async () => {
  const ban = await planOf(BAN);
  const args = { ...BAN, ...keyed, plan: ban };
  const mismatch = "422 invalid_input confirm: confirm_mismatch";
  const revoke = await planOf(REVOKE);
  const start = { ...REFRESH, ...keyed, plan: await planOf(REFRESH) };
  await expectSays([
    ...[null, "", "autre@example.fr"].map((confirm) => ({
      call: "run_action",
      args: { ...args, confirm },
      says: mismatch,
    })),
    { call: "run_action", args: { ...args, confirm: "CLIENTE@example.fr" }, says: "200" },
    {
      call: "run_action",
      args: { ...REVOKE, ...keyed, plan: revoke },
      says: "409 blocked no_running_grant",
    },
    { call: "start_run", args: start, says: "409 blocked no_refresh_token" },
    {
      call: "start_run",
      args: { ...start, confirm: null },
      given: "update private.actions set confirm = 'email' where name = 'refresh-integration'",
      says: mismatch,
    },
  ]);
});

test("what two have to decide waits for a colleague, and nothing else does", async () => {
  const grant = async (days: number) => {
    const long = { ...GRANT, params: { ...GRANT.params, days } };
    return { ...long, ...keyed, plan: await planOf(long) };
  };
  const able = `update public.integration_tokens set refresh_token = 'r', expires_at = now() where id = '${token}';`;
  const alone = (most: number) =>
    `update private.settings set value = '${most}' where key = 'bulk_approval_above';`;
  const undo = { run_id: ended, ...keyed };
  const done = `update private.run_items set run_id = '${ended}', status = 'done', changes = '[{"id":"x"}]' where run_id = '${running}';
    ${state(ended, "action = 'reconcile-subscriptions'")}`;
  await session.query(able);
  const start = { ...REFRESH, ...keyed, plan: await planOf(REFRESH) };
  await expectSays([
    { call: "run_action", args: await grant(90), says: "200" },
    { call: "run_action", args: await grant(91), says: "200 pending: long_grant" },
    { call: "start_run", args: start, given: alone(1), says: "200" },
    { call: "start_run", args: start, given: alone(0), says: "200 pending: bulk" },
    { call: "undo_run", args: undo, given: done, says: "200" },
    { call: "undo_run", args: undo, given: done + alone(0), says: "200 pending: bulk" },
  ]);
  await session.query(
    `update public.integration_tokens set refresh_token = null, expires_at = null where id = '${token}'`,
  );
});

test("a run is undone once, when it has ended, and when there is a way back", async () => {
  const undo = { run_id: ended, ...keyed };
  const changed = `update private.run_items set run_id = '${ended}', status = 'done', changes = '[{"id":"x"}]' where run_id = '${running}';`;
  const reconciled = `${changed} ${state(ended, "action = 'reconcile-subscriptions'")}`;
  const done = (action: string) =>
    state(ended, `items = null, action = '${action}', params = '{"user_id":"${customer}"}'`);
  const no = (cause: string) => `409 not_undoable ${cause}`;
  await expectSays([
    { call: "undo_run", args: undo, says: no("no_undo") },
    { call: "undo_run", args: { ...undo, run_id: running }, says: no("still_running") },
    { call: "undo_run", args: undo, given: reconciled, says: "200" },
    {
      call: "undo_run",
      args: undo,
      given: state(ended, "action = 'reconcile-subscriptions'"),
      says: no("no_undo"),
    },
    {
      call: "undo_run",
      args: undo,
      given: `${reconciled} ${state(ended, `undoes_run = '${running}'`)}`,
      says: no("no_undo"),
    },
    {
      call: "undo_run",
      args: undo,
      given: `${reconciled} ${state(ended, "undone_at = now()")}`,
      says: no("already_undone"),
    },
    {
      call: "undo_run",
      args: undo,
      given: `${reconciled} ${state(ended, "status = 'failed'")}`,
      says: no("no_undo"),
    },
    { call: "undo_run", args: undo, given: done("unblock-user"), says: no("no_undo") },
    {
      call: "undo_run",
      args: undo,
      given: `${done("revoke-premium")} ${state(ended, `undoes_run = '${running}', params = '{"user_id":"${customer}"}'`)}`,
      says: no("no_undo"),
    },
    {
      call: "undo_run",
      args: undo,
      given: `${done("unban-user")} ${state(
        ended,
        `params = '{"user_id":"${customer}"}', changes = '[{"field":"banned_until","after":"2026-01-01"}]', snapshot = '{}'`,
      )}`,
      says: no("changed_since"),
    },
  ]);
});

test("who is banned, or works here, or is the last admin by now, stays what he is", async () => {
  const undo = { run_id: ended, ...keyed };
  const about = (action: string, snapshot: object) =>
    state(
      ended,
      `items = null, action = '${action}', params = '{"user_id":"${customer}"}', snapshot = '${JSON.stringify(snapshot)}'`,
    );
  // Staff is decided by two: what a colleague would agree to is tried when it is asked for.
  const back = (role: string) => ({
    staff: { user_id: customer, role, created_at: "2026-01-01" },
  });
  const hired = `insert into private.staff (user_id, role) values ('${customer}', 'ops');`;
  await expectSays([
    {
      call: "undo_run",
      args: undo,
      given: `${hired} ${about("unban-user", { banned_until: "2100-01-01" })}`,
      says: "409 blocked target_is_staff",
    },
    {
      call: "undo_run",
      args: undo,
      given: about("unban-user", { banned_until: "2100-01-01" }),
      says: "200",
    },
    {
      call: "undo_run",
      args: undo,
      given: `${hired} update auth.users set banned_until = 'infinity' where id = '${customer}'; ${about("add-staff", back("support"))}`,
      says: "409 blocked target_is_banned",
    },
    {
      call: "undo_run",
      args: undo,
      given: `${hired} ${about("add-staff", back("support"))}`,
      says: "200 pending: staff",
    },
    {
      call: "undo_run",
      args: undo,
      given: `insert into private.staff (user_id, role) values ('${customer}', 'admin');
        update private.permissions set role = 'ops' where subject = 'add-staff' and role = 'admin';
        update private.staff set role = 'ops' where role = 'admin' and user_id <> '${customer}';
        ${about("add-staff", back("support"))}`,
      as: "ops",
      says: "409 blocked last_admin",
    },
  ]);
});

test("a run is cancelled while it runs, and its failures are tried again once", async () => {
  const retry = { run_id: ended, ...keyed };
  const failed = `update private.run_items set run_id = '${ended}', status = 'failed', target_id = '${token}' where run_id = '${running}';
    ${state(ended, `params = '{"integration_id":"${token}"}'`)}`;
  const able = `update public.integration_tokens set refresh_token = 'r', expires_at = now() where id = '${token}';`;
  const blocked = (code: string) => `409 blocked ${code}`;
  await expectSays([
    { call: "cancel_run", args: { run_id: running, reason: REASON }, says: "200" },
    { call: "cancel_run", args: { run_id: ended, reason: REASON }, says: blocked("run_finished") },
    {
      call: "cancel_run",
      args: { run_id: running, reason: REASON },
      given: state(running, "items = null"),
      says: blocked("run_finished"),
    },
    { call: "retry_run", args: { ...retry, run_id: running }, says: blocked("run_not_finished") },
    {
      call: "retry_run",
      args: { ...retry, run_id: running },
      given: `${able} update private.run_items set status = 'failed', target_id = '${token}'; ${state(running, `params = '{"integration_id":"${token}"}'`)}`,
      says: blocked("run_not_finished"),
    },
    { call: "retry_run", args: retry, says: blocked("nothing_failed") },
    { call: "retry_run", args: retry, given: failed, says: blocked("no_refresh_token") },
    { call: "retry_run", args: retry, given: failed + able, says: "200" },
    {
      call: "retry_run",
      args: retry,
      given: `${failed} ${able} ${state(running, `retries_run = '${ended}'`)}`,
      says: blocked("already_retried"),
    },
    {
      call: "retry_run",
      args: retry,
      given: `${failed} ${able} update private.settings set value = '0' where key = 'bulk_approval_above'`,
      says: blocked("too_many_to_retry"),
    },
  ]);
});

test("a request is decided once, in time, by another colleague who may", async () => {
  const decide = (decision: string | null, comment: string | null = null) => ({
    approval_id: approval,
    decision,
    comment,
  });
  const by = (person: PersonName, more = "") =>
    `alter table private.approvals disable trigger immutable;
    update private.approvals set requested_by = '${people[person]?.userId}' ${more}; alter table private.approvals enable trigger immutable;`;
  const closed =
    "update private.approvals set status = 'rejected', decided_by = gen_random_uuid();";
  const glass = { approval_id: approval, reason: REASON };
  const nobodyElse = `update private.staff set removed_at = now() where role = 'admin' and user_id <> '${people.admin?.userId}';`;
  const opsGone = `update private.staff set removed_at = now() where role = 'ops';`;
  const opsBanned = `update auth.users set banned_until = now() + interval '1 hour' where id in (select user_id from private.staff where role = 'ops');`;
  const unknown = "422 invalid_input decision: invalid_decision";
  await expectSays([
    { call: "decide_approval", args: decide(null), says: unknown },
    { call: "decide_approval", args: decide("agree"), says: unknown },
    { call: "decide_approval", args: decide("withdraw"), says: "403 not_allowed" },
    {
      call: "decide_approval",
      args: decide("withdraw"),
      given: by("admin"),
      says: "200 withdrawn: long_grant",
    },
    {
      call: "decide_approval",
      args: decide("approve"),
      given: by("admin"),
      says: "403 self_approval",
    },
    {
      call: "decide_approval",
      args: decide("reject", REASON),
      given: by("admin"),
      says: "403 self_approval",
    },
    {
      call: "decide_approval",
      args: decide("approve"),
      given: by("ops", `, params = '{"user_id":"${people.admin?.userId}"}'`),
      says: "403 self_approval",
    },
    { call: "decide_approval", as: "support", args: decide("approve"), says: "403 not_allowed" },
    {
      call: "decide_approval",
      as: "support",
      args: decide("reject", REASON),
      says: "403 not_allowed",
    },
    {
      call: "decide_approval",
      args: decide("reject", REASON),
      given: closed,
      says: "409 already_decided",
    },
    {
      call: "decide_approval",
      args: decide("reject", REASON),
      given: "select set_config('comptalyze.clock_offset', '25 hours', true)",
      says: "409 approval_expired",
    },
    { call: "decide_approval", args: decide("reject", REASON), says: "200 rejected: long_grant" },
    // Whose requester may not any more.
    {
      call: "decide_approval",
      args: decide("approve"),
      given: `delete from private.staff where user_id = '${RECORDS.colleague}'`,
      says: "409 blocked requester_lost_right",
    },
    ...[null, "", "  ", "x".repeat(501)].map((body) => ({
      call: "comment_approval",
      args: { approval_id: approval, body },
      says: "422 invalid_input body: comment_length",
    })),
    {
      call: "comment_approval",
      args: { approval_id: approval, body: "x".repeat(500) },
      says: "200 pending: long_grant",
    },
    { call: "break_glass", args: glass, says: "403 not_allowed" },
    {
      call: "break_glass",
      as: "support",
      args: glass,
      given: by("support"),
      says: "403 not_allowed",
    },
    {
      call: "break_glass",
      args: glass,
      given: by("admin"),
      says: "409 blocked others_can_approve",
    },
    { call: "break_glass", args: glass, given: by("admin") + closed, says: "409 already_decided" },
    {
      call: "break_glass",
      args: glass,
      given: `${by("admin")} ${nobodyElse} ${opsGone}`,
      says: "200 pending: long_grant",
    },
    {
      call: "break_glass",
      args: glass,
      given: `${by("admin")} ${nobodyElse} ${opsBanned} update private.staff set removed_at = now() where user_id = '${RECORDS.colleague}';`,
      says: "200 pending: long_grant",
    },
  ]);
});

test("a search, a verification and an undo of the past name what there is", async () => {
  const search = (args: Record<string, unknown>, says: string): Case => ({
    call: "search_users",
    args: { search: "zoe", ...args },
    says: says === "200" ? says : `422 invalid_input ${says}`,
  });
  const filter = (value: unknown, says: string) => search({ filter: value }, says);
  const line = "422 invalid_input after_seq: unknown_line";
  await expectSays([
    search({ search: null }, "search: invalid_type"),
    search({ search: "x".repeat(401) }, "search: too_big"),
    search({ search: "x".repeat(400) }, "200"),
    filter(null, "filter: invalid_type"),
    filter([], "filter: invalid_type"),
    filter({ password: "x" }, "filter.password: unrecognized_key"),
    filter({ "created_at@like": "x" }, "filter.created_at@like: unrecognized_key"),
    filter({ "created_at@is": "true" }, "filter.created_at@is: unrecognized_key"),
    filter({ "created_at@gte": "x" }, "filter.created_at@gte: invalid_type"),
    filter(
      { "created_at@gte": "2026-01-01", plan: "pro", "email_confirmed_at@not": "is.null" },
      "200",
    ),
    ...[null, "email", "created_at desc"].map((sort) => search({ sort }, "sort: invalid_value")),
    ...[null, -1, 1_000_001].map((skip) => search({ skip }, "skip: invalid_value")),
    ...[null, 0, 1002].map((most) => search({ most }, "most: invalid_value")),
    search({ sort: "created_at", skip: 1_000_000, most: 1 }, "200"),
    search({ most: 1001 }, "200"),
    { call: "count_users", args: { search: null }, says: "422 invalid_input search: invalid_type" },
    {
      call: "count_users",
      args: { search: "x".repeat(401) },
      says: "422 invalid_input search: too_big",
    },
    {
      call: "count_users",
      args: { search: "x", filter: [] },
      says: "422 invalid_input filter: invalid_type",
    },
    { call: "verify_audit", args: { after_seq: 999_999 }, says: line },
    { call: "verify_audit", args: { after_seq: 0, after_hash: "x" }, says: line },
    { call: "verify_audit", args: { most: 0 }, says: line },
    { call: "verify_audit", args: { most: 1 }, says: "200" },
  ]);
});
