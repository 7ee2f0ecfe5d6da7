import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call, REASON } from "./actions.ts";
import { HOUR, later, MINUTE, setClock } from "./clock.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

type State = {
  metric: string;
  status: "ok" | "breach" | "no_data";
  value: number | null;
  bad: number | null;
  total: number | null;
  since: string;
  known_value: number | null;
};

/** An ordinary moment of an ordinary day. */
const AT = "2026-06-17T10:20:00.000Z";

let database: Database;
let session: Session;
let ops: Person;
let support: Person;
let customer: string;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  ops = await signedIn(database, "ops@comptalyze.test");
  support = await signedIn(database, "support@comptalyze.test");
  const [row] = await session.query<{ id: string }>(
    "select id::text from private.users where email = 'zoe.lambert@example.fr'",
  );
  customer = row?.id ?? "";
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

/** A world without numbers, in a transaction that never ends. */
async function withoutNumbers(): Promise<void> {
  await session.query("rollback");
  await session.query("begin");
  await setClock(session, AT);
  // Customers are not told of what they lose here: their copies would be made anew row by row.
  await session.query("set local session_replication_role = replica");
  for (const table of ["public.emails", "public.import_logs", "private.probes", "private.traffic"])
    await session.query(`delete from ${table}`);
  await session.query("set local session_replication_role = origin");
  await session.query("truncate private.stripe_events, private.metric_states cascade");
  await session.query("select private.rebuild_rollups()");
}

async function measured(metric: string, at = AT): Promise<State> {
  await setClock(session, at);
  await session.query("select private.turn_rollups(), private.measure_all()");
  const [state] = await session.query<State>(
    "select metric, status, value::float8, bad::int, total::int, since::text, known_value::float8 from private.metric_states where metric = $1",
    [metric],
  );
  if (state === undefined) throw new Error(`${metric} was not measured`);
  return state;
}

/** Resend answers, or says why not. */
const resend = (at: string, failure: string | null = null) =>
  session.query("select private.record_source('resend', $1, $2, $3)", [
    at,
    failure === null ? '{"domains":[]}' : null,
    failure === null ? null : JSON.stringify({ kind: failure }),
  ]);

const mail = (status: string, count: number, at = later(AT, -HOUR)) =>
  session.query(
    "insert into public.emails (user_id, to_email, template, subject, status, created_at) select $1, 'x@example.fr', 'welcome', 'x', $2, $4 from generate_series(1, $3::int)",
    [customer, status, count, at],
  );

const probe = (count: number, ok: boolean, ms: number | null, until = AT) =>
  session.query(
    "insert into private.probes (at, ok, latency_ms, failure) select $1::timestamptz - n * interval '3 seconds' - case when $3 then interval '0' else interval '1 second' end, $3, $4, case when not $3 then 'timeout' end from generate_series(1, $2::int) n",
    [until, count, ok, ms],
  );

const traffic = (requests: number, errors: number, at: string) =>
  session.query("insert into private.traffic values ($1, $2, $3, $1)", [at, requests, errors]);

const events = async (failed: number, total: number, at = later(AT, -HOUR)) => {
  await session.query(
    "insert into private.stripe_events (id, type, created_at, livemode, pending, checked_at) select 'evt_m_' || n, 'invoice.paid', $3, true, (n <= $1::int)::int, $3 from generate_series(1, $2::int) n",
    [failed, total, at],
  );
  await session.query("update private.syncs set succeeded_at = $1 where name = 'stripe_events'", [
    AT,
  ]);
};

