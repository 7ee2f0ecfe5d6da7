import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

describe.each(ENGINES)("the limit of Free on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const limit = (simulations: number | null) =>
    session.query("update private.plans set simulations_per_month = $1 where plan = 'free'", [
      simulations,
    ]);
  /** The segment as its list has it, its counter, and who belongs into it by his own simulations. */
  async function segment(reached: number | null) {
    const [row] = await asPerson(session, support, () =>
      session.query<{ listed: number; counted: number }>(
        `select (select count(*)::int from backoffice.users u where u.quota_reached) as listed,
          (select s.number::int from backoffice.user_segments s where s.id = 'quota_reached') as counted`,
      ),
    );
    const [truth] = await session.query<{ number: number }>(
      `select count(*)::int as number from auth.users u
      where (private.entitlement(u.id)).plan = 'free' and (
        select count(*) from public.urssaf_records r
        where r.user_id = u.id and r.created_at >= private.paris_month_start(now())) >= $1::integer`,
      [reached],
    );
    return { ...row, truth: truth?.number };
  }

  test.each([3, 1, 2, 0, null, 3])(
    "%j a month: true at once, for everybody",
    async (simulations) => {
      await limit(simulations);
      const { truth } = await segment(simulations);
      expect(await segment(simulations)).toEqual({
        listed: truth,
        counted: Math.min(truth ?? 0, 1001),
        truth,
      });
      if (simulations === 3) expect(truth).toBeGreaterThan(0);
    },
  );

  test("another plan's limit moves nobody", async () => {
    const before = await segment(3);
    await session.query("update private.plans set simulations_per_month = 1 where plan = 'pro'");
    expect(await segment(3)).toEqual(before);
  });
});
