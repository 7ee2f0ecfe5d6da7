import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call, grantOnce } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { openSession, type Person, type Session } from "./session.ts";

const MANY = 40;
const CUSTOMERS = [
  "zoe.lambert@example.fr",
  "maud.pichon@example.fr",
  "yann.kerbrat@example.fr",
  "malik.benali@example.fr",
];

// Only a server has many connections: PGlite is one.
let database: Database;
let sessions: Session[];
let people: Record<PersonName, Person>;

beforeAll(async () => {
  database = await clonePostgres();
  people = await onePersonOfEach(database);
  sessions = await Promise.all(Array.from({ length: MANY }, () => openSession(database)));
});
afterAll(async () => {
  await Promise.all((sessions ?? []).map((session) => session.close()));
  await database?.close();
});

const verdict = async () =>
  (
    await call<{ ok: boolean; rows: number }>(
      sessions[0] as Session,
      people.ops,
      "verify_audit",
      {},
    )
  ).body;

test("lines of many connections at once, a third of them rolled back: no gap, no deadlock", async () => {
  const before = (await verdict()).rows;
  await Promise.all(
    sessions.map(async (session, index) => {
      for (let round = 0; round < 6; round += 1) {
        await session.query("begin");
        // Half of them wait for their commit, the others take their number at once.
        await session.query(
          index % 2
            ? "select private.write_audit(null, 'repaired', 'done', null)"
            : "insert into private.audit (event, outcome) values ('repaired', 'done')",
        );
        await session.query((index + round) % 3 === 0 ? "rollback" : "commit");
      }
    }),
  );
  expect(await verdict()).toMatchObject({ ok: true, rows: before + (MANY * 6 * 2) / 3 });
});

test("changes from outside hold no lock of the journal while their transaction is open", async () => {
  const [slow, fast] = sessions as [Session, Session];
  await slow.query("begin");
  await slow.query("update public.subscriptions set amount_cents = amount_cents + 1");
  await fast.query("set statement_timeout = '5s'");
  const { run } = await grantOnce(fast, people.support, "clara.dubreuil@example.fr");
  expect(run.status).toBe("succeeded");
  await slow.query("commit");
  expect(await verdict()).toMatchObject({ ok: true });
});

test("actions, changes from outside and the schedule at once, in any order of customers", async () => {
  await Promise.all(
    sessions.map(async (session, index) => {
      const order = index % 2 ? CUSTOMERS : [...CUSTOMERS].reverse();
      if (index % 4 === 0) return session.query("select private.tick()");
      if (index % 4 === 1) {
        for (const email of order)
          await grantOnce(session, people.support, email).catch(() => null);
        return null;
      }
      for (const email of order) {
        await session.query(
          `update auth.users set banned_until = now() + make_interval(mins => $2) where email = $1`,
          [email, index],
        );
      }
      return null;
    }),
  );
  const [left] = await database.query<{ n: number }>(
    "select count(*)::int as n from private.audit_pending",
  );
  expect(left?.n).toBe(0);
  expect(await verdict()).toMatchObject({ ok: true });
});
