import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Page = { drifts: { class: string; cause: string; repair: string | null }[] };

describe.each(ENGINES)("what the pages say of findings on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;
  let user: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    const [free] = await session.query<{ id: string }>(
      `select u.id::text from private.users u
      where u.plan_source = 'default' and u.stripe_customer_id is null and u.email like '%@example.fr'
        and not exists (select from private.drifts d where d.user_id = u.id) order by u.email limit 1`,
    );
    user = free?.id ?? "";
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("a customer's page has the open findings, what matters most first, without fresh and closed ones", async () => {
    await session.query(
      `insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at, closed_at)
      select f.class, $1::uuid::text, f.code, $1::uuid, 0, '{}', '{}', f.since, now(), now(), f.closed_at
      from (values
        ('mirror_ahead', 'differs', now(), null),
        ('two_live_subscriptions', 'pays_twice', now() - interval '2 days', null),
        ('wrong_plan', 'plan', now() - interval '1 minute', null),
        ('paid_without_access', 'unknown_here', now() - interval '3 days', now())
      ) f (class, code, since, closed_at)`,
      [user],
    );
    const page = await asPerson(session, support, async () => {
      const [row] = await session.query<{ page: Page }>("select backoffice.open_user($1) as page", [
        user,
      ]);
      return row?.page;
    });
    expect(page?.drifts).toMatchObject([
      { class: "two_live_subscriptions", cause: "pays_twice", repair: null },
      { class: "mirror_ahead", cause: "differs", repair: "reconcile-subscriptions" },
    ]);
    await session.query("delete from private.drifts where user_id = $1", [user]);
  });

  test("what is at stake is counted once, however many findings there are about it, to the cent", async () => {
    const atStake = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ number: number; cents: number }>(
          "select number::int as number, amount_cents::int as cents from backoffice.drift_totals",
        ),
      );
      return row ?? { number: 0, cents: 0 };
    };
    const before = await atStake();
    await session.query(
      `insert into private.drifts (class, subject, code, user_id, stripe_customer_id, stripe_subscription_id, amount_cents, there, here, since, found_at, checked_at)
      select f.class, f.subject, 'x', f.user_id, f.customer, f.subscription, f.cents, '{}', '{}', now() - interval '1 day', now(), now()
      from (values
        -- One subscription, two findings about it, and one about all that he pays.
        ('paid_without_access', $1::uuid::text, $1::uuid, 'cus_a', 'sub_a1', 1991),
        ('unreadable', 'sub_a1', $1::uuid, 'cus_a', 'sub_a1', 1990),
        ('mirror_behind', $1::uuid::text, $1::uuid, null, null, 2000),
        -- Another one that he pays on top.
        ('two_live_subscriptions', $1::uuid::text, $1::uuid, 'cus_a', 'sub_a2', 991),
        -- Somebody whom nobody knows.
        ('customer_without_user', 'cus_b', null, 'cus_b', 'sub_b1', 833),
        ('unreadable', 'sub_b1', null, 'cus_b', 'sub_b1', 833),
        ('unreadable', 'sub_b2', null, 'cus_b', 'sub_b2', 7)
      ) f (class, subject, user_id, customer, subscription, cents)`,
      [user],
    );
    const after = await atStake();
    expect(after.number - before.number).toBe(7);
    expect(after.cents - before.cents).toBe(1991 + 991 + 833 + 7);
    await session.query("delete from private.drifts where code = 'x'");
    expect(await atStake()).toEqual(before);
  });

  test("under a grant our side keeps the subscription's plan apart from what the customer may do", async () => {
    const period = "now() - interval '10 days', now() + interval '20 days'";
    await session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, currency,
        current_period_start, current_period_end)
      values ($1, 'cus_page', 'sub_page', 'pro', 'active', 'month', 990, 'eur', ${period})`,
      [user],
    );
    await session.query(
      `insert into private.stripe_customers (id, checked_at) values ('cus_page', now() + interval '1 minute')`,
    );
    await session.query(
      `insert into private.stripe_subscriptions (id, stripe_customer_id, user_id, plan, status, "interval", amount_cents, currency,
        current_period_start, current_period_end, livemode, created_at, changed_at, checked_at)
      values ('sub_page', 'cus_page', $1, 'premium', 'active', 'month', 1990, 'eur', ${period}, true, now(), now(), now())`,
      [user],
    );
    await session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
      values ($1, 'premium', now() - interval '1 day', now() + interval '6 days', 'Geste commercial')`,
      [user],
    );
    const rows = await session.query<{ class: string; there: unknown; here: unknown }>(
      "select class, there, here from private.drifts_of_users(array[$1::uuid], now()) where class like 'wrong%'",
      [user],
    );
    expect(rows).toMatchObject([
      {
        class: "wrong_plan",
        there: { plan: "premium" },
        here: { plan: "pro", access_plan: "premium", decided_by: "grant" },
      },
    ]);
  });
});
