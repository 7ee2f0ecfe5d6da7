import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { call, preview, run, undo, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type ProofAnswer = {
  proof: { status: string; evidence: { code: string; expected: unknown; found: unknown }[] };
};

describe.each(ENGINES)("reset-quota on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;
  let customer: NonNullable<Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    customer = await signedIn(database, "zoe.lambert@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [customer.userId]);
    for (const at of [
      "now()",
      "now() - interval '0.000001 seconds'",
      "private.paris_month_start(now())",
      // The last moment of the month before stays.
      "private.paris_month_start(now()) - interval '0.000001 seconds'",
    ]) {
      await session.query(
        `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
        values ($1, '2026-11', E'Conseil "é\\n', 123456, 27407, ${at})`,
        [customer.userId],
      );
    }
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  /** Every column of every row as text, microseconds included. */
  const rows = async (id: string) =>
    (
      await session.query<{ text: string }>(
        "select r::text as text from public.urssaf_records r where user_id = $1 order by r.id",
        [id],
      )
    ).map(({ text }) => text);

  const aside = async (id: string) =>
    (
      await session.query<{ n: number }>(
        "select count(*)::int as n from private.set_aside where user_id = $1",
        [id],
      )
    )[0]?.n;

  const listed = async (id: string) =>
    (
      await session.query<{ used: number }>(
        "select quota_used as used from private.users where id = $1",
        [id],
      )
    )[0]?.used;

  const simulate = (id: string) =>
    session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
      values ($1, '2026-11', 'BNC', 100, 26)`,
      [id],
    );

  async function reset(user_id: string) {
    const shown = await preview(session, support, "reset-quota", { user_id });
    const done = await run(session, support, "reset-quota", { user_id }, { plan: shown.body.plan });
    return { shown, done };
  }

  const prove = (run_id: string) =>
    call<ProofAnswer>(session, support, "prove_run", { run_id, again: true });

  test("the app counts nothing after it, and undo gives every row back byte for byte", async () => {
    const id = customer.userId;
    const before = await rows(id);
    expect(before).toHaveLength(4);
    const state = await dump(session, ["private.audit"]);
    const { shown, done } = await reset(id);
    expect(done.status).toBe(200);
    expect(done.body.changes).toEqual(shown.body.changes);
    expect(done.body.changes.map(({ field, before, after }) => [field, before, after])).toEqual([
      ["quota_used", 3, 0],
      ["set_aside", 0, 3],
    ]);
    expect(shown.body.unchanged).toEqual([{ field: "simulations_kept", value: 4 }]);
    expect(await rows(id)).toHaveLength(1);
    expect(await listed(id)).toBe(0);
    expect((await prove(done.body.run.id)).body.proof).toMatchObject({
      status: "verified",
      evidence: [
        { code: "quota_used", expected: 0, found: 0 },
        { code: "set_aside", expected: 3, found: 3 },
      ],
    });

    const undone = await undo(session, support, done.body.run.id);
    expect(undone.status).toBe(200);
    expect(await rows(id)).toEqual(before);
    const after = await dump(session, ["private.audit"]);
    for (const table of ["public.urssaf_records", "private.users", "private.set_aside"]) {
      expect({ table, hash: after[table] }).toEqual({ table, hash: state[table] });
    }
    expect((await prove(undone.body.run.id)).body.proof.status).toBe("verified");
    expect((await undo(session, support, done.body.run.id)).body.error).toMatchObject({
      code: "not_undoable",
    });
  });

  test("a preview writes nothing", async () => {
    const before = await dump(session, ["private.audit"]);
    await preview(session, support, "reset-quota", { user_id: customer.userId });
    expect(await dump(session, ["private.audit"])).toEqual(before);
  });

  test("undo stays possible after new simulations, which stay; two resets are undone in any order", async () => {
    const id = await userId(session, "rose.nguyen@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await simulate(id);
    await simulate(id);
    const before = await rows(id);
    const first = (await reset(id)).done.body;
    await simulate(id);
    expect((await prove(first.run.id)).body.proof.status).toBe("verified");
    const made = await rows(id);
    const second = (await reset(id)).done.body;
    expect(await aside(id)).toBe(3);
    const undone = await undo(session, support, first.run.id);
    expect(undone.status).toBe(200);
    expect(await rows(id)).toEqual(before);
    expect(await listed(id)).toBe(2);
    expect((await undo(session, support, second.run.id)).status).toBe(200);
    expect(await rows(id)).toEqual([...before, ...made].sort());
    expect(await aside(id)).toBe(0);
  });

  test("undo is refused when what is aside is no longer all there, or its id was taken", async () => {
    const id = await userId(session, "maud.pichon@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await simulate(id);
    const done = (await reset(id)).done.body;
    await session.query(
      `insert into public.urssaf_records (id, user_id, month, activity, revenue_cents, contributions_cents)
      select s.id, s.user_id, '2026-11', 'BIC', 1, 0 from private.set_aside s where s.run_id = $1`,
      [done.run.id],
    );
    expect(await undo(session, support, done.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "id_taken" } } },
    });
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await session.query(
      `update private.set_aside set record = record || '{"revenue_cents": 9}' where run_id = $1`,
      [done.run.id],
    );
    expect(await undo(session, support, done.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "changed_since" } } },
    });
    expect(await rows(id)).toEqual([]);
  });

  test("blocks where it makes no sense, warns where there is no limit", async () => {
    const idle = await userId(session, "victor.delmas@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [idle]);
    const { shown, done } = await reset(idle);
    expect(shown.body.blockers.map(({ code }) => code)).toEqual(["nothing_to_reset"]);
    expect(done).toMatchObject({ status: 409, body: { error: { code: "blocked" } } });

    const paying = await userId(session, "ines.carpentier@example.com");
    await simulate(paying);
    const warned = await preview(session, support, "reset-quota", { user_id: paying });
    expect(warned.body.warnings.map(({ code }) => code)).toEqual(["no_quota"]);

    await session.query("begin");
    await session.query(
      "create table public.attachments (record uuid references public.urssaf_records (id) on delete cascade)",
    );
    const [guard] = await session.query<{ blocker: string }>(
      "select private.guard_reset_quota(jsonb_build_object('user_id', $1::text), now()) #>> '{blockers,0,code}' as blocker",
      [paying],
    );
    await session.query("rollback");
    expect(guard?.blocker).toBe("records_referenced");
  });

  test("a simulation made between preview and run: nothing is taken", async () => {
    const id = await userId(session, "antoine.schmitt@example.com");
    await simulate(id);
    const { body } = await preview(session, support, "reset-quota", { user_id: id });
    await simulate(id);
    const before = await rows(id);
    const answer = await run(session, support, "reset-quota", { user_id: id }, { plan: body.plan });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "stale_plan" } } });
    expect(await rows(id)).toEqual(before);
  });

  test("a plan of last month is stale, even with as many simulations", async () => {
    const id = await userId(session, "theo.brunet@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await simulate(id);
    const [clock] = await session.query<{ end: string }>(
      `select (private.paris_month_start(now()) + interval '32 days' - now())::text as end`,
    );
    const [turn] = await session.query<{ before: string; after: string }>(
      `select (private.paris_month_start(now() + $1::interval) - interval '1 minute' - now())::text as before,
        (private.paris_month_start(now() + $1::interval) + interval '1 minute' - now())::text as after`,
      [clock?.end],
    );
    const shown = await preview(
      session,
      support,
      "reset-quota",
      { user_id: id },
      { clock: turn?.before ?? "" },
    );
    expect(shown.body.blockers).toEqual([]);
    await session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
      values ($1, '2026-12', 'BNC', 1, 0, private.paris_month_start(now() + $2::interval))`,
      [id, clock?.end],
    );
    const answer = await run(
      session,
      support,
      "reset-quota",
      { user_id: id },
      { plan: shown.body.plan },
      { clock: turn?.after ?? "" },
    );
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "stale_plan" } } });
  });

  test("what is aside goes with the account, and is counted and cleaned with the demo data", async () => {
    const id = await userId(session, "olivier.bertin@example.fr");
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await simulate(id);
    await reset(id);
    expect(await aside(id)).toBe(1);
    await session.query("begin");
    await session.query("delete from auth.users where id = $1", [id]);
    expect(await aside(id)).toBe(0);
    await session.query("rollback");
  });
});
