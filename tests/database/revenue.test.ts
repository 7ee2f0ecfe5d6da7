import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, startOfDay } from "../../src/i18n/parisDay.ts";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call } from "./actions.ts";
import { setClock } from "./clock.ts";
import { openSession, type Person, type Session, signedIn, waiting } from "./session.ts";

const KINDS = ["new", "expansion", "reactivation", "contraction", "churn"] as const;
type Kind = (typeof KINDS)[number];
type Point = {
  at: string;
  value: number;
  parts: Partial<Record<Kind, number>>;
  customers: number;
  moved: Partial<Record<Kind, number>>;
};

let database: Database;
let session: Session;
let ops: Person;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  ops = await signedIn(database, "ops@comptalyze.test");
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

async function points(since: string, until: string, grain: string): Promise<Point[]> {
  await setClock(session, null);
  const { body } = await call<{ points: Point[] }>(session, ops, "chart", {
    name: "revenue",
    since,
    until,
    grain,
  });
  return body.points;
}

const sum = (numbers: (number | undefined)[]) =>
  numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

/** Each point is the one before and what moved, to the cent. */
function expectIdentity(all: Point[]): void {
  for (const [index, point] of all.entries()) {
    if (index === 0) continue;
    expect(point.value, point.at).toBe(
      (all[index - 1]?.value ?? 0) + sum(KINDS.map((kind) => point.parts[kind])),
    );
  }
}

test("the demo data: the identity holds by day and month, and its end is the sum of the rows", async () => {
  const until = new Date().toISOString();
  const months = await points(
    new Date(Date.now() - 400 * 86_400_000).toISOString(),
    until,
    "month",
  );
  const days = await points(new Date(Date.now() - 400 * 86_400_000).toISOString(), until, "day");
  expectIdentity(months);
  expectIdentity(days);
  const [rows] = await session.query<{ cents: number; paying: number }>(
    `select sum(private.monthly_cents(status, "interval", amount_cents, currency, livemode))::int as cents,
      count(distinct stripe_customer_id) filter (where private.monthly_cents(status, "interval", amount_cents, currency, livemode) > 0)::int as paying
    from public.subscriptions`,
  );
  expect(rows?.cents).toBeGreaterThan(0);
  for (const last of [months.at(-1), days.at(-1)]) {
    expect(last?.value).toBe(rows?.cents);
    expect(last?.customers).toBe(rows?.paying);
  }
  // Reactivations and churn are in it, so that their sign is.
  expect(sum(months.map(({ parts }) => parts.churn))).toBeLessThan(0);
  expect(sum(months.map(({ parts }) => parts.reactivation))).toBeGreaterThan(0);
});

type Life = { customer: number; second: boolean; status: string; interval: string; cents: number };

const life = fc.record({
  customer: fc.nat(24),
  /** A customer may have a second subscription beside the first. */
  second: fc.boolean(),
  status: fc.constantFrom(
    "active",
    "active",
    "active",
    "past_due",
    "canceled",
    "trialing",
    "paused",
    "unpaid",
  ),
  interval: fc.constantFrom("month", "month", "year"),
  cents: fc.constantFrom(990, 1990, 9900, 19900, 7, 100),
});

/** What a person with a calculator would write down of a subscription. */
const monthly = ({ status, interval, cents }: Life) =>
  status === "active" || status === "past_due"
    ? interval === "year"
      ? Math.round(cents / 12)
      : cents
    : 0;

