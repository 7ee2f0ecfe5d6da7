import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messages as english } from "../../src/i18n/en/index.ts";
import { messages as french } from "../../src/i18n/fr/index.ts";
import type { Database } from "../../stack/database.ts";
import { userId } from "./actions.ts";
import { asPerson, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Row = {
  id: string;
  part: "status" | "several";
  status: string | null;
  late: boolean | null;
  grace_days: number | null;
  sources: Record<string, unknown>[];
  plan: string;
  source: string;
  record_id: string | null;
  ends_at: Date | string | null;
  next_plan: string | null;
  standing: string | null;
};

/** What each status gives, written by hand: while it renews, with an end to come, with an end that has passed. */
const STATUSES: Record<string, [renewing: string, cancelling: string, cancelled: string]> = {
  active: ["premium, renewing", "premium for 20 d, cancelling, then free", "free, cancelled"],
  trialing: ["premium, renewing", "premium for 20 d, cancelling, then free", "free, cancelled"],
  past_due: [
    "premium for 3.5 d, in_grace, then free",
    "premium for 3.5 d, in_grace, then free",
    "free, cancelled",
  ],
  "past_due/late": ["free, past_grace", "free, past_grace", "free, cancelled"],
  canceled: ["free, no_access", "free, no_access", "free, no_access"],
  unpaid: ["free, no_access", "free, no_access", "free, no_access"],
  incomplete: ["free, no_access", "free, no_access", "free, no_access"],
  incomplete_expired: ["free, no_access", "free, no_access", "free, no_access"],
  paused: ["free, no_access", "free, no_access", "free, no_access"],
  unknown: ["free, unknown_status", "free, unknown_status", "free, unknown_status"],
};

const SEVERAL: Record<string, string> = {
  nothing: "free",
  two_plans: "premium, renewing, by 2",
  higher_cancelling: "premium for 10 d, cancelling, then pro, by 1",
  higher_canceled: "pro, renewing, by 2",
  higher_late: "pro, renewing, by 2",
  higher_unknown: "pro, renewing, by 2",
  same_plan: "premium, renewing, by 2",
  cancel_within_grace: "premium for 1 d, cancelling, then free, by 1",
  unknown_plan: "free, unknown_plan",
  other_mode: "free, other_mode",
  grant_alone: "premium for 5 d, running, then free, by 1",
  grant_ended: "free",
  grant_revoked: "free",
  grant_future: "free",
  grants_of_two_plans: "premium for 5 d, running, then pro, by 2",
  grants_of_two_ends: "premium for 13 d, running, then free, by 2",
  grant_lower: "premium, renewing, by 1",
  grant_equal: "premium, renewing, by 1",
  grant_higher: "premium for 5 d, running, then pro, by 2",
  grant_higher_ended: "pro, renewing, by 1",
  grant_higher_future: "pro, renewing, by 1",
  grant_past_end: "premium for 10 d, cancelling, then premium, by 1",
  grant_after_canceled: "premium for 5 d, running, then free, by 2",
  grant_after_late: "premium for 5 d, running, then free, by 2",
};

describe.each(ENGINES)("the table of the rule on %s", (_engine, open) => {
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

  /** The page's own question, and the moment at which it was asked. */
  const asked = async () =>
    asPerson(session, support, async () => {
      const rows = await session.query<Row>(
        "select * from backoffice.access_rule order by position",
      );
      const [clock] = await session.query<{ now: Date | string }>("select now() as now");
      return { rows, at: new Date(clock?.now ?? 0).getTime() };
    });

  async function answers(part: Row["part"]): Promise<Record<string, string>> {
    const { rows, at } = await asked();
    return Object.fromEntries(
      rows
        .filter((row) => row.part === part)
        .map((row) => {
          const days = row.ends_at && (new Date(row.ends_at).getTime() - at) / 86_400_000;
          const by = part === "several" && row.record_id ? `by ${row.record_id.slice(-1)}` : "";
          const said = [
            days === null ? row.plan : `${row.plan} for ${days} d`,
            row.standing,
            row.next_plan && `then ${row.next_plan}`,
            by,
          ];
          return [row.id, said.filter(Boolean).join(", ")];
        }),
    );
  }

  test("every Stripe status, and one that nobody knows, gives what is written here", async () => {
    const written = Object.entries(STATUSES).flatMap(([line, said]) =>
      ["renewing", "cancelling", "cancelled"].map((timing, at) => [`${line}/${timing}`, said[at]]),
    );
    expect(await answers("status")).toEqual(Object.fromEntries(written));
  });

  test("no status of the policy is missing, and a new one comes by itself", async () => {
    const statuses = async () => [
      ...new Set((await asked()).rows.flatMap(({ status }) => status ?? [])),
    ];
    const [policy] = await session.query<{ list: string[] }>(
      "select array_agg(status) as list from private.status_policy",
    );
    expect((await statuses()).sort()).toEqual([...(policy?.list ?? []), "unknown"].sort());
    await session.query(
      "insert into private.status_policy (status, access, grace) values ('on_hold', true, '3 days')",
    );
    try {
      expect(await statuses()).toContain("on_hold");
      expect(await answers("status")).toMatchObject({
        "on_hold/renewing": "premium for 1.5 d, in_grace, then free",
        "on_hold/late/renewing": "free, past_grace",
      });
    } finally {
      await session.query("delete from private.status_policy where status = 'on_hold'");
    }
  });

  test("the grace that the page shows is the policy's", async () => {
    const { rows } = await asked();
    const graces = rows.flatMap(({ status, grace_days }) =>
      grace_days ? [`${status} ${grace_days}`] : [],
    );
    expect([...new Set(graces)]).toEqual(["past_due 7"]);
  });

  test.each(Object.entries({ french, english }))(
    "every row has its words in %s",
    async (_name, { access_rule }) => {
      const { rows } = await asked();
      const wanted = rows.flatMap(({ id, part, status, late, source, standing, sources }) => [
        part === "several" ? `several.${id}` : `status.${status}${late ? "_late" : ""}`,
        ...(source === "default" ? [] : [`until.${standing}`]),
        ...(part === "several" ? sources.map(({ name }) => `piece.${name}`) : []),
      ]);
      const words: Record<string, unknown> = access_rule;
      const missing = wanted.filter((key) => {
        const [group = "", name = ""] = key.split(".");
        return !(name in (words[group] as object));
      });
      expect([...new Set(missing)]).toEqual([]);
    },
  );

  test("several subscriptions and grants give what is written here", async () => {
    expect(await answers("several")).toEqual(SEVERAL);
  });

  test("every row is what a customer with these subscriptions and grants has", async () => {
    const zoe = await userId(session, "zoe.lambert@example.fr");
    await session.query("delete from public.subscriptions where user_id = $1", [zoe]);
    await session.query("delete from private.grants where user_id = $1", [zoe]);
    await session.query("begin");
    // The moment of the table and that of the question are one: both are this transaction's.
    const rows = await session.query<Row>("select * from private.access_rule()");
    const given: unknown[] = [];
    for (const { sources } of rows) {
      await session.query("savepoint before");
      for (const source of sources) {
        await session.query(
          source.kind === "grant"
            ? `insert into private.grants (id, user_id, plan, starts_at, ends_at, reason, revoked_at)
              select g.id, $2, g.plan, g.starts_at, g.ends_at, 'a row of the table', g.revoked_at
              from jsonb_populate_record(null::private.grants, $1) g`
            : `insert into public.subscriptions (id, user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval",
                amount_cents, current_period_start, current_period_end, cancel_at, livemode)
              select s.id, $2, 'cus_rule', 'sub_' || s.id, s.plan, s.status, 'month', 990, s.current_period_start,
                s.current_period_end, s.cancel_at, coalesce(s.livemode, true)
              from jsonb_populate_record(null::public.subscriptions, $1) s`,
          [JSON.stringify(source), zoe],
        );
      }
      const [access] = await session.query(
        `select e.plan, e.source, e.record_id, e.ends_at,
          case when e.ends_at is not null then (private.entitlement($1, e.ends_at)).plan end as next_plan,
          (select u.plan from private.users u where u.id = $1) as listed
        from private.entitlement($1) e`,
        [zoe],
      );
      given.push(access);
      await session.query("rollback to savepoint before");
    }
    await session.query("rollback");
    expect(rows.length).toBe(Object.keys(STATUSES).length * 3 + Object.keys(SEVERAL).length);
    expect(given).toEqual(
      rows.map(({ plan, source, record_id, ends_at, next_plan }) => ({
        plan,
        source,
        record_id,
        ends_at,
        next_plan,
        listed: plan,
      })),
    );
  });

  test("the decision is taken into the query of whoever asks", async () => {
    const [explained] = await session.query<{ "QUERY PLAN": unknown }>(
      `explain (format json) select d.plan
      from (select array_agg(private.subscription_source(s)) as sources from public.subscriptions s) own,
        private.decide_access(own.sources, now()) d`,
    );
    const plan = JSON.stringify(explained);
    expect(plan).toContain('"Function Name":"unnest"');
    expect(plan).not.toContain("decide_access");
  });
});