describe("the six metrics of the runbook", () => {
  beforeEach(withoutNumbers);

  test("are these, in its order, with its thresholds", async () => {
    expect(
      await session.query(
        "select metric, unit, bound, threshold::float8, default_threshold::float8 from private.metrics order by position",
      ),
    ).toEqual([
      { metric: "uptime", unit: "percent", bound: "min", threshold: 99.5, default_threshold: 99.5 },
      { metric: "latency_p95", unit: "ms", bound: "max", threshold: 500, default_threshold: 500 },
      {
        metric: "errors_5xx",
        unit: "percent",
        bound: "max",
        threshold: 0.5,
        default_threshold: 0.5,
      },
      {
        metric: "webhooks_failed",
        unit: "percent",
        bound: "max",
        threshold: 1,
        default_threshold: 1,
      },
      {
        metric: "monthly_import",
        unit: "missed",
        bound: "max",
        threshold: 0,
        default_threshold: 0,
      },
      {
        metric: "emails_bounced",
        unit: "percent",
        bound: "max",
        threshold: 5,
        default_threshold: 5,
      },
    ]);
  });

  test.each([
    ["5 of 100 bounced", 5, "ok"],
    ["6 of 100 bounced", 6, "breach"],
  ])("%s", async (_what, bounced, status) => {
    await resend(AT);
    await mail("bounced", bounced);
    await mail("delivered", 80);
    await mail("opened", 20 - bounced);
    // What never left is no part of it.
    await mail("suppressed", 30);
    await mail("queued", 30);
    expect(await measured("emails_bounced")).toMatchObject({
      status,
      value: bounced,
      bad: bounced,
      total: 100,
    });
  });

  test("uptime: 1 of 200 failed is still well, 2 are not", async () => {
    await probe(199, true, 100);
    await probe(1, false, null);
    expect(await measured("uptime")).toMatchObject({
      status: "ok",
      value: 99.5,
      bad: 1,
      total: 200,
    });
    await session.query(
      "update private.probes set ok = false, failure = 'status' where id = (select max(id) - 3 from private.probes where ok)",
    );
    expect(await measured("uptime")).toMatchObject({ status: "breach", value: 99, bad: 2 });
  });

  test.each([
    [500, "ok", 500],
    [501, "breach", 501],
  ])("p95: when the 95th of 100 answers took %d ms", async (ms, status, value) => {
    await probe(94, true, 120);
    await probe(1, true, ms, later(AT, -HOUR));
    await probe(5, true, 3000, later(AT, -2 * HOUR));
    expect(await measured("latency_p95")).toMatchObject({ status, value, total: 100 });
  });

  test.each([
    [505, "ok"],
    [506, "breach"],
  ])("p95 against a threshold within a bucket, 505 ms: %d ms", async (ms, status) => {
    await session.query("update private.metrics set threshold = 505 where metric = 'latency_p95'");
    await probe(94, true, 120);
    await probe(6, true, ms, later(AT, -HOUR));
    expect(await measured("latency_p95")).toMatchObject({ status, value: ms });
  });

  test.each([
    [5, "ok"],
    [6, "breach"],
  ])("5xx: %d of 1,000 requests", async (errors, status) => {
    await traffic(600, 0, later(AT, -20 * HOUR));
    await traffic(400, errors, later(AT, -5 * MINUTE));
    // A day ago and more does not count.
    await traffic(500, 500, later(AT, -25 * HOUR));
    expect(await measured("errors_5xx")).toMatchObject({ status, total: 1000, bad: errors });
  });

  test.each([
    [1, "ok"],
    [2, "breach"],
  ])("webhooks: %d of 100 failed", async (failed, status) => {
    await events(failed, 100);
    expect(await measured("webhooks_failed")).toMatchObject({ status, value: failed, total: 100 });
  });
});