test("24 months of chance: every movement has its kind, and each month its sum, to the cent", async () => {
  await session.query("delete from public.subscriptions");
  await session.query("truncate private.mrr_movements, private.mrr_accounts");
  await session.query("select private.rebuild_rollups()");
  const start = "2024-10-15";
  const held = new Map<string, Life>();
  const paidBefore = new Set<number>();
  const expected: { value: number; parts: Record<Kind, number>; customers: number }[] = [];
  const worth = (customer: number) =>
    sum([...held.values()].filter((one) => one.customer === customer).map(monthly));
  const lives = fc.sample(fc.array(life, { minLength: 6, maxLength: 14 }), {
    seed: 24,
    numRuns: 24,
  });
  for (const [month, changes] of lives.entries()) {
    const parts = { new: 0, expansion: 0, reactivation: 0, contraction: 0, churn: 0 };
    const at = startOfDay(addDays(start, month * 30));
    await setClock(session, at);
    for (const one of changes) {
      const before = worth(one.customer);
      held.set(`${one.customer} ${one.second}`, one);
      const after = worth(one.customer);
      if (after !== before) {
        const kind: Kind =
          before === 0
            ? paidBefore.has(one.customer)
              ? "reactivation"
              : "new"
            : after === 0
              ? "churn"
              : after > before
                ? "expansion"
                : "contraction";
        parts[kind] += after - before;
        if (after > 0) paidBefore.add(one.customer);
      }
      await session.query(
        `insert into public.subscriptions (stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
        values ('cus_' || $1::text, 'sub_' || $1::text || $2::text, 'pro', $3, $4, $5)
        on conflict (stripe_subscription_id) do update set status = excluded.status, "interval" = excluded."interval", amount_cents = excluded.amount_cents`,
        [one.customer, one.second, one.status, one.interval, one.cents],
      );
    }
    expected.push({
      value: sum([...held.values()].map(monthly)),
      parts,
      customers: new Set(
        [...held.values()].filter((one) => worth(one.customer) > 0).map(({ customer }) => customer),
      ).size,
    });
  }
  await setClock(session, null);
  await session.query("select private.turn_rollups()");
  const read = await points(startOfDay(start), startOfDay(addDays(start, 24 * 30)), "day");
  expectIdentity(read);
  const ends = lives.map((_, month) => read[month * 30]);
  expect(
    ends.map((point) => ({
      value: point?.value,
      customers: point?.customers,
      parts: Object.fromEntries(KINDS.map((kind) => [kind, point?.parts[kind] ?? 0])),
    })),
  ).toEqual(expected);
  for (const kind of KINDS)
    expect(
      expected.some(({ parts }) => parts[kind] !== 0),
      kind,
    ).toBe(true);

  // Made anew from what is there now, the end is the same.
  await session.query("select private.rebuild_revenue(), private.rebuild_rollups()");
  const now = new Date(Date.now() + 60_000).toISOString();
  const [last] = (await points(new Date(Date.now() - 86_400_000).toISOString(), now, "day")).slice(
    -1,
  );
  expect(last?.value).toBe(expected.at(-1)?.value);
});

test("a movement that cannot be written lets the webhook's row through, and is written later", async () => {
  await session.query(
    "alter table private.mrr_movements add constraint broken check (false) not valid",
  );
  await session.query(
    `insert into public.subscriptions (stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    values ('cus_late', 'sub_late', 'pro', 'active', 'month', 990)`,
  );
  expect(await session.query("select stripe_customer_id from private.mrr_repairs")).toEqual([
    { stripe_customer_id: "cus_late" },
  ]);
  await session.query("alter table private.mrr_movements drop constraint broken");
  expect(await session.query("select private.repair_revenue() as done")).toEqual([{ done: 1 }]);
  expect(
    await session.query(
      "select kind, after_cents::int from private.mrr_movements where stripe_customer_id = 'cus_late'",
    ),
  ).toEqual([{ kind: "new", after_cents: 990 }]);
  expect(await session.query("select from private.mrr_repairs")).toEqual([]);
});

/** What the movements add up to beside what the subscriptions are worth, of all and of the charts. */
async function sums() {
  await session.query("select private.turn_rollups(100000)");
  const [row] = await session.query<{ rows: number; moved: number; counted: number }>(
    `select (select coalesce(sum(private.monthly_cents(status, "interval", amount_cents, currency, livemode)), 0)::int from public.subscriptions) as rows,
      (select coalesce(sum(after_cents - before_cents), 0)::int from private.mrr_movements) as moved,
      (select coalesce(sum(number), 0)::int from private.rollup_days where series = 'mrr') as counted`,
  );
  return row;
}

