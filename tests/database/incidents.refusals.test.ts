import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { call, REASON } from "./actions.ts";
import { HOUR, later } from "./clock.ts";
import { AT, type IncidentScene, openIncidents, TITLE } from "./incidentScene.ts";
import { asPerson, ENGINES, type Person } from "./session.ts";

describe.each(ENGINES)("what is refused of an incident on %s", (_engine, open) => {
  let scene: IncidentScene;
  let session: IncidentScene["session"];
  let ops: IncidentScene["ops"];
  let admin: IncidentScene["admin"];
  let support: IncidentScene["support"];
  let customer: IncidentScene["customer"];
  let alertOf: IncidentScene["alertOf"];
  let draft: IncidentScene["draft"];
  let declare: IncidentScene["declare"];
  let move: IncidentScene["move"];
  let read: IncidentScene["read"];
  let written: IncidentScene["written"];

  beforeAll(async () => {
    scene = await openIncidents(open);
    ({ session, ops, admin, support, customer, alertOf, draft, declare, move, read, written } =
      scene);
  });
  afterAll(() => scene?.close());
  beforeEach(() => scene.begin());

  test("an alert that has not lasted for long enough gives none", async () => {
    const pending = await alertOf("latency_p95", AT, false);
    expect(await draft(ops, pending)).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
    expect(await read()).toEqual([]);
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
      alert_id: scene.alert,
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
});
