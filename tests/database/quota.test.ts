import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { userId } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("the quota on %s", (_engine, open) => {
  let database: Database;
  let session: Session;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const simulate = (id: string, at: string) =>
    session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
      values ($1, '2026-11', 'BNC', 100, 26, $2)`,
      [id, at],
    );

  test("the quota counts the month of Paris", async () => {
    const id = randomUUID();
    await session.query("insert into auth.users (id, email, created_at) values ($1, $2, now())", [
      id,
      "marie@example.com",
    ]);
    const support = await signedIn(database, "support@comptalyze.test");
    const usedAt = async (at: string) => {
      const [offset] = await session.query<{ clock: string }>(
        "select ($1::timestamptz - now())::text as clock",
        [at],
      );
      await session.query("begin");
      await session.query("select set_config('comptalyze.clock_offset', $1, true)", [
        offset?.clock,
      ]);
      await session.query("select private.refresh_user($1)", [id]);
      await session.query("commit");
      const rows = await asPerson(
        session,
        support,
        () =>
          session.query<{ used: number }>(
            "select quota_used as used from backoffice.users where id = $1",
            [id],
          ),
        { clock: offset?.clock ?? "" },
      );
      return rows[0]?.used;
    };
    for (const at of [
      "2026-10-31 22:59:59.999+00",
      "2026-10-31 23:00:00+00",
      "2026-11-15 12:00:00+00",
      "2026-11-30 22:59:59.999+00",
      "2026-11-30 23:00:00+00",
      "2027-03-31 21:59:59.999+00",
      "2027-03-31 22:00:00+00",
    ]) {
      await simulate(id, at);
    }
    // What lies ahead of the clock is there only in this test: months are told by their start.
    const months = await session.query<{ month: string; used: number }>(
      `select to_char(private.paris_month(created_at), 'YYYY-MM') as month, count(*)::int as used
      from public.urssaf_records where user_id = $1 group by 1 order by 1`,
      [id],
    );
    expect(months).toEqual([
      { month: "2026-10", used: 1 },
      { month: "2026-11", used: 3 },
      { month: "2026-12", used: 1 },
      { month: "2027-03", used: 1 },
      { month: "2027-04", used: 1 },
    ]);
    expect(await usedAt("2027-03-31 21:59:00+00")).toBe(2);
    expect(await usedAt("2027-03-31 22:01:00+00")).toBe(1);
    expect(await usedAt("2027-05-02 00:00:00+00")).toBe(0);
    await session.query("delete from auth.users where id = $1", [id]);
  });

  test("last month's simulations do not count in the list before anybody writes", async () => {
    const person = await signedIn(database, "support@comptalyze.test");
    const used = (clock: string) =>
      asPerson(
        session,
        person,
        async () => {
          const [row] = await session.query<{ used: number; signals: number }>(
            `select sum(quota_used)::int as used, (count(*) filter (where signal = 'quota_reached'))::int as signals from backoffice.users`,
          );
          return row;
        },
        { clock },
      );
    const now = await used("");
    expect(now?.used).toBeGreaterThan(0);
    expect(now?.signals).toBeGreaterThan(0);
    expect(await used("32 days")).toEqual({ used: 0, signals: 0 });
  });
});

test("simulations made at the same moment are all counted", async () => {
  const database = await clonePostgres();
  const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(database)));
  const id = await userId(sessions[0] as Session, "rose.nguyen@example.fr");
  const used = async () =>
    (
      await database.query<{ used: number }>(
        "select quota_used as used from private.users where id = $1",
        [id],
      )
    )[0]?.used;
  const before = (await used()) ?? 0;
  await Promise.all(
    sessions.map((session) =>
      session.query(
        `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
        values ($1, '2026-11', 'Vente', 100, 12)`,
        [id],
      ),
    ),
  );
  expect(await used()).toBe(before + 20);
  await Promise.all(
    sessions.map((session) =>
      session.query(
        "delete from public.urssaf_records where id = (select id from public.urssaf_records where user_id = $1 order by random() limit 1)",
        [id],
      ),
    ),
  );
  const [rows] = await database.query<{ used: number }>(
    "select count(*)::int as used from public.urssaf_records where user_id = $1 and created_at >= private.paris_month_start(now())",
    [id],
  );
  expect(await used()).toBe(rows?.used);
  await Promise.all(sessions.map((session) => session.close()));
  await database.close();
});
