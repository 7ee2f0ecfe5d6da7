import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filterParams } from "../../src/providers/listQuery.ts";
import { WORKLISTS } from "../../src/resources/subscriptions/subscription.ts";
import { SEGMENT_FILTERS, SEGMENTS } from "../../src/resources/users/segment.ts";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { call } from "./actions.ts";
import { become, ENGINES, openSession, type Person, type Session, signedIn } from "./session.ts";

type Count = { id: string; number: number };
type Segment = (typeof SEGMENTS)[number];

/** Who belongs to each, read from the app's own tables and the findings, one customer at a time. */
const TRUTH: Record<Segment, string> = {
  paid_without_access: `exists (select from private.drifts d where d.user_id = u.id and d.closed_at is null
    and d.class in ('paid_without_access', 'mirror_behind'))`,
  access_without_payment: `exists (select from private.drifts d where d.user_id = u.id and d.closed_at is null
    and d.class in ('access_without_payment', 'user_without_customer'))`,
  past_due: `(select s.status from public.subscriptions s where s.user_id = u.id
    order by private.subscription_access_end(s) desc nulls last, s.created_at desc limit 1) = 'past_due'`,
  quota_reached: `(private.entitlement(u.id)).plan = 'free' and 3 <= (select count(*) from public.urssaf_records r
    where r.user_id = u.id and to_char(r.created_at at time zone 'Europe/Paris', 'YYYY-MM') = to_char(now() at time zone 'Europe/Paris', 'YYYY-MM'))`,
  email_bounced: `exists (select from public.emails e where e.user_id = u.id and e.status = 'bounced' and e.created_at >= coalesce(
    (select max(l.created_at) from public.emails l where l.user_id = u.id and l.to_email = e.to_email and l.status in ('delivered', 'opened', 'clicked')), '-infinity'))`,
  grant_expiring: `(private.entitlement(u.id)).source = 'grant' and now() + interval '3 days' >=
    (select max(g.ends_at) from private.grants g where g.user_id = u.id and g.revoked_at is null and g.ends_at > now() and g.starts_at <= now())`,
};

const WORKLIST_TRUTH: Record<keyof typeof WORKLISTS, string> = {
  past_due: "status = 'past_due'",
  unpaid: "status = 'unpaid'",
  cancelling: "cancel_at is not null and status not in ('canceled', 'incomplete_expired')",
  trialing: "status = 'trialing'",
};

/** A finding as a comparison would write it. */
const FINDING = `insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at)
  values ($1, $2::text, 'differs', $2::uuid, 0, '{}', '{}', now() - interval '1 hour', now(), now())`;

