import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { grantOnce, preview, run, undo, userId } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { become, ENGINES, openSession, type Person, type Session } from "./session.ts";

type Reason = {
  source: string;
  code: string;
  plan: string;
  status: string | null;
  standing: string;
  since: string | null;
  until: string | null;
  by: string | null;
  decides: boolean;
};
type Moment = {
  at: string;
  event: string;
  plan: string | null;
  plan_before: string | null;
  code: string | null;
  action: string | null;
  actor_email: string | null;
  run_code: string | null;
  ref_resource: string;
  ref_id: string;
};

const EMAIL = "zoe.lambert@example.fr";

describe.each(ENGINES)("why a customer has a plan on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let zoe: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    zoe = await userId(session, EMAIL);
  });
  beforeEach(async () => {
    await session.query("delete from public.subscriptions where user_id = $1", [zoe]);
    await session.query("delete from private.grants where user_id = $1", [zoe]);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const subscribe = (
    status: string,
    {
      plan = "premium",
      since = "-1 day",
      cancelIn = null as string | null,
      canceled = null as string | null,
      id = "sub_why",
    } = {},
  ) =>
    session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
        amount_cents, current_period_start, cancel_at, canceled_at, created_at, updated_at)
      values ($1, 'cus_why', $2, $3, $4, 'month', 990, now() + $5::interval, now() + $6::interval, now() + $7::interval,
        now() - interval '40 days', now() - interval '2 days')`,
      [zoe, id, plan, status, since, cancelIn, canceled],
    );
  const give = (since: string, until: string, { plan = "premium", revoked = "" } = {}) =>
    session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason, granted_by, revoked_at)
      values ($1, $2, now() + $3::interval, now() + $4::interval, 'a test', $5, now() + nullif($6, '')::interval)`,
      [zoe, plan, since, until, people.ops?.userId, revoked],
    );

  /** What a colleague is answered after some work that leaves nothing behind. */
  async function answered<Answer>(name: string, work: () => Promise<unknown>, as: Person) {
    await session.query("begin");
    try {
      await work();
      const [clock] = await session.query<{ now: Date | string }>("select now() as now");
      await become(session, as);
      const [row] = await session.query<{ answer: Answer }>(
        `select backoffice.${name}($1) as answer`,
        [zoe],
      );
      return { answer: row?.answer as Answer, now: new Date(clock?.now ?? 0).getTime() };
    } finally {
      await session.query("rollback");
    }
  }

  /** "source standing, days since, days until", the one that decides with a star. */
  async function reasons(work: () => Promise<unknown>): Promise<string[]> {
    const { answer, now } = await answered<{ access: { reasons: Reason[] } }>(
      "open_user",
      work,
      people.support,
    );
    const days = (moment: string | null) =>
      moment === null ? "–" : String(Math.round((Date.parse(moment) - now) / 8_640_000) / 10);
    return answer.access.reasons.map(
      ({ source, plan, standing, since, until, decides }) =>
        `${decides ? "*" : ""}${source} ${plan} ${standing}, ${days(since)}, ${days(until)}`,
    );
  }

  test.each<[string, () => Promise<unknown>, string[]]>([
    [
      "a renewing subscription",
      () => subscribe("active"),
      ["*subscription premium renewing, -1, –"],
    ],
    [
      "one that is cancelling",
      () => subscribe("active", { cancelIn: "9 days", canceled: "-3 days" }),
      ["*subscription premium cancelling, -3, 9"],
    ],
    [
      "one in its grace",
      () => subscribe("past_due", { since: "-2 days" }),
      ["*subscription premium in_grace, -2, 5"],
    ],
    [
      "one past its grace",
      () => subscribe("past_due", { since: "-9 days" }),
      ["subscription premium past_grace, -9, -2"],
    ],
    [
      "one whose end has passed",
      () => subscribe("active", { cancelIn: "-4 days", canceled: "-20 days" }),
      ["subscription premium cancelled, -4, -4"],
    ],
    [
      "a cancelled one",
      () => subscribe("canceled", { canceled: "-6 days" }),
      ["subscription premium no_access, -6, –"],
    ],
    [
      "an unpaid one",
      () => subscribe("unpaid", { since: "-12 days" }),
      ["subscription premium no_access, -12, –"],
    ],
    [
      "a status of tomorrow",
      () => subscribe("on_hold"),
      ["subscription premium unknown_status, -1, –"],
    ],
    [
      "a plan that nobody knows",
      () => subscribe("active", { plan: "gold" }),
      ["subscription gold unknown_plan, -1, –"],
    ],
    ["a running grant", () => give("-1 day", "6 days"), ["*grant premium running, -1, 6"]],
    ["an ended grant", () => give("-9 days", "-2 days"), ["grant premium ended, -2, -2"]],
    [
      "a revoked grant",
      () => give("-3 days", "4 days", { revoked: "-1 day" }),
      ["grant premium revoked, -1, 4"],
    ],
    ["a grant to come", () => give("2 days", "9 days"), ["grant premium future, 2, 9"]],
    ["never paid", async () => {}, []],
  ])("%s", async (_name, work, expected) => {
    expect(await reasons(work)).toEqual(expected);
  });

  test("of what would give more, the last subscription and the last grant are named", async () => {
    const said = await reasons(async () => {
      await subscribe("canceled", { id: "sub_old", canceled: "-30 days" });
      await subscribe("past_due", { id: "sub_new", since: "-9 days" });
      await give("-30 days", "-20 days");
      await give("-9 days", "-2 days");
    });
    expect(said).toEqual([
      "subscription premium past_grace, -9, -2",
      "grant premium ended, -2, -2",
    ]);
  });

  test("who has Pro is told what decides and what would have been Premium", async () => {
    const said = await reasons(async () => {
      await subscribe("active", { id: "sub_pro", plan: "pro" });
      await subscribe("canceled", { id: "sub_old_pro", plan: "pro", canceled: "-3 days" });
      await give("-9 days", "-2 days");
    });
    expect(said).toEqual(["*subscription pro renewing, -1, –", "grant premium ended, -2, -2"]);
  });

  test("the record has its code, and a grant its author", async () => {
    const { answer } = await answered<{ access: { reasons: Reason[] } }>(
      "open_user",
      () => give("-1 day", "6 days"),
      people.support,
    );
    expect(answer.access.reasons).toMatchObject([
      { code: expect.stringMatching(/^GR-\d{4,}$/), by: people.ops?.email, decides: true },
    ]);
  });

  const moments = async (work: () => Promise<unknown>, as: Person = people.support) =>
    (await answered<Moment[]>("access_history", work, as)).answer;

  test("the life of a subscription is told with its end, the newest first", async () => {
    const events = async (work: () => Promise<unknown>) =>
      (await moments(work))
        .filter(({ ref_resource }) => ref_resource === "subscriptions")
        .map(({ event, code }) => `${event} ${code}`);
    expect(await events(() => subscribe("active"))).toEqual(["subscription_started sub_why"]);
    expect(await events(() => subscribe("past_due", { since: "-9 days" }))).toEqual([
      "grace_ended sub_why",
      "subscription_started sub_why",
    ]);
    expect(await events(() => subscribe("past_due"))).toEqual(["subscription_started sub_why"]);
    expect(await events(() => subscribe("canceled", { canceled: "-6 days" }))).toEqual([
      "subscription_ended sub_why",
      "subscription_started sub_why",
    ]);
    expect(await events(() => subscribe("active", { cancelIn: "-4 days" }))).toEqual([
      "subscription_ended sub_why",
      "subscription_started sub_why",
    ]);
    expect(await events(() => subscribe("active", { cancelIn: "4 days" }))).toEqual([
      "subscription_started sub_why",
    ]);
    expect(await events(() => subscribe("unpaid"))).toEqual([
      "subscription_closed sub_why",
      "subscription_started sub_why",
    ]);
    expect(await events(() => subscribe("incomplete"))).toEqual([]);
  });

  test("grants are told with the run that gave and the one that took them", async () => {
    const email = "malik.benali@example.fr";
    const user_id = await userId(session, email);
    const given = await grantOnce(session, people.ops, email);
    const planned = await preview(session, people.admin, "revoke-premium", { user_id });
    const revoked = await run(session, people.admin, "revoke-premium", { user_id }, planned.body);
    const told = async () => {
      await session.query("begin");
      await become(session, people.support);
      const [row] = await session.query<{ answer: Moment[] }>(
        "select backoffice.access_history($1) as answer",
        [user_id],
      );
      await session.query("rollback");
      return (row?.answer ?? [])
        .filter(({ action }) => action !== null)
        .map(({ event, actor_email, run_code }) => `${event} ${actor_email} ${run_code}`);
    };
    expect(await told()).toEqual([
      `grant_revoked ${people.admin?.email} ${revoked.body.run.code}`,
      `grant_started ${people.ops?.email} ${given.run.code}`,
    ]);
    // The revocation is undone: the grant runs again, and both runs are moments of their own.
    const undone = await undo(session, people.admin, revoked.body.run.id);
    expect(await told()).toEqual([
      `undo ${people.admin?.email} ${undone.body.run.code}`,
      `run ${people.admin?.email} ${revoked.body.run.code}`,
      `grant_started ${people.ops?.email} ${given.run.code}`,
    ]);
  });

  test("a grant that ended by itself is told; one that never began is not", async () => {
    const events = async (work: () => Promise<unknown>) =>
      (await moments(work))
        .filter(({ ref_resource }) => ref_resource === "grants")
        .map(({ event }) => event);
    expect(await events(() => give("-9 days", "-2 days"))).toEqual([
      "grant_ended",
      "grant_started",
    ]);
    expect(await events(() => give("2 days", "9 days"))).toEqual([]);
    expect(await events(() => give("2 days", "9 days", { revoked: "-1 day" }))).toEqual([]);
  });

  test("a comparison with Stripe is told when it changed the plan, with what it was", async () => {
    const item = (number: string, changes: object[]) =>
      session.query(
        `with made as (
          insert into private.runs (action, status, target_kind, target_id, target_label, params, reason, actor_id, actor_email,
            actor_role, idempotency_key, request_hash, items)
          values ('reconcile-subscriptions', 'running', 'users', 'x', 'x', '{}', 'un motif', $1, 'ops@comptalyze.test', 'ops', $2, '', 1)
          returning id)
        insert into private.run_items (run_id, position, target_kind, target_id, target_label, user_id, status, changes, finished_at)
        select id, 1, 'user', $3::text, 'x', $3::uuid, 'done', $4::jsonb, now() from made`,
        [people.ops?.userId, number, zoe, JSON.stringify(changes)],
      );
    const plan = { entity: "user", id: zoe, field: "plan", before: "free", after: "premium" };
    const amount = {
      entity: "subscription",
      id: "sub_1",
      field: "amount_cents",
      before: 1,
      after: 2,
    };
    const told = await moments(async () => {
      await item("key-of-one", [plan, amount]);
      await item("key-of-two", [amount]);
    });
    expect(told.filter(({ event }) => event === "run")).toMatchObject([
      {
        plan: "premium",
        plan_before: "free",
        action: "reconcile-subscriptions",
        run_code: expect.stringMatching(/^RUN-/),
        ref_resource: "runs",
      },
    ]);
  });

  test("what the journal tells is for who may read it", async () => {
    const work = async () => {
      await session.query(
        `select private.write_audit(null, 'repaired', 'done', null, $1::text, $2,
          before => '{"subscription_plan":"free"}', after => '{"subscription_plan":"premium"}')`,
        [zoe, EMAIL],
      );
      await session.query("set constraints all immediate");
    };
    const told = async (as: Person) =>
      (await moments(work, as)).filter(({ ref_resource }) => ref_resource === "audit");
    expect(await told(people.support)).toEqual([]);
    expect(await told(people.ops)).toMatchObject([
      { event: "mirror_repaired", plan: "premium", plan_before: "free" },
    ]);
  });

  test("at most eight moments, the newest", async () => {
    const told = await moments(async () => {
      for (let days = 20; days > 0; days -= 2) await give(`-${days} days`, `-${days - 1} days`);
    });
    expect(told).toHaveLength(8);
    expect(told.map(({ at }) => at)).toEqual(
      told
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(told[0]?.event).toBe("grant_ended");
  });
});
