import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { StripeEvent } from "../../supabase/functions/_shared/vendors/stripeEvents.ts";
import { userId } from "./actions.ts";
import {
  asPerson,
  ENGINES,
  openSession,
  type Person,
  refusalOf,
  type Session,
  signedIn,
} from "./session.ts";
import { appRecord, buildEvent, emptyLedger, keepEvents } from "./stripeEvents.ts";

type Ask = { list: string; since: string; after: string | null } | null;

describe.each(ENGINES)("the ledger of Stripe's events on %s", (_engine, open) => {
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
  beforeEach(async () => {
    await emptyLedger(session);
    await session.query("delete from private.webhook_endpoints");
    await session.query(
      "update private.syncs set cursor = '{}', lease = null, lease_until = null, succeeded_at = null, failed_at = null, failure = null",
    );
  });

  /** A row of a view as support sees it, the clock moved if wanted. */
  async function seen<Row extends Record<string, unknown>>(sql: string, clock = "") {
    return asPerson(session, support, () => session.query<Row>(sql), { clock });
  }
  const statusOf = async ({ id }: StripeEvent, clock = "") =>
    (
      await seen<{ status: string; stored_status: string }>(
        `select status, stored_status from backoffice.webhook_events where id = '${id}'`,
        clock,
      )
    )[0];
  /** The one value of a query. */
  async function found<Answer>(sql: string, params: unknown[] = []): Promise<Answer> {
    const [row] = await session.query<Record<string, Answer>>(`select ${sql}`, params);
    return Object.values(row ?? {})[0] as Answer;
  }

  /** One turn of the sync's calls; `pages` answers what it asks. */
  async function sync(
    pages: (ask: NonNullable<Ask>) => { events: StripeEvent[]; after?: string | null },
    { most = 20, appAnswers = true as boolean | null } = {},
  ) {
    const opened = await found<{ lease: string; ask: Ask }>("private.open_event_sync()");
    const asked: NonNullable<Ask>[] = [];
    let { ask } = opened;
    for (let page = 0; ask !== null && page < most; page += 1) {
      asked.push(ask);
      const { events, after = null } = pages(ask);
      const kept = await found<{ ask: Ask }>("private.record_events($1, $2::jsonb, $3)", [
        opened.lease,
        JSON.stringify(events),
        after,
      ]);
      ask = kept.ask;
    }
    const closed = await found<{ done: boolean }>("private.close_event_sync($1, $2)", [
      opened.lease,
      appAnswers,
    ]);
    return { asked, ...closed };
  }

  test("an event of a connected account is kept as such, and nothing follows from it", async () => {
    const zoe = await userId(session, "zoe.lambert@example.fr");
    await session.query("delete from private.stripe_changes");
    const foreign = buildEvent({
      account: "acct_1Somebody",
      customer: "cus_foreign",
      named_user: zoe,
      amount_cents: 1990,
      currency: "eur",
    });
    await appRecord(session, foreign, { error: "no such customer", userId: zoe });
    await sync(() => ({ events: [foreign] }));
    await sync(() => ({ events: [{ ...foreign, pending: 2 }] }));
    expect(
      await seen(
        "select status, stored_status, account, user_id, cause from backoffice.webhook_events",
      ),
    ).toEqual([
      {
        status: "other_account",
        stored_status: "other_account",
        account: "acct_1Somebody",
        user_id: null,
        cause: null,
      },
    ]);
    expect(await seen("select total::int, failed::int from backoffice.webhook_health")).toEqual([
      { total: 0, failed: 0 },
    ]);
    expect(await seen("select * from backoffice.webhook_causes")).toEqual([]);
    expect(await found("count(*)::int from private.stripe_changes")).toBe(0);
  });

  test("delivered and processed are two facts; young and undelivered is in flight", async () => {
    const flight = buildEvent({ minutesAgo: 5 });
    const failed = buildEvent();
    const delivered = buildEvent({ pending: 0 });
    const processed = buildEvent({ pending: 0 });
    const byHand = buildEvent();
    const refused = buildEvent({ pending: 0 });
    await appRecord(session, processed);
    await appRecord(session, byHand);
    await appRecord(session, refused, { error: "no account for sub_1" });
    await keepEvents(session, [flight, failed, delivered, processed, byHand, refused]);
    expect(await statusOf(flight)).toEqual({ status: "in_flight", stored_status: "open" });
    expect(await statusOf(failed)).toEqual({ status: "failed", stored_status: "open" });
    expect((await statusOf(delivered))?.status).toBe("delivered");
    expect((await statusOf(processed))?.status).toBe("processed");
    expect((await statusOf(byHand))?.status).toBe("processed");
    expect(await statusOf(refused)).toEqual({ status: "failed", stored_status: "open" });
    expect((await statusOf(flight, "11 minutes"))?.status).toBe("failed");
  });

  test("an event is there once, however often it comes; it only learns how far its delivery is", async () => {
    const event = buildEvent();
    await keepEvents(session, [event, event]);
    await keepEvents(session, [{ ...event, pending: 0, type: "something.else" }]);
    const rows = await session.query("select id, type, pending from private.stripe_events");
    expect(rows).toEqual([{ id: event.id, type: event.type, pending: 0 }]);
  });

  test("no payload is kept: what Stripe's object said stays at Stripe", async () => {
    const [{ columns = [] } = {}] = await session.query<{ columns: string[] }>(
      `select array_agg(data_type::text) as columns from information_schema.columns
       where table_schema = 'private' and table_name = 'stripe_events'`,
    );
    expect(columns.filter((type) => /json/.test(type))).toEqual([]);
  });

  test("an event belongs to the one customer who is meant, else to nobody", async () => {
    const [payer] = await session.query<{ id: string; customer: string; subscription: string }>(
      `select user_id::text as id, stripe_customer_id as customer, stripe_subscription_id as subscription
       from public.subscriptions where user_id is not null order by id limit 1`,
    );
    if (payer === undefined) throw new Error("nobody pays in the demo data");
    const zoe = await userId(session, "zoe.lambert@example.fr");
    const named = buildEvent({ named_user: zoe, customer: "cus_new" });
    const sameCustomer = buildEvent({ customer: "cus_new" });
    const known = buildEvent({ customer: payer.customer });
    const bySubscription = buildEvent({ subscription: payer.subscription });
    const both = buildEvent({ named_user: payer.id, customer: payer.customer });
    const twoMeant = buildEvent({ named_user: zoe, customer: payer.customer });
    const notAnId = buildEvent({ named_user: "zoe", customer: "cus_other" });
    const nobody = buildEvent({ named_user: randomUUID() });
    await keepEvents(session, [named]);
    await keepEvents(session, [sameCustomer, known, bySubscription, both]);
    await keepEvents(session, [twoMeant, notAnId, nobody]);
    const rows = await session.query<{ id: string; user_id: string | null }>(
      "select id, user_id::text from private.stripe_events",
    );
    const of = new Map(rows.map(({ id, user_id }) => [id, user_id]));
    expect(of.get(named.id)).toBe(zoe);
    expect(of.get(sameCustomer.id)).toBe(zoe);
    for (const event of [known, bySubscription, both]) expect(of.get(event.id)).toBe(payer.id);
    for (const event of [twoMeant, notAnId, nobody]) expect(of.get(event.id)).toBeNull();
  });

  describe("the sync", () => {
    test("walks over what is new, then over what is undelivered, and begins where it ended", async () => {
      const [one, two, three] = [buildEvent(), buildEvent(), buildEvent({ pending: 0 })];
      const first = await sync(({ list, after }) => {
        if (list === "undelivered") return { events: [one, two] };
        return after === null ? { events: [one], after: one.id } : { events: [two, three] };
      });
      expect(first.done).toBe(true);
      expect(first.asked.map(({ list, after }) => [list, after])).toEqual([
        ["new", null],
        ["new", one.id],
        ["undelivered", null],
      ]);
      expect(await found("count(*)::int from private.stripe_events")).toBe(3);
      const again = await sync(() => ({ events: [] }));
      expect(again.asked.map(({ list }) => list)).toEqual(["new", "undelivered"]);
      const minutes = (Date.now() - Date.parse(again.asked[0]?.since ?? "")) / 60_000;
      expect(minutes).toBeGreaterThan(4);
      expect(minutes).toBeLessThan(7);
      const days = (Date.now() - Date.parse(again.asked[1]?.since ?? "")) / 86_400_000;
      expect(Math.round(days)).toBe(30);
    });

    test("who was undelivered and is met no more is delivered; what Stripe forgets is not", async () => {
      const gone = buildEvent();
      const still = buildEvent();
      const forgotten = buildEvent({ minutesAgo: 30 * 24 * 60 - 5 });
      await sync(({ list }) => ({ events: list === "new" ? [gone, still, forgotten] : [] }), {
        most: 1,
      });
      const undelivered = () =>
        session.query<{ id: string }>("select id from private.stripe_events where pending > 0");
      expect(await undelivered()).toHaveLength(3);
      await sync(({ list }) => ({ events: list === "undelivered" ? [still] : [] }));
      expect((await undelivered()).map(({ id }) => id).sort()).toEqual(
        [still.id, forgotten.id].sort(),
      );
      expect((await statusOf(gone))?.status).toBe("delivered");
    });

    test("a walk that was cut off closes nothing, and goes on where it was", async () => {
      const events = Array.from({ length: 4 }, () => buildEvent());
      await keepEvents(session, events);
      const [one, two, three] = events as [StripeEvent, StripeEvent, StripeEvent];
      const pages = ({ list, after }: NonNullable<Ask>) => {
        if (list === "new") return { events: [] };
        return after === null ? { events: [one, two], after: two.id } : { events: [three] };
      };
      expect((await sync(pages, { most: 2 })).done).toBe(false);
      expect(await found("count(*)::int from private.stripe_events where pending > 0")).toBe(4);
      expect(
        await found("succeeded_at from private.syncs where name = 'stripe_events'"),
      ).toBeNull();
      const rest = await sync(pages);
      expect(rest.asked.map(({ list, after }) => [list, after])).toEqual([["undelivered", two.id]]);
      expect(await found("count(*)::int from private.stripe_events where pending > 0")).toBe(3);
      expect(
        await found("succeeded_at is not null from private.syncs where name = 'stripe_events'"),
      ).toBe(true);
    });

    test("two at once: the second has nothing to do, a dead one loses its lease", async () => {
      const first = await found<{ lease: string }>("private.open_event_sync()");
      expect(await found("private.open_event_sync()")).toEqual({ lease: null });
      await session.query("update private.syncs set lease_until = now() - interval '1 second'");
      const second = await found<{ lease: string }>("private.open_event_sync()");
      expect(second.lease).not.toBe(first.lease);
      const late = `select private.record_events('${first.lease}', '[]')`;
      await session.query("begin");
      expect(await refusalOf(session, late)).toBe("PT409");
      await session.query("rollback");
    });

    test("a failure is told with its age and takes nothing away; a lost place begins again", async () => {
      await sync(() => ({ events: [buildEvent()] }));
      const opened = await found<{ lease: string }>("private.open_event_sync()");
      await found("private.close_event_sync($1, null, $2::jsonb)", [
        opened.lease,
        JSON.stringify({ service: "stripe", kind: "missing", request_id: null }),
      ]);
      const health =
        "select synced_at is not null as synced, sync_failure from backoffice.webhook_health";
      expect(await seen(health)).toEqual([
        { synced: true, sync_failure: { service: "stripe", kind: "missing", request_id: null } },
      ]);
      expect(await found("cursor ? 'walk' from private.syncs where name = 'stripe_events'")).toBe(
        false,
      );
      await sync(() => ({ events: [] }));
      expect(await seen(health)).toEqual([{ synced: true, sync_failure: null }]);
    });
  });

  describe("causes", () => {
    const endpoint = (enabled: boolean) =>
      session.query(
        `insert into private.webhook_endpoints (id, url, enabled, types, checked_at)
         values ('we_1', 'https://comptalyze.test/api/webhooks/stripe', $1, '{*}', now())
         on conflict (id) do update set enabled = excluded.enabled`,
        [enabled],
      );
    async function causeOf(
      { id }: StripeEvent,
      appAnswers: boolean | null = true,
    ): Promise<string | null> {
      await session.query("select private.name_causes($1)", [appAnswers]);
      return found("cause from private.stripe_events where id = $1", [id]);
    }
    let zoe: string;
    beforeAll(async () => {
      zoe = await userId(session, "zoe.lambert@example.fr");
    });
    const lost = (minutesAgo = 60) => buildEvent({ named_user: zoe, minutesAgo });

    test("nothing got in although the app answers: the signature", async () => {
      await endpoint(true);
      const event = lost();
      await keepEvents(session, [event]);
      expect(await causeOf(event, null)).toBeNull();
      expect(await causeOf(event)).toBe("signature");
    });

    test("between two that got in at once it was lost alone", async () => {
      await endpoint(true);
      const event = lost(30);
      const arrived = [20, 40].map((minutesAgo) => buildEvent({ minutesAgo, pending: 0 }));
      for (const one of arrived) {
        await appRecord(session, one);
        await session.query(
          "update public.stripe_events set received_at = $2::timestamptz + interval '2 seconds' where id = $1",
          [one.id, one.created_at],
        );
      }
      const [after, before] = arrived as [StripeEvent, StripeEvent];
      await keepEvents(session, [event, before]);
      // The first after it is not known yet: a secret that was changed would look the same.
      expect(await causeOf(event)).toBe("signature");
      await session.query("update private.stripe_events set cause = null");
      await keepEvents(session, [after]);
      expect(await causeOf(event)).toBe("timeout");
    });

    test("the app says that it could not: its error, and the cause again when it says something new", async () => {
      await endpoint(true);
      const event = lost();
      await keepEvents(session, [event]);
      expect(await causeOf(event)).toBe("signature");
      await appRecord(session, event, { error: "statement timeout" });
      await keepEvents(session, [event]);
      expect(await causeOf(event)).toBe("server_error");
    });

    test("nobody's event, an endpoint that is off, an app that does not answer", async () => {
      await endpoint(false);
      const nobodys = buildEvent({ named_user: randomUUID() });
      const off = lost();
      await keepEvents(session, [nobodys, off]);
      expect(await causeOf(nobodys)).toBe("unknown_user");
      expect(await causeOf(off)).toBe("endpoint_disabled");
      await endpoint(true);
      // Named once: what is true now need not be why it failed then.
      expect(await causeOf(off)).toBe("endpoint_disabled");
      const silent = lost();
      await keepEvents(session, [silent]);
      expect(await causeOf(silent, false)).toBe("unreachable");
    });

    test("what is in flight has no cause yet", async () => {
      await endpoint(true);
      const event = lost(3);
      await keepEvents(session, [event]);
      expect(await causeOf(event)).toBeNull();
    });

    test("twenty times the same cause is one group, with its customers and since when", async () => {
      await endpoint(true);
      const events = Array.from({ length: 20 }, (_, n) => lost(40 + n));
      events[0] = { ...events[0], amount_cents: 1990, currency: "eur" } as StripeEvent;
      await keepEvents(session, [...events, buildEvent(), lost(2)]);
      await session.query("select private.name_causes(true)");
      const groups = await seen<{ cause: string; number: number; since: Date }>(
        "select cause, number::int, customers::int, amount_cents::int, since from backoffice.webhook_causes order by number desc",
      );
      expect(groups).toMatchObject([
        { cause: "signature", number: 20, customers: 1, amount_cents: 1990 },
        { cause: "unknown_user", number: 1, customers: 0 },
      ]);
      const oldest = events[19]?.created_at ?? "";
      expect(new Date(groups[0]?.since ?? 0).toISOString()).toBe(oldest);
    });

    test("who gets an account later is found at the next turn", async () => {
      await endpoint(true);
      const id = randomUUID();
      const event = buildEvent({ named_user: id });
      await keepEvents(session, [event]);
      expect(await causeOf(event)).toBe("unknown_user");
      await session.query("insert into auth.users (id, email, created_at) values ($1, $2, now())", [
        id,
        `${id}@example.com`,
      ]);
      await sync(({ list }) => ({ events: list === "undelivered" ? [event] : [] }));
      expect(await causeOf(event)).toBe("signature");
      expect(
        await found("user_id::text from private.stripe_events where id = $1", [event.id]),
      ).toBe(id);
    });
  });

  test("the failure rate is that of the window: not what is in flight, nor what is older", async () => {
    const delivered = Array.from({ length: 96 }, (_, n) =>
      buildEvent({ pending: 0, minutesAgo: n + 1 }),
    );
    const failed = Array.from({ length: 4 }, () => buildEvent());
    const flight = Array.from({ length: 7 }, () => buildEvent({ minutesAgo: 2 }));
    const older = Array.from({ length: 9 }, () => buildEvent({ minutesAgo: 24 * 60 + 1 }));
    await keepEvents(session, [...delivered, ...failed, ...flight, ...older]);
    const health =
      "select total::int, failed::int, failure_percent::float8, threshold_percent::float8, window_hours from backoffice.webhook_health";
    const rate = {
      total: 100,
      failed: 4,
      failure_percent: 4,
      threshold_percent: 1,
      window_hours: 24,
    };
    expect(await seen(health)).toEqual([rate]);
    // Mended afterwards it has failed all the same.
    await session.query("update private.stripe_events set reconciled_at = now() where id = $1", [
      failed[0]?.id,
    ]);
    expect(await seen(health)).toEqual([rate]);
    await emptyLedger(session);
    expect(await seen(health)).toMatchObject([{ total: 0, failure_percent: null }]);
  });

  test("the webhooks of a customer stand in the timeline, with their state", async () => {
    const zoe = await userId(session, "zoe.lambert@example.fr");
    const event = buildEvent({
      named_user: zoe,
      type: "invoice.paid",
      amount_cents: 1990,
      currency: "eur",
    });
    await keepEvents(session, [event]);
    const rows = await seen(
      `select kind, event, status, ref_resource, ref_id, title_args ->> 'type' as type from backoffice.timeline
       where user_id = '${zoe}' and kind = 'webhook'`,
    );
    expect(rows).toEqual([
      {
        kind: "webhook",
        event: "webhook",
        status: "failed",
        ref_resource: "webhook_events",
        ref_id: event.id,
        type: "invoice.paid",
      },
    ]);
    const page = await asPerson(session, support, async () => {
      const [row] = await session.query<{
        page: { counts: { webhooks: number }; failed_webhooks: { number: number } };
      }>("select backoffice.open_user($1) as page", [zoe]);
      return row?.page;
    });
    expect(page).toMatchObject({ counts: { webhooks: 1 }, failed_webhooks: { number: 1 } });
  });
});
