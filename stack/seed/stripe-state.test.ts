import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openPglite } from "../database.ts";
import { keysIn } from "../keys.ts";
import { migrate } from "../migrate.ts";
import { openSupabase } from "../supabase.ts";
import { type ServedVendors, serveVendors } from "../vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../vendors/stripe.ts";
import { compare, comparisonTable, type StripeSide, sorted } from "./comparison.ts";
import { seedDatabase } from "./database.ts";
import { SEEDED_DRIFTS } from "./drifts.ts";
import { type DatabaseRows, readRows } from "./rows.ts";
import { seedStripe } from "./stripe.ts";
import { readStripe } from "./stripe-side.ts";

let database: Database;
let served: ServedVendors;
let rows: DatabaseRows;
let stripe: StripeSide;

beforeAll(async () => {
  database = await openPglite(null);
  await openSupabase(database, keysIn(null), "http://localhost", { send: async () => {} });
  await migrate(database);
  await seedDatabase(database.exec, 1100);
  served = await serveVendors();
  await seedStripe(database.query, served.vendors.stripe);
  rows = await readRows(database.query);
  stripe = await readStripe(served.addresses.STRIPE_API_BASE, STRIPE_DEMO_KEY);
}, 120_000);
afterAll(async () => {
  await served.close();
  await database.close();
});

test("Stripe and the database disagree about the seeded drifts and nobody else", () => {
  expect(stripe.subscriptions.length).toBeGreaterThan(350);
  expect(compare(rows, stripe)).toEqual(sorted(SEEDED_DRIFTS));
});

test("the payments that nobody knows of have an event that did not arrive", async () => {
  const url = `${served.addresses.STRIPE_API_BASE}/v1/events?delivery_success=false&limit=100`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${STRIPE_DEMO_KEY}` } });
  const { data } = (await response.json()) as { data: { type: string }[] };
  const unknown = ["paid_without_access", "customer_without_user", "two_live_subscriptions"];
  expect(data.map((event) => event.type)).toEqual(
    SEEDED_DRIFTS.filter((drift) => unknown.includes(drift.class)).map(
      () => "customer.subscription.created",
    ),
  );
});

test("once the database has learnt of a payment it is no drift any more", async () => {
  const zoe = rows.users.find((user) => user.email === "zoe.lambert@example.fr");
  const theirs = stripe.subscriptions.find(
    (s) => stripe.customers.find((c) => c.id === s.customer)?.user_id === zoe?.id,
  );
  await database.query(
    `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, interval, amount_cents, current_period_start, current_period_end)
     values ($1, $2, $3, 'premium', 'active', 'month', 1990, to_timestamp($4) - interval '30 days', to_timestamp($4))`,
    [zoe?.id, theirs?.customer, theirs?.id, theirs?.current_period_end],
  );
  await seedStripe(database.query, served.vendors.stripe);
  const after = compare(
    await readRows(database.query),
    await readStripe(served.addresses.STRIPE_API_BASE, STRIPE_DEMO_KEY),
  );
  expect(after).toEqual(sorted(SEEDED_DRIFTS.filter((d) => d.who !== zoe?.email)));
});

test("the table shows both sides and each disagreement", () => {
  const table = comparisonTable(rows, stripe, compare(rows, stripe));
  expect(table).toMatch(/status +database +Stripe/);
  expect(table).toMatch(/wrong_plan +noemie\.texier@example\.fr/);
  expect(comparisonTable(rows, stripe, [])).toContain("Both sides agree.");
});
