import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { openSession, type Session } from "./session.ts";

const ANNA = "00000000-0000-4000-8000-0000000000d1";
const BRUNO = "00000000-0000-4000-8000-0000000000d2";
const SUBSCRIPTION = "sub_race_1";
const RUN_ITEM = JSON.stringify({ target_id: BRUNO, started_at: "2026-01-01T00:00:00Z" });

let database: Database;
let holder: Session;
let repair: Session;
let other: Session;

beforeAll(async () => {
  database = await clonePostgres();
  [holder, repair, other] = await Promise.all([
    openSession(database),
    openSession(database),
    openSession(database),
  ]);
  await database.query(
    `insert into auth.users (id, email, email_confirmed_at) values
      ('${ANNA}', 'anna@example.fr', now()), ('${BRUNO}', 'bruno@example.fr', now())`,
  );
});
afterAll(async () => {
  for (const session of [holder, repair, other]) await session?.close();
  await database?.close();
});
beforeEach(async () => {
  await database.exec(`
    delete from public.subscriptions where stripe_customer_id like 'cus_race%';
    delete from private.stripe_subscriptions where stripe_customer_id like 'cus_race%';
    delete from private.drifts; delete from private.drift_queue;`);
  // Bruno pays and the app knows nothing of it: there is a finding, and a repair of it.
  await database.query(
    `insert into private.stripe_subscriptions (id, stripe_customer_id, user_id, named_user, plan, status, "interval", amount_cents, currency,
      livemode, created_at, changed_at, checked_at)
    values ('${SUBSCRIPTION}', 'cus_race_bruno', '${BRUNO}', '${BRUNO}', 'premium', 'active', 'month', 1990, 'eur', true, now(), now(), now())`,
  );
  await database.query(`select private.check_drift('{${BRUNO}}')`);
  await database.query(
    `insert into private.stripe_events (id, type, created_at, livemode, user_id, pending, checked_at)
    values ('evt_race', 'invoice.paid', now() - interval '1 hour', true, '${BRUNO}', 1, now()) on conflict (id) do update set reconciled_at = null`,
  );
});

const observed = JSON.stringify({
  subscriptions: [
    {
      stripe_subscription_id: SUBSCRIPTION,
      stripe_customer_id: "cus_race_bruno",
      plan: "premium",
      status: "active",
      interval: "month",
      amount_cents: 1990,
      currency: "eur",
      livemode: true,
      created_at: "2026-01-01T00:00:00Z",
      named_users: [BRUNO],
    },
  ],
});

async function pidOf(session: Session): Promise<number> {
  const [row] = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
  return row?.pid ?? 0;
}

/** Until a session waits for somebody, or has done without. */
async function waits(pid: number, work: Promise<string>) {
  let over = false;
  void work.then(() => {
    over = true;
  });
  while (!over) {
    const [row] = await database.query<{ blocked: boolean }>(
      "select cardinality(pg_blocking_pids($1)) > 0 as blocked",
      [pid],
    );
    if (row?.blocked) return;
  }
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

/** A repair stops between what it wrote of its customer and the findings; then somebody else compares the same one. */
async function meet(compare: string, args: unknown[] = []) {
  const pids = [await pidOf(repair), await pidOf(other)] as const;
  await holder.query("begin");
  await holder.query("select from private.stripe_events e where e.id = 'evt_race' for update");
  const first = outcome(
    repair.query(
      "select private.apply_reconcile(jsonb_populate_record(null::private.run_items, $1::jsonb), $2::jsonb)",
      [RUN_ITEM, observed],
    ),
  );
  await waits(pids[0], first);
  const second = outcome(other.query(compare, args));
  await waits(pids[1], second);
  await holder.query("rollback");
  return Promise.all([first, second]);
}

test("a repair and the turn of the schedule that finds more of the same customer", async () => {
  await database.query(
    `update auth.users set raw_user_meta_data = '{"is_admin":true,"subscription_plan":"gold"}' where id = '${BRUNO}'`,
  );
  expect(await meet("select private.tick()")).toEqual(["done", "done"]);
  await database.query("select private.check_queue()");
  expect(
    await database.query("select class from private.drifts where closed_at is null order by class"),
  ).toEqual([{ class: "admin_claim" }]);
});

test("a repair and the sync that reads the same customer at Stripe", async () => {
  const page = [
    {
      id: SUBSCRIPTION,
      customer: "cus_race_bruno",
      named_user: BRUNO,
      plan: "premium",
      status: "canceled",
      interval: "month",
      amount_cents: 1990,
      currency: "eur",
      livemode: true,
      created_at: "2026-01-01T00:00:00Z",
    },
  ];
  const { lease, ask } = await database
    .query<{ opened: { lease: string; ask: object } }>(
      "select private.open_subscription_sync() as opened",
    )
    .then(([row]) => row?.opened ?? { lease: "", ask: {} });
  const read = { ...ask, list: "all", read_at: new Date().toISOString() };
  const args = [
    lease,
    JSON.stringify(read),
    JSON.stringify([{ id: "cus_race_bruno", email: null, named_user: BRUNO, gone: false }]),
    JSON.stringify(page),
  ];
  expect(
    await meet(
      "select private.record_subscriptions($1, $2::jsonb, $3::jsonb, $4::jsonb, 'sub_race_1')",
      args,
    ),
  ).toEqual(["done", "done"]);
});

test("repairs of several customers, the schedule and the sync at once, again and again", async () => {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => openSession(database)));
  const users = (
    await database.query<{ id: string }>(
      "select id::text from private.users where stripe_customer_id is not null order by id limit 12",
    )
  ).map(({ id }) => id);
  const calls = (n: number) => {
    const turned = [...users.slice(n % users.length), ...users.slice(0, n % users.length)];
    return n % 3 === 0
      ? "select private.tick()"
      : n % 3 === 1
        ? `select private.check_drift(array['${turned.join("','")}']::uuid[])`
        : `select private.apply_reconcile(jsonb_populate_record(null::private.run_items,
            jsonb_build_object('target_id', '${turned[0]}', 'started_at', now())), jsonb_build_object('subscriptions', (
              select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('status', case when s.status = 'active' then 'canceled' else 'active' end)), '[]')
              from public.subscriptions s where s.user_id = '${turned[0]}')))`;
  };
  const ends: string[] = [];
  await Promise.all(
    sessions.map(async (session, place) => {
      for (let n = 0; n < 12; n += 1)
        ends.push(await outcome(session.query(calls(place + n * sessions.length))));
    }),
  );
  for (const session of sessions) await session.close();
  expect(new Set(ends)).toEqual(new Set(["done"]));
});
