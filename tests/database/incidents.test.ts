import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { call, REASON } from "./actions.ts";
import { HOUR, later, MINUTE, setClock } from "./clock.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Row = {
  id: string;
  code: string;
  title: string;
  severity: string;
  status: string;
  playbook: string | null;
  taken_by: string | null;
  resolution: string | null;
  version: number;
};

const AT = "2026-06-17T10:00:00.000Z";
const TITLE = "Webhooks Stripe refusés";

describe.each(ENGINES)("incidents on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let ops: Person;
  let admin: Person;
  let support: Person;
  let alert: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    ops = await signedIn(database, "ops@comptalyze.test");
    admin = await signedIn(database, "admin@comptalyze.test");
    support = await signedIn(database, "support@comptalyze.test");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });
  beforeEach(async () => {
    await setClock(session, AT);
    for (const table of ["incidents", "alerts", "notices"])
      await session.query(`delete from private.${table}`);
    alert = await alertOf("webhooks_failed", AT);
  });

  async function alertOf(metric: string, since: string, fired = true): Promise<string> {
    const [row] = await session.query<{ id: string }>(
      `insert into private.alerts (rule_id, kind, metric, severity, since, fired_at, value, threshold, evaluated_at)
      select r.id, 'breach', r.metric, r.severity, $2, case when $3 then $2::timestamptz end, 5, 1, $2 from private.alert_rules r where r.metric = $1 and r.standard
      returning id::text`,
      [metric, since, fired],
    );
    return row?.id ?? "";
  }

  const draft = (person: Person, alert_id: string | null = alert, title: string | null = TITLE) =>
    call<{ id: string; code: string }>(session, person, "draft_incident", { alert_id, title });
  const declare = (person: Person, id: string | null, fields: object | null = {}) =>
    call<{ id: string; code: string }>(session, person, "declare_incident", {
      id,
      fields: fields && { title: TITLE, severity: "P0", ...fields },
    });
  const move = (person: Person, id: string, what: string, version: number, more: object = {}) =>
    call<{ id: string; version: number }>(session, person, "move_incident", {
      id,
      move: what,
      version,
      reason: REASON,
      ...more,
    });
  const read = (person: Person = support) =>
    asPerson(session, person, () =>
      session.query<Row>(
        "select id::text, code, title, severity, status, playbook, taken_by, resolution, version from backoffice.incidents order by started_at, code",
      ),
    );
  const story = () =>
    session.query<{ kind: string; actor_email: string }>(
      "select kind, actor_email from private.incident_events order by id",
    );
  const journal = async () =>
    (
      await session.query<{ number: number }>(
        "select count(*)::int as number from private.audit where target_kind = 'incident' and outcome = 'done'",
      )
    )[0]?.number ?? 0;

  test("an alert gives one draft with its severity, its beginning and its playbook, however often it is asked for", async () => {
    const before = await journal();
    const first = await draft(ops);
    expect(first).toMatchObject({ status: 200, body: { title: TITLE } });
    expect(await draft(admin)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await read()).toMatchObject([
      { status: "draft", severity: "P0", playbook: "webhooks_failing", taken_by: null },
    ]);
    expect(await story()).toEqual([{ kind: "drafted", actor_email: "ops@comptalyze.test" }]);
    expect(await journal()).toBe(before + 1);
    // Nobody is told of a draft.
    expect(await session.query("select from private.notices")).toEqual([]);
  });

  test("an alert that has not lasted for long enough gives none", async () => {
    const pending = await alertOf("latency_p95", AT, false);
    expect(await draft(ops, pending)).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
    expect(await read()).toEqual([]);
  });

  test("declared, a draft is an incident and the team is told once", async () => {
    const { body } = await draft(ops);
    const named = { title: "Stripe refuse tout", severity: "P1" };
    expect((await declare(ops, body.id, named)).status).toBe(200);
    expect((await declare(ops, body.id, { ...named, title: "Autre chose" })).status).toBe(200);
    expect(await read()).toMatchObject([
      { status: "open", title: "Stripe refuse tout", severity: "P1", playbook: "webhooks_failing" },
    ]);
    expect(await story()).toMatchObject([{ kind: "drafted" }, { kind: "declared" }]);
    expect(
      await session.query(
        "select kind, args ->> 'title' as title, args ->> 'code' as code from private.notices",
      ),
    ).toEqual([{ kind: "incident_declared", title: "Stripe refuse tout", code: body.code }]);
  });

  test("one that nobody drafted is declared under the caller's id: the same click again makes no second", async () => {
    const id = randomUUID();
    const clicks = [await declare(ops, id), await declare(ops, id)];
    expect(clicks.map(({ body }) => body.id)).toEqual([id, id]);
    expect(await read()).toHaveLength(1);
    expect(await session.query("select kind from private.notices")).toHaveLength(1);
  });

  test.each([
    ["P0", 15, 60],
    ["P1", 60, 4 * 60],
    ["P2", 4 * 60, 24 * 60],
    ["P3", 24 * 60, 7 * 24 * 60],
  ])(
    "the clocks of %s run %d and %d minutes from its declaration, to the second",
    async (severity, respond, resolve) => {
      const declared = later(AT, 7 * MINUTE + 31_000);
      const { body } = await draft(ops);
      await setClock(session, declared);
      await declare(ops, body.id, { severity });
      const clocks = () =>
        asPerson(session, support, () =>
          session.query<{ respond: number; resolve: number }>(
            `select round(extract(epoch from respond_by - $1::timestamptz))::int as respond, round(extract(epoch from resolve_by - $1::timestamptz))::int as resolve,
            respond_minutes, resolve_minutes from backoffice.incidents`,
            [declared],
          ),
        );
      expect(await clocks()).toEqual([
        {
          respond: respond * 60,
          resolve: resolve * 60,
          respond_minutes: respond,
          resolve_minutes: resolve,
        },
      ]);
      // Judged anew, both are counted from the declaration all the same.
      await setClock(session, later(declared, HOUR));
      const other = severity === "P3" ? "P0" : "P3";
      expect((await move(ops, body.id, "severity", 2, { severity: other })).status).toBe(200);
      expect(await clocks()).toMatchObject([
        other === "P0" ? { respond: 900, resolve: 3600 } : { respond: 86_400, resolve: 604_800 },
      ]);
    },
  );

  test("taken, taken over, resolved in words, opened again: each one line of its story and one of the journal", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    const before = await journal();
    expect((await move(ops, body.id, "take", 2)).status).toBe(200);
    expect((await move(ops, body.id, "take", 2)).body).toMatchObject({ version: 3 });
    const takenAt = () => session.query("select taken_at from private.incidents");
    const answered = await takenAt();
    expect((await move(admin, body.id, "take", 3)).status).toBe(200);
    expect(await read()).toMatchObject([{ taken_by: "admin@comptalyze.test" }]);
    const said = "Secret remis en place, événements rejoués.";
    expect((await move(admin, body.id, "resolve", 4, { reason: said })).status).toBe(200);
    expect(await read()).toMatchObject([{ status: "resolved", resolution: said }]);
    expect((await move(admin, body.id, "resolve", 4, { reason: said })).status).toBe(200);
    expect((await move(ops, body.id, "reopen", 5)).status).toBe(200);
    expect(await read()).toMatchObject([
      { status: "open", resolution: null, taken_by: "admin@comptalyze.test" },
    ]);
    expect((await story()).slice(2)).toEqual([
      { kind: "taken", actor_email: "ops@comptalyze.test" },
      { kind: "taken", actor_email: "admin@comptalyze.test" },
      { kind: "resolved", actor_email: "admin@comptalyze.test" },
      { kind: "reopened", actor_email: "ops@comptalyze.test" },
    ]);
    expect(await journal()).toBe(before + 4);
    // Whoever took it first is who answered.
    expect(await takenAt()).toEqual(answered);
  });

  test("an alert that is still open once its incident is over gives another one", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    await move(ops, body.id, "take", 2);
    await move(ops, body.id, "resolve", 3);
    // Whoever had it does not have it again by a click that comes late.
    expect((await move(ops, body.id, "take", 4)).status).toBe(409);
    const second = await draft(ops);
    expect(second.status).toBe(200);
    expect(second.body.id).not.toBe(body.id);
    const [row] = await asPerson(session, support, () =>
      session.query<{ home: { alerts: { incident_id: string }[] } }>(
        "select backoffice.home() as home",
      ),
    );
    expect(row?.home.alerts).toMatchObject([{ incident_id: second.body.id }]);
  });

  test("a draft is discarded with a reason, and the alert can give another one", async () => {
    const { body } = await draft(ops);
    expect((await move(ops, body.id, "discard", 1)).status).toBe(200);
    expect(await read()).toEqual([]);
    expect((await draft(ops)).body.id).not.toBe(body.id);
  });

  test("whoever read an older version is told so, and changes nothing", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    await move(ops, body.id, "severity", 2, { severity: "P2" });
    const before = await read();
    expect(await move(admin, body.id, "resolve", 2)).toMatchObject({
      status: 409,
      body: { error: { code: "conflict" } },
    });
    expect(await read()).toEqual(before);
  });

  test.each([
    ["draft", "take"],
    ["draft", "resolve"],
    ["draft", "severity"],
    ["draft", "reopen"],
    ["open", "reopen"],
    ["open", "discard"],
    ["resolved", "take"],
    ["resolved", "severity"],
    ["resolved", "discard"],
  ])("%s: %s is refused", async (state, what) => {
    const { body } = await draft(ops);
    if (state !== "draft") await declare(ops, body.id);
    if (state === "resolved") await move(ops, body.id, "resolve", 2);
    const before = await read();
    const version = before[0]?.version ?? 0;
    expect(
      await move(ops, body.id, what, version, { severity: "P3", reason: "Une autre raison" }),
    ).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
    expect(await read()).toEqual(before);
  });

  test.each<[string, object | null, string]>([
    ["no fields", null, "fields"],
    ["a field that there is not", { mood: 1 }, "fields"],
    ["a title of two letters", { title: "ab" }, "title"],
    ["a title of blanks", { title: "       " }, "title"],
    ["a long title", { title: "x".repeat(121) }, "title"],
    ["a number for a title", { title: 12345 }, "title"],
    ["a severity that there is not", { severity: "P9" }, "severity"],
    ["no severity", { severity: null }, "severity"],
    ["a playbook that there is not", { playbook: "dance" }, "playbook"],
    ["a word for a moment", { started_at: "hier" }, "started_at"],
    ["a moment to come", { started_at: later(AT, HOUR) }, "started_at"],
    ["a moment of last year", { started_at: "2025-01-01T00:00:00Z" }, "started_at"],
    ["no moment that one could count from", { started_at: "-infinity" }, "started_at"],
  ])("a declaration with %s is refused", async (_what, fields, field) => {
    const answer = await declare(ops, randomUUID(), fields);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(`["${field}"]`);
    expect(await read()).toEqual([]);
  });

  test.each([
    ["a move that there is not", "dance", {}, 422],
    ["no reason", "resolve", { reason: " " }, 422],
    ["a severity that there is not", "severity", { severity: "P7" }, 422],
  ])("%s is refused", async (_what, what, more, status) => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    const before = await read();
    expect((await move(ops, body.id, what, 2, more)).status).toBe(status);
    expect(await read()).toEqual(before);
  });

  test("what there is not is not found; support reads and may not change", async () => {
    expect((await draft(ops, randomUUID())).status).toBe(404);
    expect((await move(ops, randomUUID(), "take", 1)).status).toBe(404);
    const { body } = await draft(ops);
    expect((await draft(support)).status).toBe(403);
    expect((await declare(support, body.id)).status).toBe(403);
    expect((await move(support, body.id, "discard", 1)).status).toBe(403);
    expect(await read(support)).toMatchObject([{ status: "draft" }]);
  });

  test("the first page has the open P0 and P1, the most urgent first; a chart has the incident in place of its alert", async () => {
    const { body } = await draft(ops);
    const page = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{
          home: { incidents: { title: string }[]; alerts: { incident_state: string | null }[] };
        }>("select backoffice.home() as home"),
      );
      return row?.home;
    };
    const marks = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ marks: { alerts: unknown[]; incidents: { code: string }[] } }>(
          "select backoffice.marks($1, $2) as marks",
          [later(AT, -HOUR), later(AT, HOUR)],
        ),
      );
      return row?.marks;
    };
    expect(await page()).toMatchObject({ incidents: [], alerts: [{ incident_state: "draft" }] });
    expect(await marks()).toMatchObject({ alerts: [{}], incidents: [] });
    await declare(ops, body.id, { title: "Le second", severity: "P1" });
    await declare(ops, randomUUID(), { title: "Le premier", severity: "P0" });
    await declare(ops, randomUUID(), { title: "Plus tard", severity: "P2" });
    expect((await page())?.incidents.map(({ title }) => title)).toEqual([
      "Le premier",
      "Le second",
    ]);
    const drawn = await marks();
    expect(drawn?.alerts).toEqual([]);
    expect(drawn?.incidents).toHaveLength(3);
  });

  test("what became of the alert and its rule does not touch the incident", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    await session.query("delete from private.alerts");
    expect(await read()).toMatchObject([{ id: body.id, status: "open" }]);
  });

  test("every metric leads to a playbook", async () => {
    expect(
      await session.query(
        "select m.metric from private.metrics m where (private.playbook_of(m.metric)).playbook is null",
      ),
    ).toEqual([]);
  });
});

test("two colleagues who draft at the same moment have the same draft", async () => {
  const { clonePostgres } = await import("../support/backend.ts");
  const database = await clonePostgres();
  const [one, two] = [await openSession(database), await openSession(database)];
  const ops = await signedIn(database, "ops@comptalyze.test");
  const [row] = await one.query<{ id: string }>(
    "select id::text from private.alerts where fired_at is not null and recovered_at is null limit 1",
  );
  const ask = (session: Session) =>
    call<{ id: string }>(session, ops, "draft_incident", { alert_id: row?.id, title: TITLE });
  const [first, second] = await Promise.all([ask(one), ask(two)]);
  expect(first.status).toBe(200);
  expect(second.body.id).toBe(first.body.id);
  for (const session of [one, two]) await session.close();
  await database.close();
});
