import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Listener, listen } from "../../../../stack/http.ts";
import { APP_DEMO_ADMIN_TOKEN } from "../../../../stack/vendors/app.ts";
import { RESEND_DEMO_KEY } from "../../../../stack/vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../../../../stack/vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../../../../stack/vendors/stripe.ts";
import { checkIntegration, refreshIntegration, runImport } from "./app.ts";
import {
  domains,
  emailById,
  liftSuppression,
  sendEmail,
  suppressionOf,
  suppressions,
} from "./resend.ts";
import { templates } from "./resendTemplates.ts";
import { subscriptionsOf } from "./stripe.ts";
import {
  type EventPage,
  eventById,
  eventPage,
  retryEvent,
  webhookEndpoints,
} from "./stripeEvents.ts";
import { subscriptionPage, subscriptionsOfCustomer } from "./stripeSide.ts";

const TOKEN = "3f0c2a34-58a8-4ad8-8f0e-2f0c5d9a1b11";
const USER = "41c8eb43-01b4-4244-a389-4662684d320f";
const turn = vi.fn(async () => {});

let served: ServedVendors;
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

beforeAll(async () => {
  served = await serveVendors({ database: () => ({ asService: (work) => work(query, query) }) });
});
afterAll(() => served.close());
beforeEach(() => {
  vi.unstubAllEnvs();
  turn.mockClear();
  expires = new Date(Date.now() + 86_400_000).toISOString();
  for (const vendor of Object.values(served.vendors)) vendor.reset();
  for (const [name, value] of Object.entries({
    ...served.addresses,
    STRIPE_SECRET_KEY: STRIPE_DEMO_KEY,
    RESEND_API_KEY: RESEND_DEMO_KEY,
    APP_ADMIN_TOKEN: APP_DEMO_ADMIN_TOKEN,
  })) {
    vi.stubEnv(name, value);
  }
});

async function seed(vendor: "stripe" | "resend" | "app", body: object) {
  const answer = await served.vendors[vendor].fetch(
    new Request("http://vendor.test/_test/seed", { method: "POST", body: JSON.stringify(body) }),
  );
  expect(answer.status).toBe(204);
}

/** A vendor that always says the same. */
async function always(status: number, body: unknown): Promise<Listener & { url: string }> {
  const listener = await listen(async () => Response.json(body, { status }));
  return { ...listener, url: `http://127.0.0.1:${listener.port}` };
}

const item = (price: object) => ({
  quantity: 1,
  current_period_start: 0,
  current_period_end: 1,
  price: {
    unit_amount: 990,
    metadata: { plan: "pro" },
    recurring: { interval: "month" },
    ...price,
  },
});

