import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
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
  let customer: Person;
  let alert: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    ops = await signedIn(database, "ops@comptalyze.test");
    admin = await signedIn(database, "admin@comptalyze.test");
    support = await signedIn(database, "support@comptalyze.test");
    customer = await signedIn(database, "zoe.lambert@example.fr");
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
  const declare = (person: Person, id: string | null, fields: object = {}) =>
    call<{ id: string; code: string }>(session, person, "declare_incident", {
      id,
      fields: { title: TITLE, severity: "P0", ...fields },
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
  /** All that a change of an incident writes. */
  const written = async () => ({
    incidents: await session.query("select * from private.incidents order by number"),
    story: await session.query("select * from private.incident_events order by id"),
    notices: await session.query("select * from private.notices order by id"),
    journal: await journal(),
  });

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

  test("a week is as long in the one in which Paris changes its clocks", async () => {
    await setClock(session, "2026-10-24T10:00:00.000Z");
    await declare(ops, randomUUID(), { severity: "P3" });
    await session.query("set timezone = 'Europe/Paris'");
    try {
      expect(
        await asPerson(session, support, () =>
          session.query(
            "select round(extract(epoch from resolve_by - declared_at))::int as seconds from backoffice.incidents",
          ),
        ),
      ).toEqual([{ seconds: 7 * 24 * 3600 }]);
    } finally {
      await session.query("set timezone = 'UTC'");
    }
  });

  test("numbers follow each other, however often a draft is asked for and declared", async () => {
    const numberOf = ({ code }: { code: string }) => Number(code.replace("INC-", ""));
    const { body } = await draft(ops);
    await draft(admin);
    await declare(ops, body.id);
    await declare(admin, body.id);
    const next = await declare(ops, randomUUID());
    expect(numberOf(next.body)).toBe(numberOf(body) + 1);
  });

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
    // Who still had it open is told that it is gone.
    expect(await declare(admin, body.id)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
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
    ["a list of fields", [], "fields"],
    ["a title of two letters", { title: "ab" }, "title"],
    ["a title of blanks", { title: "       " }, "title"],
    ["a title of blanks that do not break", { title: "\u00a0\u00a0\u202f\t\n" }, "title"],
    ["no title", { title: null }, "title"],
    ["a long title", { title: "x".repeat(121) }, "title"],
    ["a number for a title", { title: 12345 }, "title"],
    ["a severity that there is not", { severity: "P9" }, "severity"],
    ["no severity", { severity: null }, "severity"],
    ["a list of severities", { severity: ["P0"] }, "severity"],
    ["a playbook that there is not", { playbook: "dance" }, "playbook"],
    ["a number for a playbook", { playbook: 1 }, "playbook"],
    ["a word for a moment", { started_at: "hier" }, "started_at"],
    ["a word that PostgreSQL knows for one", { started_at: "yesterday" }, "started_at"],
    ["a number for a moment", { started_at: 20260617 }, "started_at"],
    ["a moment of no place", { started_at: "2026-06-17T09:00:00" }, "started_at"],
    ["a day that there is not", { started_at: "2026-06-31T09:00:00Z" }, "started_at"],
    ["a moment to come", { started_at: later(AT, HOUR) }, "started_at"],
    ["a moment of last year", { started_at: "2025-01-01T00:00:00Z" }, "started_at"],
    ["no moment that one could count from", { started_at: "-infinity" }, "started_at"],
  ])("a declaration with %s is refused", async (_what, fields, field) => {
    const given =
      Array.isArray(fields) || fields === null
        ? fields
        : { title: TITLE, severity: "P0", ...fields };
    const before = await written();
    const answer = await call(session, ops, "declare_incident", {
      id: randomUUID(),
      fields: given,
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(`["${field}"]`);
    expect(await written()).toEqual(before);
  });

  test("a title is one line without blanks around it", async () => {
    const { body } = await draft(ops, alert, "\u00a0 Webhooks\n en \t échec ");
    expect(body).toMatchObject({ title: "Webhooks en échec" });
    await declare(ops, body.id, { title: "\tStripe\r\nrefuse tout\u202f" });
    expect(await read()).toMatchObject([{ title: "Stripe refuse tout" }]);
  });

  test.each<[string, string | null, object, number, string]>([
    ["a move that there is not", "dance", {}, 422, '["move"]'],
    ["no move", null, {}, 422, '["move"]'],
    ["no reason", "resolve", { reason: " " }, 422, "reason_too_short"],
    ["a resolution without a word", "resolve", { reason: null }, 422, "reason_too_short"],
    [
      "a long reason",
      "severity",
      { severity: "P2", reason: "x".repeat(501) },
      422,
      "reason_too_long",
    ],
    ["a severity that there is not", "severity", { severity: "P7" }, 422, '["severity"]'],
    ["no severity", "severity", { severity: null }, 422, '["severity"]'],
    ["no version", "resolve", { version: null }, 409, "conflict"],
    ["a version to come", "take", { version: 3 }, 409, "conflict"],
    ["no incident", "take", { id: null }, 404, "not_found"],
    ["an incident that there is not", "take", { id: randomUUID() }, 404, "not_found"],
  ])("a move with %s is refused", async (_what, what, more, status, words) => {
    const { body } = await draft(ops);
    await declare(ops, body.id);
    const before = await written();
    const answer = await call(session, ops, "move_incident", {
      id: body.id,
      move: what,
      version: 2,
      reason: REASON,
      ...more,
    });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(words);
    expect(await written()).toEqual(before);
  });

  test.each<[string, object, number, string]>([
    ["no title", { title: null }, 422, '["title"]'],
    ["a title of two letters", { title: " ab " }, 422, '["title"]'],
    [
      "a title of blanks that do not break",
      { title: "\u00a0\u00a0\u00a0\u00a0" },
      422,
      '["title"]',
    ],
    ["a long title", { title: "x".repeat(121) }, 422, '["title"]'],
    ["no alert", { alert_id: null }, 404, '"alert"'],
    ["an alert that there is not", { alert_id: randomUUID() }, 404, '"alert"'],
  ])("a draft with %s is refused", async (_what, more, status, words) => {
    const before = await written();
    const answer = await call(session, ops, "draft_incident", {
      alert_id: alert,
      title: TITLE,
      ...more,
    });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(words);
    expect(await written()).toEqual(before);
  });

  test("a declaration without an id is refused", async () => {
    const before = await written();
    const answer = await declare(ops, null);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('["id"]');
    expect(await written()).toEqual(before);
  });

  test.each(["support", "customer"])("%s changes nothing", async (who) => {
    const person = who === "support" ? support : customer;
    const { body } = await draft(ops);
    const open = randomUUID();
    await declare(ops, open);
    const before = await written();
    const answers = [
      await draft(person),
      await declare(person, body.id),
      await declare(person, randomUUID()),
      await move(person, body.id, "discard", 1),
    ];
    for (const what of ["take", "severity", "resolve"])
      answers.push(await move(person, open, what, 2, { severity: "P3" }));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect(await written()).toEqual(before);
  });

  test("support reads incidents and their story, a customer neither", async () => {
    await draft(ops);
    for (const list of ["incidents", "incident_events"]) {
      const rows = (person: Person) =>
        asPerson(session, person, () => session.query(`select id from backoffice.${list}`));
      expect(await rows(support)).toHaveLength(1);
      await expect(rows(customer)).rejects.toMatchObject({ code: "PT403" });
    }
  });

  test.each(["incident_events", "audit"])("a change that %s cannot keep is none", async (table) => {
    const { body } = await draft(ops);
    const [open, over] = [randomUUID(), randomUUID()];
    for (const id of [open, over]) await declare(ops, id);
    await move(ops, over, "resolve", 2);
    const second = await alertOf("uptime", AT);
    const before = await written();
    await session.query(
      "create function pg_temp.fail() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$",
    );
    await session.query(
      `create trigger fault before insert on private.${table} for each row execute function pg_temp.fail()`,
    );
    try {
      for (const change of [
        () => draft(ops, second),
        () => declare(ops, body.id),
        () => declare(ops, randomUUID()),
        () => move(ops, open, "take", 2),
        () => move(ops, open, "severity", 2, { severity: "P3" }),
        () => move(ops, open, "resolve", 2),
        () => move(ops, over, "reopen", 3),
      ])
        await expect(change()).rejects.toThrow("no room");
      if (table === "audit")
        await expect(move(ops, body.id, "discard", 1)).rejects.toThrow("no room");
    } finally {
      await session.query(`drop trigger fault on private.${table}`);
      await session.query("drop function pg_temp.fail()");
    }
    expect(await written()).toEqual(before);
  });

  test("the journal has who, why, and what it was before", async () => {
    const { body } = await draft(ops);
    await declare(ops, body.id, { severity: "P1" });
    await move(admin, body.id, "severity", 2, { severity: "P0" });
    expect(
      await session.query(
        `select actor_email, event, target_id, target_label, reason, before ->> 'severity' as old, after ->> 'severity' as new, after ->> 'step' as step
        from private.audit where target_kind = 'incident' order by seq desc limit 1`,
      ),
    ).toEqual([
      {
        actor_email: "admin@comptalyze.test",
        event: "edited",
        target_id: body.id,
        target_label: body.code,
        reason: REASON,
        old: "P1",
        new: "P0",
        step: "severity",
      },
    ]);
    expect(
      await session.query("select detail from private.incident_events order by id desc limit 1"),
    ).toEqual([{ detail: { from: "P1", to: "P0", words: REASON } }]);
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

  test("a rule that is removed leaves the incident of its alert, and the way to the alert", async () => {
    const fields = { metric: "webhooks_failed", severity: "P2" };
    const rule = await call<{ id: number }>(session, ops, "save_alert_rule", {
      id: null,
      fields,
      reason: REASON,
    });
    await session.query("update private.alerts set rule_id = $1", [rule.body.id]);
    const { body } = await draft(ops);
    await declare(ops, body.id);
    expect(
      await call(session, ops, "delete_alert_rule", { id: rule.body.id, reason: REASON }),
    ).toMatchObject({ status: 200 });
    expect(
      await asPerson(session, support, () =>
        session.query(
          "select id::text, status, metric, alert_id::text, alert_status from backoffice.incidents",
        ),
      ),
    ).toEqual([
      {
        id: body.id,
        status: "open",
        metric: "webhooks_failed",
        alert_id: alert,
        alert_status: "recovered",
      },
    ]);
  });

  test("a chart has what was broken within its range: from before, until now, and nothing that was over by then", async () => {
    const began = (hours: number) => ({ started_at: later(AT, -hours * HOUR) });
    const [over, longer] = [randomUUID(), randomUUID()];
    await declare(ops, over, { title: "Fini avant", ...began(9) });
    await move(ops, over, "resolve", 2);
    await session.query("update private.incidents set resolved_at = $1", [later(AT, -8 * HOUR)]);
    await declare(ops, longer, { title: "Depuis longtemps", ...began(9) });
    await declare(ops, randomUUID(), { title: "Maintenant" });
    const drawn = async (from: number, until: number) => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ titles: string[] }>(
          `select array(select m ->> 'title' from jsonb_array_elements(backoffice.marks($1, $2) -> 'incidents') m order by 1) as titles`,
          [later(AT, from * HOUR), later(AT, until * HOUR)],
        ),
      );
      return row?.titles;
    };
    expect(await drawn(-7, -1)).toEqual(["Depuis longtemps"]);
    expect(await drawn(-10, -1)).toEqual(["Depuis longtemps", "Fini avant"]);
    expect(await drawn(-20, -10)).toEqual([]);
    expect(await drawn(-1, 1)).toEqual(["Depuis longtemps", "Maintenant"]);
  });

  test("the first page tells of no incident that is over", async () => {
    const titles = async () => {
      const [row] = await asPerson(session, support, () =>
        session.query<{ titles: string[] }>(
          "select array(select i ->> 'title' from jsonb_array_elements(backoffice.home() -> 'incidents') with ordinality x (i, n) order by n) as titles",
        ),
      );
      return row?.titles;
    };
    const ids = [randomUUID(), randomUUID(), randomUUID()] as const;
    for (const [n, id] of ids.entries()) {
      await setClock(session, later(AT, n * MINUTE));
      await declare(ops, id, { title: `Panne ${n}` });
    }
    expect(await titles()).toEqual(["Panne 0", "Panne 1", "Panne 2"]);
    await move(ops, ids[1], "resolve", 2);
    await move(ops, ids[0], "severity", 2, { severity: "P2" });
    expect(await titles()).toEqual(["Panne 2"]);
  });

  test("no playbook leads from a metric that there is not, no metric to two", async () => {
    expect(
      await session.query(
        `select m.metric from private.playbooks p, unnest(p.metrics) m (metric) left join private.metrics known using (metric)
        group by m.metric having count(*) > 1 or bool_or(known.metric is null)`,
      ),
    ).toEqual([]);
  });

  test("every metric leads to a playbook", async () => {
    expect(
      await session.query(
        "select m.metric from private.metrics m where (private.playbook_of(m.metric)).playbook is null",
      ),
    ).toEqual([]);
  });
});

