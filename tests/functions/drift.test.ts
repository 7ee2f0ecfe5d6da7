import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedDatabase } from "../../stack/seed/database.ts";
import { SEEDED_DRIFTS } from "../../stack/seed/drifts.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { driftMaker, type Found } from "./driftMaker.ts";
import { preview, run } from "./premiumCalls.ts";
import { webhookStand } from "./webhookStand.ts";
import { wakeWorker } from "./worker.ts";

const USERS = 1100;
/** What two demo accounts wrote into their own metadata. */
const SEEDED_CLAIMS: Found[] = [
  { class: "admin_claim", who: "yann.kerbrat@example.fr" },
  { class: "mirror_ahead", who: "thomas.le-goff@example.fr" },
];

const sorted = (found: Found[]) =>
  found.map((one) => `${one.class} ${one.who}`).sort((a, b) => a.localeCompare(b));

describe("the comparison with Stripe", () => {
  let backend: Backend;
  let stand: ReturnType<typeof webhookStand>;
  let maker: ReturnType<typeof driftMaker>;
  let support: string;
  const expected: Found[] = [...SEEDED_DRIFTS, ...SEEDED_CLAIMS];

  beforeAll(async () => {
    const database = await clonePostgres();
    await seedDatabase(database.exec, USERS);
    backend = await startBackend(database, { vendors: true, env: { VENDOR_TIMEOUT_MS: "1500" } });
    stand = webhookStand(backend);
    maker = driftMaker(backend, stand);
    support = await backend.signIn("support@comptalyze.test");
    await database.query("update private.vendor_rates set per_second = 100000");
  }, 60_000);
  afterAll(() => backend?.close());

  const open = () =>
    backend.database.query<Found & { user_id: string | null; repair: string | null }>(
      `select d.class, coalesce(u.email, c.email) as who, d.user_id::text, k.repair
       from private.drifts d join private.drift_classes k on k.class = d.class
       left join private.users u on u.id = d.user_id
       left join private.stripe_customers c on c.id = d.stripe_customer_id
       where d.closed_at is null`,
    );
  /** Everything anew, as somebody asks for it on the page. */
  async function scan() {
    expect((await backend.rpc("request_scan", {}, support)).status).toBe(200);
    expect(await stand.compare()).toEqual({ done: true });
  }
  const seen = async (status: string) =>
    (
      await backend.request(
        `/rest/v1/drifts?select=class&status=eq.${status}&limit=1000`,
        { headers: { "accept-profile": "backoffice" } },
        support,
      )
    ).json() as Promise<{ class: string }[]>;

  test("the first one finds what is seeded, and nothing about anybody else", async () => {
    const [{ users } = { users: 0 }] = await backend.database.query<{ users: number }>(
      "select count(*)::int as users from private.users",
    );
    expect(users).toBeGreaterThan(1050);
    expect(await stand.compare()).toEqual({ done: true });
    expect(sorted(await open())).toEqual(sorted(expected));
  });

  test("nothing new: three calls to Stripe, and nothing is found", async () => {
    await stand.sync();
    await stand.compare();
    await stand.asked();
    await stand.sync();
    await stand.compare();
    expect((await stand.asked()).map(({ path }) => path)).toEqual([
      "/v1/webhook_endpoints",
      "/v1/events",
      "/v1/events",
    ]);
    expect(sorted(await open())).toEqual(sorted(expected));
  });

  test("three of every class, of which the app heard nothing: all found, and nothing else", async () => {
    expected.push(...(await maker.make(3)));
    await scan();
    expect(sorted(await open())).toEqual(sorted(expected));
  });

  test("what Stripe may still be telling the app is in flight, and open a quarter of an hour later", async () => {
    const told = [
      "paid_without_access",
      "customer_without_user",
      "two_live_subscriptions",
      "access_without_payment",
      "wrong_plan",
    ];
    const fresh = (await seen("in_flight")).map((one) => one.class);
    for (const name of told) expect(fresh.filter((one) => one === name)).toHaveLength(3);
    await backend.database.query(
      "update private.drifts set since = since - interval '16 minutes' where closed_at is null",
    );
    expect(await seen("in_flight")).toEqual([]);
    expect(await seen("open")).toHaveLength(expected.length);
  });

  test("what an event tells is read at the next turn, customer by customer", async () => {
    await stand.sync();
    await stand.compare();
    const [one] = await maker.healthy("free", 1);
    const customer = await stand.stripe.customers.create({ email: one?.email ?? "" });
    await stand.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: "price_demo_pro_month" }],
      metadata: { user_id: one?.id ?? "" },
    });
    await stand.sync();
    await stand.asked();
    expect(await stand.compare()).toEqual({ done: true });
    const asked = await stand.asked();
    expect(asked.map(({ path, query }) => [path, query.customer])).toEqual([
      ["/v1/subscriptions", customer.id],
    ]);
    const [copy] = await backend.database.query(
      "select user_id::text, plan, status from private.stripe_subscriptions where stripe_customer_id = $1",
      [customer.id],
    );
    expect(copy).toEqual({ user_id: one?.id, plan: "pro", status: "active" });
    // The app heard of it too: nothing disagrees.
    expect(sorted(await open())).toEqual(sorted(expected));
  });

  test("Stripe fails at a page: what is known stays with its age, the next turn goes on from there", async () => {
    const health = async () =>
      (
        await backend.database.query<{ at: Date; failure: { kind: string } | null }>(
          "select succeeded_at as at, failure from private.syncs where name = 'stripe_subscriptions'",
        )
      )[0];
    const before = await health();
    await backend.rpc("request_scan", {}, support);
    await stand.faults([
      { match: "GET /v1/subscriptions", kind: "latency", ms: 0, times: 2 },
      { match: "GET /v1/subscriptions", kind: "500" },
    ]);
    await stand.asked();
    expect(await stand.compare()).toEqual({ done: false });
    expect(await health()).toEqual({
      at: before?.at,
      failure: expect.objectContaining({ kind: "broken" }),
    });
    expect(sorted(await open())).toEqual(sorted(expected));
    const [one] = await maker.healthy("paying", 1);
    const look = () =>
      preview(backend, support, "reconcile-subscriptions", { user_ids: [one?.id] });
    expect((await look()).body.blockers).toEqual([
      { code: "stripe_away", args: { known_at: expect.anything() } },
    ]);
    await stand.asked();
    expect(await stand.compare()).toEqual({ done: true });
    const [first] = await stand.asked();
    expect(first?.query.starting_after).toMatch(/^sub_/);
    expect((await health())?.failure).toBeNull();
    expect((await look()).body.blockers).toEqual([]);
    expect(sorted(await open())).toEqual(sorted(expected));
  });

  test("what can be repaired is, by reconciling; the rest at Stripe; then nothing is left", async () => {
    const found = await open();
    const ids = [...new Set(found.flatMap(({ repair, user_id }) => (repair ? [user_id] : [])))];
    for (let from = 0; from < ids.length; from += 25) {
      const params = { user_ids: ids.slice(from, from + 25) };
      const planned = await preview(backend, support, "reconcile-subscriptions", params);
      const { plan } = planned.body;
      const { status, body } = await run(backend, support, "reconcile-subscriptions", params, plan);
      expect([200, 202], JSON.stringify(body.error)).toContain(status);
      await expect
        .poll(
          async () => {
            await wakeWorker(backend);
            const [row] = await backend.database.query<{ status: string }>(
              "select status from private.runs where id = $1",
              [body.run.id],
            );
            return row?.status;
          },
          { timeout: 150_000 },
        )
        .toBe("succeeded");
    }
    // At once, before anything is compared again.
    const left = await open();
    expect(left.filter(({ repair }) => repair !== null)).toEqual([]);
    expect(left.length).toBeGreaterThan(10);

    const free = await maker.healthy("free", 10);
    for (const one of left) {
      const [row] = await backend.database.query<{ id: string }>(
        "select d.stripe_subscription_id as id from private.drifts d left join private.users u on u.id = d.user_id left join private.stripe_customers c on c.id = d.stripe_customer_id where d.class = $1 and coalesce(u.email, c.email) = $2 and closed_at is null",
        [one.class, one.who],
      );
      if (one.class === "two_live_subscriptions" || one.class === "unreadable") {
        await stand.stripe.subscriptions.cancel(row?.id ?? "");
      } else if (one.class === "customer_without_user") {
        await stand.stripe.subscriptions.update(row?.id ?? "", {
          metadata: { user_id: free.pop()?.id ?? "" },
        });
      } else if (one.class === "admin_claim") {
        await backend.database.query(
          "update auth.users set raw_user_meta_data = raw_user_meta_data - 'is_admin' where id = $1",
          [one.user_id],
        );
      }
    }
    await scan();
    expect(sorted(await open())).toEqual([]);
  }, 200_000);
});
