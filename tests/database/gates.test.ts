import { afterAll, beforeAll, expect, test } from "vitest";
import { REASON } from "./actions.ts";
import { ask } from "./ask.ts";
import { readMatrix } from "./matrix.ts";
import { openRecords, RECORDS, type Records } from "./records.ts";
import type { Person } from "./session.ts";

/** Nothing has this id: whoever may not ask must not learn that. */
const NOTHING = "00000000-0000-4000-8000-0000000000ff";
const KEY = { idempotency_key: "a-key-of-this-test", reason: REASON };
const GRANT = { action: "grant-premium", params: { user_id: RECORDS.customer, days: 7 } };
const REFRESH = { action: "refresh-integration", params: { integration_id: RECORDS.token } };

type Gate = {
  args: Record<string, unknown>;
  /** A token whose session has ended does not do. */
  session?: true;
  /** The right that a role needs, "verb subject", and with which arguments it is asked for. */
  right?: [verb: string, subject: string, args?: Record<string, unknown>];
};

const GATES: Record<string, Gate> = {
  me: { args: {} },
  open_user: { args: { user_id: NOTHING }, right: ["read", "users"] },
  access_history: { args: { user_id: NOTHING }, right: ["read", "users"] },
  // Whoever may not ask does not even learn what is wrong with the question.
  search_users: { args: { search: null }, right: ["read", "users"] },
  count_users: { args: { search: null }, right: ["read", "users"] },
  request_scan: { args: {}, session: true, right: ["read", "drifts"] },
  record_guards: { args: { kind: "user", id: NOTHING } },
  approval_rights: { args: { approval_id: NOTHING } },
  verify_audit: { args: {}, right: ["read", "audit_chain"] },
  ask_permission: {
    args: { action: "grant-premium" },
    session: true,
    right: ["run", "grant-premium"],
  },
  note_failure: {
    args: { ...GRANT, reason: REASON, code: "vendor_failed" },
    session: true,
    right: ["run", "grant-premium"],
  },
  preview_action: { args: GRANT, session: true, right: ["run", "grant-premium"] },
  plan_run: { args: REFRESH, session: true, right: ["run", "refresh-integration"] },
  run_action: {
    args: { ...GRANT, plan: "forged", ...KEY },
    session: true,
    right: ["run", "grant-premium"],
  },
  start_run: {
    args: { ...REFRESH, plan: "forged", ...KEY },
    session: true,
    right: ["run", "refresh-integration"],
  },
  undo_run: {
    args: { run_id: NOTHING, ...KEY },
    session: true,
    right: ["run", "refresh-integration", { run_id: RECORDS.ended, ...KEY }],
  },
  cancel_run: {
    args: { run_id: RECORDS.running, reason: REASON },
    session: true,
    right: ["run", "refresh-integration"],
  },
  retry_run: {
    args: { run_id: RECORDS.ended, ...KEY },
    session: true,
    right: ["run", "refresh-integration"],
  },
  prove_run: { args: { run_id: NOTHING }, session: true },
  decide_approval: {
    args: { approval_id: NOTHING, decision: "approve" },
    session: true,
    right: ["approve", "grant-premium", { approval_id: RECORDS.approval, decision: "approve" }],
  },
  comment_approval: {
    args: { approval_id: NOTHING, body: "Vu" },
    session: true,
    right: ["read", "approvals"],
  },
  break_glass: { args: { approval_id: NOTHING, reason: REASON }, session: true },
  home: { args: {}, right: ["read", "metrics"] },
  chart: {
    args: { name: null, since: null, until: null, grain: null },
    right: ["read", "metrics"],
  },
  marks: { args: { since: null, until: null }, right: ["read", "metrics"] },
  set_threshold: {
    args: { metric: "uptime", threshold: null, window_hours: null, reason: REASON },
    session: true,
    right: ["edit", "metrics"],
  },
  save_alert_rule: {
    args: { id: null, fields: null, reason: REASON },
    session: true,
    right: ["edit", "alerts"],
  },
  delete_alert_rule: {
    args: { id: null, reason: REASON },
    session: true,
    right: ["edit", "alerts"],
  },
  mute_alert_rule: {
    args: { id: null, minutes: 60, reason: REASON },
    session: true,
    right: ["edit", "alerts"],
  },
  test_alert_rule: { args: { id: null }, session: true, right: ["edit", "alerts"] },
  draft_incident: {
    args: { alert_id: NOTHING, title: null },
    session: true,
    right: ["edit", "incidents"],
  },
  declare_incident: {
    args: { id: null, fields: null },
    session: true,
    right: ["edit", "incidents"],
  },
  move_incident: {
    args: { id: NOTHING, move: null, version: 1 },
    session: true,
    right: ["edit", "incidents"],
  },
};

let session: Records["session"];
let people: Records["people"];
let close: Records["close"];

beforeAll(async () => {
  ({ session, people, close } = await openRecords());
});
afterAll(() => close?.());

const VERBS = ["read", "run", "approve", "edit"];

test.each(Object.entries(GATES))("%s lets in whom it must", async (call, gate) => {
  const { args, right } = gate;
  const said = (as: Person, given = "", asked = args) =>
    ask(session, { as, call, args: asked, given });
  expect(await said(null)).toBe("401 unauthorized");
  expect(await said(people.customer)).toBe("403 not_staff");
  expect(await said(people["former staff"])).toBe("403 not_staff");

  const ended = await said(
    people.admin,
    `delete from auth.sessions where user_id = '${people.admin?.userId}'`,
  );
  const stolen = await ask(session, {
    as: { ...people.admin, sessionId: people.support?.sessionId } as Person,
    call,
    args,
  });
  const open = gate.session ? "401 unauthorized session_ended" : await said(people.admin);
  expect({ ended, stolen }).toEqual({ ended: open, stolen: open });
  // Whoever comes after a colleague on the same connection is asked anew.
  expect(await said(people.admin)).not.toContain("403");
  expect(await said(people.customer)).toBe("403 not_staff");

  if (right === undefined) return;
  const [verb, subject, asked = args] = right;
  const none = `delete from private.permissions where role = 'admin' and subject = '${subject}';`;
  // The other rights on the same subject are none.
  const others = VERBS.filter((one) => one !== verb).map(
    (one) => `insert into private.permissions values ('admin', '${one}', '${subject}');`,
  );
  expect(await said(people.admin, "", asked)).not.toContain("403");
  expect(await said(people.admin, none, asked)).toBe("403 not_allowed");
  expect(await said(people.admin, `${none} ${others.join(" ")}`, asked)).toBe("403 not_allowed");
});

test("every function that a browser can call has its line", () => {
  const written = [...readMatrix()("Function").keys()];
  expect(Object.keys(GATES).sort()).toEqual(
    written.map((name) => name.replace(/^backoffice\.|\(.*$/g, "")).sort(),
  );
});
