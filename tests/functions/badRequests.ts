import type { ErrorCode } from "../../supabase/functions/_shared/contract.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import { REASON } from "./premiumCalls.ts";

/** A customer, and a plan and a run that would be good. */
export type Scene = { user: string; plan: string; run: string };

export type BadRequest = {
  name: string;
  status: number;
  code: ErrorCode;
  /** The code of the first issue of a 422. */
  issue?: string;
  action?: ActionName;
  /** A string or bytes are sent as they are, anything else as JSON. */
  body: (scene: Scene) => unknown;
  /** The header Idempotency-Key; null leaves it out. */
  key?: string | null;
};

type Over = Record<string, unknown>;

export const previewBody = ({ user }: Scene, params: Over = {}, over: Over = {}): Over => ({
  mode: "preview",
  params: { user_id: user, days: 7, ...params },
  ...over,
});

export const runBody = ({ user, plan }: Scene, over: Over = {}): Over => ({
  mode: "run",
  params: { user_id: user, days: 7 },
  plan,
  reason: REASON,
  ...over,
});

const undoBody = ({ run }: Scene, over: Over = {}): Over => ({
  mode: "undo",
  run_id: run,
  reason: REASON,
  ...over,
});

const NUL = "\u0000";
const HALF = "\ud83d";
const ABSENT = "00000000-0000-4000-8000-000000000000";
const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

const malformed = (name: string, body: unknown): BadRequest => ({
  name,
  status: 400,
  code: "malformed",
  body: () => body,
});

const invalid = (
  name: string,
  body: BadRequest["body"],
  rest: Partial<BadRequest> = {},
): BadRequest => ({ name, status: 422, code: "invalid_input", body, ...rest });

const param = (field: string, value: unknown): BadRequest =>
  invalid(`params.${field} = ${JSON.stringify(value)}`, (scene) =>
    previewBody(scene, { [field]: value }),
  );

const field = (name: string, field: string, value: unknown, issue?: string): BadRequest =>
  invalid(`${field}: ${name}`, (scene) => runBody(scene, { [field]: value }), {
    ...(issue === undefined ? {} : { issue }),
  });

const raw =
  (text: string) =>
  ({ user, plan }: Scene) =>
    text.replace("USER", user).replace("PLAN", plan);

