import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { effort } from "../support/effort.ts";
import { asPerson, ENGINES, openSession, type Session, signedIn } from "./session.ts";

type Side = {
  id?: string;
  customer?: string;
  named_user?: string | null;
  plan?: string;
  status?: string;
  interval?: string;
  amount_cents?: number;
  currency?: string;
  cancel_at?: string | null;
  current_period_start?: string;
  current_period_end?: string;
  unreadable?: string | null;
  livemode?: boolean;
};
type CustomerSide = { email?: string | null; named_user?: string | null; gone?: boolean };
type Finding = [kind: string, code: string];

const CUSTOMER = "cus_test_1";
const SUBSCRIPTION = "sub_test_1";
/** Stripe counts seconds. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
const NOBODY = "00000000-0000-4000-8000-0000000000ff";

describe.each(ENGINES)("findings on %s", (engine, open) => {
  let database: Database;
  let session: Session;
  let user: { id: string; email: string };
  let other: { id: string; email: string };

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    const free = await session.query<{ id: string; email: string }>(
      `select u.id::text, u.email from private.users u
      where u.plan_source = 'default' and u.stripe_customer_id is null and u.email like '%@example.fr'
        and not exists (select from private.drifts d where d.user_id = u.id) order by u.email limit 2`,
    );
    [user, other] = free as [typeof user, typeof other];
    // Nobody else has anything, or claims anything.
    await database.exec(`
      delete from public.subscriptions; delete from private.grants;
      select private.mirror_entitlement(id) from auth.users;
      update auth.users u set raw_user_meta_data = u.raw_user_meta_data - 'is_admin'
      where not exists (select from private.staff s where s.user_id = u.id)`);
    // Long ago: what is made in a test happened after it.
    await session.query(
      "update private.syncs set cursor = jsonb_build_object('walked_at', now()) where name = 'stripe_subscriptions'",
    );
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });
  beforeEach(async () => {
    await database.exec(`
      delete from public.subscriptions where stripe_customer_id like 'cus_test%';
      delete from private.stripe_subscriptions; delete from private.stripe_customers; delete from private.stripe_changes;
      delete from private.drifts; delete from private.grants where user_id in ('${user.id}', '${other.id}');
      select private.mirror_entitlement(id) from auth.users where id in ('${user.id}', '${other.id}');
      delete from private.drift_queue;
    `);
  });

  async function found<Answer>(sql: string, params: unknown[] = []): Promise<Answer> {
    const [row] = await session.query<Record<string, Answer>>(`select ${sql}`, params);
    return Object.values(row ?? {})[0] as Answer;
  }

  const side = (change: Side = {}) => ({
    id: SUBSCRIPTION,
    customer: CUSTOMER,
    named_user: user.id,
    plan: "premium",
    status: "active",
    interval: "month",
    amount_cents: 1990,
    currency: "eur",
    current_period_start: ago(10),
    current_period_end: ago(-20),
    cancel_at: null,
    canceled_at: null,
    livemode: true,
    created_at: ago(40),
    unreadable: null,
    ...change,
  });

  /** Stripe is asked for customers of whom something changed; `stripe` is what it has. */
  async function sync(stripe: Map<string, { customer: CustomerSide; subscriptions: Side[] }>) {
    const opened = await found<{ lease: string; ask: { customer: string } | null }>(
      "private.open_subscription_sync()",
    );
    const asked: string[] = [];
    for (let { ask } = opened; ask !== null; ) {
      asked.push(ask.customer);
      const has = stripe.get(ask.customer) ?? { customer: { gone: true }, subscriptions: [] };
      const customers = [
        { id: ask.customer, email: null, named_user: null, gone: false, ...has.customer },
      ];
      ({ ask } = await found<{ ask: { customer: string } | null }>(
        "private.record_subscriptions($1, $2::jsonb, $3::jsonb, $4::jsonb)",
        [
          opened.lease,
          JSON.stringify(ask),
          JSON.stringify(customers),
          JSON.stringify(has.subscriptions),
        ],
      ));
    }
    await found("private.close_subscription_sync($1)", [opened.lease]);
    return asked;
  }

  const changed = (customer: string) =>
    session.query(
      "insert into private.stripe_changes values ($1, clock_timestamp()) on conflict do nothing",
      [customer],
    );

  /** An event told something about the customer, and Stripe has this. */
  async function told(subscriptions: Side[], customer: CustomerSide = {}) {
    await changed(CUSTOMER);
    await sync(new Map([[CUSTOMER, { customer, subscriptions }]]));
  }

  async function findings(): Promise<Finding[]> {
    const rows = await session.query<{ class: string; code: string }>(
      "select class, code from private.drifts where closed_at is null order by class, code",
    );
    return rows.map((row) => [row.class, row.code]);
  }

  /** A row of the app's, as its webhook wrote it some days ago. */
  async function here(change: Side & { user_id?: string | null; updated?: number } = {}) {
    const row = side(change);
    await session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, currency,
        current_period_start, current_period_end, cancel_at, created_at, updated_at, livemode)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        change.user_id === undefined ? user.id : change.user_id,
        row.customer,
        row.id,
        row.plan,
        row.status,
        row.interval,
        row.amount_cents,
        row.currency,
        row.current_period_start,
        row.current_period_end,
        row.cancel_at,
        row.created_at,
        ago(change.updated ?? 3),
        row.livemode,
      ],
    );
    if (change.user_id !== null) {
      await session.query("select private.mirror_entitlement($1)", [change.user_id ?? user.id]);
    }
  }

  test("a sum that no column of cents holds stops neither the schedule nor the copy", async () => {
    const most = 2 ** 31 - 1;
    const three = ["1", "2", "3"].map((n) => ({ id: `sub_test_${n}`, amount_cents: most }));
    await here(three[0]);
    await here(three[1]);
    await told(three.map(side));
    await session.query("insert into private.drift_queue (user_id) values ($1)", [user.id]);
    await session.query("select private.tick()");
    expect(await findings()).toEqual([["two_live_subscriptions", "pays_twice"]]);
    expect(await found("amount_cents from private.drifts where closed_at is null")).toBe(most);

    await told(
      three.map((change) => side({ ...change, named_user: NOBODY })),
      { gone: false },
    );
    const copied = () =>
      found(`array[plan, mrr_cents::text] from private.users where id = '${user.id}'`);
    expect(await copied()).toEqual(["premium", `${most}`]);
    await session.query("select private.rebuild_users()");
    expect(await copied()).toEqual(["premium", `${most}`]);
  });

  describe("whose a subscription is", () => {
    const owner = async (named: string | null) =>
      found<string>(`(private.stripe_owner('${CUSTOMER}', '${SUBSCRIPTION}', $1))::text`, [named]);

    test.each<[string, () => Promise<Finding[]>, Finding[]]>([
      [
        "nobody is named, and no e-mail is known",
        async () => {
          await told([side({ named_user: null })], { email: "nobody@example.fr" });
          return findings();
        },
        [["customer_without_user", "unnamed"]],
      ],
      [
        "nobody is named, but the e-mail is one customer's",
        async () => {
          await told([side({ named_user: null })], { email: user.email.toUpperCase() });
          return findings();
        },
        [["paid_without_access", "unknown_here"]],
      ],
      [
        "what is named is not an id",
        async () => {
          await told([side({ named_user: "42; drop table" })], { email: user.email });
          return findings();
        },
        [["customer_without_user", "not_an_id"]],
      ],
      [
        "nobody has that id",
        async () => {
          await told([side({ named_user: NOBODY })], { email: user.email });
          return findings();
        },
        [["customer_without_user", "no_such_user"]],
      ],
      [
        "the subscription names one, its customer another",
        async () => {
          await told([side()], { named_user: other.id });
          return findings();
        },
        [["customer_without_user", "somebody_else"]],
      ],
      [
        "our row says one, Stripe names another",
        async () => {
          await here({ user_id: other.id });
          await told([side()]);
          return findings();
        },
        [["customer_without_user", "somebody_else"]],
      ],
      [
        "two customers of ours with one of Stripe's",
        async () => {
          await here({ user_id: user.id });
          await here({ user_id: other.id, id: "sub_test_2" });
          await told([side({ named_user: null }), side({ id: "sub_test_2", named_user: null })]);
          return findings();
        },
        [["customer_without_user", "two_users"]],
      ],
    ])("%s", async (_name, act, expected) => {
      expect(await act()).toEqual(expected);
    });

    test.each([
      { named: false, code: "two_users", by: "database" },
      { named: true, code: "somebody_else", by: "subscription" },
    ])("$code: the finding names both people, and what says so", async ({ named, code, by }) => {
      await here({ user_id: named ? other.id : user.id });
      await here({ user_id: other.id, id: "sub_test_2" });
      await told([
        side({ named_user: named ? user.id : null }),
        side({ id: "sub_test_2", named_user: null }),
      ]);
      const support = await signedIn(database, "support@comptalyze.test");
      const [finding, ...more] = await asPerson(session, support, () =>
        session.query<{ cause: string; candidates: object[] }>(
          "select cause, candidates from backoffice.drifts where status <> 'closed'",
        ),
      );
      expect(more).toEqual([]);
      expect(finding?.cause).toBe(code);
      expect(finding?.candidates).toHaveLength(2);
      expect(finding?.candidates).toEqual(
        expect.arrayContaining([
          { user_id: user.id, email: user.email, by: [by] },
          { user_id: other.id, email: other.email, by: ["database"] },
        ]),
      );
    });

    test("access is given to nobody whom two sides name differently", async () => {
      await here({ user_id: other.id, status: "canceled" });
      expect(await owner(user.id)).toBe("(,somebody_else)");
      expect(await owner(null)).toBe(`(${other.id},)`);
    });

    test("who was unknown is found at the next turn after he has an account", async () => {
      await told([side({ named_user: null })], { email: "later@example.fr" });
      expect(await findings()).toEqual([["customer_without_user", "unnamed"]]);
      await session.query("update auth.users set email = 'later@example.fr' where id = $1", [
        user.id,
      ]);
      await found("private.check_queue()");
      expect(await findings()).toEqual([["paid_without_access", "unknown_here"]]);
      await session.query("update auth.users set email = $2 where id = $1", [user.id, user.email]);
    });
  });

  describe("what no rule can read is a finding and gives nothing", () => {
    test.each<[string, Side, string]>([
      ["a status that nobody knows", { status: "suspended" }, "unknown_status"],
      ["a subscription without items", { unreadable: "no_items" }, "no_items"],
      ["a price that nobody mapped to a plan", { unreadable: "unknown_price" }, "unknown_price"],
      ["an interval of a week", { unreadable: "unknown_interval" }, "unknown_interval"],
    ])("%s", async (_name, change, code) => {
      const unread =
        change.unreadable === undefined
          ? {}
          : { plan: undefined, interval: undefined, amount_cents: undefined };
      await told([{ ...side(change), ...unread }]);
      expect(await findings()).toEqual([["unreadable", code]]);
      expect(await found("(private.entitlement($1)).plan", [user.id])).toBe("free");
    });

    test("a currency that is not the euro is told beside what it pays for", async () => {
      await told([side({ currency: "usd" })]);
      expect(await findings()).toEqual([
        ["paid_without_access", "unknown_here"],
        ["unreadable", "foreign_currency"],
      ]);
    });

    test("of what has ended nobody needs to know", async () => {
      await told([
        {
          ...side({ status: "canceled", unreadable: "no_items" }),
          plan: undefined,
          interval: undefined,
          amount_cents: undefined,
        },
        side({ id: "sub_test_2", status: "canceled", named_user: null }),
      ]);
      expect(await findings()).toEqual([]);
    });
  });

  describe("which sides are compared", () => {
    test.each<[string, Side | null, Side | null, Finding[]]>([
      ["both say the same", {}, {}, []],
      [
        "both are past due within the grace",
        { status: "past_due", current_period_start: ago(2) },
        { status: "past_due", current_period_start: ago(2) },
        [],
      ],
      ["paid, and ended here", {}, { status: "canceled" }, [["paid_without_access", "ended_here"]]],
      ["paid, and nothing here", {}, null, [["paid_without_access", "unknown_here"]]],
      [
        "ended at Stripe, not here",
        { status: "canceled" },
        {},
        [["access_without_payment", "ended_there"]],
      ],
      [
        "unpaid at Stripe, not here",
        { status: "unpaid" },
        {},
        [["access_without_payment", "ended_there"]],
      ],
      [
        "past due beyond the grace at Stripe, not here",
        { status: "past_due", current_period_start: ago(9) },
        {},
        [["access_without_payment", "ended_there"]],
      ],
      ["another plan", { plan: "pro", amount_cents: 990 }, {}, [["wrong_plan", "plan"]]],
      [
        "another end",
        { current_period_end: ago(-25) },
        {},
        [["wrong_period", "current_period_end"]],
      ],
      [
        "to be cancelled at Stripe only",
        { cancel_at: ago(-20) },
        {},
        [["wrong_period", "cancel_at"]],
      ],
      [
        "past due at Stripe only, within the grace",
        { status: "past_due" },
        {},
        [["wrong_period", "status"]],
      ],
      [
        "a test here of what is paid with real money",
        {},
        { livemode: false },
        [["paid_without_access", "other_mode"]],
      ],
      [
        "a test here, of which Stripe knows nothing",
        null,
        { livemode: false },
        [["other_mode", "other_mode"]],
      ],
      [
        "a test that ended, of which Stripe knows nothing",
        null,
        { livemode: false, status: "canceled" },
        [],
      ],
      ["a test at Stripe, nothing here", { livemode: false }, null, [["unreadable", "other_mode"]]],
      ["ended on both sides, differently", { status: "canceled" }, { status: "unpaid" }, []],
    ])("%s", async (_name, there, row, expected) => {
      // The start of an unpaid period is what its grace is counted from.
      const grace =
        there?.status === "past_due" ? { current_period_start: ago(2), ...there } : there;
      const same =
        row !== null &&
        grace?.current_period_start !== undefined &&
        row.current_period_start === undefined
          ? {
              ...row,
              current_period_start:
                expected[0]?.[1] === "status" ? grace.current_period_start : ago(10),
            }
          : row;
      if (same !== null) await here(same);
      await told(grace === null ? [] : [side(grace)]);
      expect(await findings()).toEqual(expected);
    });

    test("a grant that covers what was paid is told with it", async () => {
      await session.query(
        "insert into private.grants (user_id, plan, starts_at, ends_at, reason) values ($1, 'premium', now() - interval '1 day', now() + interval '9 days', 'x')",
        [user.id],
      );
      await session.query("select private.mirror_entitlement($1)", [user.id]);
      await told([side()]);
      expect(await findings()).toEqual([["paid_without_access", "covered"]]);
    });

    test("a customer that Stripe does not have gives access to nobody", async () => {
      await here();
      await changed(CUSTOMER);
      await sync(new Map());
      expect(await findings()).toEqual([["user_without_customer", "customer_gone"]]);
    });

    test("what our side learnt after Stripe was asked last is asked first, not told", async () => {
      await told([]);
      await here({ updated: 0 });
      await session.query(
        "update public.subscriptions set updated_at = clock_timestamp() where stripe_customer_id = $1",
        [CUSTOMER],
      );
      await found("private.check_queue()");
      expect(await findings()).toEqual([]);
      const stripe = new Map([[CUSTOMER, { customer: {}, subscriptions: [side()] }]]);
      expect(await sync(stripe)).toEqual([CUSTOMER]);
      expect(await findings()).toEqual([]);
    });

    test("a row from a clock that is ahead is asked about when its time has come, once", async () => {
      await told([]);
      await here({ updated: -1 });
      await found("private.check_queue()");
      expect(await sync(new Map())).toEqual([]);
      expect(await found("count(*)::int from private.stripe_changes")).toBe(1);
      expect(await findings()).toEqual([]);
    });

    test("an answer that was read earlier does not overwrite a later one", async () => {
      await told([side()]);
      await found(
        "private.keep_stripe_side('[]', $1::jsonb, now() - interval '1 minute') is null",
        [JSON.stringify([side({ status: "canceled" })])],
      );
      expect(await found("status from private.stripe_subscriptions")).toBe("active");
    });

    test("of two people with one of Stripe's customers, a look at one closes nothing of the other", async () => {
      await here({ customer: CUSTOMER });
      await here({ customer: CUSTOMER, id: "sub_test_2", user_id: other.id });
      await changed(CUSTOMER);
      await sync(new Map());
      const both = await findings();
      expect(both).toHaveLength(2);
      await found("private.check_drift(array[$1::uuid]) is null", [other.id]);
      expect(await findings()).toEqual(both);
    });

    test("a finding keeps since when it was, and closes when the sides agree", async () => {
      await told([side()]);
      const since = await found<string>("since::text from private.drifts");
      await told([side()]);
      expect(await found("since::text from private.drifts where closed_at is null")).toBe(since);
      await here();
      await found("private.check_queue()");
      expect(await findings()).toEqual([]);
      expect(await found("count(*)::int from private.drifts where closed_at is not null")).toBe(1);
    });
  });

  describe("everything is walked over", () => {
    /** The pages of a walk, one after the other; gives what was asked. */
    async function walk(pages: Side[][], gone = true) {
      await session.query(
        `update private.syncs set cursor = cursor || '{"wanted":true}' where name = 'stripe_subscriptions'`,
      );
      type Ask = { list: string; after: string | null; customer?: string } | null;
      const opened = await found<{ lease: string; ask: Ask }>("private.open_subscription_sync()");
      const asked: (string | null)[] = [];
      let at = 0;
      for (let { ask } = opened; ask !== null; ) {
        const all = gone ? [] : pages.flat();
        const page = ask.list === "all" ? (pages[at] ?? []) : all;
        if (ask.list === "all") at += 1;
        asked.push(ask.list === "all" ? ask.after : (ask.customer ?? ""));
        const customers =
          ask.list === "all"
            ? [{ id: CUSTOMER, email: null, named_user: null, gone: false }]
            : [{ id: ask.customer, email: null, named_user: null, gone }];
        const after = ask.list === "all" && at < pages.length ? (page.at(-1)?.id ?? null) : null;
        ({ ask } = await found<{ ask: Ask }>(
          "private.record_subscriptions($1, $2::jsonb, $3::jsonb, $4::jsonb, $5)",
          [
            opened.lease,
            JSON.stringify(ask),
            JSON.stringify(customers),
            JSON.stringify(page),
            after,
          ],
        ));
      }
      await found("private.close_subscription_sync($1)", [opened.lease]);
      return asked;
    }

    test("page by page, each from where the last one ended; what was told before it is answered by it", async () => {
      await changed(CUSTOMER);
      const asked = await walk([[side()], [side({ id: "sub_test_2", status: "canceled" })]]);
      expect(asked).toEqual([null, SUBSCRIPTION]);
      expect(await findings()).toEqual([["paid_without_access", "unknown_here"]]);
      expect(await found("count(*)::int from private.stripe_changes")).toBe(0);
      const [health] = await session.query(
        "select cursor -> 'walked' as walked, succeeded_at is not null as known from private.syncs where name = 'stripe_subscriptions'",
      );
      expect(health).toEqual({ walked: 2, known: true });
    });

    test("what it does not meet is gone, and nobody pays for it any more", async () => {
      await here();
      await told([side()]);
      expect(await findings()).toEqual([]);
      await session.query("update public.subscriptions set updated_at = now() - interval '3 days'");
      await walk([[side({ id: "sub_test_2", status: "canceled" })]], false);
      expect(await findings()).toEqual([["access_without_payment", "unknown_there"]]);
    });

    test("a finding about it is over with it", async () => {
      await told([side()]);
      expect(await findings()).toEqual([["paid_without_access", "unknown_here"]]);
      await walk([[]]);
      expect(await findings()).toEqual([]);
    });

    test("of two subscriptions on two pages, none is missing meanwhile", async () => {
      await here();
      await here({ id: "sub_test_2", plan: "pro", amount_cents: 990 });
      await walk([[side()], [side({ id: "sub_test_2", plan: "pro", amount_cents: 990 })]], false);
      expect(await found("array_agg(class) from private.drifts")).toEqual([
        "two_live_subscriptions",
      ]);
    });

    test("what only our side has is asked for by its customer", async () => {
      await here({ customer: "cus_test_gone" });
      expect(await walk([[]])).toEqual([null, "cus_test_gone"]);
      expect(await findings()).toEqual([["user_without_customer", "customer_gone"]]);
    });

    test("what accounts claim is looked through, and a turn ends with what waits on our side", async () => {
      await session.query(
        `update auth.users set raw_user_meta_data = raw_user_meta_data || '{"is_admin": true}' where id = $1`,
        [user.id],
      );
      await session.query("delete from private.drift_queue");
      await walk([[]]);
      expect(await findings()).toEqual([["admin_claim", "is_admin"]]);
      await session.query(
        "update auth.users set raw_user_meta_data = raw_user_meta_data - 'is_admin' where id = $1",
        [user.id],
      );
      await sync(new Map());
      expect(await findings()).toEqual([]);
    });

    test("Stripe does not know the place any more: the walk begins again", async () => {
      await session.query(
        `update private.syncs set cursor = '{"walk":{"began_at":"2026-01-01T00:00:00Z","after":"sub_x","read":5}}' where name = 'stripe_subscriptions'`,
      );
      const opened = await found<{ lease: string; ask: { after: string } }>(
        "private.open_subscription_sync()",
      );
      expect(opened.ask.after).toBe("sub_x");
      await found('private.close_subscription_sync($1, \'{"kind":"missing"}\')', [opened.lease]);
      expect(await walk([[]])).toEqual([null]);
    });
  });

  test("an action that read Stripe closes what it mended at once", async () => {
    await told([side()]);
    const observed = {
      ...side(),
      id: undefined,
      stripe_customer_id: CUSTOMER,
      stripe_subscription_id: SUBSCRIPTION,
    };
    await found(
      "private.apply_reconcile(jsonb_populate_record(null::private.run_items, $1::jsonb), $2::jsonb) is null",
      [
        JSON.stringify({ target_id: user.id, started_at: new Date().toISOString() }),
        JSON.stringify({ subscriptions: [observed] }),
      ],
    );
    expect(await findings()).toEqual([]);
  });

  describe("what an account claims of itself", () => {
    test.each<[string, object, Finding[]]>([
      [
        "Premium",
        { is_premium: true, subscription_plan: "premium" },
        [["mirror_ahead", "differs"]],
      ],
      ["Pro", { is_premium: false, subscription_plan: "pro" }, [["mirror_ahead", "differs"]]],
      [
        "a plan that there is not",
        { subscription_plan: "gold" },
        [["mirror_ahead", "unknown_value"]],
      ],
      [
        "a number in place of a plan",
        { subscription_plan: 7 },
        [["mirror_ahead", "unknown_value"]],
      ],
      ["to be an admin", { is_admin: true }, [["admin_claim", "is_admin"]]],
      ["nothing", { is_premium: null, subscription_plan: null, is_admin: false }, []],
    ])("%s", async (_name, data, expected) => {
      await session.query(
        "update auth.users set raw_user_meta_data = raw_user_meta_data || $2::jsonb where id = $1",
        [user.id, JSON.stringify(data)],
      );
      await found("private.check_queue()");
      expect(await findings()).toEqual(expected);
      expect(await found("(private.entitlement($1)).plan", [user.id])).toBe("free");
      await session.query(
        "update auth.users set raw_user_meta_data = raw_user_meta_data - 'is_admin' where id = $1",
        [user.id],
      );
    });

    test("a thousand times in a minute: one turn, and nobody waits for it", async () => {
      await session.query(
        "insert into private.drift_queue (user_id) select $1 from generate_series(1, 1500)",
        [user.id],
      );
      await session.query("insert into private.drift_queue (user_id) values ($1)", [other.id]);
      expect(await found("private.check_queue()")).toBe(1);
      expect(await found("private.check_queue()")).toBe(1);
      expect(await found("count(*)::int from private.drift_queue")).toBe(0);
    });

    test("less than is paid for", async () => {
      await here();
      await told([side()]);
      await session.query("select private.write_mirror($1, private.mirror_of('free'))", [user.id]);
      await found("private.check_queue()");
      expect(await findings()).toEqual([["mirror_behind", "differs"]]);
    });
  });

  test.skipIf(engine === "PGlite")(
    "in whatever order a subscription's five events come, twice and in one second: Stripe's own state",
    async () => {
      const life = [
        side({ plan: "pro", amount_cents: 990, status: "incomplete" }),
        side({ plan: "pro", amount_cents: 990 }),
        side({ status: "active" }),
        side({ status: "past_due", current_period_start: ago(1) }),
        side({
          status: "active",
          current_period_start: ago(1),
          cancel_at: ago(-29),
          current_period_end: ago(-29),
        }),
      ];
      const event = (n: number) => ({
        id: `evt_life_${n}`,
        type: n === 0 ? "customer.subscription.created" : "customer.subscription.updated",
        // The first is older than Stripe remembers and of an old version of its API, the third and the fourth happen in one second.
        created_at: [ago(31), ago(4.5), ago(4), ago(4), ago(3)][n],
        api_version: n === 0 ? "2020-08-27" : "2026-10-28.endive",
        livemode: true,
        customer: CUSTOMER,
        subscription: SUBSCRIPTION,
        named_user: user.id,
        pending: 1,
      });
      const orders = [...permutations([0, 1, 2, 3, 4])];
      expect(orders).toHaveLength(120);
      const share = orders.length / effort(20, orders.length);
      for (const order of orders.filter((_, index) => index % share === 0)) {
        await session.query("delete from private.stripe_events where id like 'evt_life%'");
        await database.exec("delete from private.stripe_subscriptions; delete from private.drifts");
        let happened = -1;
        for (const n of [...order, order[0] ?? 0]) {
          // Stripe goes on: at each delivery it is at least as far as the event tells.
          happened = Math.max(happened, n);
          await found("private.keep_events($1::jsonb) is null", [
            JSON.stringify([event(n), event(n)]),
          ]);
          await sync(
            new Map([[CUSTOMER, { customer: {}, subscriptions: [life[happened] as Side] }]]),
          );
        }
        const [copy] = await session.query(
          `select plan, status, cancel_at is not null as cancelling, current_period_start::text = $1::timestamptz::text as renewed
        from private.stripe_subscriptions`,
          [life[4]?.current_period_start],
        );
        expect(copy, order.join()).toEqual({
          plan: "premium",
          status: "active",
          cancelling: true,
          renewed: true,
        });
        expect(
          await found("count(*)::int from private.stripe_events where id like 'evt_life%'"),
        ).toBe(5);
        expect(await findings()).toEqual([["paid_without_access", "unknown_here"]]);
        // What a reconciliation writes is the same state.
        const observed = life[4] as ReturnType<typeof side>;
        await found("private.reconcile_user($1, $2::jsonb) is null", [
          user.id,
          JSON.stringify({
            subscriptions: [
              {
                ...observed,
                stripe_customer_id: CUSTOMER,
                stripe_subscription_id: SUBSCRIPTION,
                id: undefined,
              },
            ],
          }),
        ]);
        await found("private.check_queue()");
        expect(await findings()).toEqual([]);
        await session.query("delete from public.subscriptions where stripe_customer_id = $1", [
          CUSTOMER,
        ]);
        await session.query("select private.mirror_entitlement($1)", [user.id]);
      }
    },
  );
});

function* permutations(items: number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const [index, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [first, ...rest];
  }
}
