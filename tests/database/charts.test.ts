import type { FilterPayload } from "react-admin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EMAIL_PARTS, OTHERS } from "../../src/activity/activitySeries.ts";
import type { ChartName } from "../../src/charts/answer.ts";
import { type Behind, behind, FUNNEL } from "../../src/charts/behind.ts";
import type { Grain, Span } from "../../src/charts/chart.ts";
import { type Offered, RANGE_NAMES, rangeOf } from "../../src/charts/range/range.ts";
import { impliedFilter } from "../../src/providers/impliedFilter.ts";
import { filterParams } from "../../src/providers/listQuery.ts";
import { IMPORT_STATUSES } from "../../src/resources/importLogs/importLog.ts";
import { MOVEMENTS } from "../../src/resources/revenueMovements/movement.ts";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call } from "./actions.ts";
import { inline, pageSql } from "./dataApiSql.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

type Point = Span & {
  value: number | null;
  parts?: Record<string, number>;
  bad?: number;
  total?: number;
  moved?: Record<string, number>;
};

let database: Database;
let session: Session;
let ops: Person;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  ops = await signedIn(database, "ops@comptalyze.test");
  // Answers on both sides of every bucket's edge and of the threshold, failures of both kinds.
  await session.query(
    `insert into private.probes (at, ok, status, latency_ms, failure)
    select now() - make_interval(mins => n * 37 + 1), n % 11 <> 0, case when n % 22 = 0 then null else 200 end,
      case when n % 22 = 0 then null else (array[89, 90, 91, 499, 500, 501, 509, 1000, 1001, 2049])[1 + n % 10] end,
      case when n % 22 = 0 then 'timeout' when n % 11 = 0 then 'unwell' end
    from generate_series(0, 2000) n on conflict do nothing`,
  );
  await session.query(
    `insert into private.runs (action, status, target_kind, target_id, target_label, target_user, params, reason, actor_id, actor_email, actor_role,
      idempotency_key, request_hash, changes, started_at, finished_at, duration_ms)
    select (array['grant-premium', 'reset-quota', 'ban-user'])[1 + n % 3], 'succeeded', 'user', u.id, u.email, u.id, '{}', 'Pour le graphique',
      a.id, a.email, 'ops', 'chart-' || n, '\\x00', '[]', now() - make_interval(hours => n * 5), now(), 40
    from generate_series(0, 60) n, (select * from private.users order by id limit 1) u, (select * from auth.users where email = 'ops@comptalyze.test') a`,
  );
  await session.query("select private.turn_rollups(100000)");
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const offered: Offered = { names: [...RANGE_NAMES, "custom"], fallback: "30d", hourly: true };

async function points(name: ChartName, range: string): Promise<Point[]> {
  const { since, until, grain } = rangeOf({ range, since: null, until: null }, offered, Date.now());
  const args = { name, since, until, grain };
  const { status, body } = await call<{ points: Point[] }>(session, ops, "chart", args);
  if (status !== 200) throw new Error(`${name} by ${grain}: ${status} ${JSON.stringify(body)}`);
  return body.points;
}

/** What the list shows for a filter, as the Data API asks for it. */
async function listed({ resource, filter }: Behind): Promise<number> {
  const wanted: FilterPayload = { ...filter, ...impliedFilter(resource, filter) };
  const page = pageSql(resource, filterParams(wanted), "id.desc", {
    limit: 1_000_000,
    columns: "id",
  });
  const [row] = await session.query<{ n: number }>(
    `select count(*)::int as n from (${inline(page)}) p`,
  );
  return row?.n ?? -1;
}

type Part = { part: string | null; number: (point: Point) => number };
const whole: Part = { part: null, number: ({ value }) => value ?? 0 };
const counted = (part: string): Part => ({ part, number: ({ parts }) => parts?.[part] ?? 0 });
const judged: Part[] = [
  { part: "bad", number: ({ bad }) => bad ?? 0 },
  { part: null, number: ({ total }) => total ?? 0 },
];

