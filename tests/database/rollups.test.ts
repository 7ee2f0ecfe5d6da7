import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { behind } from "../../src/charts/behind.ts";
import { dayOf } from "../../src/i18n/parisDay.ts";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call } from "./actions.ts";
import { openSession, type Person, type Session, signedIn } from "./session.ts";

type Difference = { part: string; raw: number | null; hours: number | null; days: number | null };
type Points = { points: { at: string; until: string; value: number }[] };

let database: Database;
let session: Session;
let ops: Person;
let customers: string[];

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  ops = await signedIn(database, "ops@comptalyze.test");
  const rows = await session.query<{ id: string }>(
    "select id::text from private.users where email like '%@example.fr' order by email limit 50",
  );
  customers = rows.map(({ id }) => id);
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const turn = () => session.query("select private.turn_rollups()");

const differences = (series: string, day: string) =>
  session.query<Difference>(
    "select part, raw::int, hours::int, days::int from private.rollup_differences($1, $2::date)",
    [series, day],
  );

async function series(): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    "select unnest(private.rollup_series()) as name",
  );
  return rows.map(({ name }) => name);
}

/** What the app, Stripe and the team do at some moment of the last weeks. */
const CHANGES = [
  "insert into public.import_logs (user_id, provider, month, status, created_at) values ($1, 'stripe', to_char($2::timestamptz, 'YYYY-MM'), 'running', $2)",
  "update public.import_logs set status = 'success' where status = 'running' and user_id = $1 and created_at <= $2",
  "update public.import_logs set created_at = $2 where id = (select id from public.import_logs where user_id = $1 order by id limit 1)",
  "insert into public.emails (user_id, to_email, template, subject, status, created_at) values ($1, 'x@example.fr', 'welcome', 'x', 'sent', $2)",
  "update public.emails set status = 'bounced' where user_id = $1 and created_at <= $2",
  "delete from public.emails where user_id = $1 and created_at <= $2",
  "insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at) values ($1, '2026-11', 'BNC', 1, 1, $2)",
  "update auth.users set email_confirmed_at = $2 where id = $1",
  "update private.stripe_events set pending = 1 - pending where user_id = $1 and created_at <= $2",
  "insert into private.probes (at, ok, latency_ms) select $2, true, 100 + abs(hashtext($1::text)) % 2000 on conflict do nothing",
  "insert into private.traffic values ($2, 90, 1, now()) on conflict (at) do update set requests = 100, errors_5xx = 7 where $1::text is not null",
  "update public.subscriptions set amount_cents = amount_cents + 100 where user_id = $1 and created_at <= $2",
  `insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email, actor_role,
    idempotency_key, request_hash, started_at)
  values ('reset-quota', 'running', 'user', $1::text, 'x', '{}', 'un motif', $1::uuid, 'x', 'ops', gen_random_uuid(), '', $2)`,
  "delete from auth.users where id = $1 and created_at <= $2",
];

