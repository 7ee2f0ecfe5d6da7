import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { call, preview, run, undo, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("sign-out-user on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  /** A customer with so many open sessions, and a token to renew each. */
  async function customer(email: string, sessions = 2): Promise<string> {
    const id = await userId(session, email);
    await session.query("delete from auth.sessions where user_id = $1", [id]);
    for (let index = 0; index < sessions; index += 1) {
      const { sessionId } = await signedIn(database, email);
      await session.query(
        "insert into auth.refresh_tokens (id, token, user_id, session_id, revoked) values ($1, $2, $3, $4, false)",
        [randomUUID(), randomUUID(), id, sessionId],
      );
    }
    return id;
  }

  async function held(id: string) {
    const [row] = await session.query<{ sessions: number; tokens: number }>(
      `select (select count(*)::int from auth.sessions s where s.user_id = u.id) as sessions,
        (select count(*)::int from auth.refresh_tokens t where t.user_id = u.id) as tokens
      from auth.users u where u.id = $1`,
      [id],
    );
    return row;
  }

  const shown = (user_id: string, person = people.support) =>
    preview(session, person, "sign-out-user", { user_id });

  const go = (user_id: string, plan: string, key: string = randomUUID()) =>
    run(session, people.support, "sign-out-user", { user_id }, { plan, key });

  const prove = async (run_id: string) =>
    (await call<RunReport>(session, people.support, "prove_run", { run_id, again: true })).body
      .proof;

  const codes = (list: { code: string }[] = []) => list.map(({ code }) => code);

  test("every session and its token ends with the run, and nothing else of anybody changes", async () => {
    const id = await customer("rose.nguyen@example.fr", 3);
    const other = await customer("maud.pichon@example.fr");
    const before = await dump(session, ["private.audit"]);
    const { body } = await shown(id);
    expect(await dump(session, ["private.audit"])).toEqual(before);
    expect(body.changes).toEqual([{ entity: "user", id, field: "sessions", before: 3, after: 0 }]);
    expect(body.blockers).toEqual([]);

    const done = await go(id, body.plan);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(done.body.changes).toEqual(body.changes);
    expect(await held(id)).toEqual({ sessions: 0, tokens: 0 });
    expect(await held(other)).toEqual({ sessions: 2, tokens: 2 });
    const after = await dump(session, ["private.audit"]);
    for (const table of ["auth.users", "private.users"]) {
      expect({ table, hash: after[table] }).toEqual({ table, hash: before[table] });
    }
    expect(await prove(done.body.run.id)).toMatchObject({
      status: "verified",
      evidence: [{ code: "sessions", expected: 0, found: 0, ok: true }],
    });
    const lines = await session.query(
      "select actor_email, outcome, target_id, before ->> 'sessions' as before, after ->> 'sessions' as after from private.audit where run_id = $1",
      [done.body.run.id],
    );
    expect(lines).toMatchObject([
      {
        actor_email: "support@comptalyze.test",
        outcome: "done",
        target_id: id,
        before: "3",
        after: "0",
      },
    ]);
  });

  test("it tells since when there are sessions and when one was last used, whose use leaves the plan good", async () => {
    const id = await customer("victor.delmas@example.fr");
    const written = await session.query<{ id: string }>(
      `update auth.sessions set created_at = '2026-01-05T08:00:00Z', updated_at = '2026-01-05T08:00:00Z' where id in (
        select s.id from auth.sessions s where s.user_id = $1 limit 1) returning id`,
      [id],
    );
    await session.query(
      `update auth.sessions set created_at = '2026-02-05T08:00:00Z', updated_at = null, refreshed_at = '2026-03-05 08:00:00'
      where user_id = $1 and id <> $2`,
      [id, written[0]?.id],
    );
    const { body } = await shown(id);
    expect(codes(body.warnings)).toEqual(["sessions_end"]);
    const { since_at, used_at } = body.warnings[0]?.args ?? {};
    expect([since_at, used_at].map((at) => new Date(String(at)).toISOString())).toEqual([
      "2026-01-05T08:00:00.000Z",
      "2026-03-05T08:00:00.000Z",
    ]);
    await session.query(
      "update auth.sessions set refreshed_at = now() at time zone 'UTC', updated_at = now() where user_id = $1",
      [id],
    );
    expect((await go(id, body.plan)).status).toBe(200);
  });

  test("a session that was opened since the preview makes the plan stale, and none ends", async () => {
    const id = await customer("antoine.schmitt@example.com");
    const { body } = await shown(id);
    await signedIn(database, "antoine.schmitt@example.com");
    expect(await go(id, body.plan)).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "stale_plan",
          details: { changed: [{ field: "sessions", before: 2, after: 3 }] },
        },
      },
    });
    expect(await held(id)).toEqual({ sessions: 3, tokens: 2 });
  });

  test("the same key again ends nothing more: who signed in since stays in, and the proof holds", async () => {
    const email = "nadia.cherif@example.fr";
    const id = await customer(email);
    const { plan } = (await shown(id)).body;
    const key = randomUUID();
    const first = await go(id, plan, key);
    await signedIn(database, email);
    const again = await go(id, plan, key);
    expect(again.status).toBe(200);
    expect(again.body.run.id).toBe(first.body.run.id);
    expect(await held(id)).toEqual({ sessions: 1, tokens: 0 });
    expect((await prove(first.body.run.id))?.status).toBe("verified");
  });

  test("a session from before the run is not verified, whether its time is known or not", async () => {
    const id = await customer("theo.brunet@example.fr");
    const done = await go(id, (await shown(id)).body.plan);
    for (const created of ["now() - interval '1 day'", "null"]) {
      await session.query("delete from auth.sessions where user_id = $1", [id]);
      await session.query(
        `insert into auth.sessions (id, user_id, created_at) values (gen_random_uuid(), $1, ${created})`,
        [id],
      );
      expect(await prove(done.body.run.id)).toMatchObject({
        status: "unverified",
        evidence: [{ code: "sessions", expected: 0, found: 1, ok: false }],
      });
    }
  });

  test("a session is not given back", async () => {
    const id = await customer("malik.benali@example.fr");
    const done = await go(id, (await shown(id)).body.plan);
    expect(done.body.undo).toBe(false);
    expect(await undo(session, people.admin, done.body.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "no_undo" } } },
    });
    expect(await held(id)).toEqual({ sessions: 0, tokens: 0 });
  });

  test("without a session there is nothing to end", async () => {
    const id = await customer("hugo.perrin@example.fr", 0);
    const { body } = await shown(id);
    expect(codes(body.blockers)).toEqual(["no_sessions"]);
    expect(body.warnings).toEqual([]);
    expect(await go(id, body.plan)).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
  });

  test("neither oneself nor a colleague is signed out, a former colleague is", async () => {
    const own = await shown(people.support?.userId ?? "");
    expect(codes(own.body.blockers)).toEqual(["target_is_caller"]);
    for (const name of ["ops", "admin"] as const) {
      const id = people[name]?.userId ?? "";
      const { body } = await shown(id);
      expect(codes(body.blockers)).toEqual(["target_is_staff"]);
      expect(await go(id, body.plan)).toMatchObject({
        status: 409,
        body: { error: { code: "blocked" } },
      });
      expect((await held(id))?.sessions).toBeGreaterThan(0);
    }
    const former = await shown(people["former staff"]?.userId ?? "");
    expect(former.body.blockers).toEqual([]);
  });

  test("whoever works here may, nobody else may", async () => {
    const id = await customer("clara.dubreuil@example.fr");
    for (const name of ["support", "ops", "admin"] as const) {
      expect((await shown(id, people[name])).status, name).toBe(200);
    }
    const { plan } = (await shown(id)).body;
    for (const name of ["customer", "former staff"] as const) {
      const refused = { status: 403, body: { error: { code: "not_staff" } } };
      const person = people[name];
      expect(await shown(id, person)).toMatchObject(refused);
      expect(await run(session, person, "sign-out-user", { user_id: id }, { plan })).toMatchObject(
        refused,
      );
    }
    expect(await held(id)).toEqual({ sessions: 2, tokens: 2 });
  });
});
