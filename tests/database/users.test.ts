import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { userId } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Session, signedIn } from "./session.ts";

const COLUMNS = "to_jsonb(u) as row";

describe.each(ENGINES)("the copy of the customers on %s", (_engine, open) => {
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

  const copyOf = async (id: string) =>
    (
      await session.query<{ row: Record<string, unknown> }>(
        `select ${COLUMNS} from private.users u where u.id = $1`,
        [id],
      )
    )[0]?.row;

  /** But for what, once true, stays when the rows are gone. */
  const all = () =>
    session.query(
      "select to_jsonb(u) - array['simulated', 'upgraded'] as row from private.users u order by u.id",
    );

  /** The copies as triggers left them are what making them anew gives. */
  async function expectRebuilt() {
    const kept = await all();
    await session.query("begin");
    await session.query("select private.rebuild_users()");
    const rebuilt = await all();
    await session.query("rollback");
    expect(kept).toEqual(rebuilt);
  }

  const signUp = (id: string, email: string) =>
    session.query(
      `insert into auth.users (id, email, raw_user_meta_data, created_at) values ($1, $2, '{"full_name": " Ada "}', now())`,
      [id, email],
    );

  const simulate = (id: string, at = "now()") =>
    session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
      values ($1, '2026-11', 'BNC', 100, 26, ${at}) returning id`,
      [id],
    );

  test("is made by the seed as making it anew would", expectRebuilt);

  test("follows a life: sign-up, confirmation, e-mail, name, ban, deletion", async () => {
    const id = randomUUID();
    await signUp(id, "ada@example.com");
    expect(await copyOf(id)).toMatchObject({
      email: "ada@example.com",
      name: "Ada",
      search: "ada@example.com ada",
      email_confirmed_at: null,
      banned_until: null,
      plan: "free",
      plan_source: "default",
      mrr_cents: 0,
      quota_used: 0,
    });
    await session.query(
      `update auth.users set email = 'ADA.New@example.com', email_confirmed_at = now(), last_sign_in_at = now() + interval '1 minute',
        banned_until = now() + interval '2 hours', raw_user_meta_data = '{"full_name": "Ada Lovelace"}' where id = $1`,
      [id],
    );
    const copy = await copyOf(id);
    expect(copy).toMatchObject({
      email: "ADA.New@example.com",
      name: "Ada Lovelace",
      search: "ada.new@example.com ada lovelace",
    });
    expect(copy?.email_confirmed_at).not.toBeNull();
    expect(copy?.banned_until).not.toBeNull();
    await expectRebuilt();
    await session.query("delete from auth.users where id = $1", [id]);
    expect(await copyOf(id)).toBeUndefined();
  });

  test("follows subscriptions, from one customer to another too", async () => {
    const malik = await userId(session, "malik.benali@example.fr");
    const clara = await userId(session, "clara.dubreuil@example.fr");
    await session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
      values ($1, 'cus_1', 'sub_1', 'premium', 'active', 'year', 19990), ($1, 'cus_1', 'sub_2', 'pro', 'active', 'month', 990)`,
      [malik],
    );
    expect(await copyOf(malik)).toMatchObject({
      plan: "premium",
      plan_source: "subscription",
      subscription_status: "active",
      stripe_customer_id: "cus_1",
      mrr_cents: 1666 + 990,
    });
    await session.query(
      "update public.subscriptions set user_id = $1 where stripe_subscription_id = 'sub_1'",
      [clara],
    );
    expect(await copyOf(malik)).toMatchObject({ plan: "pro", mrr_cents: 990 });
    expect(await copyOf(clara)).toMatchObject({ plan: "premium", mrr_cents: 1666 });
    await session.query(
      "update public.subscriptions set status = 'canceled' where stripe_subscription_id = 'sub_1'",
    );
    expect(await copyOf(clara)).toMatchObject({
      plan: "free",
      mrr_cents: 0,
      subscription_status: "canceled",
    });
    await expectRebuilt();
    await session.query("delete from public.subscriptions where stripe_customer_id = 'cus_1'");
    expect(await copyOf(malik)).toMatchObject({
      plan: "free",
      subscription_status: null,
      mrr_cents: 0,
    });
    await expectRebuilt();
  });

  test("follows grants, e-mails and simulations", async () => {
    const id = await userId(session, "victor.delmas@example.fr");
    const before = Number((await copyOf(id))?.quota_used);
    await session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
      values ($1, 'premium', now(), now() + interval '5 days', 'a test')`,
      [id],
    );
    const [made] = await simulate(id);
    const mail = (status: string, created: string) =>
      session.query(
        `insert into public.emails (user_id, to_email, template, subject, status, created_at, last_event_at)
        values ($1, 'victor.delmas@example.fr', 'welcome', 'x', $2, now() + $3::interval, now() + $3::interval)`,
        [id, status, created],
      );
    await mail("bounced", "1 minute");
    const bounced = await copyOf(id);
    expect(bounced).toMatchObject({ plan: "premium", quota_used: before + 1 });
    expect(bounced?.grant_ends_at).not.toBeNull();
    expect(bounced?.email_bounced_at).not.toBeNull();
    await expectRebuilt();
    await mail("delivered", "2 minutes");
    await session.query("delete from public.urssaf_records where id = $1", [made?.id]);
    await session.query(
      "update private.grants set revoked_at = now() where user_id = $1 and reason = 'a test'",
      [id],
    );
    const after = await copyOf(id);
    expect(after).toMatchObject({ quota_used: before, email_bounced_at: null });
    await expectRebuilt();
  });

  test("as many simulations as one statement may hold write the copy once", async () => {
    const id = await userId(session, "victor.delmas@example.fr");
    await session.query("begin");
    const written = async (sql: string) => {
      const count = async () =>
        (
          await session.query<{ n: number }>(
            "select n_tup_upd::int as n from pg_stat_xact_user_tables where relid = 'private.users'::regclass",
          )
        )[0]?.n ?? 0;
      const before = await count();
      await session.query(sql, [id]);
      return (await count()) - before;
    };
    const { quota_used: used } = (await copyOf(id)) as { quota_used: number };
    expect(
      await written(
        `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
        select $1, '2026-11', 'BNC', 1, 1 from generate_series(1, 300)`,
      ),
    ).toBe(1);
    expect(await copyOf(id)).toMatchObject({ quota_used: used + 300 });
    // As a reset of the quota does.
    expect(await written("delete from public.urssaf_records where user_id = $1")).toBe(1);
    expect(await copyOf(id)).toMatchObject({ quota_used: 0 });
    await session.query("rollback");
  });

  test("a copy that cannot be kept blocks nobody, and is mended", async () => {
    const id = await userId(session, "paul.guerin@example.fr");
    const before = await copyOf(id);
    const [whole] = await session.query<{ refresh: string; copy: string }>(
      `select pg_get_functiondef('private.refresh_user(uuid)'::regprocedure) as refresh,
        pg_get_functiondef('private.copy_user(auth.users)'::regprocedure) as copy`,
    );
    await session.query(
      `create or replace function private.refresh_user(user_id uuid) returns void language plpgsql as $$ begin raise 'broken'; end $$`,
    );
    await session.query(
      `create or replace function private.copy_user(u auth.users) returns void language plpgsql as $$ begin raise 'broken too'; end $$`,
    );
    const fresh = randomUUID();
    await signUp(fresh, "grace@example.com");
    const person = await signedIn(database, "paul.guerin@example.fr");
    await asPerson(session, person, () => simulate(id), { keep: true });
    await session.query("update auth.users set email = 'paul.new@example.fr' where id = $1", [id]);
    expect(await copyOf(id)).toEqual(before);
    expect(await copyOf(fresh)).toBeUndefined();
    const repairs = () =>
      session.query("select user_id::text as id, error from private.user_repairs order by error");
    expect(await repairs()).toHaveLength(2);
    await session.query("select private.repair_users()");
    expect(await repairs()).toHaveLength(2);

    await session.query(whole?.refresh ?? "");
    await session.query(whole?.copy ?? "");
    const [mended] = await session.query<{ number: number }>(
      "select private.repair_users() as number",
    );
    expect(mended?.number).toBe(2);
    expect(await repairs()).toEqual([]);
    expect(await copyOf(id)).toMatchObject({
      email: "paul.new@example.fr",
      quota_used: Number(before?.quota_used) + 1,
    });
    expect(await copyOf(fresh)).toMatchObject({ email: "grace@example.com" });
    await expectRebuilt();
  });

  test("even a lost list of repairs blocks nobody", async () => {
    await session.query("begin");
    await session.query("drop table private.users cascade");
    await session.query("drop table private.user_repairs");
    const id = randomUUID();
    await signUp(id, "alan@example.com");
    await simulate(id);
    const [row] = await session.query(
      "select count(*)::int as made from public.urssaf_records where user_id = $1",
      [id],
    );
    await session.query("rollback");
    expect(row).toEqual({ made: 1 });
  });
});
