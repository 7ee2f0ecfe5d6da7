import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { preview, run, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, type Session } from "./session.ts";

const STATUSES = {
  active: "access",
  trialing: "access",
  past_due: "seven days of grace",
  canceled: "nothing",
  unpaid: "nothing",
  incomplete: "nothing",
  incomplete_expired: "nothing",
  paused: "nothing",
  a_status_of_tomorrow: "nothing",
};
const GRANTS = {
  none: null,
  active: { since: "-3 days", until: "4 days", revoked: false },
  ended: { since: "-9 days", until: "-1 second", revoked: false },
  revoked: { since: "-3 days", until: "4 days", revoked: true },
  future: { since: "1 hour", until: "4 days", revoked: false },
};
const RANK: Record<string, number> = { free: 0, pro: 1, premium: 2 };

/** PGlite gives times as text. */
const daysUntil = (time: Date | string | null) =>
  (new Date(time ?? 0).getTime() - Date.now()) / 86_400_000;

type Access = { plan: string; source: string; ends_at: Date | null; valid_until: Date | null };

describe.each(ENGINES)("entitlement on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let zoe: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    zoe = await userId(session, "zoe.lambert@example.fr");
    await session.query("delete from public.subscriptions where user_id = $1", [zoe]);
    await session.query("delete from private.grants where user_id = $1", [zoe]);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const subscribe = (
    status: string,
    plan: string,
    { since = "-1 day", cancelIn = null as string | null, id = "sub_t" } = {},
  ) =>
    session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status,
        "interval", amount_cents, current_period_start, current_period_end, cancel_at)
      values ($1, 'cus_t', $6, $2, $3, 'month', 990, now() + $4::interval, now() + $4::interval + interval '1 month',
        now() + $5::interval)`,
      [zoe, plan, status, since, cancelIn, id],
    );

  const give = (plan: string, { since = "-1 day", until = "6 days", revoked = false } = {}) =>
    session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason, revoked_at)
      values ($1, $2, now() + $3::interval, now() + $4::interval, 'a test', case when $5 then now() - interval '1 minute' end)`,
      [zoe, plan, since, until, revoked],
    );

  /** The answer of the rule in a transaction that leaves nothing behind. */
  async function accessAfter(work: () => Promise<unknown>, clock = ""): Promise<Access> {
    await session.query("begin");
    try {
      await work();
      await session.query("select set_config('comptalyze.clock_offset', $1, true)", [clock]);
      const [access] = await session.query<Access>("select * from private.entitlement($1)", [zoe]);
      // The list must say the same, whether the copy is fresh or its time has passed.
      const [copy] = await session.query<Access>(
        `select case when u.plan_valid_until <= private.now() then (private.entitlement(u.id)).plan else u.plan end as plan
        from private.users u where u.id = $1`,
        [zoe],
      );
      expect(copy?.plan).toBe(access?.plan);
      return access as Access;
    } finally {
      await session.query("rollback");
    }
  }

  describe.each(Object.entries(STATUSES))("a subscription that is %s gives %s", (status, gives) => {
    test.each(Object.entries(GRANTS))("with a grant: %s", async (_name, grant) => {
      for (const plan of ["pro", "premium"]) {
        for (const granted of grant === null ? ["pro"] : ["pro", "premium"]) {
          const access = await accessAfter(async () => {
            await subscribe(status, plan);
            if (grant !== null) await give(granted, grant);
          });
          const byStripe = gives === "nothing" ? "free" : plan;
          const byGrant = grant === GRANTS.active ? granted : "free";
          const highest = (RANK[byGrant] ?? 0) > (RANK[byStripe] ?? 0) ? byGrant : byStripe;
          const source =
            highest === "free" ? "default" : highest === byStripe ? "subscription" : "grant";
          expect({ subscribed: plan, granted, ...access }).toMatchObject({ plan: highest, source });
        }
      }
    });
  });

  test("neither subscription nor grant: Free, by default, for ever", async () => {
    expect(await accessAfter(async () => {})).toEqual({
      plan: "free",
      source: "default",
      record_id: null,
      ends_at: null,
      valid_until: null,
    });
  });

  test("past due keeps access for seven days from the start of the unpaid period", async () => {
    const at = (since: string) => accessAfter(() => subscribe("past_due", "premium", { since }));
    expect(await at("-6 days -23 hours -59 minutes")).toMatchObject({ plan: "premium" });
    expect(await at("-7 days")).toMatchObject({ plan: "free", source: "default" });
    const access = await at("-2 days");
    expect(daysUntil(access.ends_at)).toBeCloseTo(5, 1);
    expect(access.valid_until).toEqual(access.ends_at);
  });

  test("a cancelled subscription gives access until its date and no longer", async () => {
    const at = (cancelIn: string) => accessAfter(() => subscribe("active", "pro", { cancelIn }));
    expect(await at("1 minute")).toMatchObject({ plan: "pro", source: "subscription" });
    expect(await at("-1 minute")).toMatchObject({ plan: "free", source: "default" });
    expect(await at("0")).toMatchObject({ plan: "free" });
    const passed = await accessAfter(
      () => subscribe("active", "pro", { cancelIn: "2 days" }),
      "3 days",
    );
    expect(passed.plan).toBe("free");
  });

  test("a plan that the console does not know gives nothing", async () => {
    expect(await accessAfter(() => subscribe("active", "gold"))).toMatchObject({ plan: "free" });
  });

  test("the best of several subscriptions and grants decides, and tells its end", async () => {
    const access = await accessAfter(async () => {
      await subscribe("canceled", "premium", { id: "sub_a" });
      await subscribe("active", "pro", { id: "sub_b" });
      await give("premium", { until: "3 days" });
      await give("premium", { until: "9 days" });
      await give("pro", { until: "90 days" });
    });
    expect(access).toMatchObject({ plan: "premium", source: "grant" });
    expect(daysUntil(access.ends_at)).toBeCloseTo(9, 1);
    expect(daysUntil(access.valid_until)).toBeCloseTo(3, 1);
  });

  test("a later moment can be asked for: each boundary is where the answer changes", async () => {
    await session.query("begin");
    await give("pro", { since: "2 days", until: "6 days" });
    await give("premium", { since: "3 days", until: "4 days" });
    const plans: string[] = [];
    for (const days of [1, 2, 2.9, 3, 3.9, 4, 5.9, 6]) {
      const [row] = await session.query<{ plan: string }>(
        "select plan from private.entitlement($1, now() + make_interval(secs => $2))",
        [zoe, days * 86_400],
      );
      plans.push(row?.plan ?? "");
    }
    await session.query("rollback");
    expect(plans).toEqual(["free", "pro", "pro", "premium", "premium", "pro", "pro", "free"]);
  });

  test("a grant of seven days is over eight days later, without any job", async () => {
    const email = "maud.pichon@example.fr";
    const user_id = await userId(session, email);
    const params = { user_id, days: 7 };
    const { body } = await preview(session, people.support, "grant-premium", params);
    await run(session, people.support, "grant-premium", params, { plan: body.plan });
    const seen = (clock: string) =>
      asPerson(
        session,
        people.support,
        async () => {
          const [listed] = await session.query<Record<string, unknown>>(
            `select plan, plan_source, plan_ends_at is not null as ends, quota_limit, stored_plan
            from backoffice.users where id = $1`,
            [user_id],
          );
          return listed;
        },
        { clock },
      );
    const granted = { plan: "premium", plan_source: "grant", ends: true, quota_limit: null };
    expect(await seen("6 days 23 hours")).toEqual({ ...granted, stored_plan: "premium" });
    expect(await seen("8 days")).toEqual({
      plan: "free",
      plan_source: "default",
      ends: false,
      quota_limit: 3,
      stored_plan: "premium",
    });

    const mirror = async () =>
      (
        await session.query<{ text: string }>(
          `select concat_ws(' ', raw_user_meta_data -> 'is_premium', raw_user_meta_data ->> 'subscription_plan') as text
          from auth.users where id = $1`,
          [user_id],
        )
      )[0]?.text;
    const tickAt = async (clock: string) => {
      await session.query("begin");
      await session.query("select set_config('comptalyze.clock_offset', $1, true)", [clock]);
      await session.query("select private.tick()");
      await session.query("commit");
      return session.query<{ before: unknown; after: unknown }>(
        "select before, after from private.audit where event = 'expired' and target_id = $1::text",
        [user_id],
      );
    };
    expect(await mirror()).toBe("true premium");
    expect(await tickAt("6 days 23 hours")).toEqual([]);
    expect(await mirror()).toBe("true premium");
    const line = {
      before: { is_premium: true, subscription_plan: "premium" },
      after: { is_premium: false, subscription_plan: "free" },
    };
    expect(await tickAt("8 days")).toEqual([line]);
    expect(await mirror()).toBe("false free");
    expect(await tickAt("8 days")).toEqual([line]);
    expect(await seen("8 days")).toMatchObject({ plan: "free", stored_plan: "free" });
  });

  test("what the app takes from a granted customer the schedule gives back, and tells it", async () => {
    const user_id = await userId(session, "lea.fontaine@example.fr");
    const others = await session.query<{ id: string }>(
      "select id from auth.users where raw_user_meta_data ->> 'is_premium' = 'true' and id <> $1 limit 1",
      [user_id],
    );
    const params = { user_id, days: 7 };
    const { body } = await preview(session, people.support, "grant-premium", params);
    await run(session, people.support, "grant-premium", params, { plan: body.plan });
    // As the app does at a webhook about an old subscription; and a claim that no grant stands behind.
    const claim = (id: string | undefined, is_premium: boolean, plan: string) =>
      session.query(
        "update auth.users set raw_user_meta_data = raw_user_meta_data || jsonb_build_object('is_premium', $2::boolean, 'subscription_plan', $3::text) where id = $1",
        [id, is_premium, plan],
      );
    await claim(user_id, false, "free");
    await claim(others[0]?.id, false, "free");
    for (let turn = 0; turn < 2; turn += 1) await session.query("select private.tick()");
    const mirror = await session.query<{ id: string; premium: boolean }>(
      "select id, (raw_user_meta_data ->> 'is_premium')::boolean as premium from auth.users where id = any ($1)",
      [[user_id, others[0]?.id]],
    );
    expect(mirror.find(({ id }) => id === user_id)?.premium).toBe(true);
    expect(mirror.find(({ id }) => id !== user_id)?.premium).toBe(false);
    const lines = await session.query<{ target_id: string; before: unknown; after: unknown }>(
      "select target_id, before, after from private.audit where event = 'repaired' and target_id = any ($1::text[])",
      [[user_id, others[0]?.id]],
    );
    expect(lines).toEqual([
      {
        target_id: user_id,
        before: { is_premium: false, subscription_plan: "free" },
        after: { is_premium: true, subscription_plan: "premium" },
      },
    ]);
  });

  test("what a customer wrote into the mirror does not go into the journal as it is", async () => {
    const user_id = await userId(session, "malik.benali@example.fr");
    const params = { user_id, days: 7 };
    const { body } = await preview(session, people.support, "grant-premium", params);
    await run(session, people.support, "grant-premium", params, { plan: body.plan });
    await session.query(
      "update auth.users set raw_user_meta_data = jsonb_build_object('is_premium', repeat('x', 300000)) where id = $1",
      [user_id],
    );
    await session.query("begin");
    await session.query("select set_config('comptalyze.clock_offset', '8 days', true)");
    await session.query("select private.tick()");
    await session.query("commit");
    const lines = await session.query<{ before: unknown }>(
      "select before from private.audit where event = 'expired' and target_id = $1::text",
      [user_id],
    );
    expect(lines).toEqual([
      { before: { is_premium: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) } },
    ]);
  });

  test("a grant keeps its time of day in Paris over a change of the clocks", async () => {
    const rows = await session.query<{ kept: boolean; hours: number }>(
      `select
        (e.ends at time zone 'Europe/Paris') = (d.at at time zone 'Europe/Paris') + make_interval(days => d.days) as kept,
        extract(epoch from e.ends - d.at)::int / 3600 - d.days * 24 as hours
      from (values ('2027-03-25 14:30+01'::timestamptz, 7), ('2026-10-22 23:45+02', 7), ('2026-11-02 09:00+01', 7),
        ('2026-06-01 00:00+02', 366), ('2027-03-27 01:30+01', 1)) as d (at, days),
      lateral (select private.grant_end(jsonb_build_object('days', d.days), d.at) as ends) e`,
    );
    expect(rows.map((row) => row.kept)).toEqual([true, true, true, true, true]);
    expect(rows.map((row) => row.hours)).toEqual([-1, 1, 0, 0, 0]);

    const user_id = await userId(session, "clara.dubreuil@example.fr");
    const [offset] = await session.query<{ clock: string }>(
      "select ('2027-03-25 14:30+01'::timestamptz - now())::text as clock",
    );
    const { body } = await preview(
      session,
      people.support,
      "grant-premium",
      { user_id, days: 7 },
      { clock: offset?.clock ?? "" },
    );
    const end = body.changes.find((change) => change.field === "grant_ends_at")?.after;
    const time = new Intl.DateTimeFormat("fr-FR", {
      timeZone: "Europe/Paris",
      timeStyle: "short",
      dateStyle: "short",
    });
    expect(time.format(new Date(String(end)))).toBe("01/04/2027 14:30");
  });
});
