import type { Scene } from "./badRequests.ts";
import { REASON } from "./premiumCalls.ts";

/** A call of a function of schema backoffice that must be refused. */
export type BadCall = {
  name: string;
  routine:
    | "me"
    | "open_user"
    | "access_history"
    | "search_users"
    | "count_users"
    | "preview_action"
    | "run_action"
    | "undo_run"
    | "prove_run";
  /** A string is sent as it is, anything else as JSON. */
  args: (scene: Scene) => unknown;
  status: number;
  /** The contract's code, or the SQLSTATE or code with which the Data API answers by itself. */
  code: string;
};

type Args = Record<string, unknown>;

const ABSENT = "00000000-0000-4000-8000-000000000000";
const KEY = "key-of-a-bad-call";

const shown = (value: unknown) => (JSON.stringify(value) ?? "undefined").slice(0, 60);

const params = (value: unknown, status: number, code: string): BadCall => ({
  name: `preview_action, params ${shown(value)}`,
  routine: "preview_action",
  args: () => ({ action: "grant-premium", params: value }),
  status,
  code,
});

const param = (over: Args, status = 422, code = "invalid_input"): BadCall => ({
  name: `preview_action, params with ${shown(over)}`,
  routine: "preview_action",
  args: ({ user }) => ({ action: "grant-premium", params: { user_id: user, days: 7, ...over } }),
  status,
  code,
});

const rawDays = (days: string): BadCall => ({
  name: `preview_action, days ${days.slice(0, 20)}`,
  routine: "preview_action",
  args: ({ user }) => `{"action":"grant-premium","params":{"user_id":"${user}","days":${days}}}`,
  status: 422,
  code: "invalid_input",
});

const run = (name: string, over: Args, status = 422, code = "invalid_input"): BadCall => ({
  name: `run_action, ${name}`,
  routine: "run_action",
  args: ({ user, plan }) => ({
    action: "grant-premium",
    params: { user_id: user, days: 7 },
    plan,
    reason: REASON,
    idempotency_key: KEY,
    ...over,
  }),
  status,
  code,
});

const undo = (name: string, over: Args, status: number, code: string): BadCall => ({
  name: `undo_run, ${name}`,
  routine: "undo_run",
  args: (scene) => ({ run_id: scene.run, reason: REASON, idempotency_key: KEY, ...over }),
  status,
  code,
});

const other = (
  routine: BadCall["routine"],
  args: unknown,
  status: number,
  code: string,
): BadCall => ({
  name: `${routine} ${shown(args)}`,
  routine,
  args: () => args,
  status,
  code,
});