describe("no data is not OK", () => {
  beforeEach(withoutNumbers);

  test("without a single row nothing is well", async () => {
    await session.query("delete from public.integration_tokens");
    for (const metric of [
      "uptime",
      "latency_p95",
      "errors_5xx",
      "webhooks_failed",
      "monthly_import",
      "emails_bounced",
    ]) {
      expect(await measured(metric), metric).toMatchObject({ status: "no_data", value: null });
    }
  });

  test("a probe that falls silent is no data after 15 minutes, with the last value that was known", async () => {
    await probe(100, true, 100);
    expect(await measured("uptime", later(AT, 14 * MINUTE))).toMatchObject({ status: "ok" });
    expect(await measured("uptime", later(AT, 16 * MINUTE))).toMatchObject({
      status: "no_data",
      known_value: 100,
    });
  });

  test("a silence in between does not end a breach, and being well does", async () => {
    await probe(100, false, null);
    const { since } = await measured("uptime");
    expect(await measured("uptime", later(AT, 20 * MINUTE))).toMatchObject({ status: "no_data" });
    await probe(50, false, null, later(AT, 30 * MINUTE));
    expect(await measured("uptime", later(AT, 30 * MINUTE))).toMatchObject({
      status: "breach",
      since,
    });
    await probe(99_000, true, 90, later(AT, 90 * MINUTE));
    expect(await measured("uptime", later(AT, 91 * MINUTE))).toMatchObject({ status: "ok" });
    await probe(1000, false, null, later(AT, 95 * MINUTE));
    const again = await measured("uptime", later(AT, 95 * MINUTE));
    expect(again.status).toBe("breach");
    expect(Date.parse(again.since)).toBeGreaterThan(Date.parse(since));
  });

  test("Resend out of reach for more than an hour makes bounces unknown, not zero", async () => {
    await resend(AT);
    await mail("delivered", 10);
    expect(await measured("emails_bounced", later(AT, 59 * MINUTE))).toMatchObject({
      status: "ok",
    });
    expect(await measured("emails_bounced", later(AT, 61 * MINUTE))).toMatchObject({
      status: "no_data",
    });
  });

  test("Resend that refuses our key makes bounces unknown as well", async () => {
    await resend(AT);
    await mail("delivered", 10);
    for (const minutes of [15, 30, 45, 61])
      await resend(later(AT, minutes * MINUTE), "not_allowed");
    expect(await measured("emails_bounced", later(AT, 61 * MINUTE))).toMatchObject({
      status: "no_data",
      known_value: null,
    });
  });

  test("an app that does not answer has no answer time, however quick it was before", async () => {
    await probe(100, true, 100);
    expect(await measured("latency_p95")).toMatchObject({ status: "ok", value: 100 });
    await probe(300, false, null, later(AT, 20 * MINUTE));
    expect(await measured("latency_p95", later(AT, 20 * MINUTE))).toMatchObject({
      status: "no_data",
      known_value: 100,
    });
    expect(await measured("uptime", later(AT, 20 * MINUTE))).toMatchObject({ status: "breach" });
  });

  test("a clock that was set back does not keep what it measured before", async () => {
    await probe(100, false, null, later(AT, -2 * HOUR));
    await probe(100, false, null, later(AT, HOUR));
    expect(await measured("uptime", later(AT, HOUR))).toMatchObject({ status: "breach" });
    await session.query("delete from private.probes");
    await probe(100, true, 90);
    expect(await measured("uptime")).toMatchObject({ status: "ok", value: 100 });
    const [row] = await session.query<{ held: boolean }>(
      "select since <= at as held from private.metric_states where metric = 'uptime'",
    );
    expect(row?.held).toBe(true);
  });

  test("when the schedule stands still the first page does not show what it found last", async () => {
    await probe(100, true, 100);
    await measured("uptime");
    const read = async (minutes: number) => {
      await setClock(session, later(AT, minutes * MINUTE));
      await session.query("select set_config('request.jwt.claim.sub', $1, true)", [ops?.userId]);
      const [row] = await session.query<{
        home: { metrics: { metric: string; status: string; value: number | null }[] };
      }>("select private.home() as home");
      return row?.home.metrics[0];
    };
    expect(await read(4)).toMatchObject({ metric: "uptime", status: "ok" });
    expect(await read(6)).toMatchObject({ metric: "uptime", status: "no_data" });
  });
});

describe("the monthly import", () => {
  const START = "2026-06-30T22:00:00.000Z";
  const DUE = later(START, 6 * HOUR);
  const imported = (status: string, at: string, month: string, dry = false) =>
    session.query(
      "insert into public.import_logs (user_id, provider, month, status, created_at, dry_run) values ($1, 'stripe', $2, $3, $4, $5)",
      [customer, month, status, at, dry],
    );
  beforeEach(async () => {
    await withoutNumbers();
    await session.query("update public.integration_tokens set created_at = '2026-01-01'");
    await imported("success", "2026-06-01T01:00:00Z", "2026-05");
  });

  test("is not missed before the hour it is due, and is after it", async () => {
    expect(await measured("monthly_import", later(DUE, -MINUTE))).toMatchObject({
      status: "ok",
      value: 0,
    });
    expect(await measured("monthly_import", later(DUE, MINUTE))).toMatchObject({
      status: "breach",
      value: 1,
    });
  });

  test("a success of that month, however late, ends it; a dry run, a failure or another month does not", async () => {
    await imported("success", later(START, 3 * HOUR), "2026-06", true);
    await imported("error", later(START, 3 * HOUR), "2026-06");
    await imported("success", later(START, 3 * HOUR), "2026-05");
    expect(await measured("monthly_import", later(DUE, HOUR))).toMatchObject({
      status: "breach",
      bad: 1,
      total: 1,
    });
    await imported("success", later(DUE, 2 * HOUR), "2026-06");
    expect(await measured("monthly_import", later(DUE, 3 * HOUR))).toMatchObject({
      status: "ok",
      value: 0,
      total: 2,
    });
  });

  test("with nobody connected there is nothing to miss", async () => {
    await session.query("delete from public.integration_tokens");
    expect(await measured("monthly_import", later(DUE, HOUR))).toMatchObject({ status: "no_data" });
  });

  test.each([
    ["2026-03-31T22:00:00Z", "in summer"],
    ["2026-11-30T23:00:00Z", "in winter"],
    ["2026-12-31T23:00:00Z", "at the year's end"],
  ])("is due at six in the morning of Paris, %s %s", async (start) => {
    await setClock(session, later(start, 7 * HOUR));
    const [row] = await session.query<{ due: string }>(
      "select to_char((detail ->> 'due_at')::timestamptz at time zone 'Europe/Paris', 'DD HH24:MI') as due from private.import_job()",
    );
    expect(row?.due).toBe("01 06:00");
  });
});

