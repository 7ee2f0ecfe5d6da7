import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

const MANY = 620;
const AT_ONCE = 500;

let database: Database;
let session: Session;
let support: Person;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  support = await signedIn(database, "support@comptalyze.test");
  await session.query("delete from private.drifts");
  // All of them pay, and the app heard of none.
  await session.query(
    `with who as (
      insert into auth.users (id, email, email_confirmed_at)
      select gen_random_uuid(), 'ecart' || n || '@example.fr', now() from generate_series(1, ${MANY}) n returning id
    )
    insert into private.stripe_subscriptions (id, stripe_customer_id, user_id, named_user, plan, status, "interval", amount_cents, currency,
      livemode, created_at, changed_at, checked_at)
    select 'sub_many_' || w.id, 'cus_many_' || w.id, w.id, w.id::text, 'premium', 'active', 'month', 1990, 'eur', true,
      now() - interval '1 day', now() - interval '1 day', now()
    from who w`,
  );
  await session.query(
    "select private.check_drift(array(select t.user_id from private.stripe_subscriptions t where t.id like 'sub_many_%'))",
  );
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const count = async () => {
  const [row] = await asPerson(session, support, () =>
    session.query<{ number: number; cents: number }>(
      `select number::int as number, amount_cents::int as cents from backoffice.drift_counts where class = 'paid_without_access'`,
    ),
  );
  return row ?? { number: 0, cents: 0 };
};
/** The customers whom the page selects: the oldest findings of the class, so many as one run takes. */
const selected = async () =>
  (
    await asPerson(session, support, () =>
      session.query<{ user_id: string }>(
        `select user_id::text from backoffice.drifts where class = 'paid_without_access' and status = 'open'
        order by since, id limit ${AT_ONCE}`,
      ),
    )
  ).map(({ user_id }) => user_id);
const parsed = (ids: string[]) =>
  session.query("select private.parse_reconcile($1)", [JSON.stringify({ user_ids: ids })]);
const reconcile = (ids: string[]) =>
  session.query(
    `select count(private.apply_reconcile(
      jsonb_populate_record(null::private.run_items, jsonb_build_object('target_id', t.user_id, 'started_at', now())),
      jsonb_build_object('subscriptions', jsonb_build_array(jsonb_build_object('stripe_subscription_id', t.id,
        'stripe_customer_id', t.stripe_customer_id, 'named_users', array[t.named_user], 'plan', t.plan, 'status', t.status,
        'interval', t."interval", 'amount_cents', t.amount_cents, 'currency', t.currency, 'livemode', true, 'created_at', t.created_at)))))
    from private.stripe_subscriptions t where t.user_id = any ($1::uuid[])`,
    [ids],
  );

test("a run takes five hundred customers and no more; a class of more is done in two, and nothing is left", async () => {
  expect(await count()).toEqual({ number: MANY, cents: MANY * 1990 });
  const first = await selected();
  expect(new Set(first).size).toBe(AT_ONCE);
  await parsed(first);
  const [one] = await session.query<{ id: string }>(
    "select id::text from private.users where id <> all ($1::uuid[]) limit 1",
    [first],
  );
  await expect(parsed([...first, one?.id ?? ""])).rejects.toMatchObject({ code: "PT422" });

  await reconcile(first);
  expect(await count()).toEqual({ number: MANY - AT_ONCE, cents: (MANY - AT_ONCE) * 1990 });
  const rest = await selected();
  expect(rest).toHaveLength(MANY - AT_ONCE);
  expect(rest.filter((id) => first.includes(id))).toEqual([]);
  await reconcile(rest);
  expect(await count()).toEqual({ number: 0, cents: 0 });
  await session.query(
    "select private.check_drift(array(select t.user_id from private.stripe_subscriptions t where t.id like 'sub_many_%'))",
  );
  expect(await count()).toEqual({ number: 0, cents: 0 });
});
