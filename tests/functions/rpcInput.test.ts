import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Row } from "../../stack/database.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { badCalls } from "./badCalls.ts";
import type { Scene } from "./badRequests.ts";
import { customersOf } from "./customers.ts";
import { fingerprint } from "./databaseState.ts";
import { REASON } from "./premiumCalls.ts";

type Body = { code?: string; error?: { code: string }; plan: string; run: { id: string } };

describe("wrong calls of the Data API", () => {
  let backend: Backend;
  let token: string;
  let scene: Scene;
  let before: Row;

  beforeAll(async () => {
    // No function in between: a colleague's token can call the database by itself.
    backend = await startBackend(await clonePostgres(), { functions: false });
    token = await backend.signIn("support@comptalyze.test");
    const customers = customersOf(backend.database);
    const planFor = async (id: string) => {
      const args = { action: "grant-premium", params: { user_id: id, days: 7 } };
      return (await backend.rpc<Body>("preview_action", args, token)).body.plan;
    };
    const granted = await customers("free");
    const done = await backend.rpc<Body>(
      "run_action",
      {
        action: "grant-premium",
        params: { user_id: granted.id, days: 7 },
        plan: await planFor(granted.id),
        reason: REASON,
        idempotency_key: "the-run-of-the-scene",
      },
      token,
    );
    const { id: user } = await customers("free");
    scene = { user, plan: await planFor(user), run: done.body.run.id };
  });
  afterAll(() => backend.close());
  beforeEach(async () => {
    before = await fingerprint(backend.database);
  });

  const send = async (routine: string, args: unknown) => {
    const answer = await backend.request(
      `/rest/v1/rpc/${routine}`,
      {
        method: "POST",
        headers: { "content-type": "application/json", "content-profile": "backoffice" },
        body: typeof args === "string" ? args : JSON.stringify(args),
      },
      token,
    );
    return { status: answer.status, body: (await answer.json()) as Body };
  };

  test.each(badCalls)("$name", async ({ routine, args, status, code }) => {
    const answer = await send(routine, args(scene));
    expect({ status: answer.status, code: answer.body.error?.code ?? answer.body.code }).toEqual({
      status,
      code,
    });
    expect(await fingerprint(backend.database), "nothing changed").toEqual(before);
  });

  test("values that the embedded Data API itself cannot pass on: none is a fault", async () => {
    // It prints the stack of each.
    vi.spyOn(console, "error").mockImplementation(() => {});
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    for (const [routine, args] of [
      ["preview_action", deep],
      ["preview_action", `{"action":"grant-premium","params":${deep}}`],
      ["preview_action", JSON.stringify(Array(101).fill(scene.user))],
      ["open_user", `{"user_id":${deep}}`],
      ["prove_run", { run_id: scene.user, again: "perhaps" }],
      ["prove_run", { run_id: scene.user, again: {} }],
      ["run_action", { ...scene, action: "grant-premium", params: [], incident: { a: 1 } }],
      ["decide_approval", { approval_id: scene.user, decision: { a: [] } }],
    ] as const) {
      const { status, body } = await send(routine, args);
      expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    }
    expect(await fingerprint(backend.database)).toEqual(before);
  });
});
