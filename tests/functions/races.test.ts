import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { accessOf, grantsOf, journalOf, proofCount, runsOf } from "./databaseState.ts";
import { perform, planOf, preview, run, undo } from "./premiumCalls.ts";

const times = <Result>(count: number, call: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

const tally = (answers: { status: number }[]) =>
  answers.reduce<Record<number, number>>((counts, { status }) => {
    counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }, {});

describe("calls at the same moment", () => {
  let backend: Backend;
  let customers: ReturnType<typeof customersOf>;
  let support: string;
  let ops: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres());
    customers = customersOf(backend.database);
    support = await backend.signIn("support@comptalyze.test");
    ops = await backend.signIn("ops@comptalyze.test");
  });
  afterAll(() => backend.close());

  test("fifty equal runs under one key: one run, one effect, one answer", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    const key = randomUUID();
    const answers = await times(50, () =>
      run(backend, support, "grant-premium", params, plan, { key }),
    );
    expect(tally(answers)).toEqual({ 200: 50 });
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const runId = answers[0]?.body.run.id ?? "";
    expect(await runsOf(database, id)).toEqual([
      expect.objectContaining({ id: runId, status: "succeeded" }),
    ]);
    expect(await grantsOf(database, id)).toEqual([
      expect.objectContaining({ run_id: runId, running: true }),
    ]);
    expect(await journalOf(database, id)).toEqual([
      expect.objectContaining({ outcome: "done", run_id: runId }),
    ]);
    expect(await proofCount(database, runId)).toBe(1);

    const other = await run(backend, support, "grant-premium", { ...params, days: 8 }, plan, {
      key,
    });
    expect(other).toMatchObject({
      status: 422,
      body: { error: { code: "idempotency_key_reused", details: { run_id: runId } } },
    });
    const byOps = await run(backend, ops, "grant-premium", params, plan, { key });
    expect(byOps, "a key belongs to its caller").toMatchObject({
      status: 409,
      body: { error: { code: "stale_plan" } },
    });
    expect(await runsOf(database, id)).toHaveLength(1);
  });

  test("one key for two payloads at once: one of them, never both", async () => {
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    const key = randomUUID();
    const answers = await times(20, (index) =>
      run(backend, support, "grant-premium", params, plan, {
        key,
        reason: index % 2 === 0 ? "La première raison" : "La seconde raison",
      }),
    );
    expect(tally(answers)).toEqual({ 200: 10, 422: 10 });
    expect(await grantsOf(backend.database, id)).toHaveLength(1);
  });

  test("many runs with their own keys and one plan: the first wins, the others are told", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    const answers = await times(50, () => run(backend, support, "grant-premium", params, plan));
    expect(tally(answers)).toEqual({ 200: 1, 409: 49 });
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body.error.code).toBe("stale_plan");
    }
    expect(await runsOf(database, id)).toHaveLength(1);
    expect(await grantsOf(database, id)).toHaveLength(1);
    const lines = await journalOf(database, id);
    expect(lines.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(lines.filter(({ outcome }) => outcome === "denied")).toHaveLength(49);
  });

  test("twenty undos at once: one effect", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const before = await accessOf(database, id);
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 7 });
    const answers = await times(20, () => undo(backend, support, "grant-premium", done.run.id));
    expect(tally(answers)).toEqual({ 200: 1, 409: 19 });
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body.error).toMatchObject({
        code: "not_undoable",
        details: { cause: "already_undone" },
      });
    }
    expect(await accessOf(database, id)).toEqual(before);
    expect(await runsOf(database, id)).toHaveLength(2);
  });

  test("twenty undos under one key: one answer", async () => {
    const { id } = await customers("free");
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 7 });
    const key = randomUUID();
    const answers = await times(20, () =>
      undo(backend, support, "grant-premium", done.run.id, { key }),
    );
    expect(tally(answers)).toEqual({ 200: 20 });
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await runsOf(backend.database, id)).toHaveLength(2);
  });

  test("grants, revocations, undos and Stripe's webhook on one customer: every answer is of the contract", async () => {
    const { database } = backend;
    const { id } = await customers("granted");
    const done = await perform(backend, ops, "grant-premium", { user_id: id, days: 60 });
    const answers = await times(30, async (index) => {
      const token = index % 2 === 0 ? support : ops;
      if (index % 5 === 0) return undo(backend, token, "grant-premium", done.run.id);
      if (index % 5 === 1) {
        await database.query("update auth.users set last_sign_in_at = now() where id = $1", [id]);
        await database.query(
          `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan,
             status, "interval", amount_cents)
           values ($1::uuid, 'cus_race', $2, 'pro', $3, 'month', 990)`,
          [id, `sub_race_${index}`, index % 2 === 0 ? "active" : "canceled"],
        );
        return { status: 200, body: null };
      }
      const action = index % 2 === 0 ? "grant-premium" : "revoke-premium";
      const params = {
        user_id: id,
        ...(action === "grant-premium" ? { days: 61 + (index % 30) } : {}),
      };
      const { status, body } = await preview(backend, token, action, params);
      expect(status).toBe(200);
      return run(backend, token, action, params, body.plan);
    });
    for (const { status, body } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) {
        expect(["stale_plan", "blocked", "not_undoable", "conflict"]).toContain(body?.error.code);
      }
    }
    expect(answers.some(({ status, body }) => status === 200 && body !== null)).toBe(true);
    const runs = await runsOf(database, id);
    expect(runs.every(({ status }) => status === "succeeded")).toBe(true);
    const access = await accessOf(database, id);
    const { plan } = access.entitlement as { plan: string };
    expect(access.list_row).toMatchObject({ plan });
  });
});
