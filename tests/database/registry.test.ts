import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { root } from "../../stack/options.ts";
import { contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, type Session } from "./session.ts";

/** Addresses, and what is none. */
const ADDRESSES = [
  "zoe.lambert@example.fr",
  "Zoe.Lambert+a@Example.FR",
  "o'neil_%&=?@sub.example.co.uk",
  "zoé@example.fr",
  "zoe@exämple.fr",
  "zoe@localhost",
  "zoe@example.fr ",
  " zoe@example.fr",
  "zoe@example.fr\n",
  "zoe lambert@example.fr",
  "zoe@@example.fr",
  "zoe@example..fr",
  "zoe@example.fr, hugo@example.fr",
  "<zoe@example.fr>",
  '"zoe"@example.fr',
  "@example.fr",
  "zoe@",
  `${"z".repeat(243)}@example.fr`,
  `${"z".repeat(244)}@example.fr`,
];

const EVENT_IDS = [
  ["evt_1"],
  ["evt_1", "evt_1"],
  ["evt_1", "evt_1Pq_Z9"],
  [`evt_${"a".repeat(200)}`],
  [`evt_${"a".repeat(201)}`],
  Array.from({ length: 500 }, (_, index) => `evt_${index}`),
  Array.from({ length: 501 }, (_, index) => `evt_${index}`),
  [],
  ["evt_"],
  ["EVT_1"],
  [" evt_1"],
  ["evt_1\n"],
  ["evt_é"],
  ["evt_1", 1],
  [null],
  [["evt_1"]],
  "evt_1",
  null,
];

/** Moments with their zone, and what is none. */
const MOMENTS = [
  "2026-11-23T13:05:00Z",
  "2026-11-23T13:05Z",
  "2026-11-23T13:05:00.123Z",
  "2026-11-23T13:05:00.123456Z",
  "2026-11-23T13:05:00.1234567Z",
  "2026-11-23T14:05:00+01:00",
  "2026-11-23T14:05:00-11:30",
  "2026-11-23T14:05:00+0100",
  "2026-11-23T14:05:00+15:59",
  "2026-11-23T14:05:00-16:00",
  "2026-11-23T14:05:00+25:00",
  `2026-11-23T13:05:00.${"1".repeat(16)}Z`,
  `2026-11-23T13:05:00.${"1".repeat(17)}+01:00`,
  "2026-11-23T14:05:00",
  "2026-11-23 14:05:00Z",
  "2026-11-23t14:05:00z",
  "2026-11-23",
  "2026-02-29T00:00:00Z",
  "2028-02-29T00:00:00Z",
  "2026-11-31T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "2026-11-23T24:00:00Z",
  "2026-11-23T23:60:00Z",
  "2026-11-23T23:59:60Z",
  "2026-11-23T13:05:00Z\n",
  "yesterday",
  "infinity",
  "",
  1764000000,
  ["2026-11-23T13:05:00Z"],
  null,
];

const EVENT_TYPES = [
  ["invoice.paid"],
  ["invoice.paid", "invoice.paid"],
  ["customer.subscription.updated", "invoice.payment_failed"],
  ["a.b"],
  ["ab"],
  ["a".repeat(100)],
  ["a".repeat(101)],
  Array.from({ length: 20 }, (_, index) => `type.${index}`),
  Array.from({ length: 21 }, (_, index) => `type.${index}`),
  [],
  ["Invoice.Paid"],
  ["invoice.*"],
  ["invoice paid"],
  ["invoice.paid\n"],
  [""],
  [1],
  [null],
  "invoice.paid",
  null,
];

type Line = {
  name: string;
  kind: "database" | "vendor";
  subject: string;
  risk: string;
  confirm: string;
  undoable: boolean;
  fields: string[];
  watched: string[];
  roles: string[] | null;
};

