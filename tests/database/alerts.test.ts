import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call, REASON } from "./actions.ts";
import { HOUR, later, MINUTE, setClock } from "./clock.ts";
import { asPerson, openSession, type Person, type Session, signedIn, waiting } from "./session.ts";

type Notice = { kind: string; metric: string; what: string; value: number | null };

const AT = "2026-06-17T10:00:00.000Z";

let database: Database;
let session: Session;
let ops: Person;
let support: Person;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  ops = await signedIn(database, "ops@comptalyze.test");
  support = await signedIn(database, "support@comptalyze.test");
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const rule = "(select id from private.alert_rules where metric = 'webhooks_failed' and standard)";

/** Only the rule about webhooks watches, and one event decides. */
beforeEach(async () => {
  await setClock(session, AT);
  await session.query("delete from private.alerts");
  await session.query("delete from private.notices");
  await session.query("delete from private.alert_rules where not standard");
  await session.query("truncate private.metric_states, private.stripe_events cascade");
  await session.query(
    `update private.alert_rules set enabled = metric = 'webhooks_failed', muted_until = null, threshold = null, window_hours = null,
      hold_minutes = case metric when 'monthly_import' then 0 else 5 end, recover_minutes = case metric when 'monthly_import' then 0 else 15 end, no_data_minutes = null`,
  );
  await session.query(
    `insert into private.stripe_events (id, type, created_at, livemode, pending, checked_at)
    select 'evt_a_' || n, 'invoice.paid', $1::timestamptz - interval '1 hour', true, 0, $1 from generate_series(1, 20) n`,
    [AT],
  );
});

/** The schedule looks, so many minutes after the beginning, at webhooks that fail or not. */
async function look(minutes: number, bad: boolean | null): Promise<void> {
  const at = later(AT, minutes * MINUTE);
  await setClock(session, at);
  await session.query(
    "update private.stripe_events set pending = case when $1 then 1 else 0 end where id = 'evt_a_1'",
    [bad === true],
  );
  // null: nobody has read Stripe for hours.
  await session.query("update private.syncs set succeeded_at = $1 where name = 'stripe_events'", [
    bad === null ? later(at, -3 * HOUR) : at,
  ]);
  await session.query("select private.turn_metrics()");
}

const told = () =>
  session.query<Notice>(
    "select kind, args ->> 'metric' as metric, args ->> 'what' as what, (args ->> 'value')::float8 as value from private.notices order by id",
  );

const kinds = async () => (await told()).map(({ kind }) => kind);

