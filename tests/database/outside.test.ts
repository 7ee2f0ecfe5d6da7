import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { grantOnce, undo, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, refusalOf, type Session } from "./session.ts";

type Line = {
  event: string;
  actor_email: string | null;
  actor_role: string | null;
  target_kind: string;
  target_label: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  details: Record<string, unknown>;
};

const ZOE = "zoe.lambert@example.fr";

describe.each(ENGINES)("changes from outside on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let zoe: string;
  let last = 0;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    zoe = await userId(session, ZOE);
  });
  beforeEach(async () => {
    await lines();
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  /** The lines since the last look. */
  async function lines(): Promise<Line[]> {
    const rows = await session.query<Line & { seq: number }>(
      `select seq::int, event, actor_email, actor_role, target_kind, target_label, before, after, details
      from private.audit where seq > $1 order by seq`,
      [last],
    );
    last = rows.at(-1)?.seq ?? last;
    return rows.map(({ seq: _seq, ...line }) => line);
  }

  const metadata = (values: string, email = ZOE) =>
    session.query(
      `update auth.users set raw_user_meta_data = raw_user_meta_data || '${values}' where email = $1`,
      [email],
    );

  test.each([
    [
      "a subscription",
      `update public.subscriptions set plan = 'enterprise', updated_at = now()
        where stripe_subscription_id = (select min(stripe_subscription_id) from public.subscriptions where plan = 'pro')`,
      {
        target_kind: "user",
        before: { plan: "pro" },
        after: { plan: "enterprise" },
        details: { table: "public.subscriptions", verb: "update" },
      },
    ],
    [
      "a ban",
      `update auth.users set banned_until = '2030-01-01' where email = '${ZOE}'`,
      {
        target_label: ZOE,
        before: { banned_until: null },
        after: { banned_until: "2030-01-01T00:00:00+00:00" },
      },
    ],
    [
      "app metadata",
      `update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "x"}' where email = '${ZOE}'`,
      { target_label: ZOE, details: { table: "auth.users" } },
    ],
    [
      "a role",
      `update private.staff set role = 'admin' where role = 'ops'`,
      {
        target_label: "ops@comptalyze.test",
        before: { role: "ops" },
        after: { role: "admin" },
        details: { table: "private.staff" },
      },
    ],
    [
      "a grant",
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
        select id, 'pro', now(), now() + interval '1 day', 'by hand' from auth.users where email = '${ZOE}'`,
      { target_label: ZOE, before: null, details: { table: "private.grants", verb: "insert" } },
    ],
    [
      "a right",
      `delete from private.permissions where role = 'support' and subject = 'grants'`,
      {
        target_kind: "permission",
        target_label: "support read grants",
        after: null,
        details: { verb: "delete" },
      },
    ],
    [
      "a setting",
      `update private.settings set value = '16', updated_at = now() where key = 'plan_minutes'`,
      {
        target_kind: "setting",
        target_label: "plan_minutes",
        before: { value: 15 },
        after: { value: 16 },
      },
    ],
    [
      "the guard of an action",
      "update private.actions set approve = null where name = 'remove-staff'",
      { target_kind: "action", target_label: "remove-staff", after: { approve: null } },
    ],
    [
      "what a Stripe status gives",
      "update private.status_policy set access = true where status = 'unpaid'",
      {
        target_kind: "policy",
        target_label: "unpaid",
        before: { access: false },
        after: { access: true },
      },
    ],
    [
      "what a plan opens",
      "update private.plans set simulations_per_month = 30 where plan = 'free'",
      { target_kind: "policy", target_label: "free", before: { simulations_per_month: 3 } },
    ],
  ])("%s is told once, with what it was and what it is", async (_what, sql, expected) => {
    await session.query(sql);
    expect(await lines()).toMatchObject([
      { event: "outside", actor_role: "postgres", ...expected },
    ]);
  });

  test("secrets are told without their value", async () => {
    await session.query("update private.settings set value = '\"stolen\"' where key = 'plan_key'");
    await session.query(
      `update public.integration_tokens set access_token = 'tok_stolen', scope = 'all'
      where id = (select id from public.integration_tokens order by id limit 1)`,
    );
    const found = await lines();
    expect(found).toMatchObject([
      { target_label: "plan_key", details: { secrets_changed: ["value"] } },
      { after: { scope: "all" }, details: { secrets_changed: ["access_token"] } },
    ]);
    expect(JSON.stringify(found)).not.toContain("stolen");
  });

  test("a false claim in the own metadata is told once a day, what agrees is not told", async () => {
    for (const claim of ["true", "false", "true", '"very"']) {
      await metadata(`{"is_premium": ${claim}}`, "maud.pichon@example.fr");
    }
    await metadata('{"full_name": "Maud P.", "theme": "dark"}', "maud.pichon@example.fr");
    expect(await lines()).toMatchObject([
      {
        target_label: "maud.pichon@example.fr",
        before: { is_premium: false },
        after: { is_premium: true },
        details: { claim: true },
      },
    ]);
  });

  test("the app's own writes are not told", async () => {
    await session.query("update auth.users set last_sign_in_at = now(), updated_at = now()");
    await session.query("begin");
    await session.query("select set_config('role', 'service_role', true)");
    await session.query(
      "update public.subscriptions set status = 'past_due' where plan = 'premium'",
    );
    await session.query("update public.integration_tokens set access_token = 'fresh'");
    await session.query("commit");
    expect(await lines()).toEqual([]);
  });

  test("the console's own writes are not told: action, undo, schedule", async () => {
    const granted = await grantOnce(session, people.support, "yann.kerbrat@example.fr");
    await undo(session, people.support, granted.run.id);
    await grantOnce(session, people.support, "yann.kerbrat@example.fr", 1);
    await asPerson(
      session,
      null,
      async () => {
        await session.query("reset role");
        await session.query("select private.tick()");
      },
      { keep: true, clock: "2 days" },
    );
    const events = (await lines()).map((line) => line.event);
    expect(events.slice(0, 3)).toEqual(["action", "undo", "action"]);
    expect(events).toContain("expired");
    expect(events).not.toContain("outside");
  });

  test("a refusal, a visit or a setting of the session is no mark of the console", async () => {
    for (const name of ["comptalyze.console", "comptalyze.run_id", "request.console"]) {
      await session.query("begin");
      await session.query("select set_config($1, 'true', true)", [name]);
      await session.query("select private.write_audit(null, 'opened', 'done', null)");
      await session.query("select private.write_audit(null, 'action', 'denied', null)");
      await session.query(
        `update auth.users set banned_until = now() + make_interval(secs => random() * 9999) where id = $1`,
        [zoe],
      );
      await session.query("commit");
    }
    const outside = (await lines()).filter((line) => line.event === "outside");
    expect(outside).toHaveLength(3);
  });

  test("nobody of the API can write the line that is the mark", async () => {
    for (const person of [people.customer, people.admin, null]) {
      await asPerson(session, person, async () => {
        for (const sql of [
          "insert into private.audit_pending (opens, event, outcome) values (true, 'action', 'done')",
          "insert into private.audit (event, outcome) values ('action', 'done')",
          "select private.write_audit(null, 'action', 'done', null)",
          "select private.note_outside('x', 'x', 'x', 'x', '{}', '{}')",
          "delete from private.audit_pending",
        ]) {
          expect(await refusalOf(session, sql)).toBe("42501");
        }
      });
    }
  });

  test("who is signed in is told by name", async () => {
    await session.query("begin");
    await session.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ sub: people.customer?.userId, role: "authenticated" }),
    ]);
    await session.query("select set_config('request.jwt.claim.sub', $1, true)", [
      people.customer?.userId,
    ]);
    await session.query("update auth.users set email = 'zoe@example.fr' where id = $1", [zoe]);
    await session.query("commit");
    const [line] = await lines();
    expect(line).toMatchObject({ before: { email: ZOE }, after: { email: "zoe@example.fr" } });
    expect(line?.actor_email).toMatch(/^zoe/);
    await session.query("update auth.users set email = $2 where id = $1", [zoe, ZOE]);
  });

  test("an account that goes is one line, whatever hangs on it", async () => {
    await session.query("delete from auth.users where email = 'malik.benali@example.fr'");
    expect(await lines()).toMatchObject([
      { target_label: "malik.benali@example.fr", details: { table: "auth.users", verb: "delete" } },
    ]);
  });

  test("a statement over a whole table is two hundred lines and their number", async () => {
    const [{ n } = { n: 0 }] = await session.query<{ n: number }>(
      "with moved as (update auth.users set banned_until = '2031-01-01' returning 1) select count(*)::int as n from moved",
    );
    const found = await lines();
    expect(n).toBeGreaterThan(200);
    expect(found).toHaveLength(200);
    expect(found.at(-1)?.details).toMatchObject({ rows: n });
  });

  test("a journal that fails does not hold up the customer's write; the schedule posts it later", async () => {
    await session.query(
      "alter table private.audit add constraint broken check (event <> 'outside') not valid",
    );
    await session.query("update auth.users set banned_until = null where id = $1", [zoe]);
    const [after] = await session.query("select banned_until from auth.users where id = $1", [zoe]);
    expect(after).toEqual({ banned_until: null });
    await session.query("alter table private.audit drop constraint broken");
    expect(await lines()).toEqual([]);
    await session.query("select private.tick()");
    // Clocks of other tests have ended grants that run: the schedule mends them too.
    const told = (await lines()).filter(({ event }) => event !== "repaired");
    expect(told).toMatchObject([{ event: "outside", target_label: ZOE }]);

    await session.query(
      "alter table private.audit_pending add constraint shut check (false) not valid",
    );
    await session.query("update auth.users set banned_until = '2032-01-01' where id = $1", [zoe]);
    await session.query("alter table private.audit_pending drop constraint shut");
  });
});

describe("through Auth and the Data API", () => {
  let backend: Backend;

  beforeAll(async () => {
    const [, open] = ENGINES.at(-1) ?? [];
    if (open === undefined) throw new Error("no engine");
    backend = await startBackend(await open(), { functions: false });
  });
  afterAll(() => backend?.close());

  test("a customer who makes himself Premium is told once; he can set no mark", async () => {
    const token = await backend.signIn("cliente@comptalyze.test");
    for (const data of [{ is_premium: true }, { is_premium: true, is_admin: true }, { theme: 1 }]) {
      const body = JSON.stringify({ data });
      const headers = { "content-type": "application/json" };
      const { status } = await backend.request(
        "/auth/v1/user",
        { method: "PUT", headers, body },
        token,
      );
      expect(status).toBe(200);
    }
    const rpc = await backend.rpc(
      "set_config",
      { setting_name: "comptalyze.console", new_value: "true", is_local: false },
      token,
    );
    expect(rpc.status).toBeGreaterThanOrEqual(400);
    const found = await backend.database.query<{ n: number; claim: boolean }>(
      `select count(*)::int as n, bool_and(details -> 'claim' = 'true') as claim
      from private.audit where event = 'outside'`,
    );
    expect(found).toEqual([{ n: 1, claim: true }]);
  });
});
