import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Listener, listen } from "../http.ts";
import type { StripeSeed } from "./stripe/state.ts";
import { createStripe, STRIPE_DEMO_KEY } from "./stripe.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const at = (daysAgo: number) => Math.floor(NOW.getTime() / 1000) - daysAgo * 86_400;

const vendor = createStripe({ now: () => NOW });
let server: Listener;
let stripe: Stripe;
/** Gives up early, for what never answers. */
let impatient: Stripe;
let base: string;

function client(key: string, timeout = 10_000) {
  return new Stripe(key, {
    host: "127.0.0.1",
    port: server.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
    timeout,
  });
}

const control = (path: string, body?: unknown) =>
  fetch(`${base}/_test/${path}`, { method: "POST", body: JSON.stringify(body ?? {}) });

const subscription = (id: string, status: string, days = 40) => ({
  id,
  customer: "cus_zoe",
  price: "price_demo_premium_month" as const,
  status,
  created: at(days),
  current_period_start: at(10),
  current_period_end: at(-20),
});

const seed: StripeSeed = {
  customers: [
    {
      id: "cus_zoe",
      email: "zoe.lambert@example.fr",
      created: at(40),
      metadata: { user_id: "u1" },
    },
    { id: "cus_lea", email: "lea.fontaine@example.fr", created: at(30) },
  ],
  subscriptions: [
    subscription("sub_live", "active"),
    subscription("sub_gone", "canceled", 90),
    subscription("sub_never", "incomplete_expired", 60),
  ],
  events: [
    { id: "evt_old", type: "customer.subscription.created", created: at(31), object: {} },
    {
      id: "evt_lost",
      type: "customer.subscription.updated",
      created: at(1),
      delivered: false,
      object: { id: "sub_live" },
    },
    { id: "evt_fine", type: "invoice.paid", created: at(2), object: { id: "in_1" } },
  ],
};

beforeAll(async () => {
  server = await listen(vendor.fetch);
  base = `http://127.0.0.1:${server.port}`;
  stripe = client(STRIPE_DEMO_KEY);
  impatient = client(STRIPE_DEMO_KEY, 200);
});
afterAll(() => server.close());
beforeEach(async () => {
  vendor.reset();
  expect((await control("seed", seed)).status).toBe(204);
});

describe("subscriptions", () => {
  test("the period is on the item, not on the subscription", async () => {
    const found = await stripe.subscriptions.retrieve("sub_live");
    expect(found.items.data[0]?.current_period_end).toBe(at(-20));
    expect(found).not.toHaveProperty("current_period_end");
    expect(found.items.data[0]?.price.unit_amount).toBe(1990);
    expect(found.items.data[0]?.price.unit_amount_decimal?.toString()).toBe("1990");
    expect(found.lastResponse.requestId).toMatch(/^req_/);
  });

  test("canceled ones are hidden unless asked for", async () => {
    const ids = async (status?: Stripe.SubscriptionListParams.Status) =>
      (await stripe.subscriptions.list(status === undefined ? {} : { status })).data.map(
        (s) => s.id,
      );
    expect(await ids()).toEqual(["sub_live", "sub_never"]);
    expect(await ids("all")).toEqual(["sub_live", "sub_never", "sub_gone"]);
    expect(await ids("ended")).toEqual(["sub_never", "sub_gone"]);
    expect(await ids("active")).toEqual(["sub_live"]);
  });

  test("the customer comes with them when expanded", async () => {
    const [found] = (await stripe.subscriptions.list({ expand: ["data.customer"] })).data;
    expect(found?.customer).toMatchObject({ email: "zoe.lambert@example.fr" });
    await expect(stripe.subscriptions.list({ expand: ["data.nothing"] })).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});

describe("customers", () => {
  test("are found by e-mail, in the list and by search", async () => {
    const email = "zoe.lambert@example.fr";
    expect((await stripe.customers.list({ email })).data.map((c) => c.id)).toEqual(["cus_zoe"]);
    const search = async (query: string) =>
      (await stripe.customers.search({ query })).data.map((c) => c.id);
    expect(await search(`email:"${email}"`)).toEqual(["cus_zoe"]);
    expect(await search("email~'fontaine'")).toEqual(["cus_lea"]);
    expect(await search(`metadata["user_id"]:"u1" AND email:'${email}'`)).toEqual(["cus_zoe"]);
    await expect(search("nonsense")).rejects.toMatchObject({ statusCode: 400, param: "query" });
  });

  test("an unknown one is resource_missing", async () => {
    await expect(stripe.customers.retrieve("cus_nobody")).rejects.toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 404,
      code: "resource_missing",
      param: "id",
      message: "No such customer: 'cus_nobody'",
    });
    await expect(stripe.subscriptions.list({ customer: "cus_nobody" })).rejects.toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "customer",
    });
  });
});

describe("events", () => {
  test("undelivered ones, by type, and nothing older than thirty days", async () => {
    const ids = async (params: Stripe.EventListParams) =>
      (await stripe.events.list(params)).data.map((e) => e.id);
    expect(await ids({})).toEqual(["evt_lost", "evt_fine"]);
    expect(await ids({ delivery_success: false, created: { gte: at(5) } })).toEqual(["evt_lost"]);
    expect(await ids({ types: ["invoice.paid", "invoice.voided"] })).toEqual(["evt_fine"]);
    await expect(stripe.events.retrieve("evt_old")).rejects.toMatchObject({ statusCode: 404 });
    expect(await stripe.events.retrieve("evt_lost")).toMatchObject({ pending_webhooks: 1 });
  });

  test("sending one again delivers it; the same key answers twice the same", async () => {
    const options = { idempotencyKey: "retry-evt_lost" };
    const path = "/v1/events/evt_lost/retry";
    const first = await stripe.rawRequest("POST", path, { webhook_endpoint: "we_1" }, options);
    expect(first).toMatchObject({ id: "evt_lost", pending_webhooks: 0 });
    const again = await stripe.rawRequest("POST", path, { webhook_endpoint: "we_1" }, options);
    expect(again.lastResponse.requestId).toBe(first.lastResponse.requestId);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await expect(
      stripe.rawRequest("POST", path, { webhook_endpoint: "we_2" }, options),
    ).rejects.toMatchObject({ type: "StripeIdempotencyError" });
    expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });
});

