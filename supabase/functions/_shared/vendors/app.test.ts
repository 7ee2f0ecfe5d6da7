import { beforeEach, expect, test, vi } from "vitest";
import { checkIntegration, refreshIntegration, runImport } from "./app.ts";
import { always, standIns, USER } from "./test/standIns.ts";

const TOKEN = "3f0c2a34-58a8-4ad8-8f0e-2f0c5d9a1b11";
let expires: string;

/** As much of a database as the app asks for one integration. */
const query = async (sql: string) =>
  (sql.includes("from public.integration_tokens")
    ? [
        {
          id: TOKEN,
          user_id: USER,
          provider: "stripe",
          access_token: "demo-no-real-token",
          expires_at: expires,
          done: null,
          running: null,
        },
      ]
    : sql.includes("returning last_refreshed_at")
      ? [{ last_refreshed_at: new Date() }]
      : []) as never[];

const { seed } = standIns(query);
beforeEach(() => {
  expires = new Date(Date.now() + 86_400_000).toISOString();
});

test("says what an import would bring, and imports", async () => {
  const scope = { month: "2026-10", user_id: USER, provider: "stripe" } as const;
  const dry = await runImport(scope, { dryRun: true });
  expect(dry).toMatchObject({
    month: "2026-10",
    dry_run: true,
    results: [{ user_id: USER, provider: "stripe", status: "success" }],
  });
  const real = await runImport(scope, { dryRun: false, key: "import/1" });
  expect(real.results).toEqual(dry.results);
  expect(await runImport(scope, { dryRun: false, key: "import/1" })).toEqual(real);
  await expect(
    runImport({ ...scope, month: "2026-09" }, { dryRun: false, key: "import/1" }),
  ).rejects.toMatchObject({ kind: "refused" });
});

test("renews a token, or says that only the customer can", async () => {
  expires = new Date(Date.now() - 1000).toISOString();
  expect(await checkIntegration(TOKEN)).toEqual({
    valid: false,
    expires_at: expires,
    reason: "token_expired",
  });
  expect(await refreshIntegration(TOKEN, "refresh/1")).toEqual({
    outcome: "refreshed",
    expires_at: expect.any(String),
  });
  await seed("app", { connections: [{ id: TOKEN, state: "revoked" }] });
  expect(await refreshIntegration(TOKEN, "refresh/2")).toEqual({
    outcome: "reconnect",
    reason: expect.stringContaining("invalid_grant"),
  });
  await seed("app", { connections: [{ id: TOKEN, state: "down" }] });
  await expect(refreshIntegration(TOKEN, "refresh/3")).rejects.toMatchObject({ kind: "broken" });
});

test.each([
  [200, { valid: "yes" }, "garbage"],
  [200, "ok", "garbage"],
  [302, { valid: true, expires_at: null }, "garbage"],
  [404, { error: "Not found" }, "refused"],
  [409, { error: "in_progress" }, "busy"],
  [422, { error: "something else" }, "refused"],
  [503, { error: "database_unavailable" }, "broken"],
])("%s with %j is %s", async (status, body, kind) => {
  const vendor = await always(status, body);
  vi.stubEnv("APP_BASE_URL", `${vendor.url}/`);
  await expect(checkIntegration(TOKEN)).rejects.toMatchObject({ service: "app", kind });
  await expect(refreshIntegration(TOKEN, "k")).rejects.toMatchObject({ service: "app", kind });
  await vendor.close();
});

test("whatever a provider said of one customer, the database can hold the answer about all", async () => {
  const said = { user_id: USER, provider: "shopify", status: "error", rows: 0, revenue_cents: 0 };
  const vendor = await always(200, {
    run_id: "r",
    month: "2026-10",
    dry_run: true,
    results: [{ ...said, error: "Réponse illisible\0 : \ud83d" }],
  });
  vi.stubEnv("APP_BASE_URL", vendor.url);
  const { results } = await runImport({ month: "2026-10" }, { dryRun: true });
  expect(results).toEqual([{ ...said, error: "Réponse illisible\uFFFD : \uFFFD" }]);
  await vendor.close();
});

test("an import that did not do what was asked is no success", async () => {
  const vendor = await always(200, {
    run_id: "r",
    month: "2026-10",
    dry_run: false,
    results: [],
  });
  vi.stubEnv("APP_BASE_URL", vendor.url);
  await expect(runImport({ month: "2026-10" }, { dryRun: true })).rejects.toMatchObject({
    kind: "garbage",
  });
  await vendor.close();
});
