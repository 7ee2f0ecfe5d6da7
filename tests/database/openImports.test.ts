import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

/** What is open, asked of every failure. */
const BY_THE_RULE = `select l.id::text from public.import_logs l where l.status = 'error' and not l.dry_run
  and not exists (select from public.import_logs d where d.user_id = l.user_id and d.provider = l.provider
    and d.month = l.month and not d.dry_run and d.status in ('success', 'skipped'))`;
const MIRRORED = "select o.id::text from private.open_failures o";
const KEPT = "select o.id::text from private.open_imports o";

const idsOf = async (session: Session, sql: string) =>
  (await session.query<{ id: string }>(`${sql} order by 1`)).map(({ id }) => id);

/** Of the seven, two moments are the same; and one is too old for the first page. */
const MOMENTS = [
  "2026-01-01 00:00Z",
  ...[1, 2, 2, 3, 4, 5].map((days) => new Date(Date.now() - days * 86_400_000).toISOString()),
];
const STATUSES = ["error", "error", "success", "skipped", "running"];
const MONTHS = ["2026-01", "2026-02", "2026-03"];
const PROVIDERS = ["stripe", "shopify"];

type Row = {
  who: number;
  provider: number;
  month: number;
  status: number;
  dry: boolean;
  at: number;
};

const row = fc.record<Row>({
  who: fc.nat(1),
  provider: fc.nat(1),
  month: fc.nat(MONTHS.length - 1),
  status: fc.nat(STATUSES.length - 1),
  dry: fc.nat(5).map((n) => n === 0),
  at: fc.nat(MOMENTS.length - 1),
});

/** A statement of the customer app; `side` is whose rows it touches when two write at once. */
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("insert"),
      rows: fc.array(row, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set"), which: fc.nat(20), row }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("delete"),
      which: fc.nat(20),
      number: fc.integer({ min: 1, max: 3 }),
    }),
  },
) as fc.Arbitrary<Change>;
type Change =
  | { kind: "insert"; rows: Row[] }
  | { kind: "set"; which: number; row: Row }
  | { kind: "delete"; which: number; number: number };

let made = 0;
/** The same in every run: statements choose by it. */
const nextId = () => {
  made += 1;
  return `00000000-0000-4000-9000-${String(made).padStart(12, "0")}`;
};

function statementOf(change: Change, customers: string[], side: number): string {
  const valuesOf = ({ who, provider, month, status, dry, at }: Row) =>
    `'${customers[who]}', '${PROVIDERS[provider]}', '${MONTHS[month]}', '${STATUSES[status]}', ${dry}, '${MOMENTS[at]}'`;
  const chosen = (which: number, number = 1) =>
    `(select l.id from public.import_logs l where l.rows_imported = ${side} order by l.id offset ${which} % greatest(1, (
      select count(*) from public.import_logs c where c.rows_imported = ${side})) limit ${number})`;
  if (change.kind === "insert")
    return `insert into public.import_logs (id, user_id, provider, month, status, dry_run, created_at, rows_imported) values
      ${change.rows.map((one) => `('${nextId()}', ${valuesOf(one)}, ${side})`).join(", ")}`;
  if (change.kind === "set")
    return `update public.import_logs set (user_id, provider, month, status, dry_run, created_at) = row(${valuesOf(
      change.row,
    )
      .replace(/'([^']*)', /, "'$1'::uuid, ")
      .replace(/'([^']*)'$/, "'$1'::timestamptz")}) where id in ${chosen(change.which)}`;
  return `delete from public.import_logs where id in ${chosen(change.which, change.number)}`;
}

async function customersOf(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    "select id::text from private.users where email like '%@example.fr' order by email limit 2",
  );
  return rows.map(({ id }) => id);
}

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
          expect(causes?.open, sql).toBe(recent.length);
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

