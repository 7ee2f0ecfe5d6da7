import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { entitledTo, fingerprint, journalOf, mirrorOf, proofCount } from "./databaseState.ts";
import { perform, planOf, preview, REASON, run } from "./premiumCalls.ts";

describe("what is refused or not proved", () => {
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

  /** The run must answer this 409 and write nothing but the line of the refusal. */
  async function refused(id: string, params: object, plan: string, error: object, token = support) {
    const before = await fingerprint(backend.database);
    const answer = await run(backend, token, "grant-premium", params, plan);
    expect(answer).toMatchObject({ status: 409, body: { error } });
    expect(await fingerprint(backend.database), "nothing written").toEqual(before);
    expect((await journalOf(backend.database, id)).at(-1)).toMatchObject({
      event: "action",
      outcome: "denied",
      action: "grant-premium",
      run_id: null,
      reason: REASON,
      details: { status: 409 },
    });
  }

  test("a plan is stale when a colleague granted in between, and says what changed", async () => {
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    await perform(backend, ops, "grant-premium", { user_id: id, days: 30, plan: "pro" });
    await refused(id, params, plan, {
      code: "stale_plan",
      details: {
        cause: "target_changed",
        changed: expect.arrayContaining([
          { entity: "user", id, field: "plan", before: "free", after: "pro" },
          { entity: "user", id, field: "mirror.subscription_plan", before: "free", after: "pro" },
        ]),
      },
    });
  });

  test("a plan is stale when the customer subscribed in between", async () => {
    const { id } = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    await backend.database.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan,
         status, "interval", amount_cents)
       values ($1::uuid, 'cus_test_1', 'sub_test_1', 'premium', 'active', 'month', 1990)`,
      [id],
    );
    await refused(id, params, plan, {
      code: "stale_plan",
      details: {
        cause: "target_changed",
        changed: expect.arrayContaining([
          { entity: "user", id, field: "plan", before: "free", after: "premium" },
          { entity: "user", id, field: "decided_by", before: "default", after: "subscription" },
          expect.objectContaining({ field: "stripe_subscription", before: null }),
        ]),
      },
    });
    expect(await entitledTo(backend.database, id)).toEqual({
      plan: "premium",
      source: "subscription",
    });
  });

  test("a plan holds for its parameters, its caller and its time, and cannot be made up", async () => {
    const { id } = await customers("free");
    const other = await customers("free");
    const params = { user_id: id, days: 7 };
    const plan = await planOf(backend, support, "grant-premium", params);
    const otherRequest = { code: "stale_plan", details: { cause: "other_request" } };
    await refused(id, { ...params, days: 8 }, plan, otherRequest);
    await refused(other.id, { user_id: other.id, days: 7 }, plan, otherRequest);
    await refused(id, params, plan, otherRequest, ops);

    const [body = "", signature = ""] = plan.split(".");
    const forged = btoa(atob(body).replace('"days": 7', '"days": 9'));
    for (const madeUp of [`${forged}.${signature}`, body, "x".repeat(64), `e30=.${signature}`]) {
      const answer = await run(backend, support, "grant-premium", params, madeUp);
      expect(answer).toMatchObject({
        status: 422,
        body: {
          error: {
            code: "invalid_input",
            details: { issues: [{ path: ["plan"], code: "unknown_plan" }] },
          },
        },
      });
    }

    await backend.database.exec(
      "update private.settings set value = '0' where key = 'plan_minutes'",
    );
    try {
      await refused(id, params, plan, { code: "plan_expired" });
    } finally {
      await backend.database.exec(
        "update private.settings set value = '15' where key = 'plan_minutes'",
      );
    }
    expect((await run(backend, support, "grant-premium", params, plan)).status).toBe(200);
  });

  test("an action that makes no sense is shown as blocked, and forcing it is refused", async () => {
    const { id } = await customers("free");
    const params = { user_id: id };
    const blockers = [{ code: "no_running_grant", args: {} }];
    const previewed = await preview(backend, support, "revoke-premium", params);
    expect(previewed).toMatchObject({ status: 200, body: { changes: [], blockers } });

    const before = await fingerprint(backend.database);
    const forced = await run(backend, support, "revoke-premium", params, previewed.body.plan);
    expect(forced).toEqual({
      status: 409,
      body: { error: { code: "blocked", message: expect.any(String), details: { blockers } } },
    });
    expect(await fingerprint(backend.database)).toEqual(before);
  });

  test("a grant that a running one covers is blocked", async () => {
    const { id } = await customers("free");
    await perform(backend, support, "grant-premium", { user_id: id, days: 30 });
    const params = { user_id: id, days: 7, plan: "pro" };
    const blockers = [
      expect.objectContaining({
        code: "covered_by_grant",
        args: expect.objectContaining({ plan: "premium" }),
      }),
    ];
    const previewed = await preview(backend, support, "grant-premium", params);
    expect(previewed.body.blockers).toEqual(blockers);
    await refused(id, params, previewed.body.plan, { code: "blocked", details: { blockers } });
  });

  test("a mirror that is overwritten after the run is not verified", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 7 });
    expect(done.proof?.status).toBe("verified");
    await database.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"is_premium": false}' where id = $1`,
      [id],
    );
    const args = { run_id: done.run.id };
    const kept = await backend.rpc<RunReport>("prove_run", args, support);
    expect(kept.body.proof, "the proof of then").toEqual(done.proof);

    const again = await backend.rpc<RunReport>("prove_run", { ...args, again: true }, support);
    expect(again).toMatchObject({
      status: 200,
      body: { run: { id: done.run.id, status: "succeeded" }, proof: { status: "unverified" } },
    });
    expect(again.body.proof?.evidence).toContainEqual({
      code: "mirror",
      expected: { is_premium: true, subscription_plan: "premium" },
      found: { is_premium: false, subscription_plan: "premium" },
      ok: false,
    });
    expect(await proofCount(database, done.run.id), "both readings are kept").toBe(2);
  });

  test("a write that is swallowed is never verified", async () => {
    const { database } = backend;
    const { id } = await customers("free");
    // Something in the customer app's database that keeps the mirror as it was.
    await database.exec(`
      create function public.keep_mirror() returns trigger language plpgsql as $$
      begin
        new.raw_user_meta_data := old.raw_user_meta_data;
        return new;
      end $$;
      create trigger keep_mirror before update on auth.users
        for each row when (old.id = '${id}') execute function public.keep_mirror();
    `);
    const done = await perform(backend, support, "grant-premium", { user_id: id, days: 7 });
    expect(await mirrorOf(database, id)).toMatchObject({ is_premium: false });
    expect(done).toMatchObject({
      run: { status: "succeeded" },
      proof: { status: "unverified" },
    });
  });

  test("what a customer writes into the mirror cannot keep the team from acting", async () => {
    const { database } = backend;
    for (const metadata of [
      { subscription_plan: "x".repeat(50_000), is_premium: { deep: ["é".repeat(2_000)] } },
      "text",
      ["a"],
      null,
    ]) {
      const { id } = await customers("free");
      await database.query("update auth.users set raw_user_meta_data = $2::jsonb where id = $1", [
        id,
        JSON.stringify(metadata),
      ]);
      const done = await perform(backend, support, "grant-premium", { user_id: id, days: 7 });
      expect(done.proof?.status).toBe("verified");
      expect(await mirrorOf(database, id)).toEqual({
        is_premium: true,
        subscription_plan: "premium",
      });
    }
  });
});
