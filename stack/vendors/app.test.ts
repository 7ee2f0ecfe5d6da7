import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clonePostgres } from "../../tests/support/backend.ts";
import type { Database } from "../database.ts";
import { seedVendors } from "../seed/vendors.ts";
import type { ImportResult } from "./app/imports.ts";
import { APP_DEMO_ADMIN_TOKEN } from "./app.ts";
import { type ServedVendors, serveVendors } from "./serve.ts";
import { signature } from "./stripe/delivery.ts";
import { STRIPE_DEMO_WEBHOOK_SECRET } from "./stripe/state.ts";
import { STRIPE_DEMO_KEY } from "./stripe.ts";

let database: Database;
let served: ServedVendors;
let stripe: Stripe;

beforeAll(async () => {
  served = await serveVendors({ database: () => database });
  const { hostname, port } = new URL(served.addresses.STRIPE_API_BASE);
  stripe = new Stripe(STRIPE_DEMO_KEY, {
    host: hostname,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}, 120_000);
afterAll(() => served.close());
beforeEach(async () => {
  database = await clonePostgres();
  await seedVendors(database.query, served.vendors);
}, 60_000);
afterEach(() => database.close());

const control = (vendor: "app" | "stripe", name: string, body: unknown) =>
  served.vendors[vendor].fetch(
    new Request(`http://vendor.test/_test/${name}`, { method: "POST", body: JSON.stringify(body) }),
  );

type Options = { token?: string | null; key?: string; body?: unknown };

async function app<Body = { error: string }>(
  path: string,
  { token = APP_DEMO_ADMIN_TOKEN, key, body }: Options = {},
) {
  const [method = "GET", address = ""] = path.split(" ");
  const response = await fetch(`${served.addresses.APP_BASE_URL}${address}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function one<Row extends Record<string, unknown>>(sql: string, params: unknown[] = []) {
  const [row] = await database.query<Row>(sql, params);
  return row;
}

const idOf = async (email: string) =>
  String((await one<{ id: string }>("select id from auth.users where email = $1", [email]))?.id);

/** What the app's journal and the console's hold of a change that nobody announced. */
const outside = () =>
  database.query(
    "select target_label, details from private.audit where event = 'outside' order by seq",
  );

describe("the webhook", () => {
  const ZOE = "zoe.lambert@example.fr";
  const retry = (id: string) =>
    stripe.rawRequest("POST", `/v1/events/${id}/retry`, {
      webhook_endpoint: "we_demo_app",
    }) as unknown as Promise<Stripe.Event>;
  const processed = (id: string) =>
    one("select type, user_id, processed_at, error from public.stripe_events where id = $1", [id]);

  /** The event of a customer's subscription that never reached the app. */
  async function lostEvent(of: string) {
    const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
    for (const event of data.filter(({ type }) => type.startsWith("customer.subscription."))) {
      const { customer } = event.data.object as Stripe.Subscription;
      const payer = await stripe.customers.retrieve(String(customer));
      if (!payer.deleted && payer.email === of) return event;
    }
    throw new Error(`no lost event of ${of}`);
  }

  const access = (email: string) =>
    one(
      `select s.plan, s.status, u.raw_user_meta_data -> 'is_premium' as is_premium, u.raw_user_meta_data ->> 'subscription_plan' as mirror
       from auth.users u left join public.subscriptions s on s.user_id = u.id where u.email = $1`,
      [email],
    );

  function send(payload: string, header: string) {
    return fetch(`${served.addresses.APP_BASE_URL}/api/webhooks/stripe`, {
      method: "POST",
      headers: { "stripe-signature": header },
      body: payload,
    });
  }

  test("an event that arrives gives the customer what was paid for", async () => {
    const { id, type } = await lostEvent(ZOE);
    const before = await outside();
    expect(await access(ZOE)).toMatchObject({ plan: null, is_premium: false });

    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });

    expect(await access(ZOE)).toEqual({
      plan: "premium",
      status: "active",
      is_premium: true,
      mirror: "premium",
    });
    expect(await processed(id)).toMatchObject({
      type,
      user_id: await idOf(ZOE),
      processed_at: expect.anything(),
      error: null,
    });
    expect(await outside()).toEqual(before);
  });

  test("it is processed once, however often it arrives", async () => {
    const { id } = await lostEvent(ZOE);
    await Promise.all([retry(id), retry(id), retry(id)]);
    const first = await processed(id);
    await retry(id);
    expect(await processed(id)).toEqual(first);
    expect(
      await database.query("select 1 from public.subscriptions where user_id = $1", [
        await idOf(ZOE),
      ]),
    ).toHaveLength(1);
  });

  test("with an old secret every event is refused, and taken when the secret is right", async () => {
    const { id } = await lostEvent(ZOE);
    await control("app", "seed", { webhook_secret: "whsec_before_the_rotation" });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 1 });
    expect(await processed(id)).toBeUndefined();
    expect(await access(ZOE)).toMatchObject({ plan: null });

    await control("app", "seed", { webhook_secret: STRIPE_DEMO_WEBHOOK_SECRET });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });
    expect(await access(ZOE)).toMatchObject({ plan: "premium" });
  });

  test.each([
    ["no signature", () => "", /No stripe-signature header value was provided/],
    [
      "somebody else's signature",
      (payload: string) => signature(payload, "whsec_forged", new Date()),
      /No signatures found matching the expected signature/,
    ],
    [
      "a signature of six minutes ago",
      (payload: string) =>
        signature(payload, STRIPE_DEMO_WEBHOOK_SECRET, new Date(Date.now() - 360_000)),
      /Timestamp outside the tolerance zone/,
    ],
  ])("%s: 400, with Stripe's reason", async (_what, header, why) => {
    const payload = JSON.stringify(await lostEvent(ZOE));
    const refused = await send(payload, header(payload));
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: string }).error).toMatch(why);
    expect(await access(ZOE)).toMatchObject({ plan: null });
  });

  test("the state comes from Stripe, whatever the event claims", async () => {
    const event = await lostEvent(ZOE);
    await stripe.subscriptions.cancel(String((event.data.object as Stripe.Subscription).id));
    const payload = JSON.stringify(event);
    const taken = await send(payload, signature(payload, STRIPE_DEMO_WEBHOOK_SECRET, new Date()));
    expect(taken.status).toBe(200);
    expect(await access(ZOE)).toMatchObject({ status: "canceled", is_premium: false });
  });

  test("the payment of nobody's customer arrives, and is told to have done nothing", async () => {
    const event = await lostEvent("ancienne.cliente@example.fr");
    expect(await retry(event.id)).toMatchObject({ pending_webhooks: 0 });
    expect(await processed(event.id)).toMatchObject({
      user_id: null,
      processed_at: null,
      error: expect.stringContaining("no account"),
    });
    expect(
      await database.query("select 1 from public.subscriptions where stripe_subscription_id = $1", [
        (event.data.object as Stripe.Subscription).id,
      ]),
    ).toEqual([]);
  });

  test("when Stripe cannot be asked nothing is written, and the next delivery does it", async () => {
    const { id } = await lostEvent(ZOE);
    await control("stripe", "faults", { match: "GET /v1/subscriptions/*", kind: "500" });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 1 });
    expect(await processed(id)).toMatchObject({ processed_at: null, error: expect.any(String) });
    expect(await access(ZOE)).toMatchObject({ plan: null });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });
    expect(await processed(id)).toMatchObject({ processed_at: expect.anything(), error: null });
  });

  test("changes that arrive at once and in any order end in Stripe's own state", async () => {
    const event = await lostEvent(ZOE);
    const { id } = event.data.object as Stripe.Subscription;
    await control("app", "faults", { match: "POST /api/webhooks/*", kind: "500", times: 4 });
    await stripe.subscriptions.update(id, { items: [{ price: "price_demo_pro_month" }] });
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await stripe.subscriptions.update(id, { items: [{ price: "price_demo_premium_year" }] });
    await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
    const about = data.filter((one) => (one.data.object as { id: string }).id === id);
    expect(about).toHaveLength(5);
    await Promise.all(about.map((one) => retry(one.id)));
    const truth = await stripe.subscriptions.retrieve(id);
    expect(
      await one(
        `select plan, interval, amount_cents, cancel_at, extract(epoch from current_period_end)::int as until
         from public.subscriptions where stripe_subscription_id = $1`,
        [id],
      ),
    ).toEqual({
      plan: "premium",
      interval: "year",
      amount_cents: 19900,
      cancel_at: null,
      until: truth.items.data[0]?.current_period_end,
    });
  });

  test("an invoice that was not paid makes the subscription past due", async () => {
    const row = await one<{ id: string; email: string }>(
      `select s.stripe_subscription_id as id, u.email from public.subscriptions s join auth.users u on u.id = s.user_id
       where s.status = 'active' and u.email = 'lea.fontaine@example.fr'`,
    );
    await control("stripe", "bill", { subscription: row?.id, outcome: "failed" });
    expect(await access(String(row?.email))).toMatchObject({ status: "past_due" });
  });

  test("the app knows no grants: its mirror goes, and the journal tells what it says falsely", async () => {
    const zoe = await idOf(ZOE);
    const { id } = await lostEvent(ZOE);
    await retry(id);
    await database.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
       values ($1, 'premium', now() - interval '1 day', now() + interval '9 days', 'Geste commercial')`,
      [zoe],
    );
    const before = await outside();
    const [subscription] = await database.query<{ id: string }>(
      "select stripe_subscription_id as id from public.subscriptions where user_id = $1",
      [zoe],
    );
    await stripe.subscriptions.cancel(String(subscription?.id));
    expect(await access(ZOE)).toMatchObject({ is_premium: false, mirror: "free" });
    expect(await one("select (private.entitlement($1::uuid, now())).plan as plan", [zoe])).toEqual({
      plan: "premium",
    });
    expect((await outside()).slice(before.length)).toMatchObject([
      { target_label: ZOE, details: { claim: true } },
    ]);
  });
});