describe("a rollup is what its rows say", () => {
  test("after the demo data, and after changes of every kind, on 50 days and series of chance", async () => {
    const names = await series();
    const chance = fc.sample(
      fc.record({
        change: fc.nat(CHANGES.length - 1),
        who: fc.nat(39),
        hoursAgo: fc.nat(60 * 24),
      }),
      { seed: 7, numRuns: 150 },
    );
    for (const { change, who, hoursAgo } of chance) {
      const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
      const sql = CHANGES[change] ?? "";
      // Nothing happens any more to those who leave.
      const user = sql.startsWith("delete from auth") ? customers[40 + (who % 10)] : customers[who];
      await session.query(sql, [user, at]);
    }
    await turn();
    const looked = fc.sample(fc.record({ name: fc.constantFrom(...names), daysAgo: fc.nat(62) }), {
      seed: 11,
      numRuns: 50,
    });
    for (const { name, daysAgo } of looked) {
      const day = dayOf(Date.now() - daysAgo * 86_400_000);
      expect(await differences(name, day), `${name} ${day}`).toEqual([]);
    }
    // Each series has something to be compared with.
    const counted = await session.query<{ name: string }>(
      "select series as name from private.rollup_days where day > current_date - 63 group by 1",
    );
    expect(counted.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test("a count that is not what the rows say is found, by the hour and by the day", async () => {
    const day = dayOf(Date.now() - 20 * 86_400_000);
    await session.query("begin");
    await session.query(
      "update private.rollup_hours set number = number + 1 where (series, hour, part) = (select series, hour, part from private.rollup_hours where series = 'emails' and private.paris_day(hour) = $1 limit 1)",
      [day],
    );
    expect(await differences("emails", day)).toHaveLength(1);
    await session.query("rollback");
    await session.query("begin");
    await session.query("delete from private.rollup_days where series = 'emails' and day = $1", [
      day,
    ]);
    expect((await differences("emails", day)).every(({ days }) => days === null)).toBe(true);
    await session.query("rollback");
  });

  test("a count that fails lets the customer's row through", async () => {
    await session.query("begin");
    await session.query("alter table private.rollup_queue rename to gone");
    await session.query(
      "insert into public.emails (user_id, to_email, template, subject, status) values ($1, 'x@example.fr', 'welcome', 'still there', 'sent')",
      [customers[0]],
    );
    expect(
      await session.query("select 1 as one from public.emails where subject = 'still there'"),
    ).toHaveLength(1);
    await session.query("rollback");
  });

  test("a window that begins and ends within an hour counts to the moment", async () => {
    await session.query("begin");
    await session.query("delete from private.traffic");
    await session.query(
      "insert into private.traffic select t, 1, 0, now() from generate_series('2026-05-04 08:00Z'::timestamptz, '2026-05-04 12:55Z', '5 minutes') t",
    );
    await turn();
    const rows = await session.query<{ number: number }>(
      "select number::int from private.window_counts('traffic', '2026-05-04 08:20Z', '2026-05-04 11:50Z')",
    );
    expect(rows).toEqual([{ number: 42 }]);
    const within = await session.query<{ number: number }>(
      "select number::int from private.window_counts('traffic', '2026-05-04 08:20Z', '2026-05-04 08:45Z')",
    );
    expect(within).toEqual([{ number: 5 }]);
    await session.query("rollback");
  });
});

describe("counts outlive the rows that were removed for their age", () => {
  const OLD = "2026-01-15T10:00:00Z";
  type Totals = { at: string; total: number }[];

  /** A chart of the days around them, as a colleague reads it. */
  async function uptime(): Promise<{ points: Totals; rows_since: string | null }> {
    await session.query("select set_config('request.jwt.claim.sub', $1, true)", [ops?.userId]);
    const [row] = await session.query<{ chart: { points: Totals; rows_since: string | null } }>(
      "select private.chart('uptime', '2026-01-14 00:00+01', '2026-01-17 00:00+01', 'day') as chart",
    );
    if (!row) throw new Error("no chart");
    return row.chart;
  }
  const prune = (most: number) => session.query("select private.prune_probes($1)", [most]);

  beforeEach(async () => {
    await session.query("begin");
    await session.query("delete from private.probes");
    await session.query(
      "insert into private.probes (at, ok, latency_ms, failure) select $1::timestamptz + n * interval '10 minutes', n % 4 <> 0, 90, case n % 4 when 0 then 'status' end from generate_series(0, 11) n",
      [OLD],
    );
  });
  afterEach(() => session.query("rollback"));

  test("a probe of more than ninety days ago goes, its hour and its day stay as they were", async () => {
    await turn();
    const before = await uptime();
    expect(before.points.map(({ total }) => total)).toEqual([0, 12, 0]);
    // Cut by the limit in the middle of an hour, and again, and counted in between.
    for (const most of [4, 4, 1000]) {
      await prune(most);
      await turn();
    }
    expect(
      await session.query("select from private.probes where at < now() - interval '91 days'"),
    ).toEqual([]);
    expect((await uptime()).points).toEqual(before.points);
    for (const name of ["probes", "latency"])
      expect(await differences(name, "2026-01-15")).toEqual([]);
    // Nor does counting everything anew lose what cannot be counted any more.
    await session.query("select private.rebuild_rollups()");
    expect((await uptime()).points).toEqual(before.points);
  });

  test("an hour is counted before its rows go", async () => {
    await prune(1000);
    expect(await session.query("select from private.probes")).toHaveLength(12);
    await turn();
    await prune(1000);
    expect(await session.query("select from private.probes")).toEqual([]);
    expect((await uptime()).points.map(({ total }) => total)).toEqual([0, 12, 0]);
  });

  test("a chart says since when its rows are there, and leads to no list of those that are gone", async () => {
    await turn();
    expect((await uptime()).rows_since).toBeNull();
    await prune(1000);
    const { points, rows_since } = await uptime();
    expect(Date.parse(rows_since ?? "")).toBe(Date.parse("2026-01-15T12:00:00Z"));
    const lists = points.map((point) =>
      behind("uptime", null, point as never, { rowsSince: rows_since }),
    );
    expect(lists.map((list) => list?.resource ?? null)).toEqual([null, null, "probes"]);
  });
});

describe("who writes does not wait for who counts", () => {
  afterEach(() => session.query("rollback"));

  test("a customer's row is written while everything is counted anew", async () => {
    const other = await openSession(database);
    await session.query("begin");
    await session.query("select private.rebuild_rollups(), private.rebuild_revenue()");
    try {
      await other.query("set lock_timeout = '2s'");
      await other.query(
        "insert into public.emails (user_id, to_email, template, subject, status, created_at) values ($1, 'x@example.fr', 'welcome', 'meanwhile', 'sent', '2026-02-03 10:00Z')",
        [customers[0]],
      );
    } finally {
      await session.query("commit");
      await other.close();
    }
    // And is not forgotten by it.
    await turn();
    expect(await differences("emails", "2026-02-03")).toEqual([]);
  });

  test("an hour that cannot be counted keeps the other series from nothing", async () => {
    await session.query("begin");
    await session.query(
      "insert into private.rollup_queue (series, hour) values ('weather', '2026-02-04')",
    );
    await session.query(
      "insert into public.emails (user_id, to_email, template, subject, status, created_at) values ($1, 'x@example.fr', 'welcome', 'x', 'sent', '2026-02-04 10:00Z')",
      [customers[0]],
    );
    await turn();
    expect(await differences("emails", "2026-02-04")).toEqual([]);
    expect(await session.query("select series from private.rollup_queue")).toEqual([
      { series: "weather" },
    ]);
  });

  test("a customer who writes into more hours than a turn counts holds up no metric", async () => {
    await session.query("begin");
    await session.query("select private.turn_rollups(100000)");
    await session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
      select $1, '2026-02', 'BNC', 1, 1, '2003-02-04'::timestamptz + make_interval(hours => n) from generate_series(1, 9) n`,
      [customers[0]],
    );
    await session.query(
      "insert into private.probes (at, ok, latency_ms) values ('2026-02-04 10:00Z', true, 100)",
    );
    await session.query("select private.turn_rollups(5)");
    expect(await differences("probes", "2026-02-04")).toEqual([]);
    expect(
      await session.query(
        "select count(*)::int as left, series from private.rollup_queue group by 2",
      ),
    ).toEqual([{ left: 4, series: "simulations" }]);
  });

  test.each(["infinity", "-infinity", "294276-12-31 23:30:00Z"])(
    "a row of %s is in no chart and in nobody's way",
    async (at) => {
      await session.query("begin");
      await session.query(
        "insert into public.import_logs (user_id, provider, month, status, created_at) values ($1, 'stripe', '2026-02', 'error', $2)",
        [customers[0], at],
      );
      await turn();
      expect(await session.query("select from private.rollup_queue")).toEqual([]);
      await session.query("select private.rebuild_rollups()");
    },
  );
});

describe("days and years of Paris", () => {
  // One request every half hour, so that each day has as many as it has half hours.
  const spans: [string, string, string, number[]][] = [
    ["spring forward", "2026-03-28T12:00:00Z", "2026-03-31T12:00:00Z", [46]],
    ["fall back", "2026-10-24T12:00:00Z", "2026-10-27T12:00:00Z", [50]],
    ["a year's end", "2025-12-30T12:00:00Z", "2026-01-02T12:00:00Z", [48]],
    ["the next year's end", "2026-12-30T12:00:00Z", "2027-01-02T12:00:00Z", [48]],
  ];

  test.each(spans)("%s: each sum is right", async (_name, since, until, [longest]) => {
    await session.query("begin");
    await session.query("delete from private.traffic");
    await session.query(
      "insert into private.traffic select t, 1, 0, now() from generate_series($1::timestamptz, $2::timestamptz - interval '1 second', '30 minutes') t",
      [since, until],
    );
    await turn();
    // Counted once more without the database, by the calendar of the browser.
    const expected = new Map<string, number>();
    for (let at = Date.parse(since); at < Date.parse(until); at += 1_800_000) {
      expected.set(dayOf(at), (expected.get(dayOf(at)) ?? 0) + 1);
    }
    const days = await session.query<{ day: string; number: number }>(
      "select day::text, number::int from private.rollup_days where series = 'traffic' and part = 'ok' and day between private.paris_day($1) and private.paris_day($2) order by day",
      [since, until],
    );
    expect(days.map(({ day, number }) => [day, number])).toEqual([...expected]);
    expect([...expected.values()][1]).toBe(longest);
    await session.query("rollback");
  });

  test.each(spans)(
    "%s: a chart by hour has every hour once, by day every day",
    async (_name, since, until) => {
      const read = async (grain: string) => {
        const { body } = await call<Points>(
          session,
          ops,
          "chart",
          { name: "emails", since, until, grain },
          { clock: "400 days" },
        );
        return body.points;
      };
      const hours = await read("hour");
      expect(hours).toHaveLength(72);
      expect(new Set(hours.map(({ at }) => at)).size).toBe(72);
      const days = await read("day");
      expect(days.map(({ at }) => dayOf(at))).toEqual([
        ...new Set(hours.map(({ at }) => dayOf(at))),
      ]);
      // Each point ends where the next one begins.
      for (const points of [hours, days]) {
        expect(points.slice(1).map(({ at }) => at)).toEqual(
          points.slice(0, -1).map(({ until: end }) => end),
        );
      }
    },
  );
});

test("a week by the hour of a metric that is measured over thirty days has all its points", async () => {
  const { body } = await call<Points>(session, ops, "chart", {
    name: "uptime",
    since: new Date(Date.now() - 7 * 86_400_000).toISOString(),
    until: new Date().toISOString(),
    grain: "hour",
  });
  expect(body.points.length).toBeGreaterThanOrEqual(168);
});

describe("what a chart cannot be asked", () => {
  const asked = {
    name: "emails",
    since: "2026-01-01T00:00:00Z",
    until: "2026-02-01T00:00:00Z",
    grain: "day",
  };
  test.each([
    ["a name that there is not", { name: "weather" }, "name"],
    ["no name", { name: null }, "name"],
    ["a grain that there is not", { grain: "second" }, "grain"],
    ["a grain that is no measure of time", { grain: "teaspoon" }, "grain"],
    ["no grain", { grain: null }, "grain"],
    ["no beginning at all", { since: null }, "since"],
    ["the end before the beginning", { until: "2025-01-01T00:00:00Z" }, "since"],
    ["no beginning", { since: "-infinity" }, "since"],
    ["more than 800 points", { grain: "hour", until: "2026-03-01T00:00:00Z" }, "since"],
    [
      "revenue by the hour",
      { name: "revenue", grain: "hour", until: "2026-01-03T00:00:00Z" },
      "grain",
    ],
  ])("%s: 422 with the field", async (_what, change, field) => {
    const refused = await call(session, ops, "chart", { ...asked, ...change }).catch(
      (error: { code: string; detail: string }) => error,
    );
    expect(refused).toMatchObject({ code: "PT422" });
    expect((refused as { detail: string }).detail).toContain(`"path":["${field}"]`);
  });

  test("up to an end that there is not: up to now, and the buckets themselves refuse it", async () => {
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const { body } = await call<Points>(session, ops, "chart", { ...asked, since, until: null });
    expect(body.points.length).toBeGreaterThanOrEqual(2);
    await expect(
      session.query("select from private.chart_buckets($1, null, 'day')", [since]),
    ).rejects.toMatchObject({ code: "PT422" });
  });
});
