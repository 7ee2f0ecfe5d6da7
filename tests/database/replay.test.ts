import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import type { StripeEvent } from "../../supabase/functions/_shared/vendors/stripeEvents.ts";
import { type Answered, call, preview, REASON, userId } from "./actions.ts";
import { ENGINES, openSession, type Person, refusalOf, type Session, signedIn } from "./session.ts";
import { appRecord, buildEvent, emptyLedger, keepEvents } from "./stripeEvents.ts";

const ACTION = "replay-webhooks";
const DAY = 24 * 60;

type Target = { id: string; label: string; user_id: string | null; payload: { resend: boolean } };
type Plan = { plan: string; items: number; targets: Target[]; pace: unknown };

describe.each(ENGINES)("the plan of replay-webhooks on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let support: Person;
  let zoe: string;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    support = await signedIn(database, "support@comptalyze.test");
    zoe = await userId(session, "zoe.lambert@example.fr");
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });
  beforeEach(() => emptyLedger(session));

  const plan = async (params: Record<string, unknown>) =>
    (await preview(session, support, ACTION, params)) as unknown as Answered<
      Plan & { warnings: unknown[]; blockers: unknown[] }
    >;
  const ids = (events: StripeEvent[]) => events.map(({ id }) => id);
  const codes = (sentences: unknown[]) =>
    sentences.map((one) => {
      const { code, args } = one as { code: string; args: { count?: number } };
      return [code, args.count];
    });

  async function parsed(params: unknown): Promise<unknown> {
    const sql = `select private.parse_replay('${JSON.stringify(params).replaceAll("'", "''")}')`;
    await session.query("begin");
    const refused = await refusalOf(session, sql);
    const [row] = refused ? [] : await session.query<{ parse_replay: unknown }>(sql);
    await session.query("rollback");
    return refused ?? row?.parse_replay;
  }

  test.each([
    [{ event_ids: ["evt_b", "evt_a", "evt_b"] }, { event_ids: ["evt_a", "evt_b"] }],
    [{ since: "2026-11-23T13:01:00+01:00" }, { since: "2026-11-23T12:01:00.000Z" }],
    [
      { since: "2026-11-23T12:01:00.5Z", types: ["invoice.paid", "invoice.paid"] },
      { since: "2026-11-23T12:01:00.500Z", types: ["invoice.paid"] },
    ],
    [{ event_ids: [] }, "PT422"],
    [{ event_ids: Array.from({ length: 501 }, (_, n) => `evt_${n}`) }, "PT422"],
    [{ event_ids: ["sub_1"] }, "PT422"],
    [{ event_ids: ["evt_'; drop"] }, "PT422"],
    [{ event_ids: [1] }, "PT422"],
    [{ event_ids: ["evt_a"], since: "2026-11-23T12:01:00Z" }, "PT422"],
    [{ event_ids: ["evt_a"], types: ["invoice.paid"] }, "PT422"],
    [{ since: "yesterday" }, "PT422"],
    [{ since: "2026-11-23" }, "PT422"],
    [{ since: "2026-13-23T12:01:00Z" }, "PT422"],
    [{ since: "infinity" }, "PT422"],
    [{ since: 1 }, "PT422"],
    [{ since: "2026-11-23T12:01:00Z", types: [] }, "PT422"],
    [{ since: "2026-11-23T12:01:00Z", types: ["Invoice Paid"] }, "PT422"],
    [{ since: "2026-11-23T12:01:00Z", other: 1 }, "PT422"],
    [{}, "PT422"],
    [null, "PT422"],
    [[], "PT422"],
  ])("%j is %j", async (params, expected) => {
    expect(await parsed(params)).toEqual(expected);
  });

  test("named events are taken oldest first; those processed and those in flight stay out, and are told", async () => {
    const newer = buildEvent({ minutesAgo: 20, named_user: zoe });
    const older = buildEvent({ minutesAgo: 90, named_user: zoe, type: "invoice.paid" });
    const delivered = buildEvent({ minutesAgo: 60, pending: 0, named_user: zoe });
    const processed = buildEvent({ named_user: zoe });
    const flight = buildEvent({ minutesAgo: 3, named_user: zoe });
    await appRecord(session, processed);
    const all = [newer, older, delivered, processed, flight];
    await keepEvents(session, all);
    const { status, body } = await plan({ event_ids: ids(all) });
    expect(status).toBe(200);
    expect(ids(body.targets as unknown as StripeEvent[])).toEqual(ids([older, delivered, newer]));
    expect(body.items).toBe(3);
    expect(body.targets[0]).toMatchObject({
      label: "invoice.paid · zoe.lambert@example.fr",
      user_id: zoe,
      payload: { resend: true, payer: { user_id: zoe, email: "zoe.lambert@example.fr" } },
    });
    expect(codes(body.warnings)).toEqual([
      ["already_processed", 1],
      ["in_flight", 1],
    ]);
    expect(body.blockers).toEqual([]);
    // Seven calls of Stripe each, at its rate.
    expect(body.pace).toEqual({ per_minute: 171, seconds: 2 });
  });

  test("an event of another account is left out and told, named or since a moment", async () => {
    const foreign = buildEvent({ account: "acct_1Somebody", named_user: zoe });
    const ours = buildEvent({ minutesAgo: 20, named_user: zoe });
    await keepEvents(session, [foreign, ours]);
    const { body } = await plan({ event_ids: ids([foreign, ours]) });
    expect(ids(body.targets as unknown as StripeEvent[])).toEqual([ours.id]);
    expect(codes(body.warnings)).toEqual([["other_account", 1]]);
    const alone = await plan({ event_ids: [foreign.id] });
    expect(codes(alone.body.blockers)).toEqual([["other_account", 1]]);
    const since = new Date(Date.now() - 120 * 60_000).toISOString();
    expect((await plan({ since })).body.targets.map(({ id }) => id)).toEqual([ours.id]);
  });

  test("since a moment: all that failed, of some types if wanted, and nothing else", async () => {
    const failed = buildEvent({ minutesAgo: 30, named_user: zoe });
    const paid = buildEvent({ minutesAgo: 31, named_user: zoe, type: "invoice.paid" });
    const before = buildEvent({ minutesAgo: 61 });
    const delivered = buildEvent({ minutesAgo: 30, pending: 0 });
    const flight = buildEvent({ minutesAgo: 3 });
    await keepEvents(session, [failed, paid, before, delivered, flight]);
    const since = new Date(Date.now() - 60 * 60_000).toISOString();
    const all = await plan({ since });
    expect(all.body.targets.map(({ id }) => id)).toEqual(ids([paid, failed]));
    expect(all.body.warnings).toEqual([]);
    const some = await plan({ since, types: ["invoice.paid"] });
    expect(some.body.targets.map(({ id }) => id)).toEqual([paid.id]);
    const none = await plan({ since, types: ["invoice.payment_failed"] });
    expect(codes(none.body.blockers)).toEqual([["nothing_to_replay", undefined]]);
  });

  test("what Stripe has no more goes to the comparison only, and nobody's event is told", async () => {
    const old = buildEvent({ minutesAgo: 31 * DAY, named_user: zoe });
    const nobodys = buildEvent({ named_user: randomUUID() });
    await keepEvents(session, [old, nobodys]);
    const { body } = await plan({ event_ids: ids([old, nobodys]) });
    expect(codes(body.warnings)).toEqual([
      ["too_old", 1],
      ["unknown_user", 1],
    ]);
    expect(body.targets.map(({ payload }) => payload.resend)).toEqual([false, true]);
    expect(body.targets[1]?.user_id).toBeNull();
  });

  test("an endpoint that is off is told: nothing will be sent", async () => {
    await session.query(
      `insert into private.webhook_endpoints (id, url, enabled, types, checked_at)
       values ('we_1', 'https://comptalyze.test/api/webhooks/stripe', false, '{*}', now())`,
    );
    const event = buildEvent({ named_user: zoe });
    await keepEvents(session, [event]);
    const { body } = await plan({ event_ids: [event.id] });
    expect(codes(body.warnings)).toEqual([["endpoint_disabled", 1]]);
    await session.query("delete from private.webhook_endpoints");
  });

  test("a page knows without a click: processed, in flight, failed, unknown", async () => {
    const processed = buildEvent();
    const flight = buildEvent({ minutesAgo: 3 });
    const failed = buildEvent();
    await appRecord(session, processed);
    await keepEvents(session, [processed, flight, failed]);
    const guard = async (id: string) => {
      const { body } = await call<Record<string, { allowed: boolean; code: string | null }>>(
        session,
        support,
        "record_guards",
        { kind: "event", id },
      );
      return body[ACTION];
    };
    expect(await guard(processed.id)).toMatchObject({ allowed: false, code: "already_processed" });
    expect(await guard(flight.id)).toMatchObject({ allowed: false, code: "in_flight" });
    expect(await guard(failed.id)).toMatchObject({ allowed: true, code: null });
    await expect(guard("evt_nobody")).rejects.toMatchObject({ code: "PT404" });
  });

  test("an unknown event is 404, with whatever others it comes", async () => {
    const event = buildEvent();
    await keepEvents(session, [event]);
    expect(await plan({ event_ids: [event.id, "evt_nobody"] })).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", details: { kind: "event" } } },
    });
  });

  const start = (params: Record<string, unknown>, signed: string) =>
    call<{ run: { id: string; items: number } }>(session, support, "start_run", {
      action: ACTION,
      params,
      plan: signed,
      reason: REASON,
      idempotency_key: randomUUID(),
    });

  test("the run has exactly the planned events; one processed or failed meanwhile makes the plan stale", async () => {
    const events = [buildEvent({ minutesAgo: 50 }), buildEvent({ minutesAgo: 40 })];
    await keepEvents(session, events);
    const since = new Date(Date.now() - 60 * 60_000).toISOString();
    const first = await plan({ since });
    await keepEvents(session, [buildEvent({ minutesAgo: 45 })]);
    expect(await start({ since }, first.body.plan)).toMatchObject({
      status: 409,
      body: { error: { code: "stale_plan" } },
    });
    const second = await plan({ since });
    await appRecord(session, events[0] as StripeEvent);
    await session.query("select private.read_app_record($1)", [ids(events)]);
    expect(await start({ since }, second.body.plan)).toMatchObject({ status: 409 });
    const third = await plan({ since });
    const done = await start({ since }, third.body.plan);
    expect(done.body.run.items).toBe(2);
    const items = await session.query<{ id: string }>(
      "select target_id as id from private.run_items where run_id = $1 order by position",
      [done.body.run.id],
    );
    expect(items).toEqual(third.body.targets.map(({ id }) => ({ id })));
  });

  test("items of one customer are claimed one after the other, in their order", async () => {
    const [payer] = await session.query<{ id: string }>(
      "select user_id::text as id from public.subscriptions where user_id is not null order by id limit 1",
    );
    const mine = [50, 40, 30].map((minutesAgo) => buildEvent({ minutesAgo, named_user: zoe }));
    const his = buildEvent({ minutesAgo: 45, named_user: payer?.id ?? null });
    await keepEvents(session, [...mine, his]);
    const params = { event_ids: ids([...mine, his]) };
    const { body } = await start(params, (await plan(params)).body.plan);
    type Claimed = {
      items: { id: string; lease: string; target: { id: string } }[];
      waiting_ms: number;
    };
    const claim = async () => {
      const [row] = await session.query<{ claimed: Claimed }>(
        "select private.claim_items($1, 10) as claimed",
        [body.run.id],
      );
      return row?.claimed as Claimed;
    };
    const end = (item: Claimed["items"][number] | undefined) =>
      session.query("select private.finish_item($1, $2, 'done')", [item?.id, item?.lease]);
    const first = await claim();
    expect(first.items.map(({ target }) => target.id)).toEqual(ids([mine[0] as StripeEvent, his]));
    // What waits for another one is not to be had at once, and nobody asks for it all the time.
    const other = await claim();
    expect(other.items).toEqual([]);
    expect(other.waiting_ms).toBeGreaterThan(1_000);
    await end(first.items[0]);
    const second = await claim();
    expect(second.items.map(({ target }) => target.id)).toEqual([mine[1]?.id]);
    await end(second.items[0]);
    expect((await claim()).items.map(({ target }) => target.id)).toEqual([mine[2]?.id]);
  });
});
