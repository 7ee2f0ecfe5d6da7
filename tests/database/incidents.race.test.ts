import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call, REASON } from "./actions.ts";
import { TITLE } from "./incidentScene.ts";
import { openSession, type Person, type Session, signedIn } from "./session.ts";

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