describe("pages", () => {
  const created = Array.from({ length: 250 }, (_, i) => ({
    id: `cus_${String(i).padStart(3, "0")}`,
    email: `a${i}@example.fr`,
    // Many in the same second: the order must still be total.
    created: at(400) + Math.floor(i / 7),
  }));

  test("every row comes once, newest first, however small the page", async () => {
    await control("seed", { customers: created });
    const seen: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 9 })) seen.push(customer.id);
    expect(seen).toHaveLength(252);
    expect(new Set(seen).size).toBe(252);
    expect(seen.slice(0, 3)).toEqual(["cus_lea", "cus_zoe", "cus_249"]);
    const back: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 9, ending_before: "cus_000" })) {
      back.push(customer.id);
    }
    expect(back).toEqual(seen.slice(0, -1).reverse());
  });

  test("ten by default, at most a hundred, known parameters only", async () => {
    await control("seed", { customers: created });
    const first = await stripe.customers.list();
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/customers" });
    expect(first.data).toHaveLength(10);
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({
      statusCode: 400,
      param: "limit",
    });
    await expect(stripe.customers.list({ starting_after: "cus_x" })).rejects.toMatchObject({
      param: "starting_after",
    });
    await expect(stripe.rawRequest("GET", "/v1/customers?status=active")).rejects.toMatchObject({
      code: "parameter_unknown",
    });
  });
});

test("the catalogue has the four prices", async () => {
  const prices = (await stripe.prices.list({ active: true })).data;
  expect(prices.map((p) => [p.lookup_key, p.unit_amount]).sort()).toEqual([
    ["premium_month", 1990],
    ["premium_year", 19900],
    ["pro_month", 990],
    ["pro_year", 9900],
  ]);
  const names = (await stripe.products.list()).data.map((p) => p.name);
  expect(names.sort()).toEqual(["Comptalyze Premium", "Comptalyze Pro"]);
});

test("a bad key is refused, and never repeated whole", async () => {
  const refusal = await client("sk_test_wrong_key_0000")
    .customers.list()
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
  expect(String(refusal)).not.toContain("sk_test_wrong_key_0000");
});

test("an address that Stripe does not have has its envelope too", async () => {
  await expect(stripe.rawRequest("GET", "/v1/unicorns")).rejects.toMatchObject({
    statusCode: 404,
    type: "StripeInvalidRequestError",
  });
});

describe("faults", () => {
  const order = (fault: object) => control("faults", { match: "GET /v1/customers*", ...fault });

  test("too many requests, then it goes through", async () => {
    await order({ kind: "429", retry_after: 3, times: 2 });
    const refused = expect.objectContaining({ type: "StripeRateLimitError", statusCode: 429 });
    const first = await stripe.customers.list().catch((error: unknown) => error);
    expect(first).toEqual(refused);
    expect(first).toMatchObject({ headers: { "retry-after": "3" } });
    await expect(stripe.customers.list()).rejects.toEqual(refused);
    expect((await stripe.customers.list()).data).toHaveLength(2);
  });

  test.each([
    ["500", "StripeAPIError"],
    ["html", "StripeAPIError"],
    ["cut", "StripeConnectionError"],
    ["timeout_before", "StripeConnectionError"],
  ])("%s is an error of the client, and other routes work", async (kind, type) => {
    await order({ kind });
    const asking = kind === "timeout_before" ? impatient : stripe;
    await expect(asking.customers.list()).rejects.toMatchObject({ type });
    expect((await stripe.subscriptions.list()).data).not.toEqual([]);
  });

  test("a time-out after the effect: the retry with the same key does not do it twice", async () => {
    await control("faults", { match: "POST /v1/events/*", kind: "timeout_after" });
    const options = { idempotencyKey: "once" };
    const retry = (by: Stripe) => by.rawRequest("POST", "/v1/events/evt_lost/retry", {}, options);
    await expect(retry(impatient)).rejects.toMatchObject({ type: "StripeConnectionError" });
    expect((await retry(stripe)).lastResponse.headers["idempotent-replayed"]).toBe("true");
  });
});

test("the log of what was asked holds no key", async () => {
  await stripe.customers.list({ email: "zoe.lambert@example.fr" });
  const text = await (await fetch(`${base}/_test/requests`)).text();
  expect(text).not.toContain(STRIPE_DEMO_KEY);
  expect(JSON.parse(text)).toMatchObject({
    requests: [
      {
        method: "GET",
        path: "/v1/customers",
        query: { email: "zoe.lambert@example.fr" },
        headers: { authorization: "***", "stripe-version": "2026-10-28.endive" },
        status: 200,
      },
    ],
  });
});

test("what the state gives can be seeded again", async () => {
  const state: unknown = await (await fetch(`${base}/_test/state`)).json();
  await control("reset");
  expect((await stripe.customers.list()).data).toEqual([]);
  await control("seed", state);
  expect(await (await fetch(`${base}/_test/state`)).json()).toEqual(state);
  expect((await control("seed", { customers: [{ id: "zoe" }] })).status).toBe(422);
});
