import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { call } from "./actions.ts";
import {
  BY_THE_RULE,
  change,
  customersOf,
  idsOf,
  KEPT,
  MIRRORED,
  statementOf,
} from "./importChanges.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("open imports on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let ops: Person;
  let customers: string[];

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    ops = await signedIn(database, "ops@comptalyze.test");
    customers = await customersOf(session);
  }, 120_000);
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const turn = () => session.query("select private.turn_imports()");

  test("the demo data has some, and exactly those are kept", async () => {
    const expected = await idsOf(session, BY_THE_RULE);
    expect(expected.length).toBeGreaterThan(0);
    expect(await idsOf(session, KEPT)).toEqual(expected);
  });

  test("list, causes and first page say what the rule says, after every change of 300 of chance", async () => {
    await session.query("truncate public.import_logs");
    expect(await idsOf(session, KEPT)).toEqual([]);
    const changes = fc.sample(change, { seed: 5, numRuns: 300 });
    let most = 0;
    for (const [place, one] of changes.entries()) {
      const sql = statementOf(one, customers, 0);
      await session.query(sql);
      const expected = await idsOf(session, BY_THE_RULE);
      most = Math.max(most, expected.length);
      expect(await idsOf(session, MIRRORED), sql).toEqual(expected);
      if (place % 7 === 0) {
        await turn();
        expect(await idsOf(session, KEPT), sql).toEqual(expected);
      }
      if (place % 10 === 0) {
        const recent = await session.query(
          `select from public.import_logs l where l.id::text in (${BY_THE_RULE}) and l.created_at > now() - interval '30 days'`,
        );
        const { body } = await call<{ todo: { imports_failed: { number: number } } }>(
          session,
          ops,
          "home",
          {},
        );
        expect(body.todo.imports_failed.number, sql).toBe(recent.length);
        await asPerson(session, ops, async () => {
          const listed = "select id::text from backoffice.import_logs where open";
          expect(await idsOf(session, listed), sql).toEqual(expected);
          const [causes] = await session.query<{ open: number }>(
            "select coalesce(sum(open), 0)::int as open from backoffice.import_failures",
          );
          expect(causes?.open, sql).toBe(expected.length);
        });
      }
    }
    expect(most).toBeGreaterThan(5);
    await session.query("select private.rebuild_imports()");
    expect(await idsOf(session, KEPT)).toEqual(await idsOf(session, BY_THE_RULE));
    expect(await session.query("select from private.import_repairs")).toEqual([]);
  });

  test("a customer who leaves takes the open ones along", async () => {
    await session.query("begin");
    const [user] = await session.query<{ id: string }>(
      "insert into auth.users (id, email) values (gen_random_uuid(), 'part@example.fr') returning id::text",
    );
    await session.query(
      "insert into public.import_logs (user_id, provider, month, status) select $1, 'stripe', '2026-04', s from unnest('{error,error}'::text[]) s",
      [user?.id],
    );
    const kept = () =>
      session.query("select from private.open_imports where user_id = $1", [user?.id]);
    expect(await kept()).toHaveLength(2);
    await session.query("delete from auth.users where id = $1", [user?.id]);
    expect(await kept()).toEqual([]);
    await session.query("rollback");
  });

  test("a change that cannot be followed goes through, and the next turn finds it", async () => {
    await session.query("begin");
    await session.query("alter table private.open_imports rename to gone");
    await session.query(
      "insert into public.import_logs (user_id, provider, month, status) values ($1, 'stripe', '2026-09', 'error')",
      [customers[0]],
    );
    await session.query("alter table private.gone rename to open_imports");
    const found = () => session.query("select from private.open_failures where month = '2026-09'");
    expect(await found()).toEqual([]);
    expect(await session.query("select from private.import_repairs")).toHaveLength(1);
    await turn();
    expect(await found()).toHaveLength(1);
    expect(await session.query("select from private.import_repairs")).toEqual([]);
    await session.query("rollback");
  });
});
