import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { fingerprint } from "./databaseState.ts";
import { planOf, REASON } from "./premiumCalls.ts";

let backend: Backend;
let token: string;
let user: string;
let plan: string;
let written: string | undefined;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres());
  token = await backend.signIn("ops@comptalyze.test");
  user = (await customersOf(backend.database)("free")).id;
  plan = await planOf(backend, token, "grant-premium", { user_id: user, days: 7 });
  written = await effects();
  // The embedded Data API prints the stack of what it cannot pass on.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => backend.close());

/** Letters, blanks, NUL, halves of pairs, whole emoji. */
const text = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom("a", " ", "\u0000", "\ud83d", "\udc00", "🧾", '"', "\\", "__proto__", "'"),
  ),
  maxLength: 40,
});

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -0, 1e308, -1, 7, 1.5),
    fc.double({ noNaN: true }),
    text,
    fc.uuid(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;

/** A good body in which some fields are anything, and one is too much or missing now and then. */
const spoiled = (good: () => Record<string, unknown>) =>
  fc
    .tuple(
      fc.subarray(["mode", "params", "plan", "reason", "run_id", "action", "idempotency_key"], {
        minLength: 1,
      }),
      fc.array(json, { minLength: 7, maxLength: 7 }),
      fc.boolean(),
    )
    .map(([fields, values, drop]) => {
      const body = good();
      fields.forEach((field, index) => {
        if (drop && index === 0) delete body[field];
        else body[field] = values[index];
      });
      return body;
    });

const effects = async () => {
  const [row] = await backend.database.query<{ rows: string }>(
    `select (select count(*) from private.runs) || '/' || (select count(*) from private.grants)
       || '/' || (select count(*) from private.run_proofs) as rows`,
  );
  return row?.rows;
};

/** Sends, and holds the answer against the rule: no fault of ours, and no effect of a refusal. */
async function harmless(path: string, body: string, key: string): Promise<void> {
  const answer = await backend.request(
    path,
    {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-profile": "backoffice",
        "idempotency-key": key,
      },
      body,
    },
    token,
  );
  const words = await answer.text();
  // "SUP": the embedded Data API could not pass an argument on; no SQL ran.
  if (answer.status >= 500) expect(words).toMatch(/^{"code":"SUP"/);
  if (path.startsWith("/functions/")) expect(answer.status, words).toBeLessThan(500);
  const after = await effects();
  if (answer.status >= 400) expect(after).toBe(written);
  written = after;
}

/** What an action takes besides the customer. */
const MORE_PARAMS: Record<string, object> = {
  "ban-user": { hours: 24 },
  "grant-premium": { days: 7 },
};

test.each(Object.keys(contracts))("300 bodies of chance to %s", async (action) => {
  const start = await fingerprint(backend.database);
  const good = () => ({
    mode: "run",
    params: { user_id: user, ...MORE_PARAMS[action] },
    plan,
    reason: REASON,
  });
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    spoiled(good).map((value) => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  );
  const key = fc.string({ unit: "grapheme-ascii", maxLength: 30 }).map((k) => k.trim());
  await fc.assert(
    fc.asyncProperty(body, key, (sent, name) => harmless(`/functions/v1/${action}`, sent, name)),
    { numRuns: 300 },
  );
  // A body of chance may be good; then it was a run like any other.
  if ((await effects())?.startsWith("0/")) {
    expect(await fingerprint(backend.database)).toEqual(start);
  }
});

test.each(["me", "open_user", "preview_action", "run_action", "undo_run", "prove_run"])(
  "100 arguments of chance to %s",
  async (routine) => {
    const good: Record<string, Record<string, unknown>> = {
      me: {},
      open_user: { user_id: user },
      preview_action: { action: "grant-premium", params: { user_id: user, days: 7 } },
      run_action: {
        action: "grant-premium",
        params: { user_id: user, days: 7 },
        plan,
        reason: REASON,
        idempotency_key: "key-of-chance",
      },
      undo_run: { run_id: user, reason: REASON, idempotency_key: "key-of-chance" },
      prove_run: { run_id: user, again: true },
    };
    const names = Object.keys(good[routine] ?? {});
    const args = fc.oneof(
      json,
      fc
        .tuple(fc.subarray(names), fc.array(json, { minLength: 5, maxLength: 5 }))
        .map(([some, values]) => ({
          ...good[routine],
          ...Object.fromEntries(some.map((name, index) => [name, values[index]])),
        })),
    );
    await fc.assert(
      fc.asyncProperty(args, (sent) =>
        harmless(`/rest/v1/rpc/${routine}`, JSON.stringify(sent), "key-of-chance"),
      ),
      { numRuns: 100 },
    );
  },
);