describe("an alert", () => {
  test("flapping 20 times in an hour: one alert, one recovery", async () => {
    for (let step = 0; step < 40; step += 1) await look(step * 1.5, step % 2 === 0);
    expect(await kinds()).toEqual(["alert_fired"]);
    for (let minute = 61; minute < 120; minute += 8) await look(minute, false);
    expect(await told()).toEqual([
      { kind: "alert_fired", metric: "webhooks_failed", what: "breach", value: 5 },
      { kind: "alert_recovered", metric: "webhooks_failed", what: "breach", value: 0 },
    ]);
    expect(
      await session.query("select state, worst_value::float8 as worst from private.alerts"),
    ).toEqual([{ state: "recovered", worst: 5 }]);
  });

  test("begins after it has held for five minutes, says since when, and not again while it lasts", async () => {
    await look(0, false);
    for (let minute = 1; minute < 6; minute += 1) await look(minute, true);
    expect(await kinds()).toEqual([]);
    for (let minute = 6.5; minute < 60; minute += 9) await look(minute, true);
    expect(await kinds()).toEqual(["alert_fired"]);
    expect(
      await session.query(
        "select date_trunc('second', since - $1::timestamptz)::text as since, date_trunc('second', fired_at - $1::timestamptz)::text as fired from private.alerts",
        [AT],
      ),
    ).toEqual([{ since: "00:01:00", fired: "00:06:30" }]);
  });

  test("that did not hold leaves nothing", async () => {
    for (const minute of [0, 1, 2]) await look(minute, true);
    for (let minute = 3; minute < 30; minute += 4) await look(minute, false);
    expect(await kinds()).toEqual([]);
    expect(await session.query("select from private.alerts")).toEqual([]);
  });

  test("does not end because nobody can look any more", async () => {
    for (let minute = 0; minute < 10; minute += 2) await look(minute, true);
    for (let minute = 10; minute < 60; minute += 12) await look(minute, null);
    expect(await kinds()).toEqual(["alert_fired"]);
  });

  test("of a source that is silent is one of its own, when the rule asks for it", async () => {
    await session.query(`update private.alert_rules set no_data_minutes = 10 where id = ${rule}`);
    await look(0, false);
    for (let minute = 1; minute < 20; minute += 3) await look(minute, null);
    expect(await told()).toMatchObject([{ kind: "alert_fired", what: "no_data" }]);
    for (let minute = 20; minute < 40; minute += 4) await look(minute, false);
    expect(await told()).toMatchObject([
      { kind: "alert_fired" },
      { kind: "alert_recovered", what: "no_data" },
    ]);
  });

  test("ends once nothing is left in its window, with a source that answers", async () => {
    for (let minute = 0; minute < 10; minute += 2) await look(minute, true);
    await session.query("delete from private.stripe_events");
    for (let minute = 10; minute < 40; minute += 4) await look(minute, false);
    expect(await kinds()).toEqual(["alert_fired", "alert_recovered"]);
  });

  test("a day on which nothing happens is no silence of its source", async () => {
    await session.query(`update private.alert_rules set no_data_minutes = 10 where id = ${rule}`);
    await session.query("delete from private.stripe_events");
    for (let minute = 0; minute < 60; minute += 6) await look(minute, false);
    expect(await kinds()).toEqual([]);
    expect(
      await session.query(
        "select status from private.metric_states where metric = 'webhooks_failed'",
      ),
    ).toEqual([{ status: "no_data" }]);
  });

  test("ends by a clock that was set back as well", async () => {
    for (let minute = 0; minute < 10; minute += 2) await look(minute, true);
    for (let minute = -30; minute < -5; minute += 4) await look(minute, false);
    expect(await kinds()).toEqual(["alert_fired", "alert_recovered"]);
    expect(await session.query("select since <= recovered_at as held from private.alerts")).toEqual(
      [{ held: true }],
    );
  });

  test("while muted is kept and not told; still open when the mute ends, it is told then", async () => {
    await session.query(`update private.alert_rules set muted_until = $1 where id = ${rule}`, [
      later(AT, 30 * MINUTE),
    ]);
    for (let minute = 0; minute < 30; minute += 4) await look(minute, true);
    expect(await kinds()).toEqual([]);
    expect(await session.query("select state, announced_at from private.alerts")).toEqual([
      { state: "open", announced_at: null },
    ]);
    await look(31, true);
    expect(await kinds()).toEqual(["alert_fired"]);
  });

  test("that began and ended while muted is never told", async () => {
    await session.query(`update private.alert_rules set muted_until = $1 where id = ${rule}`, [
      later(AT, 90 * MINUTE),
    ]);
    for (let minute = 0; minute < 20; minute += 4) await look(minute, true);
    for (let minute = 20; minute < 100; minute += 16) await look(minute, false);
    expect(await kinds()).toEqual([]);
    expect(await session.query("select state from private.alerts")).toEqual([
      { state: "recovered" },
    ]);
  });

  test("two turns at one moment tell it once", async () => {
    for (let minute = 0; minute < 7; minute += 2) await look(minute, true);
    await look(6, true);
    await look(6, true);
    expect(await kinds()).toEqual(["alert_fired"]);
  });

  test("of a rule that is switched off is over without a word", async () => {
    for (let minute = 0; minute < 7; minute += 2) await look(minute, true);
    await session.query(`update private.alert_rules set enabled = false where id = ${rule}`);
    await look(7, true);
    expect(await kinds()).toEqual(["alert_fired"]);
    expect(await session.query("select state from private.alerts")).toEqual([
      { state: "recovered" },
    ]);
  });

  test("a rule with a threshold and a window of its own is judged by these", async () => {
    await session.query(`update private.alert_rules set threshold = 6 where id = ${rule}`);
    for (let minute = 0; minute < 10; minute += 3) await look(minute, true);
    expect(await kinds()).toEqual([]);
    // Of the last two hours alone nothing is known to have failed once the event is older.
    await session.query(
      `update private.alert_rules set threshold = 1, window_hours = 2 where id = ${rule}`,
    );
    for (let minute = 10; minute < 20; minute += 3) await look(minute, true);
    expect(await kinds()).toEqual(["alert_fired"]);
    for (let minute = 70; minute < 95; minute += 6) await look(minute, true);
    expect(await kinds()).toEqual(["alert_fired", "alert_recovered"]);
  });
});