const movementsOf = (customer: string) =>
  session.query(
    "select kind, (after_cents - before_cents)::int as change, user_id is not null as known from private.mrr_movements where stripe_customer_id = $1 order by id",
    [customer],
  );

test("a subscription that passes to another customer of Stripe, and one that is deleted, keep the identity", async () => {
  await session.query(
    `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    select id, 'cus_from', 'sub_moving', 'pro', 'active', 'month', 990 from private.users limit 1`,
  );
  await session.query(
    "update public.subscriptions set stripe_customer_id = 'cus_to' where stripe_subscription_id = 'sub_moving'",
  );
  await session.query(
    "delete from public.subscriptions where stripe_subscription_id = 'sub_moving'",
  );
  expect(await movementsOf("cus_from")).toEqual([
    { kind: "new", change: 990, known: true },
    { kind: "churn", change: -990, known: true },
  ]);
  expect(await movementsOf("cus_to")).toEqual([
    { kind: "new", change: 990, known: true },
    { kind: "churn", change: -990, known: true },
  ]);
  const { rows, moved, counted } = (await sums()) ?? {};
  expect(moved).toBe(rows);
  expect(counted).toBe(rows);
});

test("movements that are made anew are what the charts say at the next turn", async () => {
  // One of another hour, where there is none once they are made anew.
  await session.query(
    "update private.mrr_movements set at = at - interval '400 days' where id = (select max(id) from private.mrr_movements where kind = 'new')",
  );
  await session.query("select private.turn_rollups(100000)");
  await session.query("select private.rebuild_revenue()");
  const { rows, moved, counted } = (await sums()) ?? {};
  expect(rows).toBeGreaterThan(0);
  expect(moved).toBe(rows);
  expect(counted).toBe(rows);
});

test("a webhook that has begun and movements that are made anew end both", async () => {
  const other = await openSession(database);
  await session.query("begin");
  await session.query("insert into private.mrr_accounts values ('cus_order', 0, false)");
  const anew = other.query("select private.rebuild_revenue()");
  await expect.poll(() => waiting(session), { interval: 20 }).toHaveLength(1);
  await session.query(
    `insert into public.subscriptions (stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    values ('cus_order', 'sub_order', 'pro', 'active', 'month', 990)`,
  );
  await session.query("commit");
  await anew;
  await other.close();
  const { rows, moved, counted } = (await sums()) ?? {};
  expect(moved).toBe(rows);
  expect(counted).toBe(rows);
});

test("of Stripe's other mode nothing is revenue, neither in the rows nor in the charts", async () => {
  await session.query("begin");
  await session.query("select private.use_stripe_mode(false)");
  expect(await sums()).toEqual({ rows: 0, moved: 0, counted: 0 });
  await session.query("rollback");
});

test("a webhook whose movement cannot be written waits for nobody who mends others", async () => {
  const other = await openSession(database);
  await session.query(
    "alter table private.mrr_movements add constraint broken check (false) not valid",
  );
  const change = (cents: number) =>
    `insert into public.subscriptions (stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    values ('cus_twice', 'sub_twice', 'pro', 'active', 'month', ${cents})
    on conflict (stripe_subscription_id) do update set amount_cents = excluded.amount_cents`;
  await session.query(change(990));
  await session.query("begin");
  await session.query("select from private.mrr_repairs for update");
  try {
    await other.query("set lock_timeout = '2s'");
    await other.query(change(1990));
  } finally {
    await session.query("commit");
    await other.close();
  }
  await session.query("alter table private.mrr_movements drop constraint broken");
  await session.query("select private.repair_revenue()");
  expect(await movementsOf("cus_twice")).toEqual([{ kind: "new", change: 1990, known: false }]);
  expect(await session.query("select from private.mrr_repairs")).toEqual([]);
});
