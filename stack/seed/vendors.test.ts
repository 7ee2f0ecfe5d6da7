import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { lookAt } from "../../supabase/functions/_shared/domains/look.ts";
import { recordsOf } from "../../supabase/functions/_shared/domains/records.ts";
import { domains } from "../../supabase/functions/_shared/vendors/resend.ts";
import { deployments } from "../../supabase/functions/_shared/vendors/vercel.ts";
import { emptyImage } from "../../tests/support/pgliteImage.ts";
import { type Database, openPglite } from "../database.ts";
import { keysIn } from "../keys.ts";
import { migrate } from "../migrate.ts";
import { openSupabase } from "../supabase.ts";
import { RESEND_DEMO_KEY } from "../vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../vendors/stripe.ts";
import { DEMO_PROJECT } from "../vendors/vercel/deployments.ts";
import { VERCEL_DEMO_TOKEN } from "../vendors/vercel.ts";
import { compare, comparisonTable, type StripeSide, sorted } from "./comparison.ts";
import { seedDatabase } from "./database.ts";
import { SEEDED_DRIFTS } from "./drifts.ts";
import { type DatabaseRows, readRows } from "./rows.ts";
import { seedStripe } from "./stripe.ts";
import { readStripe } from "./stripe-side.ts";
import { seedVendors } from "./vendors.ts";

let database: Database;
let served: ServedVendors;
let rows: DatabaseRows;
let stripe: StripeSide;

