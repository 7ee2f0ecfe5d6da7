import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { preview, run, runByTwo, undo } from "./premiumCalls.ts";
import { wakeWorker } from "./worker.ts";

const ACTION = "reconcile-subscriptions";

describe("reconcile-subscriptions", () => {
  let backend: Backend;
  let support: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    // What is tested here is not Stripe's rate.
    await backend.database.query("update private.vendor_rates set per_second = 500");
    support = await backend.signIn("support@comptalyze.test");
  });
  afterAll(() => backend.close());

  const control = (path: string, body?: unknown) =>
    fetch(`${backend.vendors?.addresses.STRIPE_API_BASE}/_test/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });

  async function idOf(email: string): Promise<string> {
    const [user] = await backend.database.query<{ id: string }>(
      "select id::text from auth.users where email = $1",
      [email],
    );
    return user?.id ?? "";
  }

  async function accessOf(id: string) {
    const [row] = await backend.database.query<{ plan: string; mirror: string }>(
      `select (private.entitlement(u.id, now())).plan, u.raw_user_meta_data ->> 'subscription_plan' as mirror
      from auth.users u where id = $1`,
      [id],
    );
    return row;
  }

  async function reconcile(ids: string[], key = randomUUID()) {
    const params = { user_ids: ids };
    const planned = await preview(backend, support, ACTION, params);
    expect(planned.body.error).toBeUndefined();
    const done = await run(backend, support, ACTION, params, planned.body.plan, { key });
    return { planned: planned.body, status: done.status, done: done.body };
  }

  test("paid without access: the preview shows it, the run repairs it, a second one finds nothing", async () => {
    const zoe = await idOf("zoe.lambert@example.fr");
    const { planned, status, done } = await reconcile([zoe]);
    expect(planned.changes).toEqual(
      expect.arrayContaining([
        { entity: "user", id: zoe, field: "plan", before: "free", after: "premium" },
      ]),
    );
    // New in every field but those in which there is still nothing.
    expect(planned.changes.filter(({ before, after }) => before === after)).toEqual([]);
    const subscription = planned.changes.find(({ entity }) => entity === "subscription");
    expect(planned.targets?.map(({ records }) => records?.sort())).toEqual([
      [zoe, subscription?.id].sort(),
    ]);
    expect(done.error).toBeUndefined();
    expect(status).toBe(200);
    expect(done.run.status).toBe("succeeded");
    expect(done.changes).toEqual(planned.changes);
    expect(done.proof).toMatchObject({ status: "verified", evidence: [{ code: "stripe_equal" }] });
    expect(await accessOf(zoe)).toEqual({ plan: "premium", mirror: "premium" });

    const again = await reconcile([zoe]);
    expect(again.planned.changes).toEqual([]);
    expect(again.done.run.status).toBe("succeeded");
    const audit = await backend.database.query(
      "select from private.audit where action = $1 and before is not null and target_id = $2",
      [ACTION, zoe],
    );
    expect(audit).toHaveLength(1);
  });

  test.each([
    ["gabriel.pons@example.fr", "status", "canceled"],
    ["noemie.texier@example.fr", "plan", null],
    ["fatou.sarr@example.fr", "current_period_end", null],
    ["valentine.roche@example.fr", "status", "canceled"],
    ["antoine.schmitt@example.com", "status", "active"],
  ])("the seeded drift of %s ends in Stripe's state", async (email, field, after) => {
    const id = await idOf(email);
    const { planned, done } = await reconcile([id]);
    expect(planned.changes.map((change) => change.field)).toContain(field);
    if (after !== null) {
      const changed = planned.changes.filter((change) => change.field === field);
      expect(changed.map((change) => change.after)).toContain(after);
    }
    expect(done.proof?.status).toBe("verified");
    expect((await reconcile([id])).planned.changes).toEqual([]);
  });

  test("an undo puts the prior rows back byte for byte, once, and not over a later change", async () => {
    const id = await idOf("zoe.lambert@example.fr");
    await reconcile([id]);
    const rows = () =>
      backend.database.query<{ row: { updated_at: string }; metadata: unknown }>(
        `select to_jsonb(s) as row, (select u.raw_user_meta_data from auth.users u where u.id = s.user_id) as metadata
        from public.subscriptions s where s.user_id = $1 order by s.id`,
        [id],
      );
    await backend.database.query(
      "update public.subscriptions set status = 'past_due', plan = 'pro', amount_cents = 1 where user_id = $1",
      [id],
    );
    const before = await rows();
    const { done } = await reconcile([id]);
    const repaired = await rows();
    expect(repaired).not.toEqual(before);
    expect(done.undo).toBe(true);

    await backend.database.query(
      "update public.subscriptions set amount_cents = amount_cents + 1 where user_id = $1",
      [id],
    );
    const refused = await undo(backend, support, ACTION, done.run.id);
    expect(await outcomesOf(refused.body.run.id)).toEqual([
      { status: "failed", code: "changed_since" },
    ]);
    await backend.database.query(
      "update public.subscriptions set amount_cents = amount_cents - 1, updated_at = $2 where user_id = $1",
      [id, repaired[0]?.row.updated_at],
    );
    const again = await undo(backend, support, ACTION, done.run.id);
    expect(again.body.error).toMatchObject({
      code: "not_undoable",
      details: { cause: "already_undone" },
    });

    const second = await reconcile([id]);
    expect(second.done.changes).toEqual([]);
    expect(second.done.undo).toBe(false);
    await backend.database.query(
      "update public.subscriptions set status = 'past_due', plan = 'pro', amount_cents = 1 where user_id = $1",
      [id],
    );
    const prior = await rows();
    const third = await reconcile([id]);
    const key = randomUUID();
    const undone = await undo(backend, support, ACTION, third.done.run.id, { key });
    expect(await outcomesOf(undone.body.run.id)).toEqual([{ status: "done", code: "put_back" }]);
    expect(await rows()).toEqual(prior);
    const same = await undo(backend, support, ACTION, third.done.run.id, { key });
    expect(same.body.run.id).toBe(undone.body.run.id);
    expect(await rows()).toEqual(prior);
    await reconcile([id]);
  });

  async function outcomesOf(runId: string) {
    const items = () =>
      backend.database.query<{ status: string; code: string }>(
        "select status, outcome ->> 'code' as code from private.run_items where run_id = $1 order by position",
        [runId],
      );
    await wakeWorker(backend);
    await expect
      .poll(async () => (await items()).every(({ status }) => status !== "pending"))
      .toBe(true);
    return items();
  }

  test("Stripe moved between preview and run: 409, nothing written", async () => {
    const malik = await idOf("malik.benali@example.fr");
    const params = { user_ids: [malik] };
    const planned = await preview(backend, support, ACTION, params);
    const state = (await (await control("state")).json()) as {
      subscriptions: { id: string; status: string; metadata: { user_id?: string } }[];
    };
    const his = state.subscriptions.find(({ metadata }) => metadata.user_id === malik);
    await control("seed", { subscriptions: [{ ...his, status: "unpaid" }] });
    const refused = await run(backend, support, ACTION, params, planned.body.plan);
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe("stale_plan");
    expect(await accessOf(malik)).toMatchObject({ plan: "free" });
    await control("seed", { subscriptions: [his] });
  });

  test("what two accounts could claim is nobody's: the preview says why, and nothing moves", async () => {
    const zoe = await idOf("zoe.lambert@example.fr");
    const [shared] = await backend.database.query<{ user_id: string }>(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
      select $1, s.stripe_customer_id, 'sub_of_zoe', 'pro', 'canceled', 'month', 990
      from public.subscriptions s where s.status = 'active' and s.user_id <> $1 order by s.id limit 1
      returning (select o.user_id::text from public.subscriptions o where o.stripe_customer_id = subscriptions.stripe_customer_id) as user_id`,
      [zoe],
    );
    const before = await accessOf(shared?.user_id ?? "");
    const refused = await preview(backend, support, ACTION, { user_ids: [shared?.user_id] });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({
      code: "blocked",
      details: { blockers: [{ code: "two_users" }] },
    });
    expect(await accessOf(shared?.user_id ?? "")).toEqual(before);
    await backend.database.query(
      "delete from public.subscriptions where stripe_subscription_id = 'sub_of_zoe'",
    );
  });

  test("a selection of hundreds is planned, and asked of a colleague as it was planned", async () => {
    const users = await backend.database.query<{ id: string }>(
      "select id::text from auth.users where email like '%@example.%' order by email limit 300",
    );
    const params = { user_ids: users.map(({ id }) => id) };
    expect(params.user_ids.length).toBeGreaterThan(250);
    const { status, body } = await preview(backend, support, ACTION, params);
    expect(status).toBe(200);
    const asked = await run(backend, support, ACTION, params, body.plan);
    expect(asked.body.error).toBeUndefined();
    expect(asked).toMatchObject({ status: 202, body: { approval: { rule: "bulk" } } });
    expect(
      await backend.database.query(
        "select items, jsonb_array_length(params -> 'user_ids') as named from private.approvals order by number desc limit 1",
      ),
    ).toEqual([{ items: params.user_ids.length, named: params.user_ids.length }]);
  });

  test("Stripe down at the preview: 502, and no run", async () => {
    const zoe = await idOf("zoe.lambert@example.fr");
    await control("faults", { match: "GET *", kind: "500" });
    const refused = await preview(backend, support, ACTION, { user_ids: [zoe] });
    expect(refused.status).toBe(502);
    expect(refused.body.error).toMatchObject({
      code: "vendor_failed",
      details: { service: "stripe", kind: "broken" },
    });
  });

  test.each([
    [{ user_ids: [] }, 422],
    [{ user_ids: ["x"] }, 422],
    [{ all: false }, 422],
    [{ all: true, user_ids: [randomUUID()] }, 422],
    [{ user_ids: [randomUUID()] }, 404],
  ])("%j is refused with %i", async (params, status) => {
    expect((await preview(backend, support, ACTION, params)).status).toBe(status);
  });

  test("everybody known: what is healthy is skipped, what differs is mended", async () => {
    const changed = await backend.database.query<{ id: string }>(
      `update public.subscriptions set status = 'unpaid' where id in (
        select s.id from public.subscriptions s join private.users u on u.id = s.user_id
        where s.status = 'active' and u.mrr_cents > 0 order by s.id limit 3) returning id`,
    );
    expect(changed).toHaveLength(3);
    // Enough to need a colleague; the others are forgotten, so that a busy machine gets through.
    await backend.database.query(
      `update private.users set stripe_customer_id = null, subscription_status = null
       where subscription_status is not null and id not in (
         select user_id from public.subscriptions where id = any($1)
         union (select id from private.users where subscription_status is not null order by id limit 40))`,
      [changed.map(({ id }) => id)],
    );
    const ops = await backend.signIn("ops@comptalyze.test");
    const started = await runByTwo(backend, [support, ops], ACTION, { all: true });
    const items = started.run.items ?? 0;
    await wakeWorker(backend);
    await expect
      .poll(
        async () =>
          (
            await backend.database.query<{ counts: unknown }>(
              "select counts from private.runs where id = $1 and finished_at is not null",
              [started.run.id],
            )
          )[0]?.counts,
        { timeout: 100_000, interval: 250 },
      )
      .toEqual({ done: 3, skipped: items - 3 });
  }, 120_000);
});