describe("two sessions at once", () => {
  let database: Database;
  let sessions: [Session, Session];
  let ops: Person;
  let alert: string | undefined;

  beforeAll(async () => {
    database = await clonePostgres();
    sessions = [await openSession(database), await openSession(database)];
    ops = await signedIn(database, "ops@comptalyze.test");
  });
  afterAll(async () => {
    for (const session of sessions ?? []) await session.close();
    await database?.close();
  });
  beforeEach(async () => {
    await database.query("delete from private.incidents");
    await database.query("delete from private.notices");
    const [row] = await database.query<{ id: string }>(
      "select id::text from private.alerts where fired_at is not null and recovered_at is null limit 1",
    );
    alert = row?.id;
  });

  type Answer = { id: string };
  const draft = (session: Session) =>
    call<Answer>(session, ops, "draft_incident", { alert_id: alert, title: TITLE });
  const declare = (session: Session, id: string) =>
    call<Answer>(session, ops, "declare_incident", {
      id,
      fields: { title: TITLE, severity: "P1" },
    });
  const move = (session: Session, id: string, what: string, version: number) =>
    call<Answer>(session, ops, "move_incident", { id, move: what, version, reason: REASON });
  const story = async () =>
    (
      await database.query<{ kind: string }>("select kind from private.incident_events order by id")
    ).map(({ kind }) => kind);

  test("that draft from one alert have the same draft", async () => {
    for (let round = 0; round < 10; round += 1) {
      await database.query("delete from private.incidents");
      const answers = await Promise.all(sessions.map(draft));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers[0]?.body.id).toBe(answers[1]?.body.id);
      expect(await story()).toEqual(["drafted"]);
    }
  });

  test("that declare under one id have one incident, and the team is told once", async () => {
    for (let round = 0; round < 10; round += 1) {
      await database.query("delete from private.incidents");
      await database.query("delete from private.notices");
      const id = randomUUID();
      const answers = await Promise.all(sessions.map((session) => declare(session, id)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await story()).toEqual(["declared"]);
      expect(await database.query("select kind from private.notices")).toEqual([
        { kind: "incident_declared" },
      ]);
    }
  });

  test("that declare one draft tell the team once", async () => {
    const { body } = await draft(sessions[0]);
    await Promise.all(sessions.map((session) => declare(session, body.id)));
    expect(await story()).toEqual(["drafted", "declared"]);
    expect(await database.query("select from private.notices")).toHaveLength(1);
  });

  test("of which one discards what the other declares leave one of the two", async () => {
    for (let round = 0; round < 10; round += 1) {
      await database.query("delete from private.incidents");
      const { body } = await draft(sessions[0]);
      const [declared, discarded] = await Promise.all([
        declare(sessions[0], body.id),
        move(sessions[1], body.id, "discard", 1),
      ]);
      const left = await database.query<{ state: string }>("select state from private.incidents");
      expect([declared.status, discarded.status]).toEqual(
        left.length === 1 ? [200, 409] : [404, 200],
      );
    }
  });

  test("that read the same version: one changes it, the other is told", async () => {
    const id = randomUUID();
    await declare(sessions[0], id);
    const answers = await Promise.all([
      move(sessions[0], id, "resolve", 2),
      call<Answer>(sessions[1], ops, "move_incident", {
        id,
        move: "severity",
        severity: "P3",
        version: 2,
        reason: REASON,
      }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await story()).toHaveLength(2);
  });
});
