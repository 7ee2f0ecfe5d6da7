import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { call, preview, run, undo, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("who works here, on %s", (engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let admin2: NonNullable<Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    admin2 = await signedIn(database, "admin2@comptalyze.test");
    await session.query("update private.staff set removed_at = null where user_id = $1", [
      admin2.userId,
    ]);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const decide = (person: Person, approval_id: string | undefined) =>
    call<RunReport>(session, person, "decide_approval", {
      approval_id: approval_id ?? "",
      decision: "approve",
    });

  async function ask(
    person: Person,
    action: string,
    params: Record<string, unknown>,
    confirm: string | null = null,
  ) {
    const { body, status } = await preview(session, person, action, params);
    if (status !== 200) return { status, body };
    return run(session, person, action, params, { plan: body.plan, confirm });
  }

  /** Asked by admin, agreed to by admin2. */
  async function byTwo(action: string, params: Record<string, unknown>, confirm?: string) {
    const asked = await ask(people.admin, action, params, confirm);
    expect(asked.body.error).toBeUndefined();
    return decide(admin2, (asked.body as RunReport).approval?.id);
  }

  async function stateOf(user_id: string) {
    const [row] = await session.query<Record<string, unknown>>(
      `select private.staff_role(u.id) as role, u.raw_user_meta_data -> 'is_admin' as is_admin,
        (select to_jsonb(s) from private.staff s where s.user_id = u.id) as row,
        (select count(*)::int from auth.sessions s where s.user_id = u.id) as sessions
      from auth.users u where u.id = $1`,
      [user_id],
    );
    return row;
  }

  test("a colleague comes by two admins, acts at the next request, and the app's mirror follows", async () => {
    const user_id = await userId(session, "nadia.cherif@example.fr");
    const before = await stateOf(user_id);
    const newcomer = await signedIn(database, "nadia.cherif@example.fr");
    const visit = () => call(session, newcomer, "open_user", { user_id });
    expect((await visit()).status).toBe(403);
    const added = await byTwo("add-staff", { user_id, role: "admin" });
    expect(added.body.run.status).toBe("succeeded");
    expect(added.body.changes.map(({ field, after }) => [field, after])).toEqual([
      ["role", "admin"],
      ["mirror.is_admin", true],
    ]);
    expect(await stateOf(user_id)).toMatchObject({ role: "admin", is_admin: true });
    expect((await visit()).status).toBe(200);
    // That the door was shut minutes ago hides no visit.
    const visits = await session.query(
      "select outcome from private.audit where actor_id = $1 and event = 'opened' order by seq",
      [user_id],
    );
    expect(visits).toEqual([{ outcome: "denied" }, { outcome: "done" }]);
    const proof = await call<RunReport>(session, people.admin, "prove_run", {
      run_id: added.body.run.id,
    });
    expect(proof.body.proof?.status).toBe("verified");

    // Another role takes the mirror back.
    await byTwo("add-staff", { user_id, role: "ops" });
    expect(await stateOf(user_id)).toMatchObject({ role: "ops", is_admin: false });

    const removed = await byTwo("remove-staff", { user_id }, "nadia.cherif@example.fr");
    expect(await stateOf(user_id)).toMatchObject({ role: null, is_admin: false, sessions: 0 });
    expect((await visit()).status).toBe(403);
    const shown = await call<RunReport>(session, people.admin, "prove_run", {
      run_id: removed.body.run.id,
    });
    expect(shown.body.proof?.evidence.map(({ code, ok }) => [code, ok])).toEqual([
      ["staff_role", true],
      ["admin_mirror", true],
      ["sessions_ended", true],
    ]);

    // Undoing is as much a decision of two, and puts back exactly what was.
    const asked = await undo(session, people.admin, removed.body.run.id);
    expect(asked.body).toMatchObject({ run: null, approval: { rule: "staff" } });
    expect(await stateOf(user_id)).toMatchObject({ role: null });
    expect((await decide(people.admin, asked.body.approval?.id)).status).toBe(403);
    expect((await decide(admin2, asked.body.approval?.id)).status).toBe(200);
    expect(await stateOf(user_id)).toMatchObject({ role: "ops" });
    expect((await undo(session, people.admin, removed.body.run.id)).body.error).toMatchObject({
      code: "not_undoable",
    });
    expect(before).toMatchObject({ role: null, row: null });
  });

  test("a colleague with a new address and other metadata since the request goes all the same", async () => {
    const email = "olivier.bertin@example.fr";
    const user_id = await userId(session, email);
    await byTwo("add-staff", { user_id, role: "admin" });
    const asked = await ask(people.admin, "remove-staff", { user_id }, email);
    await session.query(
      `update auth.users set email = 'other@example.fr', raw_user_meta_data = raw_user_meta_data || '{"is_admin": "still"}' where id = $1`,
      [user_id],
    );
    const removed = await decide(admin2, (asked.body as RunReport).approval?.id);
    expect(removed.body.error).toBeUndefined();
    expect(removed.status).toBe(200);
    expect(await stateOf(user_id)).toMatchObject({ role: null, sessions: 0 });
    await session.query("delete from private.staff where user_id = $1", [user_id]);
    await session.query("update auth.users set email = $2 where id = $1", [user_id, email]);
  });

  test("undoing the arrival of a colleague leaves no row", async () => {
    const user_id = await userId(session, "olivier.bertin@example.fr");
    const before = await stateOf(user_id);
    const added = await byTwo("add-staff", { user_id, role: "support" });
    const asked = await undo(session, people.admin, added.body.run.id);
    await decide(admin2, asked.body.approval?.id);
    expect(await stateOf(user_id)).toEqual(before);
  });

  test("nobody decides about the own person, and only admins about colleagues", async () => {
    const user_id = admin2.userId;
    const asked = await ask(people.admin, "add-staff", { user_id, role: "ops" });
    const own = await decide(admin2, (asked.body as RunReport).approval?.id);
    expect(own.body.error?.code).toBe("self_approval");
    expect((await ask(people.ops, "add-staff", { user_id, role: "ops" })).status).toBe(403);
  });

  test.each([
    ["add-staff", "support@comptalyze.test", { role: "support" }, "already_staff"],
    ["remove-staff", "zoe.lambert@example.fr", {}, "not_staff_member"],
  ])("%s of %s is blocked: %s %s", async (action, email, more, code) => {
    const user_id = await userId(session, email);
    const { body } = await preview(session, people.admin, action, { user_id, ...more });
    expect(body.blockers.map((blocker) => blocker.code)).toContain(code);
    const forced = await run(
      session,
      people.admin,
      action,
      { user_id, ...more },
      {
        plan: body.plan,
        confirm: email,
      },
    );
    expect(forced.status).toBe(409);
  });

  test("the last admin stays: by the guard, by the approved request, by plain SQL", async () => {
    await session.query("begin");
    await session.query("savepoint whole");
    await session.query("update private.staff set role = 'ops' where user_id = $1", [
      admin2.userId,
    ]);
    const [state] = await session.query<{ guard: { blockers: { code: string }[] } }>(
      "select private.guard_remove_staff(jsonb_build_object('user_id', $1::text), now()) as guard",
      [people.admin?.userId],
    );
    expect(state?.guard.blockers).toEqual([{ code: "last_admin", args: {} }]);
    await session.query("rollback");
    await expect(
      session.query("update private.staff set role = 'support' where role = 'admin'"),
    ).rejects.toThrow(/blocked/);
    await expect(session.query("delete from private.staff where role = 'admin'")).rejects.toThrow(
      /blocked/,
    );
    // In one transaction the order does not matter.
    await session.query("begin");
    await session.query("update private.staff set removed_at = now() where role = 'admin'");
    await session.query("update private.staff set removed_at = null where user_id = $1", [
      people.admin?.userId,
    ]);
    await session.query("commit");
    await session.query("update private.staff set removed_at = null where user_id = $1", [
      admin2.userId,
    ]);
  });

  test("no undo takes the last admin, and none brings back who is banned", async () => {
    const user_id = await userId(session, "samir.haddad@example.com");
    await byTwo("add-staff", { user_id, role: "ops" });
    const removed = await byTwo("remove-staff", { user_id }, "samir.haddad@example.com");
    const ban = (until: string) =>
      session.query(`update auth.users set banned_until = ${until} where id = $1`, [user_id]);
    const asked = await undo(session, people.admin, removed.body.run.id);
    await ban("now() + interval '1 day'");
    expect((await decide(admin2, asked.body.approval?.id)).body.error).toMatchObject({
      code: "blocked",
      details: { blockers: [{ code: "target_is_banned" }] },
    });
    expect(await stateOf(user_id)).toMatchObject({ role: null });
    await ban("null");

    // An ops who became the only admin: undoing it would leave none.
    const raised = await byTwo("add-staff", {
      user_id: people.ops?.userId ?? "",
      role: "admin",
    });
    await session.query("begin");
    await session.query("update private.staff set role = 'ops' where user_id = any ($1)", [
      [people.admin?.userId, admin2.userId],
    ]);
    const undoing = session.query(
      `select private.undo_staff(r, o.snapshot) from private.runs r, private.runs o
      where r.id = $1 and o.id = $1`,
      [raised.body.run.id],
    );
    await expect(undoing).rejects.toMatchObject({ code: "PT409" });
    await session.query("rollback");
    await session.query("update private.staff set role = 'ops' where user_id = $1", [
      people.ops?.userId,
    ]);
  });

  test.runIf(engine === "PostgreSQL")(
    "two admins who take each other's rights at the same moment: one of them stays, forty times",
    async () => {
      const one = await openSession(database);
      const two = await openSession(database);
      try {
        for (let round = 0; round < 40; round += 1) {
          const demote = (who: Session, user_id: string | undefined) =>
            who
              .query("update private.staff set role = 'ops' where user_id = $1", [user_id])
              .then(() => true)
              .catch(() => false);
          const passed = await Promise.all([
            demote(one, people.admin?.userId),
            demote(two, admin2.userId),
          ]);
          expect(passed.filter(Boolean)).toHaveLength(1);
          await session.query("update private.staff set role = 'admin' where user_id = any ($1)", [
            [people.admin?.userId, admin2.userId],
          ]);
        }
      } finally {
        await one.close();
        await two.close();
      }
    },
  );
});
