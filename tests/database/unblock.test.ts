import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { RunReport } from "../../supabase/functions/_shared/contract.ts";
import { call, preview, run, undo, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("unblock-user on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;
  let user_id: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    user_id = await userId(session, "zoe.lambert@example.fr");
  });
  beforeEach(async () => {
    await session.query("delete from public.rate_limits");
    await store("memory");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const store = (kind: "memory" | "shared") =>
    session.query(
      "update private.settings set value = to_jsonb($1::text) where key = 'limiter_store'",
      [kind],
    );

  /** An entry whose window began so many seconds ago. */
  const limit = (seconds: number, hits = 80) =>
    session.query(
      `insert into public.rate_limits as l (user_id, window_start, hits)
      values ($1, now() - make_interval(secs => $2), $3)
      on conflict (user_id) do update set window_start = excluded.window_start, hits = excluded.hits`,
      [user_id, seconds, hits],
    );

  const entries = () => session.query("select user_id from public.rate_limits");

  const shown = () => preview(session, support, "unblock-user", { user_id });

  const go = (plan: string) => run(session, support, "unblock-user", { user_id }, { plan });

  const prove = async (runId: string, clock = "") =>
    (
      await call<RunReport>(
        session,
        support,
        "prove_run",
        { run_id: runId, again: true },
        { clock },
      )
    ).body.proof;

  test("in memory: nothing is written, nothing is claimed, the end of the window is told", async () => {
    const before = await dump(session, ["private.audit"]);
    const { body } = await shown();
    expect(await dump(session, ["private.audit"])).toEqual(before);
    expect(body).toMatchObject({
      changes: [],
      unchanged: [{ field: "limiter_entry", value: "unreadable" }],
      warnings: [{ code: "limiter_in_memory", args: { seconds: 60 } }],
      blockers: [],
    });
    const done = await go(body.plan);
    expect(done).toMatchObject({ status: 200, body: { changes: [], undo: false } });
    const proof = await prove(done.body.run.id);
    expect(proof).toMatchObject({
      status: "unverified",
      evidence: [{ code: "limiter_window", ok: false }],
    });
    const [window] = await session.query<{ rest: number }>(
      "select extract(epoch from $1::timestamptz - finished_at)::int as rest from private.runs where id = $2",
      [proof?.evidence[0]?.found, done.body.run.id],
    );
    expect(window?.rest).toBe(60);
  });

  test("in memory: it is never verified, neither later nor once a store is there", async () => {
    const done = await go((await shown()).body.plan);
    expect((await prove(done.body.run.id, "10 minutes"))?.status).toBe("unverified");
    await store("shared");
    expect((await prove(done.body.run.id))?.status).toBe("unverified");
  });

  test("with a shared store: the entry is cleared and the store confirms it", async () => {
    await store("shared");
    await limit(5);
    const { body } = await shown();
    expect(body).toMatchObject({ warnings: [], blockers: [] });
    const done = await go(body.plan);
    expect(done.body.changes).toEqual(body.changes);
    expect(done.body.changes).toMatchObject([
      { field: "limiter_entry", before: "counting", after: "none" },
    ]);
    expect(await entries()).toEqual([]);
    expect((await prove(done.body.run.id))?.status).toBe("verified");
    expect(await undo(session, support, done.body.run.id)).toMatchObject({
      status: 409,
      body: { error: { code: "not_undoable", details: { cause: "no_undo" } } },
    });
  });

  test("a customer who is counted again, or a store that is gone, is not verified", async () => {
    await store("shared");
    await limit(5);
    const done = await go((await shown()).body.plan);
    await limit(0, 1);
    expect(await prove(done.body.run.id)).toMatchObject({
      status: "unverified",
      evidence: [{ code: "limiter_entry", expected: "none", found: "counting", ok: false }],
    });
    await store("memory");
    expect((await prove(done.body.run.id))?.status).toBe("unverified");
  });

  test("a customer who goes on trying does not make the plan stale; a window that ended does", async () => {
    await store("shared");
    await limit(5);
    const first = await shown();
    await limit(5, 95);
    expect((await go(first.body.plan)).status).toBe(200);

    await limit(5);
    const second = await shown();
    await limit(61);
    expect(await go(second.body.plan)).toMatchObject({
      status: 409,
      body: { error: { code: "stale_plan" } },
    });
    expect(await entries()).toHaveLength(1);
  });

  test.each([
    ["no entry", null],
    ["an entry whose window is over", 61],
  ])("with a shared store and %s it is blocked", async (_what, seconds) => {
    await store("shared");
    if (seconds !== null) await limit(seconds);
    const { body } = await shown();
    expect(body.blockers.map(({ code }) => code)).toEqual(["not_limited"]);
    expect(await go(body.plan)).toMatchObject({
      status: 409,
      body: { error: { code: "blocked" } },
    });
  });

  test("the entry goes with the account", async () => {
    await limit(5);
    await session.query("begin");
    await session.query("delete from auth.users where id = $1", [user_id]);
    expect(await entries()).toEqual([]);
    await session.query("rollback");
  });
});