describe("a threshold", () => {
  const set = (person: Person, args: object) =>
    call<{ threshold: number }>(session, person, "set_threshold", {
      metric: "emails_bounced",
      threshold: 10,
      window_hours: 168,
      reason: REASON,
      ...args,
    });
  beforeAll(async () => {
    await session.query("rollback");
    await setClock(session, null);
  });

  test("is changed by ops with a reason, is in the journal, and judges at once", async () => {
    expect(await set(ops, {})).toMatchObject({ status: 200, body: { threshold: 10 } });
    const [line] = await session.query(
      "select event, target_kind, target_id, before, after, reason, actor_email from private.audit order by seq desc limit 1",
    );
    expect(line).toEqual({
      event: "edited",
      target_kind: "metric",
      target_id: "emails_bounced",
      before: { threshold: 5, window_hours: 168 },
      after: { threshold: 10, window_hours: 168 },
      reason: REASON,
      actor_email: "ops@comptalyze.test",
    });
    expect(
      await session.query(
        "select at > now() - interval '1 minute' as anew from private.metric_states where metric = 'emails_bounced'",
      ),
    ).toEqual([{ anew: true }]);
    // The same again is no change.
    const [before] = await session.query<{ n: number }>(
      "select max(seq)::int as n from private.audit",
    );
    await set(ops, {});
    expect(await session.query("select max(seq)::int as n from private.audit")).toEqual([before]);
  });

  test.each([
    ["support", {}, 403],
    ["a metric that there is not", { metric: "weather" }, 404],
    ["below zero", { threshold: -1 }, 422],
    ["more than everything", { threshold: 101 }, 422],
    ["three digits", { threshold: 1.234 }, 422],
    ["none", { threshold: null }, 422],
    ["a window of nothing", { window_hours: 0 }, 422],
    ["a window of a year", { window_hours: 8760 }, 422],
    [
      "another window of the import",
      { metric: "monthly_import", threshold: 0, window_hours: 24 },
      422,
    ],
    [
      "an import that may be missed",
      { metric: "monthly_import", threshold: 1, window_hours: 744 },
      422,
    ],
    ["without a reason", { reason: "court" }, 422],
  ])("is refused: %s", async (who, args, status) => {
    const before = await session.query("select * from private.metrics order by position");
    expect((await set(who === "support" ? support : ops, args)).status).toBe(status);
    expect(await session.query("select * from private.metrics order by position")).toEqual(before);
  });
});

test.each([
  ["no beginning", null, "2026-06-18"],
  ["a beginning before all time", "-infinity", "2026-06-18"],
  ["an end before its beginning", "2026-06-18", "2026-06-17"],
  ["more points than one can draw", "2016-06-17", "2026-06-17"],
])("a chart of a range with %s is refused", async (_what, since, until) => {
  const asked = asPerson(session, support, () =>
    session.query("select backoffice.chart('signups', $1, $2, 'day')", [since, until]),
  );
  await expect(asked).rejects.toMatchObject({ code: "PT422" });
});

test.each([null, "infinity"])("a chart without an end (%s) goes on until now", async (until) => {
  const [row] = await asPerson(session, support, () =>
    session.query<{ answer: { at: string; until: string } }>(
      "select backoffice.chart('signups', '2026-06-01', $1, 'day') as answer",
      [until],
    ),
  );
  expect(row?.answer.until).toBe(row?.answer.at);
});