describe.each(ENGINES)("segments on %s", (_engine, open) => {
  let database: Database;
  let backend: Backend;
  let session: Session;
  let support: Person;
  let token: string;
  let free: string[];

  beforeAll(async () => {
    database = await open();
    backend = await startBackend(database, { functions: false });
    token = await backend.signIn("support@comptalyze.test");
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    free = (
      await session.query<{ id: string }>(
        `select id::text from private.users u where plan_source = 'default' and subscription_status is null
          and quota_used = 0 and email_bounced_at is null and banned_until is null and email like '%@example.fr' order by email limit 12`,
      )
    ).map(({ id }) => id);
    const classes = await session.query<{ class: string }>(
      "select class from private.drift_classes order by rank",
    );
    for (const [index, { class: name }] of classes.entries()) {
      await session.query(FINDING, [name, free[index]]);
    }
  });
  afterAll(async () => {
    await session?.close();
    await backend?.close();
  });

  async function read(resource: string, params: [string, string][], prefer = "") {
    return backend.request(
      `/rest/v1/${resource}?${new URLSearchParams(params)}`,
      { headers: { "accept-profile": "backoffice", prefer } },
      token,
    );
  }

  /** As the list counts: an answer of one row that says how many there are. */
  async function totalOf(resource: string, filter: object): Promise<number> {
    const params: [string, string][] = [...filterParams(filter), ["select", "id"], ["limit", "1"]];
    const answer = await read(resource, params, "count=exact");
    expect(answer.ok).toBe(true);
    return Number(answer.headers.get("content-range")?.split("/")[1]);
  }

  async function countsOf(view: string): Promise<Record<string, number>> {
    const answer = await read(view, []);
    expect(answer.status).toBe(200);
    const counts = (await answer.json()) as Count[];
    return Object.fromEntries(counts.map(({ id, number }) => [id, Number(number)]));
  }

  /** A colleague's reading at a moment, after a turn of the schedule or without; nothing of it stays. */
  async function reading<Answer>(
    work: () => Promise<Answer>,
    { clock = "", turn = false, given = "select 1" } = {},
  ): Promise<Answer> {
    await session.query("begin");
    try {
      await session.query("select set_config('comptalyze.clock_offset', $1, true)", [clock]);
      if (turn) await session.query("select private.tick()");
      await session.query(given);
      await become(session, support);
      return await work();
    } finally {
      await session.query("rollback");
    }
  }

  const segmentsOf = (id: string, moment = {}): Promise<string[]> =>
    reading(async () => {
      const columns = SEGMENTS.map((name) => `u.${name}`).join(", ");
      const [row = {}] = await session.query(
        `select ${columns} from backoffice.users u where u.id = $1`,
        [id],
      );
      return SEGMENTS.filter((name) => row[name] === true);
    }, moment);

  /** Whatever the clock says, each number is what the list holds then. */
  const expectCounted = (moment: { clock: string; turn?: boolean }) =>
    reading(async () => {
      const counts = await session.query<Count>("select id, number from backoffice.user_segments");
      expect(counts.map(({ id }) => id).sort()).toEqual([...SEGMENTS].sort());
      for (const { id, number } of counts) {
        const [listed] = await session.query<{ number: string }>(
          `select count(*) as number from backoffice.users where ${id} = true`,
        );
        expect({ id, number: Number(number) }).toEqual({ id, number: Number(listed?.number) });
      }
    }, moment);

  test("each number is the total of its list, and both are the truth", async () => {
    const counts = await countsOf("user_segments");
    expect(Object.keys(counts).sort()).toEqual([...SEGMENTS].sort());
    for (const segment of SEGMENTS) {
      const truth = await session.query<{ id: string }>(
        `select u.id::text from auth.users u where ${TRUTH[segment]} order by u.id`,
      );
      const rows = await read("users", [
        ...filterParams(SEGMENT_FILTERS[segment]),
        ["order", "id.asc"],
        ["limit", "1000"],
      ]);
      const listed = ((await rows.json()) as { id: string }[]).map(({ id }) => id);
      expect({ segment, listed }).toEqual({ segment, listed: truth.map(({ id }) => id) });
      expect(await totalOf("users", SEGMENT_FILTERS[segment] ?? {})).toBe(truth.length);
      expect({ segment, number: counts[segment] }).toEqual({ segment, number: truth.length });
      expect(truth.length).toBeGreaterThan(0);
    }
  });

  test("with further filters and any order it is the rows of both", async () => {
    const answer = await read("users", [
      ...filterParams({ quota_reached: "true", "email_confirmed_at@not": "is.null" }),
      ["order", "last_active_at.desc,id.desc"],
      ["limit", "1000"],
    ]);
    const rows = (await answer.json()) as { id: string; last_active_at: string }[];
    const truth = await session.query<{ id: string }>(
      `select u.id::text from auth.users u join private.users c on c.id = u.id
      where ${TRUTH.quota_reached} and u.email_confirmed_at is not null order by c.last_active_at desc, u.id desc`,
    );
    expect(rows.map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(3);
  });

  test("the search box looks inside a segment", async () => {
    const filter = { quota_reached: "true" };
    const truth = await session.query<{ id: string }>(
      `select u.id::text from auth.users u join private.users c on c.id = u.id
      where ${TRUTH.quota_reached} and c.search like '%example.fr%' order by c.created_at desc, u.id desc`,
    );
    const found = await call<{ id: string }[]>(session, support, "search_users", {
      search: "example.fr",
      filter,
      most: 1001,
    });
    expect(found.body.map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
    expect(truth.length).toBeGreaterThan(3);
    const counted = await call(session, support, "count_users", { search: "example.fr", filter });
    expect(counted.body).toBe(truth.length);
    // Columns of several types in one filter: each value is held against its own.
    const mixed = await call(session, support, "count_users", {
      search: "example",
      filter: { ...filter, plan: "free", stored_plan: "free", "created_at@gte": "2020-01-01" },
    });
    expect(mixed).toMatchObject({ status: 200 });
    expect(mixed.body).toBeGreaterThanOrEqual(truth.length);
    await expect(
      call(session, support, "count_users", {
        search: "example",
        filter: { quota_reached: "perhaps" },
      }),
    ).rejects.toMatchObject({ code: "PT422" });
  });

  const simulate = (id: string) =>
    session.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
      values ($1, to_char(now(), 'YYYY-MM'), 'BNC', 100, 26) returning id`,
      [id],
    );

  test("quota reached: with the last simulation, until one is gone, a plan comes or the month ends", async () => {
    const id = free[10] ?? "";
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    await simulate(id);
    await simulate(id);
    expect(await segmentsOf(id)).toEqual([]);
    const [last] = await simulate(id);
    expect(await segmentsOf(id)).toEqual(["quota_reached"]);
    // No job has run: the month is over.
    expect(await segmentsOf(id, { clock: "32 days" })).toEqual([]);
    await expectCounted({ clock: "32 days" });
    await session.query("delete from public.urssaf_records where id = $1", [last?.id]);
    expect(await segmentsOf(id)).toEqual([]);
    await simulate(id);
    await session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
      values ($1, 'pro', now(), now() + interval '30 days', 'quota test')`,
      [id],
    );
    expect(await segmentsOf(id)).toEqual([]);
    await session.query("update private.grants set revoked_at = now() where reason = 'quota test'");
    expect(await segmentsOf(id)).toEqual(["quota_reached"]);
    await session.query("delete from public.urssaf_records where user_id = $1", [id]);
    expect(await segmentsOf(id)).toEqual([]);
  });

  test("a grant expires: in by the schedule three days before, out by the clock alone", async () => {
    const id = free[11] ?? "";
    const grant = (days: number) =>
      session.query(
        `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
        values ($1, 'premium', now(), now() + make_interval(days => $2), 'segment test')`,
        [id, days],
      );
    await grant(10);
    expect(await segmentsOf(id)).toEqual([]);
    expect(await segmentsOf(id, { clock: "6 days", turn: true })).toEqual([]);
    expect(await segmentsOf(id, { clock: "8 days", turn: true })).toEqual(["grant_expiring"]);
    await expectCounted({ clock: "8 days", turn: true });
    // Nothing has run since: it has ended.
    expect(await segmentsOf(id, { clock: "10 days 1 minute" })).toEqual([]);
    await expectCounted({ clock: "10 days 1 minute" });
    // A longer one is given, and then taken back.
    await grant(90);
    expect(await segmentsOf(id, { clock: "8 days" })).toEqual([]);
    await session.query(
      "update private.grants set revoked_at = now() where user_id = $1 and reason = 'segment test'",
      [id],
    );
    expect(await segmentsOf(id)).toEqual([]);
    // One that is as short as that is in at once.
    await grant(2);
    expect(await segmentsOf(id)).toEqual(["grant_expiring"]);
    await session.query("delete from private.grants where user_id = $1", [id]);
    expect(await segmentsOf(id)).toEqual([]);
  });

  test("a turn takes so many grants, those that end first, and the rest at the next", async () => {
    const [sooner = "", later = ""] = [free[9], free[10]];
    await session.query("begin");
    for (const [id, hours] of [
      [later, 30],
      [sooner, 20],
    ] as const) {
      await session.query(
        `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
        values ($1, 'premium', now(), now() + interval '10 days' + make_interval(hours => $2), 'a turn')`,
        [id, hours],
      );
    }
    await session.query(
      "update private.users set grant_expiring = true where plan_source = 'grant' and id <> all ($1)",
      [[sooner, later]],
    );
    await session.query("select set_config('comptalyze.clock_offset', '9 days', true)");
    const marked = async () => {
      const [turn] = await session.query<{ number: number }>(
        "select private.find_expiring(1) as number",
      );
      const rows = await session.query<{ id: string }>(
        "select id::text from private.users where grant_expiring and id = any ($1)",
        [[sooner, later]],
      );
      return [turn?.number, rows.map(({ id }) => id).sort()];
    };
    const turns = [await marked(), await marked(), await marked()];
    await session.query("rollback");
    const both = [later, sooner].sort();
    expect(turns).toEqual([
      [1, [sooner]],
      [1, both],
      [0, both],
    ]);
  });

  test("bounced: until a later e-mail reaches the same address", async () => {
    const id = free[11] ?? "";
    const mail = (status: string, to: string, after: string) =>
      session.query(
        `insert into public.emails (user_id, to_email, template, subject, status, created_at, last_event_at)
        values ($1, $2, 'welcome', 'x', $3, now() + $4::interval, now() + $4::interval)`,
        [id, to, status, after],
      );
    await mail("delivered", "one@example.fr", "0 minutes");
    await mail("bounced", "one@example.fr", "1 minute");
    await mail("delivered", "two@example.fr", "2 minutes");
    expect(await segmentsOf(id)).toEqual(["email_bounced"]);
    await mail("sent", "one@example.fr", "3 minutes");
    expect(await segmentsOf(id)).toEqual(["email_bounced"]);
    await mail("delivered", "one@example.fr", "4 minutes");
    expect(await segmentsOf(id)).toEqual([]);
    await session.query("delete from public.emails where user_id = $1", [id]);
  });

  test("past due: while the payment is open", async () => {
    const id = free[11] ?? "";
    await session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, current_period_start)
      values ($1, 'cus_seg', 'sub_seg', 'pro', 'past_due', 'month', 990, now())`,
      [id],
    );
    expect(await segmentsOf(id)).toEqual(["past_due"]);
    await session.query(
      "update public.subscriptions set status = 'active' where stripe_subscription_id = 'sub_seg'",
    );
    expect(await segmentsOf(id)).toEqual([]);
    await session.query(
      "update public.subscriptions set status = 'past_due' where stripe_subscription_id = 'sub_seg'",
    );
    expect(await segmentsOf(id)).toEqual(["past_due"]);
    await session.query(
      "delete from public.subscriptions where stripe_subscription_id = 'sub_seg'",
    );
    expect(await segmentsOf(id)).toEqual([]);
  });

  test("findings: in while one is open, whatever wrote it", async () => {
    const [id = "", other = ""] = [free[11], free[10]];
    const close = (name: string, at: string) =>
      session.query(
        `update private.drifts set closed_at = ${at} where class = $1 and subject = $2`,
        [name, id],
      );
    await session.query("delete from private.drifts where user_id = any ($1)", [[id, other]]);
    await session.query(FINDING, ["wrong_plan", id]);
    expect(await segmentsOf(id)).toEqual([]);
    await session.query(FINDING, ["paid_without_access", id]);
    await session.query(FINDING, ["mirror_behind", id]);
    expect(await segmentsOf(id)).toEqual(["paid_without_access"]);
    await close("paid_without_access", "now()");
    expect(await segmentsOf(id)).toEqual(["paid_without_access"]);
    await session.query(FINDING, ["user_without_customer", id]);
    expect(await segmentsOf(id)).toEqual(["paid_without_access", "access_without_payment"]);
    await close("mirror_behind", "now()");
    expect(await segmentsOf(id)).toEqual(["access_without_payment"]);
    await session.query(
      "update private.drifts set user_id = $2 where class = 'user_without_customer' and user_id = $1",
      [id, other],
    );
    expect(await segmentsOf(id)).toEqual([]);
    expect(await segmentsOf(other)).toEqual(["access_without_payment"]);
    // Made anew, the copies say the same.
    await session.query("begin");
    // But for what, once true, stays when the rows are gone.
    const copies =
      "select to_jsonb(u) - array['simulated', 'upgraded'] as row from private.users u order by id";
    const kept = await session.query(copies);
    await session.query("select private.rebuild_users()");
    const rebuilt = await session.query(copies);
    await session.query("rollback");
    expect(kept).toEqual(rebuilt);
    await session.query("delete from private.drifts where user_id = $1", [other]);
    expect(await segmentsOf(other)).toEqual([]);
  });

  test("a comparison puts in whom it finds, and takes out who is mended", async () => {
    const id = free[11] ?? "";
    const check = () => session.query("select private.check_drift(array[$1::uuid])", [id]);
    await session.query("delete from private.drifts where user_id = $1", [id]);
    await session.query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
      values ($1, 'premium', now(), now() + interval '90 days', 'drift test')`,
      [id],
    );
    await check();
    // The grant was written by hand: the app's mirror does not know of it.
    expect(await segmentsOf(id)).toEqual(["paid_without_access"]);
    await session.query("select private.mirror_entitlement($1)", [id]);
    await check();
    expect(await segmentsOf(id)).toEqual([]);
  });

  test("more than a thousand are a thousand and one", async () => {
    const given = `insert into private.users (id, email, created_at, last_active_at, email_bounced_at)
      select gen_random_uuid(), 'many' || n || '@example.fr', now(), now(), now() from generate_series(1, 1100) n`;
    const [counted] = await reading(
      () =>
        session.query<Count>(
          "select number from backoffice.user_segments where id = 'email_bounced'",
        ),
      { given },
    );
    expect(Number(counted?.number)).toBe(1001);
  });

  describe("worklists of subscriptions", () => {
    test("each number is the total of its list, and both are the truth", async () => {
      await session.query(
        `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, current_period_start, current_period_end, cancel_at)
        select null, 'cus_work', 'sub_work_' || n, 'pro', s.status, 'month', 990, now() - interval '20 days', now() + s.ends, s.cancel
        from (values (1, 'trialing', interval '2 days', null), (2, 'trialing', interval '4 days', null), (3, 'trialing', interval '-1 day', null),
          (4, 'canceled', interval '2 days', now()), (5, 'unpaid', interval '2 days', null), (6, 'active', interval '2 days', now() + interval '2 days')
        ) s (n, status, ends, cancel)`,
      );
      const counts = await countsOf("subscription_worklists");
      expect(Object.keys(counts).sort()).toEqual(Object.keys(WORKLISTS).sort());
      for (const [name, filter] of Object.entries(WORKLISTS)) {
        const truth = await session.query<{ id: string }>(
          `select id::text from public.subscriptions where ${WORKLIST_TRUTH[name as keyof typeof WORKLISTS]}`,
        );
        expect({ name, total: await totalOf("subscriptions", filter) }).toEqual({
          name,
          total: truth.length,
        });
        expect({ name, number: counts[name] }).toEqual({ name, number: truth.length });
        expect(truth.length).toBeGreaterThan(0);
      }
      await session.query("delete from public.subscriptions where stripe_customer_id = 'cus_work'");
    });

    test("what is past due says since when, how much, and until when the policy lets it be", async () => {
      const id = randomUUID();
      const subscription = (change = "") =>
        reading(
          async () => {
            const [row] = await session.query<{ amount: number; since: string; days: string }>(
              `select amount_cents as amount, to_char(unpaid_since at time zone 'UTC', 'YYYY-MM-DD') as since,
                (grace_ends_at - unpaid_since)::text as days from backoffice.subscriptions where id = $1`,
              [id],
            );
            return row;
          },
          { given: change || "select 1" },
        );
      await session.query(
        `insert into public.subscriptions (id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, current_period_start)
        values ($1, 'cus_due', 'sub_due', 'pro', 'past_due', 'month', 990, '2026-11-01T09:00:00Z')`,
        [id],
      );
      const due = { amount: 990, since: "2026-11-01", days: "7 days" };
      expect(await subscription()).toEqual(due);
      const policy = "update private.status_policy set grace = '3 days' where status = 'past_due'";
      expect(await subscription(policy)).toEqual({ ...due, days: "3 days" });
      const turned = (status: string) =>
        subscription(`update public.subscriptions set status = '${status}' where id = '${id}'`);
      expect(await turned("unpaid")).toEqual({ ...due, days: null });
      expect(await turned("active")).toEqual({ amount: 990, since: null, days: null });
      await session.query("delete from public.subscriptions where id = $1", [id]);
    });
  });
});