const notJson: BadRequest[] = [
  malformed("no body", undefined),
  malformed("an empty body", ""),
  malformed("blanks", " \n "),
  malformed("words", "bonjour"),
  malformed("a truncated object", '{"mode":"preview","params":{'),
  malformed("a truncated text", '{"mode":"prev'),
  malformed("a comma too many", '{"mode":"preview",}'),
  malformed("single quotes", "{'mode':'preview'}"),
  malformed("two documents", "{}{}"),
  malformed("NaN", '{"mode":"preview","params":{"days":NaN}}'),
  malformed("a raw NUL", `{"mode":"pre${NUL}view"}`),
  malformed("bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  malformed("UTF-16", Buffer.from('{"mode":"preview"}', "utf16le")),
  malformed("compressed", new Uint8Array([0x1f, 0x8b, 0x08, 0x00])),
  malformed("brackets that never close", "[".repeat(100_000)),
];

const wrongShape: BadRequest[] = [
  ...[[], null, 1, "text", true, {}].map((body) =>
    invalid(`the body ${JSON.stringify(body)}`, () => JSON.stringify(body)),
  ),
  ...[undefined, "delete", "", 1, null, ["run"], { run: true }, `run${NUL}`].map((mode) =>
    invalid(`mode ${JSON.stringify(mode)}`, (scene) => ({ ...runBody(scene), mode })),
  ),
  ...[undefined, null, [], "text", 7, true].map((params) =>
    invalid(`params ${JSON.stringify(params)}`, () => ({ mode: "preview", params })),
  ),
  invalid("an unknown field", (scene) => runBody(scene, { force: true })),
  invalid("a field of another mode", (scene) => undoBody(scene, { plan: scene.plan })),
  invalid("a plan in a preview", (scene) => previewBody(scene, {}, { plan: scene.plan })),
  invalid("a NUL in a key", (scene) => runBody(scene, { [`a${NUL}`]: 1 })),
  invalid("half a pair in a key", (scene) => runBody(scene, { [HALF]: 1 })),
  invalid(
    "__proto__",
    raw('{"mode":"preview","params":{"user_id":"USER","days":7},"__proto__":{}}'),
  ),
  invalid("constructor", (scene) => runBody(scene, { constructor: { prototype: {} } })),
  invalid("a doubled field, the last of which is wrong", (scene) =>
    raw('{"mode":"preview","mode":"nothing","params":{"user_id":"USER","days":7}}')(scene),
  ),
  invalid("100,000 brackets", () => DEEP),
  invalid("100,000 brackets as params", () => `{"mode":"preview","params":${DEEP}}`),
];

const wrongParams: BadRequest[] = [
  ...[undefined, null, "", "zoe", 7, [ABSENT], `${ABSENT} `, `{${ABSENT}}`].map((value) =>
    param("user_id", value),
  ),
  ...[undefined, null, 0, -1, 367, 1.5, 1e308, 1e21, "7", "NaN", "", true, [7], {}].map((value) =>
    param("days", value),
  ),
  invalid("days = 1e400", raw('{"mode":"preview","params":{"user_id":"USER","days":1e400}}')),
  invalid("days of 10,000 digits", (scene) =>
    raw(`{"mode":"preview","params":{"user_id":"USER","days":${"9".repeat(10_000)}}}`)(scene),
  ),
  invalid("a doubled parameter, the last of which is wrong", (scene) =>
    raw('{"mode":"preview","params":{"user_id":"USER","days":7,"days":0}}')(scene),
  ),
  ...["free", "gold", "Premium", "", null, 1, ["pro"], `pro${NUL}`, HALF].map((value) =>
    param("plan", value),
  ),
  param("reason", "because"),
  param(`a${NUL}`, 1),
  param(HALF, 1),
  invalid(
    "__proto__ in params",
    raw('{"mode":"preview","params":{"user_id":"USER","days":7,"__proto__":{"plan":"pro"}}}'),
  ),
  invalid("days = 100,000 brackets", (scene) =>
    raw(`{"mode":"preview","params":{"user_id":"USER","days":${DEEP}}}`)(scene),
  ),
  invalid("the parameters of another action", (scene) => previewBody(scene), {
    action: "revoke-premium",
  }),
  {
    name: "an unknown user",
    status: 404,
    code: "not_found",
    body: (scene) => previewBody(scene, { user_id: ABSENT }),
  },
  {
    name: "an unknown user of revoke-premium",
    action: "revoke-premium",
    status: 404,
    code: "not_found",
    body: () => ({ mode: "preview", params: { user_id: ABSENT } }),
  },
];

const wrongTexts: BadRequest[] = [
  field("missing", "reason", undefined),
  ...[null, 10, ["because it is so"], {}].map((value) =>
    field(JSON.stringify(value), "reason", value, "invalid_type"),
  ),
  field("9 characters", "reason", "neuf_cara", "reason_too_short"),
  field("9 emoji", "reason", "🧾".repeat(9), "reason_too_short"),
  field("501 characters", "reason", "x".repeat(501), "reason_too_long"),
  field("501 emoji", "reason", "🧾".repeat(501), "reason_too_long"),
  field("100,000 characters", "reason", "x".repeat(100_000), "reason_too_long"),
  field("only blanks", "reason", " \t\r\n".repeat(10), "reason_too_short"),
  field("only wide blanks", "reason", "\u00a0\u2003\u3000\ufeff".repeat(10), "reason_too_short"),
  field("a word among blanks", "reason", `${" ".repeat(40)}parce que`, "reason_too_short"),
  field("a NUL", "reason", `${REASON}${NUL}`, "unstorable_text"),
  field("half a pair", "reason", `${REASON}${HALF}`, "unstorable_text"),
  field("missing", "plan", undefined),
  ...[null, 1, ["x"], {}, true].map((value) =>
    field(JSON.stringify(value), "plan", value, "invalid_type"),
  ),
  field("empty", "plan", "", "too_small"),
  field("more than 128 KB", "plan", "x".repeat(128 * 1024 + 1), "too_big"),
  field("made up", "plan", "x".repeat(4096), "unknown_plan"),
  field("made up, well shaped", "plan", `e30=.${"0".repeat(64)}`, "unknown_plan"),
  field("a NUL", "plan", `x${NUL}`, "unstorable_text"),
  field("half a pair", "plan", HALF, "unstorable_text"),
  ...["confirm", "incident"].flatMap((name) => [
    field("null", name, null, "invalid_type"),
    field("a number", name, 1, "invalid_type"),
    field("a NUL", name, NUL, "unstorable_text"),
    field("half a pair", name, HALF, "unstorable_text"),
  ]),
  field("321 characters", "confirm", "x".repeat(321), "too_big"),
  field("65 characters", "incident", "x".repeat(65), "too_big"),
  ...[undefined, null, "x", 1, [ABSENT]].map((run_id) =>
    invalid(`run_id ${JSON.stringify(run_id)}`, (scene) => undoBody(scene, { run_id })),
  ),
  invalid("an undo with a short reason", (scene) => undoBody(scene, { reason: "oups" }), {
    issue: "reason_too_short",
  }),
  {
    name: "an unknown run",
    status: 404,
    code: "not_found",
    body: (scene) => undoBody(scene, { run_id: ABSENT }),
  },
];

const wrongKeys: BadRequest[] = [
  null,
  "",
  "7 chars",
  "1234567",
  "with a blank",
  "clé-accentuée",
  "x".repeat(201),
  "first-key-1, second-key",
].flatMap((key) => [
  { name: `key ${key} on a run`, status: 400, code: "malformed", key, body: (s) => runBody(s) },
  { name: `key ${key} on an undo`, status: 400, code: "malformed", key, body: (s) => undoBody(s) },
]);

const tooLarge: BadRequest[] = [
  {
    name: "one byte too many",
    status: 413,
    code: "too_large",
    body: (scene) => JSON.stringify(previewBody(scene)).padEnd(256 * 1024 + 1),
  },
  {
    name: "8 MB",
    status: 413,
    code: "too_large",
    body: (scene) => runBody(scene, { reason: "x".repeat(8_000_000) }),
  },
];

export const badRequests: BadRequest[] = [
  ...notJson,
  ...wrongShape,
  ...wrongParams,
  ...wrongTexts,
  ...wrongKeys,
  ...tooLarge,
];
