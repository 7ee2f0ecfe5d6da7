import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { PreviewAnswer } from "../../supabase/functions/_shared/contract.ts";
import { call, preview } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

const ACTION = "rerun-imports";
const MONTH = "2024-02";

type Planned = Omit<PreviewAnswer, "targets"> & { targets: { id: string; payload: unknown }[] };

describe.each(ENGINES)("imports on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;
  let zoe: string;
  let malik: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    zoe = await idOf("zoe.lambert@example.fr");
    malik = await idOf("malik.benali@example.fr");
    await session.query("delete from public.integration_tokens");
    for (const [id, user, provider] of INTEGRATIONS(zoe, malik)) {
      await session.query(
        `insert into public.integration_tokens (id, user_id, provider, access_token, refresh_token, expires_at, created_at)
        values ($1, $2, $3, 'a', 'r', now() + interval '60 days', '2023-12-31 22:59:59Z')`,
        [id, user, provider],
      );
    }
  }, 120_000);
  beforeEach(async () => {
    await session.query("delete from public.import_logs");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const ZOE_STRIPE = "00000000-0000-4000-8000-0000000000a1";
  const ZOE_SHOPIFY = "00000000-0000-4000-8000-0000000000a2";
  const MALIK_STRIPE = "00000000-0000-4000-8000-0000000000a3";
  const INTEGRATIONS = (one: string, other: string) =>
    [
      [ZOE_STRIPE, one, "stripe"],
      [ZOE_SHOPIFY, one, "shopify"],
      [MALIK_STRIPE, other, "stripe"],
    ] as const;

  async function idOf(email: string): Promise<string> {
    const [row] = await session.query<{ id: string }>(
      "select id::text from auth.users where email = $1",
      [email],
    );
    return row?.id ?? "";
  }

  type Log = {
    user?: string;
    provider?: string;
    status?: string;
    revenue?: number;
    error?: string | null;
    dry?: boolean;
    month?: string;
    age?: string;
  };
  const log = ({
    user = zoe,
    provider = "stripe",
    status = "success",
    revenue = 0,
    error = null,
    dry = false,
    month = MONTH,
    age = "2 hours",
  }: Log) =>
    session.query(
      `insert into public.import_logs (user_id, provider, month, status, revenue_cents, rows_imported, error_message, dry_run, created_at)
      values ($1, $2, $3, $4, $5, $5 / 100, $6, $7, now() - $8::interval)`,
      [user, provider, month, status, revenue, error, dry, age],
    );

  const planned = async (params: object, observed?: object) =>
    (
      await call<Planned>(session, support, "plan_run", {
        action: ACTION,
        params: params as Record<string, unknown>,
        ...(observed === undefined ? {} : { observed }),
      })
    ).body;

  const idsOf = async (params: object) =>
    (await planned(params)).targets.map(({ id }) => id).sort();

  test("the scope is everyone, a customer, a provider, both, or what is not imported", async () => {
    expect(await idsOf({ month: MONTH })).toEqual([ZOE_STRIPE, ZOE_SHOPIFY, MALIK_STRIPE]);
    expect(await idsOf({ month: MONTH, user_id: zoe })).toEqual([ZOE_STRIPE, ZOE_SHOPIFY]);
    expect(await idsOf({ month: MONTH, provider: "stripe" })).toEqual([ZOE_STRIPE, MALIK_STRIPE]);
    expect(await idsOf({ month: MONTH, user_id: zoe, provider: "shopify" })).toEqual([ZOE_SHOPIFY]);

    const missing = () => idsOf({ month: MONTH, only_failed: true });
    expect(await missing()).toEqual([ZOE_STRIPE, ZOE_SHOPIFY, MALIK_STRIPE]);
    await log({ revenue: 5000 });
    await log({ provider: "shopify", status: "error", error: "Shopify 401" });
    // A dry run imports nothing, and another month is another matter.
    await log({ user: malik, dry: true, revenue: 700 });
    await log({ user: malik, month: "2024-03", revenue: 700 });
    expect(await missing()).toEqual([ZOE_SHOPIFY, MALIK_STRIPE]);
    // Running now is not missing; an hour later it is one that never ended.
    await log({ user: malik, status: "running", age: "5 minutes" });
    expect(await missing()).toEqual([ZOE_SHOPIFY]);
    await session.query(
      "update public.import_logs set created_at = now() - interval '61 minutes' where status = 'running'",
    );
    expect(await missing()).toEqual([ZOE_SHOPIFY, MALIK_STRIPE]);
  });

  test("a month ends in Paris: who connected an account after it has nothing there", async () => {
    // Connected at 23:59:59 of 31 December in Paris.
    expect(await idsOf({ month: "2023-12" })).toHaveLength(3);
    expect((await planned({ month: "2023-11" })).blockers).toMatchObject([
      { code: "nobody_connected" },
    ]);
    expect((await planned({ month: "2023-11", user_id: zoe })).blockers).toMatchObject([
      { code: "no_integration" },
    ]);
  });

  test("before is the import that counts: a success whatever came after, else the latest attempt", async () => {
    const counting = async () => {
      const { targets } = await planned({ month: MONTH, user_id: zoe, provider: "stripe" });
      return targets.map(({ payload }) => (payload as { before: unknown }).before);
    };
    const nothing = { import_status: null, revenue_cents: null, rows_imported: null };
    expect(await counting()).toEqual([nothing]);
    await log({ status: "error", error: "Stripe 500", age: "3 days" });
    await log({ status: "running", age: "2 days" });
    expect(await counting()).toEqual([{ ...nothing, import_status: "running" }]);
    await log({ revenue: 5000, age: "1 day" });
    await log({ status: "error", error: "Stripe 500", age: "1 hour" });
    expect(await counting()).toEqual([
      { import_status: "success", revenue_cents: 5000, rows_imported: 50 },
    ]);
  });

  const success = { status: "success", rows: 12, revenue_cents: 34_000 };
  const expired = {
    status: "error",
    rows: 0,
    revenue_cents: 0,
    error: "Stripe 401 : token expired, le jeton doit être rafraîchi",
  };

  test("what a dry run says becomes changes, and warnings for what it could not do", async () => {
    await log({ provider: "shopify", status: "error", error: "Shopify 429" });
    const { changes, warnings, blockers, plan } = await planned(
      { month: MONTH },
      {
        [ZOE_STRIPE]: success,
        [ZOE_SHOPIFY]: {
          ...success,
          status: "skipped",
          reason: "no_sales",
          rows: 0,
          revenue_cents: 0,
        },
        [MALIK_STRIPE]: expired,
      },
    );
    const change = (id: string, field: string, before: unknown, after: unknown) => ({
      entity: "integration",
      id,
      field,
      before,
      after,
    });
    expect(changes).toEqual(
      expect.arrayContaining([
        change(ZOE_STRIPE, "import_status", null, "success"),
        change(ZOE_STRIPE, "revenue_cents", null, 34_000),
        change(ZOE_STRIPE, "rows_imported", null, 12),
        change(ZOE_SHOPIFY, "import_status", "error", "skipped"),
        change(ZOE_SHOPIFY, "revenue_cents", null, 0),
        change(ZOE_SHOPIFY, "rows_imported", null, 0),
      ]),
    );
    expect(changes).toHaveLength(6);
    expect(blockers).toEqual([]);
    expect(warnings).toEqual([
      {
        code: "failed_token_expired",
        args: { count: 1, labels: ["malik.benali@example.fr · Stripe"] },
      },
    ]);

    const start = (observed: object) =>
      call<{ error?: { code: string } }>(session, support, "start_run", {
        action: ACTION,
        params: { month: MONTH },
        plan,
        reason: "Le job du mois a échoué",
        idempotency_key: `stale-plan-${JSON.stringify(observed).length}`,
        observed,
      });
    for (const now of [
      { [ZOE_STRIPE]: { ...success, revenue_cents: 34_001 }, [MALIK_STRIPE]: expired },
      { [ZOE_STRIPE]: success, [ZOE_SHOPIFY]: expired, [MALIK_STRIPE]: expired },
      {},
    ]) {
      expect(await start(now)).toMatchObject({
        status: 409,
        body: { error: { code: "stale_plan" } },
      });
    }
  });

  test("a dry run that brings nothing but failures blocks; all imported already is only said", async () => {
    const all = (said: object) => ({
      [ZOE_STRIPE]: said,
      [ZOE_SHOPIFY]: said,
      [MALIK_STRIPE]: said,
    });
    const params = { month: MONTH };
    expect(await planned(params, all(expired))).toMatchObject({
      changes: [],
      warnings: [],
      blockers: [{ code: "failed_token_expired", args: { count: 3 } }],
    });
    const done = { ...success, status: "skipped", reason: "already_imported" };
    for (const [, user, provider] of INTEGRATIONS(zoe, malik)) {
      await log({ user, provider, revenue: 34_000 });
    }
    await session.query("update public.import_logs set rows_imported = 12");
    expect(await planned(params, all(done))).toMatchObject({
      changes: [],
      warnings: [{ code: "already_imported", args: { count: 3 } }],
      blockers: [],
    });
    expect(await planned(params, { ...all(done), [MALIK_STRIPE]: expired })).toMatchObject({
      blockers: [{ code: "failed_token_expired", args: { count: 1 } }],
    });
    expect(await planned(params, { [ZOE_STRIPE]: done, [ZOE_SHOPIFY]: done })).toMatchObject({
      warnings: [{ code: "not_in_dry_run", args: { count: 1 } }, { code: "already_imported" }],
    });
    expect(await planned({ ...params, only_failed: true })).toMatchObject({
      items: 0,
      blockers: [{ code: "nothing_failed" }],
    });
  });

  test("more integrations than one dry run can answer for are refused with their limit", async () => {
    const limit = (most: number) =>
      session.query(
        "update private.settings set value = to_jsonb($1::integer) where key = 'targets_listed'",
        [most],
      );
    await limit(2);
    const { body, status } = await preview(session, support, ACTION, { month: MONTH });
    await limit(2000);
    expect(status).toBe(200);
    expect(body).toMatchObject({ items: 3, blockers: [{ code: "too_many", args: { most: 2 } }] });
    expect((await planned({ month: MONTH })).blockers).toEqual([]);
  });

  test.each([
    ["Stripe 401 : token expired, le jeton doit être rafraîchi", "token_expired"],
    ["Shopify 401 : accès révoqué, le compte doit être reconnecté", "reconnect"],
    ["invalid_grant: refresh token expired", "reconnect"],
    ["Shopify 401: app uninstalled by the shop owner", "reconnect"],
    ["Stripe 429 : trop de requêtes (rate limit), 3 essais", "rate_limited"],
    ["Shopify 429 : exceeded 2 calls per second for api client", "rate_limited"],
    ["Stripe : délai dépassé, aucune réponse en 15 s", "provider_down"],
    ["Shopify 503: shop unavailable", "provider_down"],
    ["Réponse illisible : HTML reçu au lieu de JSON", "unreadable"],
    ["Connexion coupée par Shopify (ECONNRESET)", "other"],
    [null, null],
  ])("the cause of %j is %s", async (error, cause) => {
    const [row] = await session.query("select private.failure_cause($1) as cause", [error]);
    expect(row).toEqual({ cause });
  });

  test("open failures are grouped by what they mean, and each group is a filter of the list", async () => {
    const read = () =>
      asPerson(session, support, async () => {
        const groups = await session.query(
          `select cause, open::int, customers::int, providers, months, example
          from backoffice.import_failures order by cause`,
        );
        const listed = await session.query(
          "select cause, count(*)::int as open from backoffice.import_logs where open group by cause order by cause",
        );
        expect(groups.map(({ cause, open }) => ({ cause, open }))).toEqual(listed);
        return groups;
      });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await log({ status: "error", error: `Stripe 429 : trop de requêtes, ${attempt}` });
    }
    await log({ user: malik, status: "error", error: "Stripe 429 : rate limit", month: "2024-01" });
    await log({ provider: "shopify", status: "error", error: "Shopify 401 : accès révoqué" });
    await log({ status: "error", error: "Stripe 500", dry: true });
    await log({ user: malik, status: "error", month: "2023-12", age: "90 days" });
    expect(await read()).toEqual([
      {
        cause: "other",
        open: 1,
        customers: 1,
        providers: ["stripe"],
        months: ["2023-12"],
        example: null,
      },
      {
        cause: "rate_limited",
        open: 21,
        customers: 2,
        providers: ["stripe"],
        months: [MONTH, "2024-01"],
        example: "Stripe 429 : rate limit",
      },
      {
        cause: "reconnect",
        open: 1,
        customers: 1,
        providers: ["shopify"],
        months: [MONTH],
        example: "Shopify 401 : accès révoqué",
      },
    ]);
    await log({ revenue: 100, age: "1 minute" });
    expect((await read())[1]).toMatchObject({
      cause: "rate_limited",
      open: 1,
      months: ["2024-01"],
    });
  });

  test("an import says its integration and what its error means; a success has no cause", async () => {
    await log({ status: "error", error: "Stripe 429" });
    await log({ user: malik, provider: "shopify" });
    const rows = await asPerson(session, support, () =>
      session.query(
        "select provider, cause, integration_id::text from backoffice.import_logs order by provider",
      ),
    );
    expect(rows).toEqual([
      { provider: "shopify", cause: null, integration_id: null },
      { provider: "stripe", cause: "rate_limited", integration_id: ZOE_STRIPE },
    ]);
  });

  test("an import's page knows the rules of its integration, without a click", async () => {
    await log({ status: "error", error: "Stripe 429" });
    const [row] = await session.query<{ id: string }>("select id::text from public.import_logs");
    const guards = await call<Record<string, unknown>>(session, support, "record_guards", {
      kind: "import",
      id: row?.id,
    });
    expect(guards.body).toMatchObject({
      "rerun-imports": { allowed: true },
      "refresh-integration": { allowed: false, code: "token_valid" },
    });
  });
});