test("codes are whole from the ten thousandth on", async () => {
  await session.query(
    `insert into private.alerts (number, rule_id, kind, metric, severity, since, threshold, evaluated_at) overriding system value
    select n, r.id, 'breach', r.metric, 'P3', now(), 1, now() from private.alert_rules r, unnest('{7,12345}'::int[]) n where r.standard and (r.metric, n) in (('uptime', 7), ('latency_p95', 12345))`,
  );
  const codes = await asPerson(session, ops, () =>
    session.query("select code from backoffice.alerts order by code"),
  );
  expect(codes).toEqual([{ code: "AL-0007" }, { code: "AL-12345" }]);
});

test("the monthly import that did not come: one alert at the hour it was due, one recovery", async () => {
  await session.query("update private.alert_rules set enabled = metric = 'monthly_import'");
  await session.query("delete from public.import_logs");
  await session.query("update public.integration_tokens set created_at = '2026-01-01'");
  await session.query(
    "insert into public.import_logs (user_id, provider, month, status, created_at) select user_id, provider, '2026-05', 'success', '2026-06-01 01:00Z' from public.integration_tokens limit 1",
  );
  const turn = async (at: string) => {
    await setClock(session, at);
    await session.query("select private.turn_metrics()");
  };
  for (const at of ["2026-07-01T01:00:00Z", "2026-07-01T03:59:00Z"]) await turn(at);
  expect(await kinds()).toEqual([]);
  for (const at of ["2026-07-01T04:00:00Z", "2026-07-01T04:01:00Z", "2026-07-01T09:00:00Z"])
    await turn(at);
  expect(await kinds()).toEqual(["alert_fired"]);
  await session.query(
    "insert into public.import_logs (user_id, provider, month, status, created_at) select user_id, provider, '2026-06', 'success', '2026-07-01 09:30Z' from public.integration_tokens limit 1",
  );
  for (const at of ["2026-07-01T09:31:00Z", "2026-07-01T09:32:00Z", "2026-07-02T09:00:00Z"])
    await turn(at);
  expect(await kinds()).toEqual(["alert_fired", "alert_recovered"]);
});

test("numbers that cannot be had do not hold up the rest of the turn", async () => {
  await session.query("alter table private.metric_states rename to gone");
  const [row] = await session.query<{ turn: Record<string, unknown> }>(
    "select private.turn_metrics() as turn",
  );
  await session.query("alter table private.gone rename to metric_states");
  expect(row?.turn).toMatchObject({ counted: expect.anything(), pruned: expect.anything() });
});

test("who compares with Stripe does not wait while it is measured", async () => {
  const other = await openSession(database);
  await session.query("begin");
  await session.query("select private.turn_metrics()");
  try {
    await other.query("set lock_timeout = '2s'");
    await other.query("select private.tick()");
  } finally {
    await session.query("rollback");
    await other.close();
  }
});

