import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Listener, listen } from "../http.ts";
import { STRIPE_DEMO_WEBHOOK_SECRET, type StripeSeed } from "./stripe/state.ts";
import { createStripe, STRIPE_DEMO_KEY } from "./stripe.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const at = (daysAgo: number) => Math.floor(NOW.getTime() / 1000) - daysAgo * 86_400;

/** What an endpoint answers, and what reached it. */
let answers = 200;
let received: { type: string; signature: string; payload: string }[] = [];
let endpoint: Listener;

const vendor = createStripe({
  now: () => NOW,
  appWebhook: () => `http://127.0.0.1:${endpoint.port}/hook`,
  deliveryTimeoutMs: 500,
});
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
  endpoint = await listen(async (request) => {
    const payload = await request.text();
    const { type } = JSON.parse(payload) as { type: string };
    received.push({ type, payload, signature: request.headers.get("stripe-signature") ?? "" });
    if (answers === 0) await new Promise((done) => request.signal.addEventListener("abort", done));
    return new Response(null, { status: answers || 200 });
  });
  server = await listen(vendor.fetch);
  base = `http://127.0.0.1:${server.port}`;
  stripe = client(STRIPE_DEMO_KEY);
  impatient = client(STRIPE_DEMO_KEY, 200);
});
afterAll(async () => {
  await server.close();
  await endpoint.close();
});
beforeEach(async () => {
  answers = 200;
  received = [];
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

  test("an unknown one, and one older than thirty days, cannot be sent again", async () => {
    for (const id of ["evt_nobody", "evt_old"]) {
      await expect(retry(id)).rejects.toMatchObject({ statusCode: 404, code: "resource_missing" });
    }
    expect(received).toEqual([]);
  });
});

const retry = (
  id: string,
  webhook_endpoint = "we_demo_app",
  options: Stripe.RawRequestOptions = {},
) => stripe.rawRequest("POST", `/v1/events/${id}/retry`, { webhook_endpoint }, options);
const undelivered = async () =>
  (await stripe.events.list({ delivery_success: false })).data.map((event) => event.id);

describe("sending an event again", () => {
  test("delivers it, signed, before it answers", async () => {
    expect(await retry("evt_lost")).toMatchObject({
      object: "event",
      id: "evt_lost",
      pending_webhooks: 0,
    });
    expect(await undelivered()).toEqual([]);
    const [{ payload = "", signature = "" } = {}] = received;
    const verified = await Stripe.webhooks.constructEventAsync(
      payload,
      signature,
      STRIPE_DEMO_WEBHOOK_SECRET,
      300,
      undefined,
      NOW.getTime(),
    );
    expect(verified).toMatchObject({ id: "evt_lost", type: "customer.subscription.updated" });
    await expect(
      Stripe.webhooks.constructEventAsync(payload, signature, "whsec_other", 300),
    ).rejects.toMatchObject({ type: "StripeSignatureVerificationError" });
  });

  test("that the endpoint does not take leaves it undelivered, and is no failure", async () => {
    for (const answer of [500, 302, 0]) {
      answers = answer;
      expect(await retry("evt_lost")).toMatchObject({ pending_webhooks: 1 });
    }
    expect(received).toHaveLength(3);
    expect(await undelivered()).toEqual(["evt_lost"]);
  });

  test("with the same key happens once", async () => {
    const options = { idempotencyKey: "retry-evt_lost" };
    const first = await retry("evt_lost", "we_demo_app", options);
    const again = await retry("evt_lost", "we_demo_app", options);
    expect(again.lastResponse.requestId).toBe(first.lastResponse.requestId);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(received).toHaveLength(1);
    await expect(retry("evt_lost", "we_other", options)).rejects.toMatchObject({
      type: "StripeIdempotencyError",
    });
  });

  test("with a key that is still at work is refused for now", async () => {
    answers = 0;
    const options = { idempotencyKey: "slow" };
    const first = retry("evt_lost", "we_demo_app", options);
    await expect.poll(() => received.length).toBe(1);
    await expect(retry("evt_lost", "we_demo_app", options)).rejects.toMatchObject({
      statusCode: 409,
      code: "idempotency_key_in_use",
    });
    expect(await first).toMatchObject({ pending_webhooks: 1 });
  });

  test("to an endpoint that is unknown or switched off is refused", async () => {
    await expect(retry("evt_lost", "we_nobody")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      param: "webhook_endpoint",
    });
    expect(await stripe.webhookEndpoints.update("we_demo_app", { disabled: true })).toMatchObject({
      status: "disabled",
    });
    await expect(retry("evt_lost")).rejects.toMatchObject({
      statusCode: 400,
      param: "webhook_endpoint",
    });
    expect(received).toEqual([]);
  });

  test("goes to the endpoint that still owes it, when there are two", async () => {
    const url = `http://127.0.0.1:${endpoint.port}/second`;
    await control("seed", {
      endpoints: [{ id: "we_second", url, secret: "whsec_second", created: at(9) }],
      events: [
        {
          id: "evt_two",
          type: "invoice.paid",
          created: at(1),
          pending: ["we_demo_app", "we_second"],
          object: { id: "in_1" },
        },
      ],
    });
    expect(await retry("evt_two", "we_second")).toMatchObject({ pending_webhooks: 1 });
    expect(await undelivered()).toEqual(["evt_two", "evt_lost"]);
    expect(await retry("evt_two", "we_demo_app")).toMatchObject({ pending_webhooks: 0 });
  });
});

