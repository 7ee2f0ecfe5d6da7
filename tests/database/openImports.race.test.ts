import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import {
  BY_THE_RULE,
  change,
  customersOf,
  idsOf,
  KEPT,
  MIRRORED,
  statementOf,
} from "./importChanges.ts";
import { openSession, type Session } from "./session.ts";

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