describe("a rule", () => {
  const fields = { metric: "errors_5xx", severity: "P1", threshold: 2, window_hours: 1 };
  const save = (person: Person, args: object) =>
    call<{ id: number; hold_minutes: number }>(session, person, "save_alert_rule", {
      id: null,
      fields,
      reason: REASON,
      ...args,
    });
  beforeEach(() => setClock(session, null));

  test("is added with what it does not name by default, changed, muted and removed, each in the journal", async () => {
    const { status, body } = await save(ops, {});
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        metric: "errors_5xx",
        hold_minutes: 5,
        recover_minutes: 15,
        standard: false,
        enabled: true,
      },
    });
    const { id } = body;
    expect(await save(ops, { id, fields: { hold_minutes: 0, threshold: null } })).toMatchObject({
      body: { hold_minutes: 0, threshold: null, window_hours: 1 },
    });
    const mute = (minutes: number) =>
      call<{ muted_until: string | null }>(session, ops, "mute_alert_rule", {
        id,
        minutes,
        reason: REASON,
      });
    expect((await mute(60)).body.muted_until).not.toBeNull();
    expect((await mute(0)).body.muted_until).toBeNull();
    expect(await call(session, ops, "delete_alert_rule", { id, reason: REASON })).toMatchObject({
      status: 200,
    });
    const lines = await session.query(
      "select event, target_kind, target_id, before is null as made, after is null as gone from private.audit where target_kind = 'alert_rule' order by seq desc limit 5",
    );
    const line = { event: "edited", target_kind: "alert_rule", target_id: String(id) };
    expect(lines).toEqual([
      { ...line, made: false, gone: true },
      { ...line, made: false, gone: false },
      { ...line, made: false, gone: false },
      { ...line, made: false, gone: false },
      { ...line, made: true, gone: false },
    ]);
  });

  test("is added once, however often the same click comes, also at the same moment", async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => openSession(database)));
    const answers = await Promise.all(
      others.map((other) =>
        call<{ id: number }>(other, ops, "save_alert_rule", { id: null, fields, reason: REASON }),
      ),
    );
    const again = await save(ops, {});
    expect(new Set([...answers, again].map(({ body }) => body.id)).size).toBe(1);
    expect(await session.query("select from private.alert_rules where not standard")).toHaveLength(
      1,
    );
    const other = await save(ops, { fields: { ...fields, threshold: 3 } });
    expect(other.body.id).not.toBe(again.body.id);
    await Promise.all(others.map((one) => one.close()));
  });

  /** A rule of its own with an alert that is open and told. */
  async function alerted(): Promise<number> {
    await setClock(session, AT);
    const own = { metric: "webhooks_failed", severity: "P2", hold_minutes: 0 };
    const { body } = await save(ops, { fields: own });
    await session.query(`update private.alert_rules set enabled = id = ${body.id}`);
    await look(0, true);
    expect(await kinds()).toEqual(["alert_fired"]);
    return body.id;
  }
  const left = () => session.query("select rule_id::int, metric, state from private.alerts");

  test("that watches another metric from now on ends what was open", async () => {
    const id = await alerted();
    expect((await save(ops, { id, fields: { metric: "uptime" } })).status).toBe(200);
    expect(await left()).toEqual([{ rule_id: id, metric: "webhooks_failed", state: "recovered" }]);
    expect(await kinds()).toEqual(["alert_fired"]);
  });

  test("that is removed leaves its alerts, over, and no way to a rule that is gone", async () => {
    const id = await alerted();
    expect((await call(session, ops, "delete_alert_rule", { id, reason: REASON })).status).toBe(
      200,
    );
    expect(await left()).toEqual([
      { rule_id: null, metric: "webhooks_failed", state: "recovered" },
    ]);
    expect(
      await asPerson(session, ops, () =>
        session.query("select kind, rule_id from backoffice.deliveries"),
      ),
    ).toEqual([{ kind: "alert_fired", rule_id: null }]);
  });

  test("that is removed while the schedule looks does not undo what was measured", async () => {
    const id = await alerted();
    const other = await openSession(database);
    await other.query("begin");
    await other.query("delete from private.alert_rules where id = $1", [id]);
    await setClock(session, later(AT, MINUTE));
    const turn = session.query<{ turn: object }>("select private.turn_metrics() as turn");
    const watcher = await openSession(database);
    await expect.poll(() => waiting(watcher), { interval: 20 }).not.toEqual([]);
    await other.query("commit");
    expect(await turn).toMatchObject([
      { turn: { breached: expect.any(Number), told: expect.any(Number) } },
    ]);
    await watcher.close();
    await other.close();
  });

  test.each([
    ["support", {}, 403, ""],
    ["one that there is not", { id: 999999 }, 404, ""],
    ["no fields", { fields: null }, 422, "fields"],
    ["a list of fields", { fields: [] }, 422, "fields"],
    ["a field that there is not", { fields: { ...fields, mood: 1 } }, 422, "mood"],
    ["a metric that there is not", { fields: { ...fields, metric: "weather" } }, 422, "metric"],
    ["a severity that there is not", { fields: { ...fields, severity: "P9" } }, 422, "severity"],
    ["more than all", { fields: { ...fields, threshold: 101 } }, 422, "threshold"],
    ["words for a number", { fields: { ...fields, threshold: "2" } }, 422, "threshold"],
    ["half an hour of window", { fields: { ...fields, window_hours: 0.5 } }, 422, "window_hours"],
    ["a huge number", { fields: { ...fields, hold_minutes: 1e300 } }, 422, "hold_minutes"],
    ["no time to hold", { fields: { ...fields, hold_minutes: null } }, 422, "hold_minutes"],
    ["a word for on", { fields: { ...fields, enabled: "yes" } }, 422, "enabled"],
    ["without a reason", { reason: " " }, 422, "reason"],
  ])("is refused: %s", async (who, args, status, field) => {
    const before = await session.query("select * from private.alert_rules order by id");
    const answer = await save(who === "support" ? support : ops, args);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(field === "" ? "error" : `["${field}"]`);
    expect(await session.query("select * from private.alert_rules order by id")).toEqual(before);
  });

  test.each([-1, 10_081, null])("is not muted for %s minutes", async (minutes) => {
    const [standard] = await session.query<{ id: number }>(`select ${rule}::int as id`);
    const answer = await call(session, ops, "mute_alert_rule", {
      id: standard?.id,
      minutes,
      reason: REASON,
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('["minutes"]');
    expect(
      await session.query("select from private.alert_rules where muted_until is not null"),
    ).toEqual([]);
  });

  test.each([
    ["mute_alert_rule", { minutes: 5 }],
    ["delete_alert_rule", {}],
  ])("is not touched without a reason: %s", async (name, args) => {
    const [standard] = await session.query<{ id: number }>(`select ${rule}::int as id`);
    const answer = await call(session, ops, name, { id: standard?.id, reason: " ", ...args });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('["reason"]');
  });

  test("of the runbook can be switched off, not removed, and keeps its metric", async () => {
    const [standard] = await session.query<{ id: number }>(`select ${rule}::int as id`);
    const id = standard?.id;
    expect(await call(session, ops, "delete_alert_rule", { id, reason: REASON })).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
    expect((await save(ops, { id, fields: { metric: "uptime" } })).status).toBe(422);
    expect((await save(ops, { id, fields: { enabled: false } })).status).toBe(200);
  });

  test("is tried once a minute by each colleague", async () => {
    const [standard] = await session.query<{ id: number }>(`select ${rule}::int as id`);
    const tried = () => call(session, ops, "test_alert_rule", { id: standard?.id });
    expect((await tried()).status).toBe(200);
    expect((await tried()).status).toBe(429);
    expect(await kinds()).toEqual(["alert_test"]);
    expect((await call(session, support, "test_alert_rule", { id: standard?.id })).status).toBe(
      403,
    );
  });
});
