import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

const PAYER = "00000000-0000-4000-8000-0000000000c3";

let database: Database;
let session: Session;
let support: Person;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  support = await signedIn(database, "support@comptalyze.test");
  await session.query(
    "insert into auth.users (id, email, email_confirmed_at) values ($1, 'essai@example.fr', now())",
    [PAYER],
  );
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const seen = <Row extends Record<string, unknown>>(sql: string) =>
  asPerson(session, support, () => session.query<Row>(sql));
type Totals = { live: number; mrr: number; unpaid: number; rows: number };

/** The totals of the list, and the sum of what its rows say. */
async function totals(): Promise<Totals | undefined> {
  const [row] = await seen<Totals>(
    `select t.live_count::int as live, t.mrr_cents::int as mrr, t.past_due_cents::int as unpaid,
      (select sum(s.mrr_cents)::int from backoffice.subscriptions s) as rows
    from backoffice.subscription_totals t`,
  );
  return row;
}
const customer = async () =>
  (
    await seen(
      `select plan, mrr_cents, subscription_status, past_due, paid_without_access, access_without_payment
      from backoffice.users where id = '${PAYER}'`,
    )
  )[0];
const findings = () =>
  session.query(
    "select class, code, user_id::text from private.drifts where closed_at is null and stripe_customer_id = 'cus_test_mode'",
  );
const subscribe = (subscription: string, status: string) =>
  session.query(
    `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, livemode, current_period_start)
    values ($1, 'cus_test_mode', $2, 'premium', $3, 'year', 19999, false, now())`,
    [PAYER, subscription, status],
  );

test("a test among real money opens nothing, counts in no number, and is a finding", async () => {
  const before = await totals();
  expect(before?.rows).toBe(before?.mrr);
  await subscribe("sub_test_mode", "active");
  await subscribe("sub_test_unpaid", "past_due");
  await session.query("select private.check_queue()");
  expect(await totals()).toEqual(before);
  expect(await customer()).toEqual({
    plan: "free",
    mrr_cents: 0,
    subscription_status: null,
    past_due: null,
    paid_without_access: false,
    access_without_payment: false,
  });
  expect(await findings()).toEqual([{ class: "other_mode", code: "other_mode", user_id: PAYER }]);
});

test("who was there before the console is met by the walk", async () => {
  await session.query("delete from private.drifts where stripe_customer_id = 'cus_test_mode'");
  await session.query("delete from private.drift_queue");
  await session.query("select private.queue_claims(), private.check_queue()");
  expect(await findings()).toHaveLength(1);
});

test("what Stripe has for him ends it: nothing of its own, or what is paid with real money", async () => {
  await session.query("select private.reconcile_user($1, '{\"subscriptions\":[]}')", [PAYER]);
  await session.query("select private.check_queue()");
  expect(await findings()).toEqual([]);
});

test("a console of the test mode counts tests, from the moment it is told so, and sorts by them", async () => {
  await session.query("update public.subscriptions set status = 'active' where user_id = $1", [
    PAYER,
  ]);
  await session.query("select private.use_stripe_mode(false)");
  expect(await customer()).toMatchObject({ plan: "premium", mrr_cents: 3334 });
  expect(await totals()).toEqual({ live: 2, mrr: 3334, unpaid: 0, rows: 3334 });
  const plan = await asPerson(session, support, async () => {
    await session.query("set local enable_seqscan = off");
    await session.query("set local enable_sort = off");
    return session.query<{ "QUERY PLAN": string }>(
      "explain select id from backoffice.subscriptions order by mrr_cents desc, id desc limit 25",
    );
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("subscriptions_mrr");
});
