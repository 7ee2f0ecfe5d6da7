import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Execution, serveAction } from "./action.ts";
import type { PreviewAnswer, Proof, RunReport } from "./contract.ts";
import { revokePremium } from "./contracts/revoke-premium.ts";
import { Problem } from "./problem.ts";

const ID = "6f1d9a34-1c52-4f0b-9a57-5d1f1c2b3a4d";
const RUN = { mode: "run", params: { user_id: ID }, plan: "p", reason: "Geste commercial" };

const preview: PreviewAnswer = {
  plan: "p",
  summary: { code: "x", args: {} },
  changes: [],
  unchanged: [],
  warnings: [],
  blockers: [],
  approval: null,
  computed_at: "2026-11-23T14:05:00+00:00",
};

const done = (proof: RunReport["proof"] = null): RunReport => ({
  run: {
    id: ID,
    code: "RUN-0001",
    action: "revoke-premium",
    status: "succeeded",
    started_at: "2026-11-23T14:05:00+00:00",
    finished_at: "2026-11-23T14:05:00+00:00",
    items: null,
  },
  changes: [],
  proof,
  undo: true,
});

const proof: Proof = {
  status: "verified",
  checked_at: "2026-11-23T14:05:01+00:00",
  evidence: [],
};

type Params = { user_id: string };

const call = (
  execution: Execution<Params>,
  body: unknown,
  headers: Record<string, string> = { "idempotency-key": "a-key-for-this" },
  method = "POST",
) =>
  serveAction(revokePremium, execution).fetch(
    new Request("http://localhost/functions/v1/revoke-premium", {
      method,
      headers: { apikey: "key", authorization: "Bearer token", ...headers },
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    }),
  );

beforeEach(() => {
  vi.stubEnv("SUPABASE_URL", "http://localhost:9");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("an action that reaches the world in its own way", () => {
  test("previews, runs and proves with what it was given", async () => {
    const execution = {
      preview: vi.fn(async () => preview),
      execute: vi.fn(async () => done()),
      prove: vi.fn(async () => done(proof)),
    };
    const previewed = await call(execution, { mode: "preview", params: { user_id: ID } }, {});
    expect([previewed.status, await previewed.json()]).toEqual([200, preview]);
    expect(execution.preview).toHaveBeenCalledWith(
      expect.objectContaining({ params: { user_id: ID } }),
    );

    const ran = await call(execution, { ...RUN, incident: "INC-7" });
    expect([ran.status, await ran.json()]).toEqual([200, done(proof)]);
    expect(execution.execute).toHaveBeenCalledWith(
      expect.objectContaining({
        params: { user_id: ID },
        request: {
          plan: "p",
          reason: "Geste commercial",
          confirm: null,
          incident: "INC-7",
          key: "a-key-for-this",
        },
      }),
    );
    expect(execution.prove).toHaveBeenCalledWith(expect.objectContaining({ runId: ID }));
  });

  test("a proof that fails does not undo the answer of the run", async () => {
    const answer = await call(
      { execute: async () => done(), prove: () => Promise.reject(new Error("later")) },
      RUN,
    );
    expect([answer.status, await answer.json()]).toEqual([200, done()]);
  });

  test("a refused run is not proved", async () => {
    const prove = vi.fn(async () => done(proof));
    const answer = await call(
      { execute: () => Promise.reject(new Problem("blocked", "No.", { blockers: [] })), prove },
      RUN,
    );
    expect([answer.status, await answer.json()]).toEqual([
      409,
      { error: { code: "blocked", message: "No.", details: { blockers: [] } } },
    ]);
    expect(prove).not.toHaveBeenCalled();
  });

  test("a fault is told without its words, and goes to the log", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const answer = await call(
      { execute: () => Promise.reject(new Error("password of the database")) },
      RUN,
    );
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "internal" } });
    expect(text).not.toContain("password");
    expect(log.mock.calls.flat().map(String)).toContainEqual(
      expect.stringContaining("password of the database"),
    );
  });

  test("wrong parameters never reach it", async () => {
    const execute = vi.fn(async () => done());
    const answer = await call({ execute }, { ...RUN, params: { user_id: ID, days: 7 } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { details: { issues: [{ path: ["params"], code: "unrecognized_keys" }] } },
    });
    expect(execute).not.toHaveBeenCalled();
  });
});

describe("the way to an action", () => {
  test("a browser's question is answered without a token", async () => {
    const answer = await call({}, null, {}, "OPTIONS");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-headers")).toContain("idempotency-key");
    expect(await answer.text()).toBe("");
  });

  test.each(["GET", "PUT", "DELETE"])("%s does nothing", async (method) => {
    const answer = await call({}, null, {}, method);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  test.each([
    ["authorization", ""],
    ["authorization", "token"],
    ["authorization", "Basic dG9rZW4="],
    ["authorization", "Bearer "],
    ["authorization", "Bearer two words"],
    ["apikey", ""],
  ])("%s %j is no sign-in", async (name, value) => {
    const answer = await call({}, RUN, { [name]: value });
    expect(answer.status).toBe(401);
  });

  test.each([
    ["", 400],
    ["1234567", 400],
    ["12345678", 200],
    ["x".repeat(200), 200],
    ["x".repeat(201), 400],
    ["with a blank", 400],
  ])("the key %j: %s", async (key, status) => {
    const answer = await call({ execute: async () => done(), prove: async () => done() }, RUN, {
      "idempotency-key": key,
    });
    expect(answer.status).toBe(status);
  });
});