const PARTS: Record<Exclude<ChartName, "errors_5xx">, Part[]> = {
  signups: FUNNEL.map(counted),
  simulations: [whole],
  imports: [whole, ...IMPORT_STATUSES.map(counted)],
  emails: [
    whole,
    ...Object.entries(EMAIL_PARTS).map(
      ([part, statuses]): Part => ({
        part,
        number: ({ parts }) => statuses.reduce((sum, status) => sum + (parts?.[status] ?? 0), 0),
      }),
    ),
  ],
  webhooks: [whole, counted("ok"), counted("failed")],
  runs: [
    whole,
    counted("grant-premium"),
    {
      part: OTHERS,
      number: ({ parts }) => (parts?.["reset-quota"] ?? 0) + (parts?.["ban-user"] ?? 0),
    },
  ],
  uptime: judged,
  latency_p95: judged,
  webhooks_failed: judged,
  emails_bounced: judged,
  monthly_import: [
    { part: "success", number: ({ value }) => value ?? 0 },
    { part: "error", number: ({ bad }) => bad ?? 0 },
    { part: null, number: ({ total }) => total ?? 0 },
  ],
  revenue: [
    ...MOVEMENTS.map((part): Part => ({ part, number: ({ moved }) => moved?.[part] ?? 0 })),
    {
      part: null,
      number: ({ moved }) => Object.values(moved ?? {}).reduce((sum, number) => sum + number, 0),
    },
  ],
};

const RANGES: Record<Grain, string> = { hour: "7d", day: "30d", month: "12m" };
/** Points without anything are many and alike: some of them are asked for too. */
const EMPTY_POINTS = 3;

const grainsOf = (name: string): Grain[] =>
  name === "monthly_import"
    ? ["month"]
    : name === "revenue"
      ? ["day", "month"]
      : ["hour", "day", "month"];

describe.each(Object.keys(PARTS) as (keyof typeof PARTS)[])("%s", (name) => {
  test.each(grainsOf(name))("by %s: each point is what the list behind it shows", async (grain) => {
    const all = await points(name, RANGES[grain]);
    const wrong: unknown[] = [];
    let seen = 0;
    const check = async ({ part, number }: Part) => {
      const filled = all.filter((point) => number(point) > 0);
      const empty = all.filter((point) => number(point) === 0).slice(-EMPTY_POINTS);
      for (const point of [...filled, ...empty]) {
        const list = behind(name, part, point, {
          threshold: 500,
          actions: ["reset-quota", "ban-user"],
        });
        if (list === null) throw new Error(`${name} leads nowhere`);
        const rows = await listed(list);
        seen += rows;
        if (rows !== number(point)) wrong.push({ part, point, list, rows });
      }
    };
    await asPerson(session, ops, async () => {
      for (const part of PARTS[name]) await check(part);
    });
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(0);
  });
});

test("the cents of a point are those of the movements behind it", async () => {
  for (const point of await points("revenue", "12m")) {
    for (const kind of MOVEMENTS) {
      const [row] = await session.query<{ cents: string }>(
        "select coalesce(sum(after_cents - before_cents), 0)::text as cents from private.mrr_movements where kind = $1 and at >= $2 and at < $3",
        [kind, point.at, point.until],
      );
      expect(Number(row?.cents)).toBe(point.parts?.[kind] ?? 0);
    }
  }
});

test("a week of hours is there for a metric that is measured over a month", async () => {
  expect(await points("uptime", "7d")).toHaveLength(168);
});

test("requests of the app have no list: it tells how many, not which", () => {
  expect(
    behind("errors_5xx", null, { at: "2026-11-23T00:00:00Z", until: "2026-11-24T00:00:00Z" }),
  ).toBeNull();
});

describe.each(["uptime", "errors_5xx", "webhooks_failed", "emails_bounced"])("%s now", (name) => {
  test.each(["hour", "day"])("by %s the last point is what the metric says", async (grain) => {
    const [row] = await session.query<{ drawn: string; measured: string }>(
      `select p.points -> -1 ->> 'value' as drawn,
        trim_scale(round((private.measure(m.metric, m.window_hours)).value, 4))::text as measured
      from private.metrics m
      cross join lateral (select private.metric_points(m.metric, now() - interval '7 days', now(), $2) as points) p
      where m.metric = $1`,
      [name, grain],
    );
    expect(row?.measured).not.toBeNull();
    expect(Number(row?.drawn)).toBe(Number(row?.measured));
  });
});