export const badCalls: BadCall[] = [
  ...[{}, { action: "grant-premium" }, { action: "grant-premium", params: {}, more: 1 }].map(
    (args) => other("preview_action", args, 404, "PGRST202"),
  ),
  ...[null, "", "nothing", "Grant-Premium", 1, "x".repeat(100_000), "\ud83d"].map((action) =>
    other("preview_action", { action, params: {} }, 403, "not_allowed"),
  ),
  // The role comes before the parameters: who may not ban learns nothing of what a ban takes.
  ...["ban-user", "unban-user"].map((action) =>
    other("preview_action", { action, params: { user_id: ABSENT, hours: 0 } }, 403, "not_allowed"),
  ),
  other("preview_action", { action: "grant\u0000", params: {} }, 400, "22021"),
  other("preview_action", "{", 400, "PGRST102"),
  ...[null, [], 1, true, {}, { user_id: null }, { user_id: 1 }, { user_id: "x" }].map((value) =>
    params(value, 422, "invalid_input"),
  ),
  params({ user_id: ABSENT, days: 7 }, 404, "not_found"),
  ...[undefined, null, 0, -1, 367, 1.5, 1e308, "7", "NaN", true, [7], {}].map((days) =>
    param({ days }),
  ),
  ...["1e400", "1e100000", "-0.5", "9".repeat(10_000)].map(rawDays),
  ...["free", "gold", "", null, 1, ["pro"], {}].map((plan) => param({ plan })),
  param({ more: 1 }),
  param({ ["__proto__"]: { plan: "pro" } }),
  // What jsonb cannot hold never reaches a function: the Data API answers with the SQLSTATE.
  param({ plan: "pro\u0000" }, 400, "22P05"),
  param({ "a\u0000": 1 }, 400, "22P05"),
  param({ plan: "\ud83d" }, 400, "22P02"),
  param({ "\ud83d": 1 }, 400, "22P02"),

  other("run_action", {}, 404, "PGRST202"),
  run("an unknown argument", { more: 1 }, 404, "PGRST202"),
  ...[null, 1, "neuf_cara", " ".repeat(30), "\u00a0\u2003\u3000\ufeff".repeat(10)].map((reason) =>
    run(`reason ${shown(reason)}`, { reason }),
  ),
  run("a reason of 501 characters", { reason: "é".repeat(501) }),
  run("a reason of a million characters", { reason: "x".repeat(1_000_000) }),
  run("a reason with a NUL", { reason: `${REASON}\u0000` }, 400, "22021"),
  ...[
    null,
    1,
    "",
    "x",
    "x".repeat(1_000_000),
    `e30=.${"0".repeat(64)}`,
    `===.${"0".repeat(64)}`,
  ].map((plan) => run(`plan ${shown(plan)}`, { plan })),
  run("a plan with a NUL", { plan: "x\u0000" }, 400, "22021"),
  ...[null, "", "1234567", "with a blank", "clé-accentuée", "x".repeat(201)].map((key) =>
    run(`key ${shown(key)}`, { idempotency_key: key }, 400, "malformed"),
  ),
  run("another action's parameters", { action: "revoke-premium" }),
  run(
    "an unknown user of another action",
    { action: "revoke-premium", params: { user_id: ABSENT } },
    404,
    "not_found",
  ),
  run("an action of nobody", { action: null }, 403, "not_allowed"),
  run("an incident with a NUL", { incident: "\u0000" }, 400, "22021"),

  other("undo_run", {}, 404, "PGRST202"),
  undo("an id that is none", { run_id: "x" }, 400, "22P02"),
  undo("no id", { run_id: null }, 404, "not_found"),
  undo("an unknown run", { run_id: ABSENT }, 404, "not_found"),
  undo("another action's run", { action: "revoke-premium" }, 404, "not_found"),
  undo("a short reason", { reason: "oups" }, 422, "invalid_input"),
  undo("no reason", { reason: null }, 422, "invalid_input"),
  undo("no key", { idempotency_key: null }, 400, "malformed"),
  undo("a reason with a NUL", { reason: `${REASON}\u0000` }, 400, "22021"),

  other("prove_run", {}, 404, "PGRST202"),
  other("prove_run", { run_id: null }, 404, "not_found"),
  other("prove_run", { run_id: "x" }, 400, "22P02"),
  other("prove_run", { run_id: ABSENT, again: true }, 404, "not_found"),
  other("prove_run", { run_id: ABSENT, again: null }, 404, "not_found"),

  other("search_users", {}, 404, "PGRST202"),
  other("search_users", { search: null }, 422, "PT422"),
  other("search_users", { search: "zoe", filter: { x: 1 } }, 422, "PT422"),
  other("search_users", { search: "zoe", most: "many" }, 400, "22P02"),
  other("search_users", { search: "\u0000" }, 400, "22021"),
  other("search_users", { search: { toString: "" } }, 400, "PGRST102"),
  other("count_users", { search: "zoe", filter: null }, 422, "PT422"),
  other("open_user", {}, 404, "PGRST202"),
  other("open_user", { user_id: null }, 404, "not_found"),
  other("open_user", { user_id: ABSENT }, 404, "not_found"),
  ...["", "x", 1, "\ud83d"].map((user_id) => other("open_user", { user_id }, 400, "22P02")),
  other("open_user", { user_id: "\u0000" }, 400, "22021"),
  other("access_history", {}, 404, "PGRST202"),
  other("access_history", { user_id: null }, 404, "PT404"),
  other("access_history", { user_id: ABSENT }, 404, "PT404"),
  other("access_history", { user_id: "x" }, 400, "22P02"),
  other("me", { more: 1 }, 404, "PGRST202"),
];
