import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserOverview } from "../../src/resources/users/overview.ts";
import type { Database } from "../../stack/database.ts";
import { call } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

const LONG = 1_000_000;
/** What a page of the console takes, all in all. */
const MOST = 50_000;

describe.each(ENGINES)("a customer who writes without end, on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: NonNullable<Person>;
  let zoe: NonNullable<Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    zoe = await signedIn(database, "zoe.lambert@example.fr");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("in the own metadata, still has a page", async () => {
    await session.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data || jsonb_build_object('full_name', repeat('z', $2),
        'activity', repeat('a', $2), 'is_premium', repeat('p', $2), 'subscription_plan', repeat('s', $2)) where id = $1`,
      [zoe.userId, LONG],
    );
    const { body } = await call<UserOverview>(session, support, "open_user", {
      user_id: zoe.userId,
    });
    expect(body.user).toMatchObject({ activity: "a".repeat(120) });
    expect(body.access.mirror).toEqual({
      is_premium: expect.stringMatching(/^sha256:/),
      subscription_plan: expect.stringMatching(/^sha256:/),
      agrees: false,
    });
    expect(JSON.stringify(body).length).toBeLessThan(MOST);
  });

  test("in simulations, fills no list", async () => {
    await asPerson(
      session,
      zoe,
      (own) =>
        own.query(
          `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
          select $1, '2026-11', 'Ventes ' || repeat('v', $2), 1, 1, now() + interval '20 hours' from generate_series(1, 5)`,
          [zoe.userId, LONG],
        ),
      { keep: true },
    );
    for (const page of [
      "select activity from backoffice.simulations order by created_at desc, id desc limit 5",
      `select title_args ->> 'activity' as activity from backoffice.timeline
        where user_id = '${zoe.userId}' and kind = 'simulation' order by at desc, id desc limit 5`,
    ]) {
      const rows = await asPerson(session, support, (own) => own.query(page));
      expect(rows).toEqual(Array(5).fill({ activity: `Ventes ${"v".repeat(193)}` }));
    }
  });
});