describe.each(ENGINES)("the registry of actions on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let lines: Line[];

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    lines = await session.query<Line>(
      `select a.name, a.kind, a.subject, a.risk, a.confirm, num_nonnulls(a.revert, a.unapply) = 1 as undoable, a.fields, a.watched,
        (select array_agg(p.role order by p.role) from private.permissions p where p.verb = 'run' and p.subject = a.name) as roles
      from private.actions a order by a.name`,
    );
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("says what the contracts say", () => {
    const written = Object.values(contracts).map(({ name, subject, risk, confirm, undoable }) => ({
      name,
      subject,
      risk,
      confirm,
      undoable,
    }));
    const registered = lines.map(({ name, subject, risk, confirm, undoable }) => ({
      name,
      subject,
      risk,
      confirm,
      undoable,
    }));
    expect(registered).toEqual(written.sort((a, b) => a.name.localeCompare(b.name)));
  });

  test("has a role, fields, an Edge Function and a form for every action", () => {
    for (const line of lines) {
      expect(line.roles, line.name).not.toBeNull();
      // A vendor's fields come with what was observed there.
      if (line.kind === "database") expect(line.fields.length, line.name).toBeGreaterThan(0);
      expect(line.fields).toEqual(expect.arrayContaining(line.watched));
      for (const file of [
        `supabase/functions/${line.name}/index.ts`,
        `src/actions/${line.name}.tsx`,
      ]) {
        expect({ file, exists: existsSync(resolve(root, file)) }).toEqual({ file, exists: true });
      }
    }
    // A right to run what does not exist would be a hole waiting for a name.
    return session
      .query("select subject from private.permissions where verb = 'run' group by 1 order by 1")
      .then((rows) => expect(rows.map((row) => row.subject)).toEqual(lines.map((l) => l.name)));
  });

  test("names routines with the signatures that the engine calls", async () => {
    const wrong = await session.query(
      `select a.name, part.role, part.routine::text
      from private.actions a
      cross join lateral (values
        ('parse', a.parse, '{jsonb}', 'jsonb'),
        ('guard', a.guard, '{jsonb,timestamptz}', 'jsonb'),
        ('state', a.state, '{jsonb,timestamptz}', 'jsonb'),
        ('effect', a.effect, '{jsonb,uuid,timestamptz}', 'jsonb'),
        ('prove', a.prove, '{private.runs}', 'jsonb'),
        ('revert', a.revert, '{private.runs,jsonb}', 'void'),
        ('targets', a.targets, '{jsonb,timestamptz}', 'private.run_target'),
        ('apply', a.apply, '{private.run_items,jsonb}', 'jsonb'),
        ('forecast', a.forecast, '{jsonb,timestamptz}', 'jsonb'),
        ('unapply', a.unapply, '{private.run_items,jsonb}', 'jsonb'),
        ('approve', a.approve, '{jsonb}', 'text')
      ) as part (role, routine, arguments, result)
      left join pg_proc p on p.oid = part.routine
      where part.routine is not null and (p.oid is null
        or array_to_string(p.proargtypes::regtype[]::text[], ',')
          is distinct from array_to_string(part.arguments::regtype[]::text[], ',')
        or p.prorettype <> part.result::regtype)`,
    );
    expect(wrong).toEqual([]);
  });

  test("compares fields that the state has", async () => {
    const user_id = await userId(session, "zoe.lambert@example.fr");
    for (const { name, fields } of lines.filter(({ kind }) => kind === "database")) {
      const [row] = await session.query<{ state: Record<string, unknown> }>(
        `select private.call_jsonb(a.state, $2::jsonb, now()) as state from private.actions a where a.name = $1`,
        [name, JSON.stringify({ user_id })],
      );
      expect(Object.keys(row?.state ?? {}).sort()).toEqual([...fields].sort());
    }
  });

  test("takes the same parameters as the contracts", async () => {
    const user_id = await userId(session, "zoe.lambert@example.fr");
    const values: unknown[] = [
      1,
      7,
      366,
      0,
      -1,
      367,
      8760,
      8761,
      1.5,
      7.0,
      1e300,
      "7",
      null,
      true,
      [7],
      {},
      "premium",
      "stripe",
      "Shopify",
      "pro",
      "free",
      "Premium",
      "support",
      "Admin",
      "",
      user_id,
      user_id.toUpperCase(),
      "x",
      `${user_id} `,
    ];
    const candidates: Record<string, unknown>[] = [{}, { user_id }, { user_id, days: 7, extra: 1 }];
    for (const value of [[user_id], [user_id, user_id], [], ["x"], user_id, [null], null]) {
      candidates.push({ user_ids: value }, { user_ids: value, all: true });
    }
    const month = "2026-01";
    for (const value of [
      "2026-01",
      "2026-1",
      "2026-13",
      "2026-00",
      "26-01",
      " 2026-01",
      202601,
      null,
    ]) {
      candidates.push({ month: value }, { month: value, user_id });
    }
    candidates.push({ integration_id: user_id, month });
    const since = "2026-11-01T00:00:00Z";
    for (const value of MOMENTS) candidates.push({ since: value });
    for (const value of EVENT_IDS) {
      candidates.push({ event_ids: value }, { event_ids: value, since });
    }
    for (const value of EVENT_TYPES) {
      candidates.push(
        { since, types: value },
        { types: value },
        { event_ids: ["evt_1"], types: value },
      );
    }
    candidates.push({ all: true }, { all: false }, { all: "true" }, { all: null });
    for (const value of values) {
      candidates.push(
        { user_id: value, days: 7 },
        { user_id, days: value },
        { user_id, hours: value },
        { user_id, days: 7, plan: value },
        { user_id, role: value },
        { user_id: value },
        { email_id: value },
        { email_id: user_id, override: value },
        { email: value },
        { to: "zoe.lambert@example.fr", template: value },
        { integration_id: value },
        { month, user_id: value, provider: value },
        { month, provider: value },
        { month, only_failed: value },
      );
    }
    for (const address of ADDRESSES) {
      candidates.push({ email: address }, { to: address, template: "welcome" });
    }
    await session.query(`create function pg_temp.fits(action text, params jsonb) returns boolean language plpgsql as $$
      begin
        perform private.call_jsonb((private.find_action(action)).parse, params);
        return true;
      exception when sqlstate 'PT422' then
        return false;
      end $$`);
    for (const contract of Object.values(contracts)) {
      const answers = await session.query<{ fits: boolean }>(
        `select pg_temp.fits($1, c.params) as fits
        from jsonb_array_elements($2::jsonb) with ordinality c (params, place) order by c.place`,
        [contract.name, JSON.stringify(candidates)],
      );
      const told = (fits: (place: number) => boolean | undefined) =>
        candidates.map((params, place) => ({ action: contract.name, params, fits: fits(place) }));
      expect(told((place) => answers[place]?.fits)).toEqual(
        told((place) => contract.params.safeParse(candidates[place]).success),
      );
    }
  });

  test("the MRR of a list is the sum of its rows, a year's twelfth rounded to the cent", async () => {
    for (const amount of [1, 5, 6, 7, 9900, 9999, 19_900, 123_457]) {
      const [row] = await session.query<{ year: number; month: number }>(
        `select private.monthly_cents('active', 'year', $1, 'eur', true) as year,
          private.monthly_cents('active', 'month', $1, 'eur', true) as month`,
        [amount],
      );
      expect(row).toEqual({ year: Math.round(amount / 12), month: amount });
    }
    await session.query(
      `insert into public.subscriptions (stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, currency)
      values ('cus_y', 'sub_y', 'pro', 'active', 'year', 9999, 'eur'), ('cus_z', 'sub_z', 'pro', 'active', 'year', 9999, 'eur'),
        ('cus_d', 'sub_d', 'pro', 'active', 'month', 5000, 'usd'), ('cus_n', 'sub_n', 'pro', 'brand_new_status', 'month', 5000, 'eur')`,
    );
    await asPerson(session, people.support, async () => {
      const [totals] = await session.query("select * from backoffice.subscription_totals");
      const rows = await session.query<{
        status: string;
        interval: string;
        amount_cents: number;
        currency: string;
        mrr_cents: number;
        cancel_at: Date | null;
      }>("select * from backoffice.subscriptions");
      const recurring = rows.filter(
        (row) => ["active", "past_due"].includes(row.status) && row.currency === "eur",
      );
      const mrr = recurring.map((row) =>
        row.interval === "year" ? Math.round(row.amount_cents / 12) : row.amount_cents,
      );
      const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);
      const live = rows.filter((row) => ["active", "trialing", "past_due"].includes(row.status));
      const unpaid = rows.filter((row) => row.status === "past_due");
      const owed = unpaid.filter((row) => row.currency === "eur");
      const ended = ["canceled", "incomplete_expired"];
      expect(sum(rows.map((row) => row.mrr_cents))).toBe(sum(mrr));
      expect(
        Object.fromEntries(Object.entries(totals ?? {}).map(([k, v]) => [k, Number(v)])),
      ).toEqual({
        live_count: live.length,
        mrr_cents: sum(mrr),
        past_due_count: unpaid.length,
        past_due_cents: sum(owed.map((row) => row.amount_cents)),
        cancelling_count: rows.filter((row) => row.cancel_at && !ended.includes(row.status)).length,
      });
    });
  });
});