describe("the import", () => {
  type Answer = { run_id: string; month: string; dry_run: boolean; results: ImportResult[] };
  const MONTH = new Date().toISOString().slice(0, 7);
  const run = (body: object, { dry = false, ...options }: Options & { dry?: boolean } = {}) =>
    app<Answer>(`POST /api/admin/run-import${dry ? "?dryRun=1" : ""}`, { ...options, body });
  const logs = (where = "true") =>
    database.query<{ user_id: string; status: string; revenue_cents: number; dry_run: boolean }>(
      `select user_id, provider, month, status, rows_imported, revenue_cents, error_message, dry_run
       from public.import_logs where month = $1 and ${where} order by user_id, provider, created_at`,
      [MONTH],
    );

  beforeEach(() => database.query("delete from public.import_logs where month = $1", [MONTH]));

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
    const done = first.body.results.filter((r) => r.status === "success");
    expect(done.length).toBeGreaterThan(0);
    expect(third.body.results.filter((r) => r.reason === "already_imported")).toHaveLength(
      done.length,
    );
    expect(await logs("status = 'success'")).toHaveLength(done.length);
  });

  test("an import that never ended is ended by the next one", async () => {
    const malik = await idOf("malik.benali@example.fr");
    await database.query(
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
    const refused = await fetch(`${served.addresses.APP_BASE_URL}/api/admin/run-import`, {
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

describe("integrations", () => {
  type Token = {
    id: string;
    access_token: string;
    refresh_token: string;
    expires_at: string;
    last_error: string | null;
  };
  const tokenOf = async (email: string, provider: string) => {
    const row = await one<Token>(
      `select t.id, access_token, refresh_token, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires_at, last_error from public.integration_tokens t
       join auth.users u on u.id = t.user_id where u.email = $1 and t.provider = $2`,
      [email, provider],
    );
    if (row === undefined) throw new Error(`${email} has no ${provider}`);
    return row;
  };
  const expired = () => tokenOf("gabriel.pons@example.fr", "stripe");
  const check = (id: string) => app(`GET /api/admin/integrations/${id}/check`);
  const refresh = (id: string, key?: string) =>
    app(`POST /api/admin/integrations/${id}/refresh`, key === undefined ? {} : { key });

  test("an expired token is refreshed, and taken afterwards; nobody sees it", async () => {
    const before = await expired();
    const lines = await outside();
    expect(await check(before.id)).toMatchObject({
      status: 200,
      body: { valid: false, reason: "token_expired" },
    });
    const answer = await refresh(before.id);
    const after = await expired();
    expect(answer).toEqual({
      status: 200,
      body: {
        id: before.id,
        provider: "stripe",
        expires_at: after.expires_at,
        last_refreshed_at: expect.any(String),
      },
    });
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(after.last_error).toBeNull();
    expect(Date.parse(after.expires_at)).toBeGreaterThan(Date.now());
    expect(await check(before.id)).toEqual({
      status: 200,
      body: { valid: true, expires_at: after.expires_at },
    });
    expect(await outside()).toEqual(lines);
  });

  test("the same key refreshes once", async () => {
    const { id } = await expired();
    const first = await refresh(id, "refresh-1");
    const token = (await expired()).access_token;
    expect(await refresh(id, "refresh-1")).toEqual(first);
    expect((await expired()).access_token).toBe(token);
    await refresh(id, "refresh-2");
    expect((await expired()).access_token).not.toBe(token);
  });

  test("one that the customer took back has to be connected again", async () => {
    const { id, access_token } = await tokenOf("zoe.lambert@example.fr", "shopify");
    expect(await refresh(id)).toMatchObject({
      status: 422,
      body: { error: "reconnect", reason: expect.stringContaining("invalid_grant") },
    });
    const after = await tokenOf("zoe.lambert@example.fr", "shopify");
    expect(after).toMatchObject({
      access_token,
      last_error: expect.stringContaining("invalid_grant"),
    });
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_revoked" });
  });

  test("a refresh that the provider does not honour is seen by asking it", async () => {
    const { id } = await expired();
    await control("app", "seed", { connections: [{ id, state: "refuses" }] });
    expect((await refresh(id)).status).toBe(200);
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_unknown" });
  });

  test("a token that the database lost is not the provider's", async () => {
    const { id } = await expired();
    await refresh(id);
    await database.query(
      "update public.integration_tokens set access_token = 'old' where id = $1",
      [id],
    );
    expect((await check(id)).body).toMatchObject({ valid: false, reason: "token_unknown" });
  });

  test("a provider that is away, an unknown integration, no token", async () => {
    const { id, access_token } = await expired();
    await control("app", "seed", { connections: [{ id, state: "down" }] });
    expect(await refresh(id)).toMatchObject({ status: 502, body: { error: "provider_down" } });
    expect(await check(id)).toMatchObject({ status: 502 });
    expect((await expired()).access_token).toBe(access_token);
    for (const unknown of ["00000000-0000-4000-a000-000000000000", "zoe"]) {
      expect(await refresh(unknown)).toMatchObject({ status: 404, body: { error: "not_found" } });
      expect((await check(unknown)).status).toBe(404);
    }
    expect((await app(`POST /api/admin/integrations/${id}/refresh`, { token: null })).status).toBe(
      401,
    );
    expect((await app(`GET /api/admin/integrations/${id}/check`, { token: "x" })).status).toBe(401);
  });

  test("a fault after the effect: the same key does not refresh again", async () => {
    const { id } = await expired();
    await control("app", "faults", { match: "*/refresh", kind: "cut" });
    await expect(refresh(id, "cut")).rejects.toThrow();
    const { access_token } = await expired();
    expect((await refresh(id, "cut")).status).toBe(200);
    expect((await expired()).access_token).toBe(access_token);
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
      (await served.vendors.app.fetch(new Request("http://app.test/_test/state"))).json();
    await app("POST /api/admin/run-import", { key: "kept", body: { month: "2026-01" } });
    const before = await state();
    served.vendors.app.reset();
    await control("app", "seed", before);
    expect(await state()).toEqual(before);
    expect(before).toMatchObject({ replays: { kept: { status: 200 } } });
  } finally {
    await alone.close();
  }
});