describe("two who import at once", () => {
  let database: Database;
  let sides: [Session, Session];
  let schedule: Session;
  let customers: string[];

  beforeAll(async () => {
    database = await clonePostgres();
    sides = [await openSession(database), await openSession(database)];
    schedule = await openSession(database);
    customers = await customersOf(schedule);
  }, 120_000);
  beforeEach(async () => {
    await schedule.query("truncate public.import_logs");
  });
  afterAll(async () => {
    await Promise.all([...(sides ?? []), schedule].map((session) => session?.close()));
    await database?.close();
  });

  const importing = (status: string) =>
    `insert into public.import_logs (user_id, provider, month, status) values ('${customers[0]}', 'stripe', '2026-01', '${status}')`;
  const agree = async (why: string) => {
    expect(await idsOf(schedule, MIRRORED), why).toEqual(await idsOf(schedule, BY_THE_RULE));
  };
  const turned = async () => {
    await schedule.query("select private.turn_imports()");
    expect(await idsOf(schedule, KEPT)).toEqual(await idsOf(schedule, BY_THE_RULE));
  };

  test("one fails and the other is done: neither sees the other, and it is not open", async () => {
    const [one, two] = sides;
    await one.query("begin");
    await two.query("begin");
    await one.query(importing("error"));
    await two.query(importing("success"));
    await two.query("commit");
    await one.query("commit");
    expect(await idsOf(schedule, MIRRORED)).toEqual([]);
    await turned();
  });

  test.each([
    ["removed", "delete from public.import_logs where status in ('success', 'skipped')"],
    [
      "changed",
      "update public.import_logs set status = 'running' where status in ('success', 'skipped')",
    ],
  ])(
    "what had imported the month is %s while another fails and the schedule turns",
    async (_how, away) => {
      const [one, two] = sides;
      await schedule.query(importing("success"));
      await one.query("begin");
      await one.query(away);
      await two.query(importing("error"));
      // The success is still there for who looks now.
      await schedule.query("select private.turn_imports()");
      await one.query("commit");
      expect(await idsOf(schedule, MIRRORED)).toHaveLength(1);
      await turned();
    },
  );

  test("each removes one of two imports that were done: it is open again", async () => {
    const [one, two] = sides;
    for (const status of ["error", "success", "skipped"]) await schedule.query(importing(status));
    await turned();
    await one.query("begin");
    await two.query("begin");
    await one.query("delete from public.import_logs where status = 'success'");
    const waits = two.query("delete from public.import_logs where status = 'skipped'");
    await one.query("commit");
    await waits;
    await two.query("commit");
    expect(await idsOf(schedule, MIRRORED)).toHaveLength(1);
    await turned();
  });

  test.each([
    [
      "is tried again",
      "update public.import_logs set status = 'running' where status = 'error'",
      [],
    ],
    ["is removed", "delete from public.import_logs where status = 'error'", []],
    [
      "turns out to be another month's",
      "update public.import_logs set month = '2026-02' where status = 'error'",
      ["2026-02"],
    ],
  ])("a failure %s while what had imported its month is removed", async (_what, sql, open) => {
    const [one, two] = sides;
    for (const status of ["error", "success"]) await schedule.query(importing(status));
    await turned();
    await one.query("begin");
    await two.query("begin");
    await one.query(sql);
    const waits = two.query("delete from public.import_logs where status = 'success'");
    await one.query("commit");
    await waits;
    await two.query("commit");
    const months = await schedule.query<{ month: string }>(
      "select month from private.open_failures",
    );
    expect(months.map(({ month }) => month)).toEqual(open);
    await turned();
  });

  test("250 statements of chance in transactions side by side, with the schedule in between", async () => {
    const steps = fc.sample(
      fc.record({ side: fc.nat(1), change, end: fc.nat(5), turn: fc.nat(3) }),
      { seed: 23, numRuns: 250 },
    );
    const pids = await Promise.all(
      sides.map(async (session) => {
        const [row] = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
        return row?.pid ?? 0;
      }),
    );
    const within = [false, false];
    let most = 0;
    const end = async (side: number, how: string) => {
      if (within[side]) await sides[side]?.query(how);
      within[side] = false;
    };
    /** Waits for the other only to see it end. */
    async function write(side: number, sql: string) {
      let over = false;
      const writing = sides[side]?.query(sql).finally(() => {
        over = true;
      });
      while (!over) {
        const [row] = await schedule.query<{ blocked: boolean }>(
          "select cardinality(pg_blocking_pids($1)) > 0 as blocked",
          [pids[side]],
        );
        if (row?.blocked) await end(1 - side, "commit");
      }
      await writing;
    }
    for (const { side, change: one, end: ending, turn } of steps) {
      if (!within[side]) await sides[side]?.query("begin");
      within[side] = true;
      const sql = statementOf(one, customers, side);
      await write(side, sql);
      if (turn === 0) await schedule.query("select private.turn_imports()");
      if (ending < 2) await end(side, ending === 0 ? "rollback" : "commit");
      await agree(sql);
      most = Math.max(most, (await idsOf(schedule, MIRRORED)).length);
    }
    await end(0, "commit");
    await end(1, "commit");
    await agree("after all of them");
    await turned();
    expect(await schedule.query("select from private.import_repairs")).toEqual([]);
    expect(most).toBeGreaterThan(3);
  });
});
