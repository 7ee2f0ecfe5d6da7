import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customerApp, type Integration } from "./appVendor.ts";
import { preview, prove, REASON, run, runByTwo } from "./premiumCalls.ts";
import { wakeWorker } from "./worker.ts";

const ACTION = "rerun-imports";

const count = (rows: { status: string }[], status: string) =>
  rows.filter((row) => row.status === status).length;
const sum = (values: unknown[]) => values.reduce<number>((all, one) => all + Number(one), 0);

type Scope = { month: string; user_id?: string; provider?: string; only_failed?: boolean };

describe("rerun-imports", () => {
  let backend: Backend;
  let app: Awaited<ReturnType<typeof customerApp>>;
  let support: string;
  let ops: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    // What is tested here is not the app's rate.
    await backend.database.query("update private.vendor_rates set per_second = 500");
    app = await customerApp(backend);
    support = await backend.signIn("support@comptalyze.test");
    ops = await backend.signIn("ops@comptalyze.test");
  });
  afterAll(() => backend?.close());

  let months = 0;
  /** A month that nobody has imported, another one each time. */
  function month(): string {
    months += 1;
    return `202${2 + Math.floor(months / 13)}-${String(((months - 1) % 12) + 1).padStart(2, "0")}`;
  }

  const scopeOf = ({ user_id, provider }: Integration, of = month()): Scope => ({
    month: of,
    user_id,
    provider,
  });

  async function planned(scope: Scope) {
    const { status, body } = await preview(backend, support, ACTION, scope);
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  }

  async function rerun(scope: Scope, key = randomUUID()) {
    const seen = await planned(scope);
    const { status, body } = await run(backend, support, ACTION, scope, seen.plan, { key });
    return { seen, status, done: body, ended: await app.ended(body.run?.id ?? "") };
  }

  const setting = (key: string, value: number) =>
    backend.database.query(
      "update private.settings set value = to_jsonb($2::integer) where key = $1",
      [key, value],
    );

  const imported = async (scope: Scope) =>
    (await app.logs(scope.month)).filter(
      ({ user_id, status }) => user_id === scope.user_id && status === "success",
    );

  const real = async () =>
    (await app.received()).filter(({ path, query }) => /run-import/.test(path) && !query.dryRun);

  test("the preview is the app's dry run and writes nothing; the run does what it promised, and is proved in the log", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    const before = await app.rest("public.import_logs", []);
    const calls = (await real()).length;
    const seen = await planned(scope);
    const change = (field: string, after: unknown) => ({
      entity: "integration",
      id: own.id,
      field,
      before: null,
      after,
    });
    const revenue = seen.changes.find(({ field }) => field === "revenue_cents")?.after;
    expect(revenue).toBeGreaterThan(0);
    expect(seen.changes).toEqual([
      change("import_status", "success"),
      change("revenue_cents", revenue),
      change("rows_imported", expect.any(Number)),
    ]);
    expect(seen).toMatchObject({ warnings: [], blockers: [], items: 1, approval: null });
    expect((await real()).length).toBe(calls);
    expect(await app.rest("public.import_logs", [])).toEqual(before);

    const { body } = await run(backend, support, ACTION, scope, seen.plan);
    expect(await app.ended(body.run.id)).toEqual({
      status: "succeeded",
      items: [{ status: "done", code: "imported", attempts: 1 }],
    });
    expect(body.changes).toEqual(seen.changes);
    expect(body.undo).toBe(false);
    expect(body.proof).toMatchObject({
      status: "verified",
      evidence: [
        { code: "import_status", expected: "success", found: "success", ok: true },
        { code: "revenue_cents", expected: revenue, found: revenue, ok: true },
      ],
    });
    expect(await imported(scope)).toMatchObject([{ revenue_cents: revenue }]);
  });

  test("read again later, the proof says what the app has then, and nothing is imported again", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    const { done } = await rerun(scope);
    const calls = (await real()).length;
    const revenue = done.changes.find(({ field }) => field === "revenue_cents")?.after;
    const proved = async () => {
      const { status, body } = await prove(backend, support, ACTION, done.run.id);
      expect(status).toBe(200);
      return body.proof;
    };
    expect(await proved()).toMatchObject({
      status: "verified",
      evidence: [
        { code: "import_status", expected: "success", found: "success", ok: true },
        { code: "revenue_cents", expected: revenue, found: revenue, ok: true },
      ],
    });
    // The app has lost the import since, and then the customer took the access back.
    await backend.database.query(
      "delete from public.import_logs where user_id = $1::uuid and month = $2",
      [own.user_id, scope.month],
    );
    const lost = { code: "import_status", expected: "success", ok: false };
    expect(await proved()).toMatchObject({
      status: "unverified",
      evidence: [
        { ...lost, found: null },
        { code: "revenue_cents", ok: false },
      ],
    });
    await app.provider(own.id, "revoked");
    expect(await proved()).toMatchObject({
      status: "unverified",
      evidence: [
        { ...lost, found: "error" },
        { code: "revenue_cents", ok: false },
      ],
    });
    expect((await real()).length).toBe(calls);
  });

  test("running twice gives the same revenue and no second row", async () => {
    const scope = scopeOf(await app.integration());
    const first = await rerun(scope);
    const rows = await app.logs(scope.month);
    const second = await rerun(scope);
    expect(second.seen).toMatchObject({
      changes: [],
      warnings: [{ code: "already_imported", args: { count: 1 } }],
    });
    expect(second.ended).toEqual({
      status: "succeeded",
      items: [{ status: "skipped", code: "already_imported", attempts: 1 }],
    });
    expect(second.done.proof).toMatchObject({
      status: "verified",
      evidence: first.done.proof?.evidence,
    });
    expect(await app.logs(scope.month)).toEqual(rows);
    expect(await imported(scope)).toHaveLength(1);
  });

  test("a run needs a plan of the same scope, young, and still true", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    const calls = (await real()).length;
    const refused = async (params: Scope, plan: string) => {
      const { status, body } = await run(backend, support, ACTION, params, plan);
      return { status, code: body.error?.code };
    };
    const { plan } = await planned(scope);
    expect(await refused(scope, "")).toEqual({ status: 422, code: "invalid_input" });
    expect(await refused(scope, "made.up")).toEqual({ status: 422, code: "invalid_input" });
    const stale = { status: 409, code: "stale_plan" };
    expect(await refused({ ...scope, month: month() }, plan)).toEqual(stale);
    expect(await refused({ month: scope.month, provider: "stripe" }, plan)).toEqual(stale);
    expect(await refused({ ...scope, only_failed: true }, plan)).toEqual(stale);

    await setting("plan_minutes", 0);
    expect(await refused(scope, plan)).toEqual({ status: 409, code: "plan_expired" });
    await setting("plan_minutes", 15);

    // The provider does not answer any more: a dry run would now say otherwise.
    await app.provider(own.id, "down");
    expect(await refused(scope, plan)).toEqual(stale);
    await app.provider(own.id, "fine");
    // Somebody imported it meanwhile.
    await backend.database.query(
      `insert into public.import_logs (user_id, provider, month, status, revenue_cents, rows_imported)
      values ($1::uuid, 'stripe', $2, 'success', 12300, 3)`,
      [own.user_id, scope.month],
    );
    expect(await refused(scope, plan)).toEqual(stale);
    expect((await real()).length).toBe(calls);
    expect(await imported(scope)).toHaveLength(1);
  });

  test("a dry run in which everything failed blocks, and names the cause", async () => {
    const own = await app.integration({ expired: true });
    const scope = scopeOf(own);
    const seen = await planned(scope);
    expect(seen).toMatchObject({
      changes: [],
      blockers: [
        { code: "failed_token_expired", args: { count: 1, labels: [`${own.email} · Stripe`] } },
      ],
    });
    const { status, body } = await run(backend, support, ACTION, scope, seen.plan);
    expect({ status, error: body.error }).toMatchObject({
      status: 409,
      error: { code: "blocked", details: { blockers: [{ code: "failed_token_expired" }] } },
    });
    expect(await app.logs(scope.month)).toEqual([]);
  });

  test("the scope is a customer, a provider, or what is not imported; the others are untouched byte for byte", async () => {
    const stripe = await app.integration();
    const shop = await app.integration({ provider: "shopify" });
    const of = month();
    const others = () =>
      Promise.all([
        app.rest("public.import_logs", [stripe.user_id]),
        app.rest("public.integration_tokens", []),
        app.rest("public.urssaf_records", []),
      ]);
    const before = await others();
    const one = await rerun({ month: of, user_id: stripe.user_id });
    expect(one.ended).toMatchObject({ status: "succeeded", items: [{ status: "done" }] });
    expect(await others()).toEqual(before);

    const shops = await planned({ month: of, provider: "shopify" });
    const ids = new Set(shops.changes.map(({ id }) => id));
    expect(ids).toContain(shop.id);
    expect(ids).not.toContain(stripe.id);

    const missing = await planned({ month: of, user_id: shop.user_id, only_failed: true });
    expect(missing.changes.length).toBe(3);
    const nothing = await planned({ month: of, user_id: stripe.user_id, only_failed: true });
    expect(nothing).toMatchObject({ items: 0, blockers: [{ code: "nothing_failed" }] });
    const forced = await run(
      backend,
      support,
      ACTION,
      { month: of, user_id: stripe.user_id, only_failed: true },
      nothing.plan,
    );
    expect(forced).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });
  });

  test("everyone: a colleague agrees, and whose token is expired is left out and named", async () => {
    await setting("bulk_approval_above", 3);
    const of = month();
    const broken = await app.integration({ expired: true });
    const scope = { month: of };
    const seen = await planned(scope);
    expect(seen).toMatchObject({ items: app.given(), approval: { rule: "bulk" }, blockers: [] });
    expect(seen.warnings).toContainEqual({
      code: "failed_token_expired",
      args: { count: expect.any(Number), labels: expect.any(Array) },
    });
    const left = seen.warnings.flatMap(({ args }) => args.labels as string[]);
    expect(left).toContain(`${broken.email} · Stripe`);

    const started = await runByTwo(backend, [support, ops], ACTION, scope);
    await wakeWorker(backend);
    const { status, items } = await app.ended(started.run.id);
    expect(status).toBe("succeeded");
    expect(count(items, "done")).toBe(new Set(seen.changes.map(({ id }) => id)).size);
    expect(count(items, "skipped")).toBe(items.length - count(items, "done"));
    const logs = await app.logs(of);
    // What the dry run could not do was not tried, and is not called imported.
    expect(count(logs, "error")).toBe(0);
    const promised = seen.changes.filter(({ field }) => field === "revenue_cents");
    expect(sum(logs.map(({ revenue_cents }) => revenue_cents))).toBe(
      sum(promised.map(({ after }) => after)),
    );
    const [proof] = await backend.database.query(
      "select status, evidence from private.run_proofs where run_id = $1::uuid",
      [started.run.id],
    );
    expect(proof).toMatchObject({
      status: "unverified",
      evidence: [{ code: "items_verified", expected: items.length, found: count(items, "done") }],
    });
    await setting("bulk_approval_above", 25);
  });

  test("each import is dry-run again before it is done, and one that changed is not done", async () => {
    const of = month();
    const scope = { month: of };
    await setting("bulk_approval_above", 3);
    const seen = await planned(scope);
    const [first = ""] = seen.changes.map(({ id }) => id);
    const asked = await run(backend, support, ACTION, scope, seen.plan);
    expect(asked.status).toBe(202);
    await app.provider(first, "down");
    const { body } = await backend.rpc<RunReport>(
      "decide_approval",
      { approval_id: asked.body.approval?.id, decision: "approve" },
      ops,
    );
    await wakeWorker(backend);
    const { status, items } = await app.ended(body.run.id);
    await setting("bulk_approval_above", 25);
    await app.provider(first, "fine");
    expect(status).toBe("partial");
    expect(items.filter((item) => item.status === "failed")).toMatchObject([
      { code: "dry_run_changed" },
    ]);
    expect(count(items, "done")).toBeGreaterThan(2);
    expect(await app.logs(of)).toHaveLength(count(items, "done"));
  });

  test("a dry run that nobody made imports nothing", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    await app.provider(own.id, "down");
    const before = (await real()).length;
    const forged = { [own.id]: { status: "success", rows: 3, revenue_cents: 90_000 } };
    const request = { action: ACTION, params: scope, observed: forged };
    const { body } = await backend.rpc<{ plan: string }>("plan_run", request, support);
    const started = await backend.rpc<RunReport>(
      "start_run",
      { ...request, plan: body.plan, reason: REASON, idempotency_key: randomUUID() },
      support,
    );
    expect(started.status).toBe(200);
    await wakeWorker(backend);
    const { items } = await app.ended(started.body.run.id);
    await app.provider(own.id, "fine");
    expect(items).toMatchObject([{ status: "failed", code: "dry_run_changed" }]);
    expect((await real()).length).toBe(before);
    expect(await app.logs(scope.month)).toEqual([]);
  });

  test("an expired token, refreshed, then imported", async () => {
    const own = await app.integration({ expired: true });
    const scope = scopeOf(own);
    expect((await planned(scope)).blockers).toHaveLength(1);
    const refresh = { integration_id: own.id };
    const { body } = await preview(backend, support, "refresh-integration", refresh);
    const refreshed = await run(backend, support, "refresh-integration", refresh, body.plan);
    expect(await app.ended(refreshed.body.run.id)).toMatchObject({ status: "succeeded" });
    const { ended, done } = await rerun({ ...scope, only_failed: true });
    expect(ended).toMatchObject({ status: "succeeded", items: [{ code: "imported" }] });
    expect(done.proof?.status).toBe("verified");
    expect(await imported(scope)).toHaveLength(1);
  });

  test("what the provider brings otherwise than promised is imported, and not called verified", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    const { plan } = await planned(scope);
    // A database trigger stands for a sale that came in between: the app stores more than it said.
    await backend.database.exec(`create or replace function public.one_more() returns trigger language plpgsql as $$
      begin if not new.dry_run then new.revenue_cents := new.revenue_cents + 100; end if; return new; end $$;
      create trigger one_more before insert on public.import_logs for each row execute function public.one_more()`);
    const { body } = await run(backend, support, ACTION, scope, plan);
    await app.ended(body.run.id);
    await backend.database.exec(
      "drop trigger one_more on public.import_logs; drop function public.one_more()",
    );
    const [row] = await imported(scope);
    expect(body.proof).toMatchObject({
      status: "unverified",
      evidence: [
        { code: "import_status", ok: true },
        { code: "revenue_cents", found: row?.revenue_cents, ok: false },
      ],
    });
  });

  test("a provider that fails only at the real import: failed, said so, and done when it is retried", async () => {
    const own = await app.integration();
    const scope = scopeOf(own);
    const { plan } = await planned(scope);
    await backend.database.exec(`create or replace function public.breaks() returns trigger language plpgsql as $$
      begin if not new.dry_run then raise exception 'disk full'; end if; return new; end $$;
      create trigger breaks before insert on public.import_logs for each row execute function public.breaks()`);
    await setting("item_attempts", 1);
    const { body } = await run(backend, support, ACTION, scope, plan);
    const ended = await app.ended(body.run.id);
    await backend.database.exec(
      "drop trigger breaks on public.import_logs; drop function public.breaks()",
    );
    await setting("item_attempts", 5);
    expect(ended).toEqual({
      status: "failed",
      items: [{ status: "failed", code: "vendor_broken", attempts: 1 }],
    });
    expect(await app.logs(scope.month)).toEqual([]);
    const retried = await backend.rpc<RunReport>(
      "retry_run",
      { run_id: body.run.id, reason: "Le disque est réparé", idempotency_key: randomUUID() },
      support,
    );
    await wakeWorker(backend);
    expect(await app.ended(retried.body.run.id)).toMatchObject({
      status: "succeeded",
      items: [{ code: "imported" }],
    });
    expect(await imported(scope)).toHaveLength(1);
  });

  test("the app down at the preview: 502, and no run", async () => {
    const scope = scopeOf(await app.integration());
    await app.fault({ match: "POST /api/admin/run-import", kind: "500" });
    expect(await preview(backend, support, ACTION, scope)).toMatchObject({
      status: 502,
      body: { error: { code: "vendor_failed", details: { service: "app", kind: "broken" } } },
    });
  });

  test.each([
    [{ month: "2999-01" }, "month_in_future"],
    [{ month: "2019-12" }, "month_too_old"],
  ])("%j is refused: %s", async (params, code) => {
    expect(await preview(backend, support, ACTION, params)).toMatchObject({
      status: 422,
      body: { error: { code: "invalid_input", details: { issues: [{ code }] } } },
    });
  });

  test.each([
    [{}, 422],
    [{ month: "2026-13" }, 422],
    [{ month: "novembre" }, 422],
    [{ month: "2026-01", provider: "paypal" }, 422],
    [{ month: "2026-01", user_id: "x" }, 422],
    [{ month: "2026-01", only_failed: "yes" }, 422],
    [{ month: "2026-01", user_id: randomUUID() }, 404],
  ])("%j is refused with %i", async (params, status) => {
    expect((await preview(backend, support, ACTION, params)).status).toBe(status);
  });
});