describe("stripe", () => {
  const now = Math.floor(Date.now() / 1000);
  const seconds = (minutesAgo: number) => now - minutesAgo * 60;
  const event = (n: number, more: object = {}) => ({
    id: `evt_${n}`,
    type: "customer.subscription.updated",
    created: seconds(1000 - n),
    object: { id: `sub_${n}`, object: "subscription", customer: `cus_${n}` },
    ...more,
  });

  test("the events since a moment come in pages, newest first; of some types, or undelivered", async () => {
    const events = Array.from({ length: 230 }, (_, n) => event(n, { delivered: n % 2 === 0 }));
    await seed("stripe", { events });
    const ids: string[] = [];
    const sizes: number[] = [];
    let after: string | null = null;
    do {
      const page: EventPage = await eventPage({ since: new Date(0), after });
      ids.push(...page.events.map(({ id }) => id));
      sizes.push(page.events.length);
      after = page.next;
    } while (after !== null);
    expect(ids).toEqual(events.map(({ id }) => id).reverse());
    expect(sizes).toEqual([100, 100, 30]);
    const lost = await eventPage({ since: new Date(0), undelivered: true });
    expect(lost.events.every(({ pending }) => pending === 1)).toBe(true);
    expect(lost.next).not.toBeNull();
    const since = new Date(seconds(1000 - 200) * 1000);
    expect(await eventPage({ since })).toMatchObject({ events: { length: 30 }, next: null });
    expect(await eventPage({ since, types: ["invoice.paid"] })).toEqual({ events: [], next: null });
    const many = Array.from({ length: 21 }, (_, n) => `type.${n}`);
    for (const types of [many, ["*"]]) {
      expect((await eventPage({ since, types })).events).toHaveLength(30);
    }
    await expect(eventPage({ since, after: "evt_nobody" })).rejects.toMatchObject({
      kind: "missing",
    });
  });

  test("an event says whom it is about, whatever it is of", async () => {
    const invoice = {
      id: "in_1",
      object: "invoice",
      customer: "cus_1",
      parent: { subscription_details: { subscription: "sub_1", metadata: { user_id: USER } } },
      status: "paid",
      amount_due: 1990,
      amount_paid: 1990,
      currency: "eur",
    };
    await seed("stripe", {
      events: [
        event(1, { delivered: false }),
        event(2, { type: "invoice.paid", object: invoice }),
        event(3, { type: "customer.created", object: { id: "cus_3", object: "customer" } }),
      ],
    });
    expect(await eventById("evt_1")).toEqual({
      id: "evt_1",
      type: "customer.subscription.updated",
      created_at: new Date(event(1).created * 1000).toISOString(),
      livemode: true,
      account: null,
      pending: 1,
      customer: "cus_1",
      subscription: "sub_1",
      named_user: null,
      amount_cents: null,
      currency: null,
      api_version: "2026-10-28.endive",
    });
    expect(await eventById("evt_2")).toMatchObject({
      customer: "cus_1",
      subscription: "sub_1",
      named_user: USER,
      amount_cents: 1990,
      currency: "eur",
    });
    expect(await eventById("evt_3")).toMatchObject({ customer: "cus_3", subscription: null });
  });

  test("a retry gives the event as it is afterwards; an endpoint that is off is refused", async () => {
    await seed("stripe", { events: [event(1, { delivered: false })] });
    const [endpoint] = await webhookEndpoints();
    expect(endpoint).toMatchObject({
      id: "we_demo_app",
      enabled: true,
      url: `${served.addresses.APP_BASE_URL}/api/webhooks/stripe`,
      types: expect.arrayContaining(["customer.subscription.updated"]),
    });
    await seed("app", { webhook_secret: "whsec_old" });
    expect(await retryEvent("evt_1", "we_demo_app", "first")).toMatchObject({ pending: 1 });
    await expect(retryEvent("evt_1", "we_nobody", "second")).rejects.toMatchObject({
      kind: "missing",
    });
    await seed("stripe", {
      endpoints: [{ id: "we_off", secret: "whsec_off", created: 0, status: "disabled" }],
    });
    await expect(retryEvent("evt_1", "we_off", "third")).rejects.toMatchObject({ kind: "refused" });
  });

  const subscription = (n: number, more: object = {}) => ({
    id: `sub_${n}`,
    customer: "cus_1",
    price: "price_demo_pro_month",
    status: "active",
    created: seconds(1000 - n),
    current_period_start: seconds(1000),
    current_period_end: seconds(-1000),
    ...more,
  });
  const payer = { id: "cus_1", email: "payer@example.fr", created: seconds(2000) };

  test("every subscription comes in pages with its customer, whatever its status", async () => {
    const subscriptions = Array.from({ length: 130 }, (_, n) =>
      subscription(n, { status: n % 2 === 0 ? "canceled" : "active" }),
    );
    await seed("stripe", { customers: [{ ...payer, metadata: { user_id: USER } }], subscriptions });
    const first = await subscriptionPage(null, turn);
    expect(first.subscriptions.map(({ id }) => id)).toEqual(
      subscriptions
        .slice(30)
        .map(({ id }) => id)
        .reverse(),
    );
    expect(first.next).toBe("sub_30");
    expect(first.customers).toEqual([
      { id: "cus_1", email: "payer@example.fr", named_user: USER, gone: false },
    ]);
    const rest = await subscriptionPage(first.next, turn);
    expect(rest).toMatchObject({ subscriptions: { length: 30 }, next: null });
    expect(turn).toHaveBeenCalledTimes(2);
    await expect(subscriptionPage("sub_nobody", turn)).rejects.toMatchObject({ kind: "missing" });
  });

  test("a customer's subscriptions, none, and a customer that Stripe does not have", async () => {
    await seed("stripe", { customers: [payer], subscriptions: [] });
    const none = await subscriptionsOfCustomer("cus_1", turn);
    expect(none).toMatchObject({ customers: [{ id: "cus_1", gone: false }], subscriptions: [] });
    await seed("stripe", { subscriptions: [subscription(1, { metadata: { user_id: USER } })] });
    const [one] = (await subscriptionsOfCustomer("cus_1", turn)).subscriptions;
    expect(one).toMatchObject({ id: "sub_1", plan: "pro", amount_cents: 990, named_user: USER });
    expect(await subscriptionsOfCustomer("cus_nobody", turn)).toEqual({
      customers: [{ id: "cus_nobody", email: null, named_user: null, gone: true }],
      subscriptions: [],
      next: null,
    });
  });

  test.each([
    [{ items: { data: [] } }, "no_items"],
    [{ items: { data: [item({ metadata: {}, lookup_key: null })] } }, "unknown_price"],
    [{ items: { data: [item({ recurring: { interval: "week" } })] } }, "unknown_interval"],
    [
      { items: { data: [item({ recurring: { interval: "month", interval_count: 3 } })] } },
      "unknown_interval",
    ],
    [
      { items: { data: [item({}), item({ recurring: { interval: "year" } })] } },
      "unknown_interval",
    ],
    [{ items: { data: [item({ unit_amount: null })] } }, "unknown_amount"],
    [{ items: { data: [item({ unit_amount: 3_000_000_000 })] } }, "unknown_amount"],
  ])("what no rule can read is told, not left out: %j", async (more, unreadable) => {
    const object = {
      id: "sub_1",
      status: "active",
      currency: "eur",
      livemode: true,
      metadata: {},
      created: seconds(10),
      canceled_at: null,
      cancel_at: null,
      customer: { id: "cus_1", email: null, metadata: {} },
      ...more,
    };
    const vendor = await always(200, { object: "list", data: [object], has_more: false });
    vi.stubEnv("STRIPE_API_BASE", vendor.url);
    const [read] = (await subscriptionPage(null, turn)).subscriptions;
    expect(read).toMatchObject({ id: "sub_1", status: "active", unreadable });
    expect(read).not.toHaveProperty("plan");
    await vendor.close();
  });

  test("a subscription whose collection is paused keeps its status; one that is paused says so", async () => {
    await seed("stripe", {
      customers: [payer],
      subscriptions: [
        subscription(1, { pause_collection: { behavior: "void", resumes_at: seconds(-9000) } }),
        subscription(2, { status: "paused" }),
      ],
    });
    const { data } = await (
      await fetch(`${served.addresses.STRIPE_API_BASE}/v1/subscriptions?status=all`, {
        headers: { authorization: `Bearer ${STRIPE_DEMO_KEY}` },
      })
    ).json();
    expect(data.map((one: { pause_collection: unknown }) => one.pause_collection)).toEqual([
      null,
      { behavior: "void", resumes_at: seconds(-9000) },
    ]);
    const statuses = { sub_1: "active", sub_2: "paused" };
    const walked = (await subscriptionPage(null, turn)).subscriptions;
    expect(Object.fromEntries(walked.map(({ id, status }) => [id, status]))).toEqual(statuses);
    const own = await subscriptionsOf({ userId: USER, email: null, customers: ["cus_1"] }, turn);
    expect(Object.fromEntries(own.map((row) => [row.stripe_subscription_id, row.status]))).toEqual(
      statuses,
    );
  });

  test("whatever somebody wrote into names and addresses, the database can hold it", async () => {
    const hostile = `=HYPERLINK("https://evil.example";"\0\ud800")'; drop table x; --${"a".repeat(900)}`;
    const object = {
      id: "sub_1",
      status: "active",
      currency: "eur",
      livemode: true,
      metadata: { user_id: hostile },
      created: seconds(10),
      items: { data: [item({})] },
      customer: { id: "cus_1", email: hostile, metadata: { user_id: hostile } },
    };
    const vendor = await always(200, { object: "list", data: [object], has_more: false });
    vi.stubEnv("STRIPE_API_BASE", vendor.url);
    const { customers, subscriptions } = await subscriptionPage(null, turn);
    const texts = [customers[0]?.email, customers[0]?.named_user, subscriptions[0]?.named_user];
    const payer = { userId: USER, email: null, customers: ["cus_1"] };
    texts.push(...((await subscriptionsOf(payer, turn))[0]?.named_users ?? []));
    expect(texts).toHaveLength(4);
    for (const text of texts) {
      expect(text).toMatch(/^=HYPERLINK/);
      expect(text?.isWellFormed()).toBe(true);
      expect(text).not.toContain("\0");
      expect(text?.length).toBeLessThanOrEqual(320);
    }
    await vendor.close();
  });

  test.each<[string, object]>([
    ["time beyond any calendar", { created: 1e20 }],
    ["an end in the year 10000", { cancel_at: 253_402_300_800 }],
    [
      "a period beyond any calendar",
      { items: { data: [{ ...item({}), current_period_end: 1e20 }] } },
    ],
    ["no items at all", { items: undefined }],
    ["nobody", { customer: null }],
  ])("a subscription of %s is garbage, not a fault of ours", async (_what, change) => {
    const object = {
      id: "sub_1",
      status: "active",
      currency: "eur",
      livemode: true,
      metadata: {},
      created: seconds(10),
      items: { data: [item({})] },
      customer: { id: "cus_1", email: null, metadata: {} },
      ...change,
    };
    const vendor = await always(200, { object: "list", data: [object], has_more: false });
    vi.stubEnv("STRIPE_API_BASE", vendor.url);
    const payer = { userId: USER, email: null, customers: ["cus_1"] };
    const garbage = { service: "stripe", kind: "garbage" };
    await expect(subscriptionPage(null, turn)).rejects.toMatchObject(garbage);
    await expect(subscriptionsOf(payer, turn)).rejects.toMatchObject(garbage);
    await vendor.close();
  });

  test("an event without its object, or of no time, is garbage", async () => {
    const event = { id: "evt_1", object: "event", type: "x", livemode: true, pending_webhooks: 0 };
    for (const change of [
      { created: 1 },
      { created: 1e20, data: { object: {} } },
      { created: 253_402_300_800, data: { object: {} } },
    ]) {
      const vendor = await always(200, { ...event, ...change });
      vi.stubEnv("STRIPE_API_BASE", vendor.url);
      await expect(eventById("evt_1")).rejects.toMatchObject({ kind: "garbage" });
      await expect(retryEvent("evt_1", "we_1", "k")).rejects.toMatchObject({ kind: "garbage" });
      await vendor.close();
    }
  });

  test("whoever tried to pay a hundred times keeps the subscription from before", async () => {
    const one = (id: string, status: string) => ({
      id,
      status,
      currency: "eur",
      livemode: true,
      metadata: {},
      created: seconds(10),
      items: { data: [item({})] },
      customer: { id: "cus_1", email: null, metadata: {} },
    });
    const tries = Array.from({ length: 100 }, (_, n) => one(`sub_try_${n}`, "incomplete_expired"));
    const vendor = await listen(async ({ url }) => {
      const { searchParams, pathname } = new URL(url);
      if (pathname.endsWith("/customers/search")) return Response.json({ data: [] });
      return Response.json(
        searchParams.get("starting_after") === "sub_try_99"
          ? { object: "list", data: [one("sub_paid", "active")], has_more: false }
          : { object: "list", data: tries, has_more: true },
      );
    });
    vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${vendor.port}`);
    const payer = { userId: USER, email: null, customers: ["cus_1"] };
    const rows = await subscriptionsOf(payer, turn);
    expect(rows).toHaveLength(101);
    expect(rows).toContainEqual(expect.objectContaining({ stripe_subscription_id: "sub_paid" }));
    const side = await subscriptionsOfCustomer("cus_1", turn);
    expect(side).toMatchObject({ customers: [{ id: "cus_1" }], next: null });
    expect(side.subscriptions.map(({ id }) => id)).toContain("sub_paid");
    await vendor.close();

    const lost = { error: { type: "invalid_request_error", code: "resource_missing" } };
    for (const next of [
      { status: 200, body: { object: "list", data: tries, has_more: true } },
      { status: 404, body: lost },
    ]) {
      const other = await listen(async ({ url }) =>
        url.includes("starting_after")
          ? Response.json(next.body, { status: next.status })
          : Response.json({ object: "list", data: tries, has_more: !url.includes("/search") }),
      );
      vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${other.port}`);
      const garbage = { kind: "garbage" };
      await expect(subscriptionsOf(payer, turn)).rejects.toMatchObject(garbage);
      await expect(subscriptionsOfCustomer("cus_1", turn)).rejects.toMatchObject(garbage);
      await other.close();
    }
  });

  test("a customer that was deleted has nothing left", async () => {
    const deleted = { id: "cus_1", object: "customer", deleted: true };
    const vendor = await listen(async ({ url }) =>
      Response.json(
        url.includes("/customers/") ? deleted : { object: "list", data: [], has_more: false },
      ),
    );
    vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${vendor.port}`);
    expect((await subscriptionsOfCustomer("cus_1", turn)).customers).toEqual([
      { id: "cus_1", email: null, named_user: null, gone: true },
    ]);
    await vendor.close();
  });

  test("where Stripe does not offer retries it is refused, not missing", async () => {
    const vendor = await always(404, {
      error: { type: "invalid_request_error", message: "Unrecognized request URL" },
    });
    vi.stubEnv("STRIPE_API_BASE", vendor.url);
    await expect(retryEvent("evt_1", "we_1", "k")).rejects.toMatchObject({ kind: "refused" });
    await vendor.close();
  });

  test.each([
    [200, { ok: true }, "garbage"],
    [409, { error: { type: "idempotency_error", code: "idempotency_key_in_use" } }, "busy"],
    [400, { error: { type: "idempotency_error" } }, "refused"],
  ])("%s with %j is %s", async (status, body, kind) => {
    const vendor = await always(status, body);
    vi.stubEnv("STRIPE_API_BASE", vendor.url);
    await expect(retryEvent("evt_1", "we_1", "k")).rejects.toMatchObject({ kind });
    await vendor.close();
  });
});

describe("resend", () => {
  const email = { to: "zoe.lambert@example.fr", subject: "Test d’envoi", html: "<p>Bonjour</p>" };

  test("sends once for a key, and tells what became of it", async () => {
    const { id } = await sendEmail(email, "test/1");
    expect(await sendEmail(email, "test/1")).toEqual({ id });
    expect(await emailById(id)).toMatchObject({
      id,
      from: "Comptalyze <bonjour@comptalyze.com>",
      to: ["zoe.lambert@example.fr"],
      html: "<p>Bonjour</p>",
      last_event: "delivered",
    });
    await expect(sendEmail({ ...email, subject: "Autre" }, "test/1")).rejects.toMatchObject({
      kind: "refused",
    });
    vi.stubEnv("RESEND_FROM", "Nobody <x@example.org>");
    await expect(sendEmail(email, "test/2")).rejects.toMatchObject({ kind: "refused" });
  });

  test("finds why an address gets nothing, and lifts it once", async () => {
    const to = "bounced+zoe@example.fr";
    expect(await suppressionOf(to)).toBeNull();
    const { id } = await sendEmail({ ...email, to }, "test/3");
    expect(await suppressionOf(to)).toMatchObject({ email: to, origin: "bounce", source_id: id });
    expect(await liftSuppression(to)).toBe(true);
    expect(await suppressionOf(to)).toBeNull();
    expect(await liftSuppression(to)).toBe(false);
  });

  test("a list that Resend does not offer is not a list without the address", async () => {
    const vendor = await always(404, {
      statusCode: 404,
      name: "not_found",
      message: "The requested endpoint does not exist.",
    });
    vi.stubEnv("RESEND_BASE_URL", vendor.url);
    await expect(suppressionOf("zoe@example.fr")).rejects.toMatchObject({ kind: "refused" });
    await expect(liftSuppression("zoe@example.fr")).rejects.toMatchObject({ kind: "refused" });
    await vendor.close();
  });

  test("whatever stands in an e-mail, the database can hold it", async () => {
    const vendor = await always(200, {
      id: "re_1",
      from: "a@example.fr",
      to: ["zoe@example.fr"],
      subject: "Bonjour Zo\0é \ud83d",
      html: "<p>\ud83d</p>",
      text: null,
      created_at: "2026-11-01T08:00:00.000Z",
      last_event: "delivered",
    });
    vi.stubEnv("RESEND_BASE_URL", vendor.url);
    expect(await emailById("re_1")).toMatchObject({
      subject: "Bonjour Zo\uFFFDé \uFFFD",
      html: "<p>\uFFFD</p>",
    });
    await vendor.close();
  });

  test("lists every suppressed address and every domain with its records, in turn", async () => {
    const many = Array.from({ length: 130 }, (_, n) => ({
      id: `00000000-0000-4000-a000-${String(n).padStart(12, "0")}`,
      email: `a${n}@example.fr`,
      origin: "bounce",
      source_id: null,
      created_at: "2026-11-01T08:00:00.000+00:00",
    }));
    await seed("resend", { suppressions: many });
    const found = await suppressions(turn);
    expect(found.map((one) => one.email)).toEqual(many.map((one) => one.email).reverse());
    expect(turn).toHaveBeenCalledTimes(2);
    expect(await domains(turn)).toContainEqual(
      expect.objectContaining({
        name: "actu.comptalyze.com",
        status: "partially_failed",
        records: expect.arrayContaining([
          expect.objectContaining({ record: "DKIM", status: "failed", type: "TXT" }),
        ]),
      }),
    );
  });

  test("a list whose pages do not go on is garbage", async () => {
    const line = { id: "1", name: "x", alias: null, status: "published" };
    const more = { email: "a@example.fr", origin: "bounce", source_id: null, created_at: "x" };
    const vendor = await always(200, { data: [{ ...line, ...more }], has_more: true });
    vi.stubEnv("RESEND_BASE_URL", vendor.url);
    const endless = async () => {
      await turn();
      if (turn.mock.calls.length > 9) throw new Error("it does not end");
    };
    await expect(suppressions(endless)).rejects.toMatchObject({ kind: "garbage" });
    await expect(templates(endless)).rejects.toMatchObject({ kind: "garbage" });
    await vendor.close();
  });

  test.each([
    [200, null, "garbage"],
    [200, { object: "list" }, "garbage"],
    [500, { error: "oops" }, "garbage"],
    [
      403,
      { statusCode: 403, name: "invalid_api_key", message: "API key is invalid" },
      "not_allowed",
    ],
    [429, { statusCode: 429, name: "daily_quota_exceeded", message: "Quota" }, "refused"],
    [
      409,
      { statusCode: 409, name: "concurrent_idempotent_requests", message: "Still in progress" },
      "busy",
    ],
    [500, { statusCode: 500, name: "application_error", message: "Unexpected" }, "broken"],
  ])("%s with %j is %s", async (status, body, kind) => {
    const vendor = await always(status, body);
    vi.stubEnv("RESEND_BASE_URL", vendor.url);
    await expect(sendEmail(email, "k")).rejects.toMatchObject({ service: "resend", kind });
    await vendor.close();
  });
});

describe("the app", () => {
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
});