describe("changes", () => {
  const newSubscription = () =>
    stripe.subscriptions.create({
      customer: "cus_lea",
      items: [{ price: "price_demo_pro_month" }],
      metadata: { user_id: "u2" },
    });

  test("a new subscription is paid, and both events are delivered", async () => {
    const made = await newSubscription();
    expect(made).toMatchObject({
      status: "active",
      customer: "cus_lea",
      metadata: { user_id: "u2" },
    });
    expect(received.map(({ type }) => type).sort()).toEqual([
      "customer.subscription.created",
      "invoice.paid",
    ]);
    const invoice = await stripe.invoices.retrieve(String(made.latest_invoice));
    expect(invoice).toMatchObject({ status: "paid", amount_paid: 990, customer: "cus_lea" });
    expect(invoice.parent?.subscription_details?.subscription).toBe(made.id);
    expect((await stripe.invoices.list({ subscription: made.id })).data).toHaveLength(1);
    expect((await stripe.invoices.list({ customer: "cus_zoe" })).data).toEqual([]);
    const [event] = (await stripe.events.list({ type: "customer.subscription.created" })).data;
    expect(event).toMatchObject({ pending_webhooks: 0, request: { id: expect.any(String) } });
  });

  test("an event that the endpoint refused stays undelivered, the change stays", async () => {
    answers = 400;
    const { id } = await newSubscription();
    expect(await undelivered()).toHaveLength(3);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
  });

  test("a change of plan, a cancellation at the end and at once tell what was before", async () => {
    const { id } = await newSubscription();
    received = [];
    await stripe.subscriptions.update(id, { items: [{ price: "price_demo_premium_month" }] });
    const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(ending).toMatchObject({ cancel_at_period_end: true, status: "active" });
    expect(ending.cancel_at).toBe(ending.items.data[0]?.current_period_end);
    expect(await stripe.subscriptions.cancel(id)).toMatchObject({ status: "canceled" });
    const told = received.map(({ payload }) => JSON.parse(payload) as Stripe.Event);
    expect(told.map(({ type, data }) => [type, data.previous_attributes])).toEqual([
      ["customer.subscription.updated", { items: expect.objectContaining({ object: "list" }) }],
      [
        "customer.subscription.updated",
        expect.objectContaining({ cancel_at: null, cancel_at_period_end: false }),
      ],
      ["customer.subscription.deleted", undefined],
    ]);
    await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ statusCode: 404 });
  });

  test("a payment that fails, and its invoice paid later", async () => {
    const { id } = await newSubscription();
    received = [];
    const failed = await control("bill", { subscription: id, outcome: "failed" });
    const invoice = (await failed.json()) as Stripe.Invoice;
    expect(invoice).toMatchObject({ status: "open", amount_remaining: 990 });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("past_due");
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ status: "paid" });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
    expect(received.map(({ type }) => type).sort()).toEqual([
      "customer.subscription.updated",
      "customer.subscription.updated",
      "invoice.paid",
      "invoice.payment_failed",
    ]);
    await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    expect((await control("bill", { subscription: "sub_x", outcome: "paid" })).status).toBe(422);
  });

  test("a customer is made, with an event that nobody asked for", async () => {
    const made = await stripe.customers.create({ email: "nour@example.fr" });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ email: "nour@example.fr" });
    expect(received).toEqual([]);
    expect((await stripe.events.list({ type: "customer.created" })).data).toMatchObject([
      { pending_webhooks: 0 },
    ]);
  });

  test.each([
    ["no customer", "/v1/subscriptions", {}, "parameter_missing", "customer"],
    [
      "an unknown customer",
      "/v1/subscriptions",
      { customer: "cus_x", items: [{ price: "price_demo_pro_month" }] },
      "resource_missing",
      "customer",
    ],
    [
      "an unknown price",
      "/v1/subscriptions",
      { customer: "cus_lea", items: [{ price: "price_x" }] },
      "resource_missing",
      "items[0][price]",
    ],
    ["a misspelt word", "/v1/customers", { mail: "a@b.fr" }, "parameter_unknown", "mail"],
  ])("%s is refused and changes nothing", async (_what, path, params, code, param) => {
    await expect(stripe.rawRequest("POST", path, params)).rejects.toMatchObject({ code, param });
    expect((await stripe.subscriptions.list({ status: "all" })).data).toHaveLength(3);
    expect(received).toEqual([]);
  });
});

test("the endpoints show what they listen to, and never their secret", async () => {
  const listed = (await stripe.webhookEndpoints.list()).data;
  expect(listed).toMatchObject([
    {
      id: "we_demo_app",
      object: "webhook_endpoint",
      status: "enabled",
      url: `http://127.0.0.1:${endpoint.port}/hook`,
      enabled_events: expect.arrayContaining(["customer.subscription.updated"]),
    },
  ]);
  expect(JSON.stringify(listed)).not.toContain("whsec");
  await expect(stripe.webhookEndpoints.retrieve("we_x")).rejects.toMatchObject({ statusCode: 404 });
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
    const send = (by: Stripe) => by.rawRequest("POST", "/v1/events/evt_lost/retry", {}, options);
    await expect(send(impatient)).rejects.toMatchObject({ type: "StripeConnectionError" });
    expect((await send(stripe)).lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(received).toHaveLength(1);
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
