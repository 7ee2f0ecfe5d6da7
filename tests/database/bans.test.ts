import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { call, preview, run, undo, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Params = { user_id: string; hours?: number };
type ProofAnswer = {
  proof: { status: string; evidence: { code: string; expected: unknown; found: unknown }[] };
};

describe.each(ENGINES)("bans on %s", (_engine, open) => {
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

  /** A customer who is not banned, with so many open sessions and a token to renew each. */
  async function customer(email: string, sessions = 2) {
    const id = await userId(session, email);
    await session.query("update auth.users set banned_until = null where id = $1", [id]);
    await session.query("delete from auth.sessions where user_id = $1", [id]);
    for (let index = 0; index < sessions; index += 1) {
      const opened = await signedIn(database, email);
      await session.query(
        `insert into auth.refresh_tokens (id, token, user_id, session_id, revoked) values ($1, $2, $3, $4, false)`,
        [randomUUID(), randomUUID(), id, opened.sessionId],
      );
    }
    return { id, email };
  }

  async function held(id: string) {
    const [row] = await session.query<{ until: string | null; sessions: number; tokens: number }>(
      `select u.banned_until::text as until,
        (select count(*)::int from auth.sessions s where s.user_id = u.id) as sessions,
        (select count(*)::int from auth.refresh_tokens t where t.user_id = u.id) as tokens
      from auth.users u where u.id = $1`,
      [id],
    );
    return row;
  }

  async function perform(
    action: "ban-user" | "unban-user",
    params: Params,
    { person = people.ops, confirm = null as string | null, clock = "" } = {},
  ) {
    const shown = await preview(session, person, action, params, { clock });
    const plan = shown.body.plan;
    return {
      shown,
      done: await run(session, person, action, params, { plan, confirm }, { clock }),
    };
  }

  const prove = (run_id: string, clock = "") =>
    call<ProofAnswer>(session, people.ops, "prove_run", { run_id, again: true }, { clock });

  const codes = (list: { code: string }[] = []) => list.map(({ code }) => code);

  test("a ban is written to the hour, ends every session, and is undone to the former state", async () => {
    const { id, email } = await customer("rose.nguyen@example.fr");
    const state = await dump(session, ["private.audit"]);
    const { shown, done } = await perform(
      "ban-user",
      { user_id: id, hours: 5 },
      { confirm: email.toUpperCase() },
    );
    expect(shown.status).toBe(200);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(done.body.changes).toEqual(shown.body.changes);
    const until = new Date(Date.parse(shown.body.computed_at) + 5 * 3_600_000);
    expect(done.body.changes.map(({ field, before }) => [field, before])).toEqual([
      ["banned_until", null],
      ["sessions", 2],
    ]);
    const [banned, sessions] = done.body.changes;
    expect(new Date(String(banned?.after))).toEqual(until);
    expect(sessions?.after).toBe(0);
    expect(await held(id)).toMatchObject({ sessions: 0, tokens: 0 });
    expect((await prove(done.body.run.id)).body.proof).toMatchObject({
      status: "verified",
      evidence: [{ code: "banned_until" }, { code: "sessions", expected: 0, found: 0 }],
    });

    const undone = await undo(session, people.admin, done.body.run.id);
    expect(undone.status).toBe(200);
    expect(await held(id)).toEqual({ until: null, sessions: 0, tokens: 0 });
    const after = await dump(session, ["private.audit"]);
    for (const table of ["auth.users", "private.users"]) {
      expect({ table, hash: after[table] }).toEqual({ table, hash: state[table] });
    }
    const proof = (await prove(undone.body.run.id)).body.proof;
    expect(proof).toMatchObject({ status: "verified", evidence: [{ code: "banned_until" }] });
    expect(proof.evidence).toHaveLength(1);
  });

  test("whoever signs in again and again is banned all the same", async () => {
    const { id, email } = await customer("rose.nguyen@example.fr");
    const params = { user_id: id, hours: 5 };
    const { body } = await preview(session, people.ops, "ban-user", params);
    await signedIn(database, email);
    const request = { plan: body.plan, confirm: email };
    const done = await run(session, people.ops, "ban-user", params, request);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(done.body.changes).toContainEqual(
      expect.objectContaining({ field: "sessions", before: 3, after: 0 }),
    );
    expect(await held(id)).toMatchObject({ sessions: 0, tokens: 0 });
    // Another ban since is another state.
    const longer = { user_id: id, hours: 9 };
    const shown = await preview(session, people.ops, "ban-user", longer);
    await session.query("update auth.users set banned_until = null where id = $1", [id]);
    const late = await run(session, people.ops, "ban-user", longer, {
      plan: shown.body.plan,
      confirm: email,
    });
    expect(late.body.error?.code).toBe("stale_plan");
  });

  test("a preview writes nothing", async () => {
    const { id } = await customer("maud.pichon@example.fr");
    const before = await dump(session, ["private.audit"]);
    await preview(session, people.ops, "ban-user", { user_id: id, hours: 8760 });
    expect(await dump(session, ["private.audit"])).toEqual(before);
  });

  test("without the address typed nothing happens, whoever calls", async () => {
    const { id, email } = await customer("victor.delmas@example.fr");
    for (const confirm of [null, "", "oui", `${email}.`]) {
      const { done } = await perform("ban-user", { user_id: id, hours: 1 }, { confirm });
      expect(done).toMatchObject({
        status: 422,
        body: { error: { details: { issues: [{ path: ["confirm"], code: "confirm_mismatch" }] } } },
      });
    }
    expect(await held(id)).toEqual({ until: null, sessions: 2, tokens: 2 });
  });

  test.each<[string, string, PersonName]>([
    ["a colleague", "support@comptalyze.test", "ops"],
    ["a colleague of one's own rank", "ops@comptalyze.test", "admin"],
  ])("%s cannot be banned", async (_who, email, person) => {
    const user_id = await userId(session, email);
    const { shown, done } = await perform(
      "ban-user",
      { user_id, hours: 24 },
      { person: people[person], confirm: email },
    );
    expect(codes(shown.body.blockers)).toEqual(["target_is_staff"]);
    expect(done).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });
    expect(await held(user_id)).toMatchObject({ until: null });
  });

  test("no undo bans who became a colleague", async () => {
    const { id, email } = await customer("nadia.cherif@example.fr");
    await perform("ban-user", { user_id: id, hours: 9 }, { confirm: email });
    const { done } = await perform("unban-user", { user_id: id });
    await session.query("insert into private.staff (user_id, role) values ($1, 'support')", [id]);
    expect(await undo(session, people.ops, done.body.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "blocked", details: { blockers: [{ code: "target_is_staff" }] } } },
    });
    expect(await held(id)).toMatchObject({ until: null });
    await session.query("update private.staff set removed_at = now() where user_id = $1", [id]);
    expect((await undo(session, people.ops, done.body.run.id)).status).toBe(200);
  });

  test("nobody bans himself, a former colleague can be banned", async () => {
    const self = people.ops?.userId ?? "";
    const own = await preview(session, people.ops, "ban-user", { user_id: self, hours: 1 });
    expect(codes(own.body.blockers)).toEqual(["target_is_caller"]);
    const former = people["former staff"]?.userId ?? "";
    const gone = await preview(session, people.ops, "ban-user", { user_id: former, hours: 1 });
    expect(gone.body.blockers).toEqual([]);
  });

  test("a ban is extended and never shortened; its undo puts the former end back", async () => {
    const { id, email } = await customer("theo.brunet@example.fr", 0);
    const first = await perform("ban-user", { user_id: id, hours: 48 }, { confirm: email });
    const until = (await held(id))?.until;
    for (const hours of [1, 24, 47]) {
      const { shown, done } = await perform("ban-user", { user_id: id, hours }, { confirm: email });
      expect(codes(shown.body.blockers)).toEqual(["banned_longer"]);
      expect(done).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });
    }
    const longer = await perform("ban-user", { user_id: id, hours: 100 }, { confirm: email });
    expect(codes(longer.shown.body.warnings)).toEqual(["banned_already"]);
    expect(longer.done.status).toBe(200);
    expect(await undo(session, people.ops, first.done.body.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "changed_since" } } },
    });
    const undone = await undo(session, people.ops, longer.done.body.run.id);
    expect(undone.status).toBe(200);
    expect((await held(id))?.until).toBe(until);
    expect((await prove(undone.body.run.id)).body.proof.status).toBe("verified");
  });

  test("a ban without end is shown, not shortened, lifted and put back", async () => {
    const { id, email } = await customer("antoine.schmitt@example.com", 0);
    await session.query("update auth.users set banned_until = 'infinity' where id = $1", [id]);
    const { shown } = await perform("ban-user", { user_id: id, hours: 8760 }, { confirm: email });
    expect(codes(shown.body.blockers)).toEqual(["banned_longer"]);
    const lifted = await perform("unban-user", { user_id: id });
    expect(lifted.done.status).toBe(200);
    expect(await held(id)).toMatchObject({ until: null });
    expect((await undo(session, people.ops, lifted.done.body.run.id)).status).toBe(200);
    expect(await held(id)).toMatchObject({ until: "infinity" });
  });

  test("lifting a ban, and putting it back, which ends the sessions that were opened since", async () => {
    const { id, email } = await customer("samir.haddad@example.com", 1);
    const idle = await perform("unban-user", { user_id: id });
    expect(codes(idle.shown.body.blockers)).toEqual(["not_banned"]);
    expect(idle.done).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });

    await perform("ban-user", { user_id: id, hours: 300 }, { confirm: email });
    const until = (await held(id))?.until;
    const { shown, done } = await perform("unban-user", { user_id: id });
    expect(done.body.changes).toEqual(shown.body.changes);
    expect(done.body.changes.map(({ field, after }) => [field, after])).toEqual([
      ["banned_until", null],
    ]);
    await signedIn(database, email);
    expect((await prove(done.body.run.id)).body.proof.status).toBe("verified");
    const undone = await undo(session, people.ops, done.body.run.id);
    expect(undone.status).toBe(200);
    expect(await held(id)).toMatchObject({ until, sessions: 0 });
    expect((await prove(undone.body.run.id)).body.proof.status).toBe("verified");
  });

  test("a ban ends by the clock: it can be made anew, and its proof no longer claims it", async () => {
    const { id, email } = await customer("olivier.bertin@example.fr", 0);
    const { done } = await perform("ban-user", { user_id: id, hours: 2 }, { confirm: email });
    const clock = "2 hours 1 minute";
    const later = await preview(session, people.ops, "unban-user", { user_id: id }, { clock });
    expect(codes(later.body.blockers)).toEqual(["not_banned"]);
    const again = await preview(
      session,
      people.ops,
      "ban-user",
      { user_id: id, hours: 1 },
      { clock },
    );
    expect(again.body.blockers).toEqual([]);
    expect((await prove(done.body.run.id, clock)).body.proof.status).toBe("unverified");
  });

  test("a session that was opened all the same shows in the proof", async () => {
    const { id, email } = await customer("valentine.roche@example.fr");
    const { done } = await perform("ban-user", { user_id: id, hours: 2 }, { confirm: email });
    await signedIn(database, email);
    const { proof } = (await prove(done.body.run.id)).body;
    expect(proof.status).toBe("unverified");
    expect(proof.evidence).toMatchObject([{}, { code: "sessions", expected: 0, found: 1 }]);
  });

  test("who pays is told to go on paying", async () => {
    const user_id = await userId(session, "ines.carpentier@example.com");
    const { body } = await preview(session, people.ops, "ban-user", { user_id, hours: 1 });
    expect(codes(body.warnings)).toContain("subscription_runs_on");
  });
});
