import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { webhookStand } from "./webhookStand.ts";

describe("the sync of Stripe's events", () => {
  let backend: Backend;
  let stand: ReturnType<typeof webhookStand>;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    stand = webhookStand(backend);
    await backend.database.query("update private.vendor_rates set per_second = 500");
  });
  afterAll(() => backend?.close());

  const known = async () =>
    (await backend.database.query<{ id: string }>("select id from private.stripe_events")).map(
      ({ id }) => id,
    );
  const health = async () =>
    (
      await backend.database.query<{ synced_at: Date | null; failure: unknown }>(
        "select succeeded_at as synced_at, case when failed_at > coalesce(succeeded_at, '-infinity') then failure end as failure from private.syncs where name = 'stripe_events'",
      )
    )[0];
  const paths = async () => (await stand.asked()).map(({ method, path }) => `${method} ${path}`);

  /** A customer pays; his events are what is new at Stripe. */
  async function pay(): Promise<string[]> {
    const before = new Set((await stand.stripe.events.list({ limit: 100 })).data.map((e) => e.id));
    const customer = await stand.stripe.customers.create({ email: "new@example.com" });
    await stand.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: "price_demo_pro_month" }],
    });
    const { data } = await stand.stripe.events.list({ limit: 100 });
    return data
      .filter(({ id, type }) => !before.has(id) && type !== "customer.created")
      .map(({ id }) => id);
  }

  test("the first turn agrees with Stripe, the next one asks three questions", async () => {
    const before = await known();
    await stand.asked();
    expect(await stand.sync()).toEqual({ done: true });
    expect((await known()).sort()).toEqual(before.sort());
    expect((await paths()).length).toBeGreaterThan(3);
    expect(await stand.sync()).toEqual({ done: true });
    const quiet = await stand.asked();
    expect(quiet.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /v1/webhook_endpoints",
      "GET /v1/events",
      "GET /v1/events",
    ]);
    expect(quiet[2]?.query).toMatchObject({ delivery_success: "false" });
    expect(await health()).toMatchObject({ failure: null });
  });

  test("an event of a connected account is listed as such, and its customer is not asked for", async () => {
    const created = Math.floor(Date.now() / 1000) - 3600;
    await stand.seedStripe({
      events: [
        {
          id: "evt_of_another_account",
          type: "customer.subscription.updated",
          account: "acct_1Somebody",
          created,
          delivered: false,
          object: { id: "sub_foreign", object: "subscription", customer: "cus_foreign" },
        },
      ],
    });
    await stand.sync();
    expect(await stand.event("evt_of_another_account")).toMatchObject({ status: "other_account" });
    await stand.asked();
    await stand.compare();
    expect((await stand.asked()).map(({ query }) => query.customer)).not.toContain("cus_foreign");
  });

  test("a key of the other mode: nothing is read with it, nothing can be repaired, and nobody seems gone", async () => {
    const seed = {
      id: "we_of_tests",
      url: "https://elsewhere.example/hook",
      secret: "whsec_test",
      created: 1_700_000_000,
      enabled_events: [],
    };
    await stand.seedStripe({ endpoints: [{ ...seed, livemode: false }] });
    await stand.sync();
    expect((await health())?.failure).toMatchObject({ kind: "wrong_mode" });
    await stand.asked();
    expect(await stand.compare()).toEqual({ done: false });
    expect(await stand.asked()).toEqual([]);
    const [row] = await backend.database.query<{ blockers: { code: string }[] }>(
      "select private.stripe_blockers() as blockers",
    );
    expect(row?.blockers).toMatchObject([{ code: "stripe_mode" }]);
    await stand.seedStripe({ endpoints: [{ ...seed, livemode: true }] });
    expect(await stand.sync()).toEqual({ done: true });
    expect(await stand.compare()).toEqual({ done: true });
  });

  test("what is new comes once, of the types that the app asked for", async () => {
    const before = new Set(await known());
    const events = await pay();
    expect(events).toHaveLength(2);
    await stand.sync();
    await stand.sync();
    const added = (await known()).filter((id) => !before.has(id));
    expect(added.sort()).toEqual(events.sort());
    // The app took it and found no account: delivered is not processed.
    for (const id of events) {
      expect(await stand.event(id)).toMatchObject({
        status: "failed",
        pending: 0,
        processed: false,
      });
    }
  });

  test("refused by the app it is undelivered and named; delivered later it leaves the list", async () => {
    await stand.wrongSecret(true);
    const [zoe] = await backend.database.query<{ id: string }>(
      "select id::text from auth.users where email = 'hugo.perrin@example.fr'",
    );
    const customer = await stand.stripe.customers.create({
      email: "hugo.perrin@example.fr",
      metadata: { user_id: zoe?.id ?? "" },
    });
    await stand.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: "price_demo_pro_month" }],
      metadata: { user_id: zoe?.id ?? "" },
    });
    await stand.sync();
    const [event] = await backend.database.query<{ id: string; user: string }>(
      `select id, user_id::text as user from private.stripe_events
       where stripe_customer_id = $1 and type = 'customer.subscription.created'`,
      [customer.id],
    );
    expect(event?.user).toBe(zoe?.id);
    const id = event?.id ?? "";
    expect(await stand.event(id)).toMatchObject({ status: "in_flight", pending: 1, cause: null });
    await stand.age();
    await stand.sync();
    // The sync tells when Stripe made it; the test's clock is put back.
    await stand.age();
    await stand.sync();
    expect(await stand.event(id)).toMatchObject({ status: "failed", cause: "signature" });

    await stand.wrongSecret(false);
    await stand.stripe.rawRequest("POST", `/v1/events/${id}/retry`, {
      webhook_endpoint: "we_demo_app",
    });
    await stand.sync();
    expect(await stand.event(id)).toMatchObject({ status: "processed", pending: 0 });
  });

  test("Stripe fails at a page: what was kept stays, the next turn goes on from there", async () => {
    // Everything anew, on three pages.
    await backend.database.query("update private.syncs set cursor = '{}'");
    const now = Math.floor(Date.now() / 1000);
    const [payer] = await backend.database.query<{ id: string }>(
      "select stripe_subscription_id as id from public.subscriptions order by id limit 1",
    );
    const events = Array.from({ length: 250 }, (_, n) => ({
      id: `evt_page_${String(n).padStart(3, "0")}`,
      type: "customer.subscription.updated",
      created: now - 3600 - n,
      object: { id: payer?.id, object: "subscription" },
    }));
    await stand.seedStripe({ events });
    const synced = (await health())?.synced_at;
    await stand.faults([
      { match: "GET /v1/events", kind: "latency", ms: 0, times: 1 },
      { match: "GET /v1/events", kind: "429", retry_after: 0 },
    ]);
    await stand.asked();
    expect(await stand.sync()).toEqual({ done: false });
    expect(await health()).toMatchObject({
      synced_at: synced,
      failure: { service: "stripe", kind: "rate_limited" },
    });
    const kept = (await known()).filter((id) => id.startsWith("evt_page_")).length;
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(101);
    await stand.asked();
    expect(await stand.sync()).toEqual({ done: true });
    const [, first] = await stand.asked();
    expect(first?.query.starting_after).toMatch(/^evt_/);
    expect((await known()).filter((id) => id.startsWith("evt_page_"))).toHaveLength(250);
    expect(await health()).toMatchObject({ failure: null });
  });

  test.each(["500", "html", "cut", "timeout_before"] as const)(
    "Stripe is away (%s): the last known data with its age, and why",
    async (kind) => {
      const before = await known();
      await stand.faults([{ match: "GET *", kind, ms: 2000 }]);
      expect(await stand.sync()).toEqual({ done: false });
      expect((await health())?.failure).toMatchObject({ service: "stripe" });
      expect((await known()).sort()).toEqual(before.sort());
      expect(await stand.sync()).toEqual({ done: true });
    },
  );

  test("three turns at once are one", async () => {
    await stand.asked();
    const turns = await Promise.all([stand.sync(), stand.sync(), stand.sync()]);
    expect(turns.filter(({ done }) => done).length).toBeGreaterThan(0);
    expect((await paths()).filter((path) => path.endsWith("endpoints")).length).toBe(
      turns.filter(({ done }) => done).length,
    );
  });

  test("without an endpoint of the app at Stripe nothing says which events matter", async () => {
    await backend.database.query("delete from private.webhook_endpoints");
    await stand.stripe.webhookEndpoints.update("we_demo_app", {
      url: "https://elsewhere.example.com/hooks",
    });
    expect(await stand.sync()).toEqual({ done: false });
    expect((await health())?.failure).toMatchObject({ kind: "no_endpoint" });
  });
});
