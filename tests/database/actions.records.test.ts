import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { grantOnce, preview, REASON, run, undo, userId } from "./actions.ts";
import { onePersonOfEach, PEOPLE, type PersonName } from "./people.ts";
import {
  asPerson,
  ENGINES,
  openSession,
  type Person,
  refusalOf,
  type Session,
  signedIn,
} from "./session.ts";

type AuditRow = {
  actor_email: string | null;
  actor_role: string | null;
  event: string;
  outcome: string;
  action: string;
  target_label: string | null;
  run_id: string | null;
  reason: string | null;
  details: { code?: string } | null;
};

describe.each(ENGINES)("records on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let runId: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    const { run } = await grantOnce(session, people.support, "maud.pichon@example.fr");
    runId = run.id;
    await undo(session, people.support, runId);
    await database.query(
      "insert into private.run_proofs (run_id, status, evidence) values ($1, 'verified', '[]')",
      [runId],
    );
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  /** The lines that `work` adds to the journal. */
  async function journal(work: () => Promise<unknown>): Promise<AuditRow[]> {
    const [last] = await session.query<{ id: string }>(
      "select coalesce(max(id), 0)::text as id from private.audit",
    );
    await work();
    return session.query<AuditRow>(
      `select actor_email, actor_role, event, outcome, action, target_label, run_id, reason, details
      from private.audit where id > $1 order by id`,
      [last?.id],
    );
  }

  test.each(["private.audit", "private.runs", "private.run_proofs"])(
    "%s is append-only for everybody, the owner included",
    async (table) => {
      const changes = [
        `update ${table} set ${table === "private.audit" ? "reason = 'x'" : table === "private.runs" ? "reason = 'x'" : "status = 'failed'"}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ];
      const count = () =>
        session.query(
          `select count(*), md5(string_agg(t::text, '' order by t::text)) from ${table} t`,
        );
      const before = await count();
      for (const person of PEOPLE) {
        await asPerson(session, people[person], async () => {
          for (const sql of changes) expect(await refusalOf(session, sql)).toBe("42501");
        });
      }
      await session.query("begin");
      for (const sql of changes) {
        expect({ sql, refused: await refusalOf(session, sql) }).toEqual({ sql, refused: "PT409" });
        await session.query("set local role service_role");
        expect(await refusalOf(session, sql)).toBe("42501");
        await session.query("reset role");
      }
      await session.query("rollback");
      expect(await count()).toEqual(before);
    },
  );

  test("a finished run takes the mark of its undo once and nothing with it", async () => {
    const { run: other } = await grantOnce(session, people.admin, "rose.nguyen@example.fr");
    await session.query("begin");
    for (const [id, change, refused] of [
      [runId, "undone_at = now()", "PT409"],
      [runId, "undone_at = null, undone_by_run = null", "PT409"],
      [other.id, "undone_at = now(), status = 'failed'", "PT409"],
      [other.id, "target_id = gen_random_uuid()::text", "PT409"],
      [other.id, "finished_at = null", "PT409"],
      [other.id, "undone_at = now()", null],
    ]) {
      const sql = `update private.runs set ${change} where id = '${id}'`;
      expect({ change, refused: await refusalOf(session, sql) }).toEqual({ change, refused });
    }
    await session.query("rollback");
  });

  test("run and undo write one line each, with who, whom, why and what", async () => {
    const email = "rose.nguyen@example.fr";
    const user_id = await userId(session, email);
    const plan = async (action: string) =>
      (await preview(session, people.ops, action, { user_id })).body.plan;
    let id = "";
    const lines = await journal(async () => {
      const done = await run(
        session,
        people.ops,
        "revoke-premium",
        { user_id },
        {
          plan: await plan("revoke-premium"),
          incident: "INC-0042",
        },
      );
      id = done.body.run.id;
      await undo(session, people.admin, id);
    });
    const line = { action: "revoke-premium", outcome: "done", target_label: email, reason: REASON };
    expect(lines).toMatchObject([
      {
        ...line,
        event: "action",
        actor_email: "ops@comptalyze.test",
        actor_role: "ops",
        run_id: id,
      },
      { ...line, event: "undo", actor_email: "admin@comptalyze.test", actor_role: "admin" },
    ]);
    const [row] = await session.query(
      `select r.incident, r.actor_email, u.actor_email as undone_by, r.undone_by_run = u.id as linked
      from private.runs r join private.runs u on u.undoes_run = r.id where r.id = $1`,
      [id],
    );
    expect(row).toEqual({
      incident: "INC-0042",
      actor_email: "ops@comptalyze.test",
      undone_by: "admin@comptalyze.test",
      linked: true,
    });
  });

  test("a refusal of staff stays in the journal", async () => {
    const user_id = await userId(session, "zoe.lambert@example.fr");
    await session.query(
      "delete from private.permissions where role = 'support' and subject = 'revoke-premium'",
    );
    const lines = await journal(async () => {
      const denied = await preview(session, people.support, "revoke-premium", { user_id });
      expect(denied).toMatchObject({ status: 403, body: { error: { code: "not_allowed" } } });
      await session.query("delete from auth.sessions where id = $1", [people.ops?.sessionId]);
      const ended = await preview(session, people.ops, "revoke-premium", { user_id });
      expect(ended.status).toBe(401);
    });
    const line = {
      outcome: "denied",
      action: "revoke-premium",
      target_label: "zoe.lambert@example.fr",
    };
    expect(lines).toMatchObject([
      { ...line, actor_role: "support", details: { code: "not_allowed" } },
      { ...line, actor_role: "ops", details: { code: "unauthorized" } },
    ]);
  });

  test("a stranger's knocks are told once in ten minutes", async () => {
    const user_id = await userId(session, "zoe.lambert@example.fr");
    const knock = (person: Person, clock = "") =>
      preview(session, person, "grant-premium", { user_id, days: 7 }, { clock });
    const other = await signedIn(database, "noemie.texier@example.fr");
    const deleted = {
      userId: "00000000-0000-4000-8000-00000000dead",
      email: "",
      sessionId: "00000000-0000-4000-8000-00000000beef",
    };
    const lines = await journal(async () => {
      for (const person of [people.customer, other, deleted, people["former staff"]]) {
        for (let times = 0; times < 4; times += 1) {
          expect((await knock(person)).status).toBe(403);
        }
        await knock(person, "9 minutes");
        await knock(person, "11 minutes");
      }
    });
    expect(lines.map((line) => line.details?.code)).toEqual(Array(8).fill("not_staff"));
    expect(lines.map((line) => line.actor_role)).toEqual(Array(8).fill(null));
  });

  test("a failure that is not a refusal raises and leaves nothing", async () => {
    const user_id = await userId(session, "salome.weber@example.fr");
    const { body } = await preview(session, people.support, "grant-premium", { user_id, days: 7 });
    await session.query("alter table private.grants add constraint broken check (false) not valid");
    const lines = await journal(async () => {
      await expect(
        run(session, people.support, "grant-premium", { user_id, days: 7 }, { plan: body.plan }),
      ).rejects.toMatchObject({ code: "23514" });
    });
    expect(lines).toEqual([]);
    await session.query("alter table private.grants drop constraint broken");
    const done = await run(
      session,
      people.support,
      "grant-premium",
      { user_id, days: 7 },
      { plan: body.plan },
    );
    expect(done.status).toBe(200);
  });
});
