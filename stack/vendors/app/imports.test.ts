import { beforeEach, describe, expect, test } from "vitest";
import { APP_DEMO_ADMIN_TOKEN } from "../app.ts";
import { serveVendors } from "../serve.ts";
import type { ImportResult } from "./imports.ts";
import { type Options, openApp } from "./scene.ts";

const { addresses, app, control, idOf, one, query, vendors } = await openApp();

describe("the import", () => {
  type Answer = { run_id: string; month: string; dry_run: boolean; results: ImportResult[] };
  const MONTH = new Date().toISOString().slice(0, 7);
  const run = (body: object, { dry = false, ...options }: Options & { dry?: boolean } = {}) =>
    app<Answer>(`POST /api/admin/run-import${dry ? "?dryRun=1" : ""}`, { ...options, body });
  const logs = (where = "true") =>
    query<{ user_id: string; status: string; revenue_cents: number; dry_run: boolean }>(
      `select user_id, provider, month, status, rows_imported, revenue_cents, error_message, dry_run
       from public.import_logs where month = $1 and ${where} order by user_id, provider, created_at`,
      [MONTH],
    );

  beforeEach(() => query("delete from public.import_logs where month = $1", [MONTH]));

  test("a dry run says what a run would bring, and only logs itself", async () => {
    const dry = await run({ month: MONTH }, { dry: true });
    expect(dry).toMatchObject({ status: 200, body: { month: MONTH, dry_run: true } });
    expect(dry.body.results.length).toBeGreaterThan(20);
    expect(await logs("not dry_run")).toEqual([]);
    expect(await logs("dry_run")).toHaveLength(dry.body.results.length);

    const real = await run({ month: MONTH });
    expect(real.body.results).toEqual(dry.body.results);
    expect(await logs("not dry_run")).toHaveLength(real.body.results.length);
  });

  test("a dry run that is asked for no log leaves nothing, a real one always logs", async () => {
    const quiet = await app<Answer>("POST /api/admin/run-import?dryRun=1&log=0", {
      body: { month: MONTH },
    });
    expect(quiet).toMatchObject({ status: 200, body: { dry_run: true } });
    expect(await logs()).toEqual([]);
    const real = await app<Answer>("POST /api/admin/run-import?log=0", { body: { month: MONTH } });
    expect(real.body.results).toEqual(quiet.body.results);
    expect(await logs("not dry_run")).toHaveLength(real.body.results.length);
  });

  test("run twice, or twice at once, it gives the same revenue and no second success", async () => {
    const [first, second] = await Promise.all([run({ month: MONTH }), run({ month: MONTH })]);
    const third = await run({ month: MONTH });
    const revenue = ({ body }: typeof first) =>
      body.results.map((r) => [r.user_id, r.provider, r.revenue_cents]);
    expect(revenue(second)).toEqual(revenue(first));
    expect(revenue(third)).toEqual(revenue(first));
    // Either of the two may have been first.
    const done = [first, second].flatMap(({ body }) =>
      body.results.filter((r) => r.status === "success"),
    );
    expect(done.length).toBeGreaterThan(0);
    expect(third.body.results.filter((r) => r.reason === "already_imported")).toHaveLength(
      done.length,
    );
    expect(await logs("status = 'success'")).toHaveLength(done.length);
  });

  test("an import that never ended is ended by the next one", async () => {
    const malik = await idOf("malik.benali@example.fr");
    await query(
      "insert into public.import_logs (user_id, provider, month, status) values ($1, 'stripe', $2, 'running')",
      [malik, MONTH],
    );
    await run({ month: MONTH, user_id: malik });
    expect(await logs(`user_id = '${malik}'`)).toMatchObject([
      { status: expect.stringMatching(/success|skipped/) },
    ]);
  });

  test("the scope is everyone, a customer, a provider, or what failed", async () => {
    const zoe = await idOf("zoe.lambert@example.fr");
    const ofZoe = await run({ month: MONTH, user_id: zoe }, { dry: true });
    expect(new Set(ofZoe.body.results.map((r) => r.user_id))).toEqual(new Set([zoe]));
    const shops = await run({ month: MONTH, provider: "shopify" }, { dry: true });
    expect(new Set(shops.body.results.map((r) => r.provider))).toEqual(new Set(["shopify"]));

    expect((await run({ month: MONTH, only_failed: true })).body.results).toEqual([]);
    const all = await run({ month: MONTH });
    const failed = all.body.results.filter((r) => r.status === "error");
    expect(failed.length).toBeGreaterThan(0);
    expect((await run({ month: MONTH, only_failed: true })).body.results).toEqual(failed);
  });

  test("an expired token is an error with the provider's words, until it is refreshed", async () => {
    const gabriel = await idOf("gabriel.pons@example.fr");
    const scope = { month: MONTH, user_id: gabriel, provider: "stripe" };
    expect((await run(scope)).body.results).toMatchObject([
      { status: "error", error: expect.stringContaining("token expired"), revenue_cents: 0 },
    ]);
    const token = await one<{ id: string }>(
      "select id from public.integration_tokens where user_id = $1",
      [gabriel],
    );
    await app(`POST /api/admin/integrations/${token?.id}/refresh`);
    expect((await run({ ...scope, only_failed: true })).body.results).toMatchObject([
      { status: expect.stringMatching(/success|skipped/) },
    ]);
    expect(await logs(`user_id = '${gabriel}'`)).toHaveLength(2);
  });

  test("the same key gives the same answer, also after an answer that was lost", async () => {
    await control("app", "faults", { match: "POST /api/admin/*", kind: "timeout_after", ms: 1 });
    await expect(run({ month: MONTH }, { key: "import-1" })).rejects.toThrow();
    const rows = await logs();
    expect(rows.length).toBeGreaterThan(0);
    const again = await run({ month: MONTH }, { key: "import-1" });
    expect(again.body.results.some((r) => r.status === "success")).toBe(true);
    expect(await run({ month: MONTH }, { key: "import-1" })).toEqual(again);
    expect(await logs()).toEqual(rows);
    expect((await run({ month: "2026-01" }, { key: "import-1" })).status).toBe(422);
  });

  test.each(["429", "500", "html"])("after %s nothing happened", async (kind) => {
    await control("app", "faults", { match: "POST /api/admin/*", kind });
    const refused = await fetch(`${addresses.APP_BASE_URL}/api/admin/run-import`, {
      method: "POST",
      headers: { authorization: `Bearer ${APP_DEMO_ADMIN_TOKEN}` },
    });
    expect(refused.status).toBe({ "429": 429, "500": 500, html: 502 }[kind]);
    expect(await logs()).toEqual([]);
  });

  test.each([
    ["no token", { token: null }, {}, 401],
    ["a wrong token", { token: "wrong" }, {}, 401],
    ["no month", {}, { month: "2026-13" }, 422],
    ["a month to come", {}, { month: "2099-01" }, 422],
    ["an unknown provider", {}, { month: MONTH, provider: "paypal" }, 422],
    ["an unknown word", {}, { month: MONTH, everybody: true }, 422],
  ])("%s is refused", async (_what, options, body, status) => {
    expect(await run(body, options)).toMatchObject({ status, body: { error: expect.any(String) } });
    expect(await logs()).toEqual([]);
  });
});

test("without a database the app says so, and what it held is there after a restart", async () => {
  const alone = await serveVendors();
  try {
    const away = await fetch(`${alone.addresses.APP_BASE_URL}/api/admin/run-import`, {
      method: "POST",
      headers: { authorization: `Bearer ${APP_DEMO_ADMIN_TOKEN}` },
    });
    expect(away.status).toBe(503);
    const state = async () =>
      (await vendors.app.fetch(new Request("http://app.test/_test/state"))).json();
    await app("POST /api/admin/run-import", { key: "kept", body: { month: "2026-01" } });
    const before = await state();
    vendors.app.reset();
    await control("app", "seed", before);
    expect(await state()).toEqual(before);
    expect(before).toMatchObject({ replays: { kept: { status: 200 } } });
  } finally {
    await alone.close();
  }
});
