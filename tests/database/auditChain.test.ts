import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database, Row } from "../../stack/database.ts";
import { call, grantOnce, preview, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { ENGINES, openSession, type Person, type Session } from "./session.ts";

type Verdict = {
  ok: boolean;
  rows: number;
  until_seq: number;
  until_hash: string;
  head_seq: number;
  head_hash: string;
  first_broken: { seq: number; why: string } | null;
};

const LINES = `insert into private.audit (event, outcome, reason) select 'repaired', 'done', 'line ' || i from generate_series(1, $1::int) i`;

/** As somebody who is above every right and trigger. */
const tampering = (sql: string) => [
  "alter table private.audit disable trigger all",
  "alter table private.audit_head disable trigger all",
  sql,
  "alter table private.audit enable always trigger link",
  "alter table private.audit enable always trigger append_only",
  "alter table private.audit_head enable trigger all",
];

describe.each(ENGINES)("the chain of the journal on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;

  const verify = async (args: Record<string, unknown> = {}, person: PersonName = "ops") =>
    (await call<Verdict>(session, people[person], "verify_audit", args)).body;
  const one = async <T extends Row>(sql: string, params: unknown[] = []) => {
    const [row] = await session.query<T>(sql, params);
    if (row === undefined) throw new Error(`no row: ${sql}`);
    return row;
  };
  const head = () =>
    one<{ seq: number; hash: string }>(
      "select seq::int, encode(hash, 'hex') as hash from private.audit_head",
    );

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    await grantOnce(session, people.support, "maud.pichon@example.fr");
    await session.query(LINES, [20]);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("is whole after actions, refusals and bulk lines, and every line is in it", async () => {
    const verdict = await verify();
    const { seq, hash } = await head();
    const counted = await one<{ n: number }>("select count(*)::int as n from private.audit");
    expect(verdict).toEqual({
      ok: true,
      rows: counted.n,
      until_seq: seq,
      until_hash: hash,
      head_seq: seq,
      head_hash: hash,
      first_broken: null,
    });
  });

  test("does not take a number, a hash or a predecessor from whoever inserts", async () => {
    const before = await head();
    await session.query(
      `insert into private.audit (seq, prev_hash, hash, event, outcome) values (999999, '\\x00', '\\x00', 'repaired', 'done')`,
    );
    // Not even where ordinary triggers rest.
    await session.query("begin");
    await session.query("set local session_replication_role = replica");
    await session.query(
      `insert into private.audit (seq, prev_hash, hash, event, outcome) values (999999, '\\x00', '\\x00', 'repaired', 'done')`,
    );
    await session.query("commit");
    expect((await head()).seq).toBe(before.seq + 2);
    expect(await verify()).toMatchObject({ ok: true, first_broken: null });
  });

  test("has no gap after transactions that were rolled back", async () => {
    const before = await head();
    for (const end of ["rollback", "commit", "rollback"]) {
      await session.query("begin");
      await session.query(LINES, [3]);
      await session.query("savepoint part");
      await session.query(LINES, [2]);
      await session.query("rollback to savepoint part");
      await session.query(LINES, [1]);
      await session.query(end);
    }
    // A preview performs the action, its line included, and takes it back.
    const user_id = await userId(session, "zoe.lambert@example.fr");
    await preview(session, people.support, "grant-premium", { user_id, days: 7 });
    expect((await head()).seq).toBe(before.seq + 4);
    expect(await verify()).toMatchObject({ ok: true, head_seq: before.seq + 4 });
  });

  test("covers what was refused with 401, 403 and 409", async () => {
    const user_id = await userId(session, "zoe.lambert@example.fr");
    const before = await head();
    const refused = await Promise.all([
      call(session, people.support, "verify_audit", {}),
      call(session, people.customer, "open_user", { user_id }),
    ]).catch(() => null);
    expect(refused?.map(({ status }) => status)).toEqual([403, 403]);
    const blocked = await preview(session, people.support, "revoke-premium", { user_id });
    const late = await call<unknown>(session, people.support, "run_action", {
      action: "revoke-premium",
      params: { user_id },
      plan: blocked.body.plan,
      reason: "Geste commercial annulé",
      idempotency_key: "chain-of-the-journal",
    });
    expect(late.status).toBe(409);
    const ended = { ...people.ops, sessionId: "00000000-0000-4000-8000-00000000beef" } as Person;
    expect((await preview(session, ended, "revoke-premium", { user_id })).status).toBe(401);
    const lines = await session.query(
      "select (details ->> 'status')::int as status, outcome from private.audit where seq > $1 order by seq",
      [before.seq],
    );
    expect(lines).toEqual([403, 403, 409, 401].map((status) => ({ status, outcome: "denied" })));
    expect(await verify()).toMatchObject({ ok: true });
  });

  test("goes on from a line that was verified, or whose hash was kept elsewhere", async () => {
    const first = await verify({ most: 10 });
    expect(first).toMatchObject({ ok: true, rows: 10, until_seq: 10 });
    const rest = await verify({ after_seq: 10 });
    expect(rest).toMatchObject({ ok: true, rows: rest.head_seq - 10, until_seq: rest.head_seq });
    const kept = await one<{ hash: string }>(
      "select encode(hash, 'hex') as hash from private.audit where seq = 15",
    );
    expect(await verify({ after_seq: 15, after_hash: kept.hash })).toMatchObject({ ok: true });
    expect(await verify({ after_seq: 15, after_hash: "ab".repeat(32) })).toMatchObject({
      ok: false,
      first_broken: { seq: 15, why: "noted" },
    });
    expect(await verify({ after_seq: 17 })).toMatchObject({ error: { code: "invalid_input" } });
  });

  test("tells whoever kept a hash what follows from it, and remembers nothing of it", async () => {
    await verify();
    const state = () => one("select * from private.audit_checks order by id desc limit 1");
    const before = await state();
    const { seq } = await head();
    const claimed = (after_seq: number | null, after_hash = "ab".repeat(32)) =>
      verify({ after_seq, after_hash });
    expect(await claimed(seq)).toMatchObject({ first_broken: { seq, why: "noted" } });
    // An end that was cut off.
    expect(await claimed(seq + 5)).toMatchObject({
      first_broken: { seq: seq + 5, why: "missing" },
    });
    const wrong = { error: { code: "invalid_input" } };
    expect(await claimed(null)).toMatchObject(wrong);
    expect(await claimed(-5)).toMatchObject(wrong);
    expect(await claimed(Number.MAX_SAFE_INTEGER)).toMatchObject(wrong);
    expect(await state()).toEqual(before);

    await session.query(LINES, [3]);
    const last = await head();
    expect(await claimed(last.seq, last.hash)).toMatchObject({ ok: true, rows: 0 });
    expect(await state(), "nobody has walked over the lines before it").toEqual(before);
    expect(await verify({ most: 9e18 })).toMatchObject({ ok: true, until_seq: last.seq });
  });

  describe("finds", () => {
    beforeEach(() => session.query("begin"));
    afterEach(() => session.query("rollback"));

    /** What the database itself finds, without the request around it. */
    async function found(sql: string): Promise<string> {
      for (const statement of tampering(sql)) await session.query(statement);
      const { seq, why } = await one<{ seq: string | null; why: string | null }>(
        `select broken_seq::text as seq, broken_why as why from private.check_chain(0, private.known_hash(0), 1000000)`,
      );
      return seq === null ? "nothing" : `${why} at ${seq}`;
    }

    test("nothing where nothing was done", async () => {
      expect(await found("select 1")).toBe("nothing");
    });

    test("a change of any column", async () => {
      const columns = await session.query<{ name: string; type: string }>(
        `select attname::text as name, format_type(atttypid, null) as type from pg_attribute
        where attrelid = 'private.audit'::regclass and attnum > 0 and not attisdropped`,
      );
      const values: Record<string, string> = {
        bigint: "900000",
        uuid: "gen_random_uuid()",
        jsonb: `'null'`,
        bytea: "'\\x00'",
        "timestamp with time zone": "at + interval '1 microsecond'",
      };
      expect(columns.length).toBeGreaterThanOrEqual(19);
      for (const { name, type } of columns) {
        const value =
          { id: "default", event: "'undo'", outcome: "'failed'" }[name] ?? values[type] ?? "'x'";
        await session.query("savepoint clean");
        const broken = await found(`update private.audit set "${name}" = ${value} where seq = 5`);
        expect({ name, broken }).toEqual({ name, broken: expect.stringMatching(/ at [56]$/) });
        await session.query("rollback to savepoint clean");
      }
    });

    test.each([
      ["a deleted line", "delete from private.audit where seq = 7", "missing at 7"],
      ["a deleted first line", "delete from private.audit where seq = 1", "missing at 1"],
      [
        "two lines that changed places",
        `update private.audit a set seq = -a.seq where seq in (8, 9);
        update private.audit a set seq = 17 + a.seq where seq in (-8, -9)`,
        "order at 8",
      ],
      [
        "a line before the first",
        `insert into private.audit (seq, event, outcome, prev_hash, hash) values (0, 'action', 'done', '\\x00', '\\x00')`,
        "inserted at 0",
      ],
      [
        "a line that was inserted, with the later ones moved on",
        `alter table private.audit drop constraint audit_seq_key;
        update private.audit set seq = seq + 1 where seq > 10;
        insert into private.audit (seq, event, outcome, prev_hash, hash)
          select 11, 'action', 'done', hash, sha256(hash) from private.audit where seq = 10;
        update private.audit_head set seq = seq + 1`,
        "changed at 11",
      ],
      [
        "a line that was changed and hashed anew",
        `update private.audit a set reason = 'x' where seq = 12;
        update private.audit a set hash = private.entry_hash(a) where seq = 12`,
        "order at 13",
      ],
    ])("%s", async (_kind, sql, expected) => {
      const statements = sql.split(";\n");
      for (const statement of statements.slice(0, -1)) await found(statement);
      expect(await found(statements.at(-1) ?? "")).toBe(expected);
    });

    test("a deleted end, and the same with the head put back", async () => {
      const { seq } = await head();
      expect(await found(`delete from private.audit where seq > ${seq - 2}`)).toBe(
        `missing at ${seq - 1}`,
      );
      await session.query("delete from private.audit_head_posts");
      expect(
        await found(
          "update private.audit_head h set (seq, hash) = (select a.seq, a.hash from private.audit a order by a.seq desc limit 1)",
        ),
      ).toMatch(/^(missing|noted) at/);
    });

    test("a line beyond the head, and a head that was changed", async () => {
      const { seq } = await head();
      expect(
        await found(
          `insert into private.audit (seq, event, outcome, prev_hash, hash)
          select seq + 1, 'action', 'done', hash, sha256(hash) from private.audit_head`,
        ),
      ).toBe(`inserted at ${seq + 1}`);
      await session.query("rollback");
      await session.query("begin");
      expect(await found("update private.audit_head set hash = sha256('x')")).toBe(
        `head at ${seq}`,
      );
    });

    test("a whole chain made anew, by the head of a day", async () => {
      await session.query("alter table private.audit_checks disable trigger all");
      await session.query("delete from private.audit_checks");
      await session.query("select private.keep_audit_head()");
      await session.query("delete from private.audit_checks");
      const { seq } = await head();
      const forged = `do $$
        declare v private.audit; v_hash bytea := sha256('comptalyze audit');
        begin
          for v in select * from private.audit order by seq loop
            v.prev_hash := v_hash;
            if v.seq = 4 then v.reason := 'nothing to see'; end if;
            v_hash := private.entry_hash(v);
            update private.audit a set prev_hash = v.prev_hash, reason = v.reason, hash = v_hash where a.seq = v.seq;
          end loop;
          update private.audit_head set hash = v_hash;
        end $$`;
      expect(await found(forged)).toBe(`noted at ${seq}`);
    });
  });
});
