import { beforeEach, expect, test, vi } from "vitest";
import { listen } from "../../../../stack/http.ts";
import { STRIPE_DEMO_KEY } from "../../../../stack/vendors/stripe.ts";
import { subscriptionsOf } from "./stripe.ts";
import {
  type EventPage,
  eventById,
  eventPage,
  retryEvent,
  webhookEndpoints,
} from "./stripeEvents.ts";
import { subscriptionPage, subscriptionsOfCustomer } from "./stripeSide.ts";
import { always, standIns, USER } from "./test/standIns.ts";

const turn = vi.fn(async () => {});
const { addresses, seed } = standIns();
beforeEach(() => {
  turn.mockClear();
});

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
    url: `${addresses().APP_BASE_URL}/api/webhooks/stripe`,
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

/** A subscription as Stripe's API gives it, not as the stand-in is filled with it. */
const atStripe = (more: object) => ({
  id: "sub_1",
  status: "active",
  currency: "eur",
  livemode: true,
  metadata: {},
  created: seconds(10),
  canceled_at: null,
  cancel_at: null,
  items: { data: [item({})] },
  customer: { id: "cus_1", email: null, metadata: {} },
  ...more,
});
const asked = { userId: USER, email: null, customers: ["cus_1"] };

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
  [{ items: { data: [item({}), item({ recurring: { interval: "year" } })] } }, "unknown_interval"],
  [{ items: { data: [item({ unit_amount: null })] } }, "unknown_amount"],
  [{ items: { data: [item({ unit_amount: 3_000_000_000 })] } }, "unknown_amount"],
])("what no rule can read is told, not left out: %j", async (more, unreadable) => {
  const object = atStripe(more);
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
    await fetch(`${addresses().STRIPE_API_BASE}/v1/subscriptions?status=all`, {
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
  const object = atStripe({
    metadata: { user_id: hostile },
    customer: { id: "cus_1", email: hostile, metadata: { user_id: hostile } },
  });
  const vendor = await always(200, { object: "list", data: [object], has_more: false });
  vi.stubEnv("STRIPE_API_BASE", vendor.url);
  const { customers, subscriptions } = await subscriptionPage(null, turn);
  const texts = [customers[0]?.email, customers[0]?.named_user, subscriptions[0]?.named_user];
  texts.push(...((await subscriptionsOf(asked, turn))[0]?.named_users ?? []));
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
  const object = atStripe(change);
  const vendor = await always(200, { object: "list", data: [object], has_more: false });
  vi.stubEnv("STRIPE_API_BASE", vendor.url);
  const garbage = { service: "stripe", kind: "garbage" };
  await expect(subscriptionPage(null, turn)).rejects.toMatchObject(garbage);
  await expect(subscriptionsOf(asked, turn)).rejects.toMatchObject(garbage);
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
  const tries = Array.from({ length: 100 }, (_, n) =>
    atStripe({ id: `sub_try_${n}`, status: "incomplete_expired" }),
  );
  const vendor = await listen(async ({ url }) => {
    const { searchParams, pathname } = new URL(url);
    if (pathname.endsWith("/customers/search")) return Response.json({ data: [] });
    return Response.json(
      searchParams.get("starting_after") === "sub_try_99"
        ? { object: "list", data: [atStripe({ id: "sub_paid" })], has_more: false }
        : { object: "list", data: tries, has_more: true },
    );
  });
  vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${vendor.port}`);
  const rows = await subscriptionsOf(asked, turn);
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
    await expect(subscriptionsOf(asked, turn)).rejects.toMatchObject(garbage);
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