beforeAll(async () => {
  database = await openPglite(null, await emptyImage());
  await openSupabase(database, keysIn(null), "http://localhost", { send: async () => {} });
  await migrate(database);
  await seedDatabase(database.exec, 1100);
  served = await serveVendors();
  await seedVendors(database.query, served.vendors);
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

type Event = {
  id: string;
  type: string;
  delivered: boolean;
  created: number;
  object: { id: string };
};

async function events(): Promise<Event[]> {
  const state = await served.vendors.stripe.fetch(new Request("http://stripe.test/_test/state"));
  return ((await state.json()) as { events: Event[] }).events;
}

test("what did not arrive is what the database does not know of", async () => {
  const lost = (await events()).filter(({ delivered }) => !delivered);
  const told = new Set(lost.map(({ id }) => id));
  const failed = await database.query<{ id: string; email: string | null }>(
    `select e.id, u.email from private.stripe_events e left join private.users u on u.id = e.user_id
     where e.pending > 0 and e.created_at > now() - interval '30 days'`,
  );
  expect(failed.map(({ id }) => id).sort()).toEqual([...told].sort());
  const drifting = SEEDED_DRIFTS.filter((drift) => drift.class !== "user_without_customer");
  const people = new Set(failed.map(({ email }) => email ?? "ancienne.cliente@example.fr"));
  expect([...people].sort()).toEqual(drifting.map(({ who }) => who).sort());
  const zoe = lost.filter(({ id }) => failed.find((e) => e.id === id)?.email?.startsWith("zoe."));
  expect(zoe.map(({ type }) => type).sort()).toEqual([
    "customer.subscription.created",
    "invoice.paid",
  ]);
  // The subscription at Stripe began when its event says so.
  const made = stripe.subscriptions.map(({ id }) => id);
  for (const { object, type } of lost) {
    if (type.startsWith("customer.subscription.")) expect(made).toContain(object.id);
  }
});

test("the app processed every event that arrived", async () => {
  const all = await events();
  const processed = await database.query<{ id: string }>(
    "select id from public.stripe_events where processed_at is not null",
  );
  const known = new Set(processed.map(({ id }) => id));
  expect(known.size).toBeGreaterThan(20);
  expect(all.filter(({ id, delivered }) => delivered && !known.has(id))).toEqual([]);
  expect(all.filter(({ id, delivered }) => !delivered && known.has(id))).toEqual([]);
});

test("the provider takes the tokens that the app renews, but for those taken back", async () => {
  const state = await served.vendors.app.fetch(new Request("http://app.test/_test/state"));
  const { connections } = (await state.json()) as { connections: { id: string; state: string }[] };
  const expired = await database.query<{ id: string; last_error: string }>(
    "select id, last_error from public.integration_tokens where expires_at <= now()",
  );
  const revoked = expired.filter(({ last_error }) => /^invalid_grant|401/.test(last_error));
  expect(revoked.length).toBeGreaterThan(3);
  expect(revoked.length).toBeLessThan(expired.length);
  expect(connections.map(({ id }) => id).sort()).toEqual(revoked.map(({ id }) => id).sort());
});

test("Resend knows every e-mail with its status, and suppresses who bounced for good", async () => {
  const headers = { authorization: `Bearer ${RESEND_DEMO_KEY}` };
  const resend = async <Body>(path: string) =>
    (await (await fetch(`${served.addresses.RESEND_BASE_URL}${path}`, { headers })).json()) as Body;
  type Page<Row> = { data: Row[]; has_more: boolean };
  const all = async <Row extends { id: string }>(path: string) => {
    const found: Row[] = [];
    for (let after = ""; ; after = `&after=${found.at(-1)?.id}`) {
      const page = await resend<Page<Row>>(`${path}?limit=100${after}`);
      found.push(...page.data);
      if (!page.has_more) return found;
    }
  };

  const known = await all<{ id: string; last_event: string }>("/emails");
  const sent = await database.query<{ provider_id: string; status: string }>(
    "select provider_id, status from public.emails order by 1",
  );
  expect(sent.length).toBeGreaterThan(1000);
  expect(known.map(({ id, last_event }) => `${id} ${last_event}`).sort()).toEqual(
    sent.map(({ provider_id, status }) => `${provider_id} ${status}`).sort(),
  );

  const suppressed = (await all<{ id: string; email: string }>("/suppressions")).map(
    (s) => s.email,
  );
  expect(suppressed).toContain("paul.guerin@example.fr");
  const lastWasHard = await database.query<{ to_email: string }>(
    `select to_email from (select distinct on (to_email) to_email, status, bounce_reason from public.emails order by to_email, created_at desc) e
     where status in ('complained', 'suppressed') or status = 'bounced' and bounce_reason !~ '5.2.2'`,
  );
  for (const { to_email } of lastWasHard) expect(suppressed).toContain(to_email);
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

test("Vercel, Resend and DNS have what the database knows of them", async () => {
  vi.stubEnv("RESEND_API_KEY", RESEND_DEMO_KEY);
  vi.stubEnv("VERCEL_TOKEN", VERCEL_DEMO_TOKEN);
  vi.stubEnv("VERCEL_PROJECT", DEMO_PROJECT.name);
  for (const [name, address] of Object.entries(served.addresses)) vi.stubEnv(name, address);
  const known = await database.query<{ created_at: string; ready_at: string | null }>(
    `select id, url, inspector_url, state, target, sha, message, created_at, ready_at from private.deployments order by created_at desc`,
  );
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  expect(
    known.map((one) => ({ ...one, created_at: iso(one.created_at), ready_at: iso(one.ready_at) })),
  ).toEqual(await deployments());

  const told = (await domains(async () => {})).map(recordsOf);
  const wanted = told.flatMap(({ domain, records }) => records.map((one) => ({ domain, ...one })));
  const { records: seen } = await lookAt(wanted);
  vi.unstubAllEnvs();
  const rows = await database.query<{ id: string }>(
    `select d.resend_id as id, r.domain, r.record, r.name, r.type, r.host, r.value, r.priority, r.provider_status, r.known as status, r.found
    from private.domain_records r join private.email_domains d using (domain)`,
  );
  const ids = new Map(told.map(({ domain, id }) => [domain, id]));
  expect(rows).toHaveLength(seen.length);
  expect(rows).toEqual(
    expect.arrayContaining(
      seen.map(({ inherited_from: _above, ...one }) => ({ ...one, id: ids.get(one.domain) })),
    ),
  );
});
