import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Change } from "../../supabase/functions/_shared/contract.ts";
import { subscriptionRow } from "../../supabase/functions/_shared/vendors/stripeRows.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { preview, run, runByTwo } from "./premiumCalls.ts";
import { webhookStand } from "./webhookStand.ts";
import { wakeWorker } from "./worker.ts";

const ACTION = "replay-webhooks";
const MINUTE = 60_000;

type Item = {
  target_id: string;
  status: string;
  code: string;
  proof: string | null;
  steps: { name: string; status: string; attempts: number }[];
};

describe("replay-webhooks", () => {
  let backend: Backend;
  let stand: ReturnType<typeof webhookStand>;
  let support: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { VENDOR_TIMEOUT_MS: "1500" },
    });
    stand = webhookStand(backend);
    // What is tested here is not Stripe's rate.
    await backend.database.query("update private.vendor_rates set per_second = 500");
    await backend.database.query(
      "update private.settings set value = '10' where key = 'lease_seconds'",
    );
    support = await backend.signIn("support@comptalyze.test");
    await stand.sync();
  });
  afterAll(() => backend?.close());

  const idOf = async (email: string) =>
    (
      await backend.database.query<{ id: string }>(
        "select id::text from auth.users where email = $1",
        [email],
      )
    )[0]?.id ?? "";
  const accessOf = async (email: string) =>
    (
      await backend.database.query<{ plan: string; mirror: string }>(
        `select (private.entitlement(u.id, now())).plan, u.raw_user_meta_data ->> 'subscription_plan' as mirror
         from auth.users u where email = $1`,
        [email],
      )
    )[0];
  const lostOf = async (email: string) =>
    (
      await backend.database.query<{ id: string }>(
        `select e.id from private.stripe_events e join private.users u on u.id = e.user_id
         where u.email = $1 and e.state = 'open' order by e.created_at, e.id`,
        [email],
      )
    ).map(({ id }) => id);

  async function itemsOf(runId: string): Promise<Item[]> {
    return backend.database.query<Item>(
      `select i.target_id, i.status, i.outcome ->> 'code' as code, i.proof ->> 'status' as proof,
         coalesce((select jsonb_agg(jsonb_build_object('name', s.name, 'status', s.status, 'attempts', s.attempts))
           from private.run_steps s where s.item_id = i.id), '[]') as steps
       from private.run_items i where i.run_id = $1 order by i.position`,
      [runId],
    );
  }
  /** The run when it is over. */
  async function ended(runId: string) {
    const record = async () =>
      (
        await backend.database.query<{ status: string; changes: Change[]; proof: string }>(
          `select status, changes, private.latest_proof(id) ->> 'status' as proof from private.runs where id = $1 and finished_at is not null`,
          [runId],
        )
      )[0];
    // As the schedule does: an item whose worker gave up is taken by the next.
    const over = async () => {
      const found = await record();
      if (found === undefined) await wakeWorker(backend);
      return found;
    };
    await expect.poll(over, { timeout: 50_000 }).toBeDefined();
    return { ...(await record()), items: await itemsOf(runId) };
  }

  async function replay(params: unknown, key = randomUUID()) {
    const planned = await preview(backend, support, ACTION, params);
    expect(planned.body.error).toBeUndefined();
    const { status, body } = await run(backend, support, ACTION, params, planned.body.plan, {
      key,
    });
    expect(body.error).toBeUndefined();
    expect(status).toBeLessThanOrEqual(202);
    return { planned: planned.body, done: await ended(body.run.id), run: body.run };
  }

  /** A customer without anything pays while the app refuses what Stripe sends; gives the lost events. */
  async function lose({ metadata = true } = {}): Promise<{ email: string; events: string[] }> {
    const [customer] = await backend.database.query<{ id: string; email: string }>(
      `select u.id::text, u.email from private.users u
       where u.plan = 'free' and u.subscription_status is null and u.banned_until is null and u.email like '%@example.%'
         and not exists (select from private.stripe_events e where e.user_id = u.id)
         and not exists (select from private.grants g where g.user_id = u.id)
       order by u.email limit 1`,
    );
    if (customer === undefined) throw new Error("nobody is left");
    await stand.wrongSecret(true);
    const of = metadata ? { user_id: customer.id } : { user_id: "nobody's id" };
    const payer = await stand.stripe.customers.create({
      email: metadata ? customer.email : "stranger@example.com",
      metadata: of,
    });
    await stand.stripe.subscriptions.create({
      customer: payer.id,
      items: [{ price: "price_demo_premium_month" }],
      metadata: of,
    });
    await stand.wrongSecret(false);
    await stand.sync();
    const lost = await backend.database.query<{ id: string }>(
      "select id from private.stripe_events where stripe_customer_id = $1 order by created_at, id",
      [payer.id],
    );
    await stand.age();
    expect(lost).toHaveLength(2);
    return { email: customer.email, events: lost.map(({ id }) => id) };
  }

  test("one event: the preview says what it changes, Stripe sends it, the app processes it, the proof is both", async () => {
    const [created = ""] = await lostOf("zoe.lambert@example.fr");
    const zoe = await idOf("zoe.lambert@example.fr");
    const { planned, done } = await replay({ event_ids: [created] });
    expect(planned.changes).toEqual(
      expect.arrayContaining([
        { entity: "user", id: zoe, field: "plan", before: "free", after: "premium" },
      ]),
    );
    expect(done).toMatchObject({ status: "succeeded", proof: "verified" });
    expect(done.changes).toEqual(planned.changes);
    expect(done.items).toEqual([
      {
        target_id: created,
        status: "done",
        code: "replayed",
        proof: "verified",
        steps: [{ name: "resend", status: "done", attempts: 1 }],
      },
    ]);
    expect(await stand.event(created)).toMatchObject({ status: "processed", pending: 0 });
    expect(await accessOf("zoe.lambert@example.fr")).toEqual({
      plan: "premium",
      mirror: "premium",
    });
  });

  test("a selection: what is processed stays out and is told, oldest first, each customer's in order", async () => {
    const malik = await lostOf("malik.benali@example.fr");
    const agathe = await lostOf("agathe.royer@example.com");
    const [processed] = await backend.database.query<{ id: string }>(
      "select id from private.stripe_events where state = 'processed' limit 1",
    );
    const event_ids = [...agathe, ...malik, processed?.id ?? ""];
    const { planned, done } = await replay({ event_ids });
    expect(planned.items).toBe(4);
    expect(planned.warnings).toMatchObject([{ code: "already_processed", args: { count: 1 } }]);
    expect(done.items.map(({ target_id }) => target_id)).toEqual([...malik, ...agathe]);
    expect(done).toMatchObject({ status: "succeeded", proof: "verified" });
    for (const email of ["malik.benali@example.fr", "agathe.royer@example.com"]) {
      expect(await accessOf(email)).toEqual({ plan: "premium", mirror: "premium" });
    }
    // The other one of the pair was told by the same second's object: it had nothing left to change.
    expect(done.changes).toEqual(planned.changes);
    const again = await preview(backend, support, ACTION, { event_ids });
    expect(again.body.blockers).toMatchObject([{ code: "already_processed", args: { count: 5 } }]);
    const forced = await run(backend, support, ACTION, { event_ids }, again.body.plan);
    expect(forced.status).toBe(409);
  });

  test("all that failed since a moment, of a type: the executed set is the planned one", async () => {
    const { email, events } = await lose();
    const params = {
      since: new Date(Date.now() - 40 * MINUTE).toISOString(),
      types: ["invoice.paid"],
    };
    const { planned, done } = await replay(params);
    const targets = (planned as unknown as { targets: { id: string }[] }).targets;
    expect(done.items.map(({ target_id }) => target_id)).toEqual(targets.map(({ id }) => id));
    expect(events).toContain(targets.at(-1)?.id);
    expect(await accessOf(email)).toEqual({ plan: "premium", mirror: "premium" });
  });

  test("the app's secret is still wrong: brought to Stripe's state, not verified; right again it processes", async () => {
    const { email, events } = await lose();
    const [event = ""] = events;
    await stand.wrongSecret(true);
    const { done } = await replay({ event_ids: [event] });
    expect(done).toMatchObject({ status: "succeeded", proof: "unverified" });
    expect(done.items).toMatchObject([
      { status: "done", code: "reconciled_unprocessed", proof: "unverified" },
    ]);
    expect(await accessOf(email)).toEqual({ plan: "premium", mirror: "premium" });
    expect(await stand.event(event)).toMatchObject({ status: "reconciled", pending: 1 });
    // What did not get in did fail, whatever was mended since.
    const [rate] = await backend.database.query<{ failed: number }>(
      "select count(*)::int as failed from private.stripe_events where state = 'reconciled'",
    );
    expect(rate?.failed).toBeGreaterThanOrEqual(2);

    await stand.wrongSecret(false);
    const again = await replay({ event_ids: [event] });
    expect(again.done).toMatchObject({ status: "succeeded", proof: "verified", changes: [] });
    expect(again.done.items).toMatchObject([{ code: "replayed" }]);
    expect(await stand.event(event)).toMatchObject({ status: "processed" });
  });

  test("the app fails while it processes: not verified, and its error is in the ledger", async () => {
    const { email, events } = await lose();
    const [event = ""] = events;
    // What it asks Stripe of the subscription fails: 500 to Stripe, and a record with the error.
    await stand.faults([{ match: "GET /v1/subscriptions/*", kind: "500", times: 1 }]);
    const { done } = await replay({ event_ids: [event] });
    expect(done.items).toMatchObject([{ code: "reconciled_unprocessed", proof: "unverified" }]);
    expect(await accessOf(email)).toMatchObject({ plan: "premium" });
    const [row] = await backend.database.query<{ processed_error: string | null }>(
      "select processed_error from private.stripe_events where id = $1",
      [event],
    );
    expect(row?.processed_error).not.toBeNull();
  });

  test("older than thirty days: only reconciled, and that is all there is to prove", async () => {
    const { email, events } = await lose();
    const [event = ""] = events;
    await backend.database.query(
      "update private.stripe_events set created_at = now() - interval '31 days' where id = $1",
      [event],
    );
    await stand.asked();
    const { planned, done } = await replay({ event_ids: [event] });
    expect(planned.warnings).toMatchObject([{ code: "too_old", args: { count: 1 } }]);
    expect(done.items).toEqual([
      {
        target_id: event,
        status: "done",
        code: "reconciled_too_old",
        proof: "verified",
        steps: [],
      },
    ]);
    expect((await stand.asked()).filter(({ path }) => path.endsWith("/retry"))).toEqual([]);
    expect(await accessOf(email)).toMatchObject({ plan: "premium" });
    expect(await stand.event(event)).toMatchObject({ status: "reconciled" });
  });

  test("nobody's event: failed with a finding, nothing sent, no access given", async () => {
    const { events } = await lose({ metadata: false });
    await stand.asked();
    const rights = () =>
      backend.database.query("select id, plan from private.users where plan <> 'free' order by id");
    const before = await rights();
    const { planned, done } = await replay({ event_ids: events });
    expect(planned.warnings).toMatchObject([{ code: "unknown_user", args: { count: 2 } }]);
    expect(planned.changes).toEqual([]);
    expect(done.status).toBe("failed");
    expect(done.items.map(({ code }) => code)).toEqual(["unknown_user", "unknown_user"]);
    expect((await stand.asked()).filter(({ path }) => path.endsWith("/retry"))).toEqual([]);
    expect(await rights()).toEqual(before);
    await stand.sync();
    expect((await stand.event(events[0] ?? ""))?.cause).toBe("unknown_user");
  });

  test("processed between preview and run: 409, nothing sent", async () => {
    const { events } = await lose();
    const params = { event_ids: events };
    const planned = await preview(backend, support, ACTION, params);
    await stand.stripe.rawRequest("POST", `/v1/events/${events[0]}/retry`, {
      webhook_endpoint: "we_demo_app",
    });
    await stand.sync();
    await stand.asked();
    const refused = await run(backend, support, ACTION, params, planned.body.plan);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "stale_plan" } } });
    expect((await stand.asked()).filter(({ path }) => path.endsWith("/retry"))).toEqual([]);
  });

  test("processed while the run waits for its turn: skipped, and says so", async () => {
    const { events } = await lose();
    const params = { event_ids: events };
    const planned = await preview(backend, support, ACTION, params);
    // Nobody works yet: the run is opened as the database opens it.
    const started = await backend.rpc<{ run: { id: string } }>(
      "start_run",
      {
        action: ACTION,
        params,
        plan: planned.body.plan,
        reason: "Webhooks refusés depuis 13 h 01",
        idempotency_key: randomUUID(),
        observed: await observedFor(events),
      },
      support,
    );
    expect(started.status).toBe(200);
    for (const id of events) {
      await stand.stripe.rawRequest("POST", `/v1/events/${id}/retry`, {
        webhook_endpoint: "we_demo_app",
      });
    }
    await wakeWorker(backend);
    const done = await ended(started.body.run.id);
    expect(done.items.map(({ status, code }) => [status, code])).toEqual([
      ["skipped", "already_processed"],
      ["skipped", "already_processed"],
    ]);
    expect(done.proof).toBe("verified");
  });

  /** What Stripe says of the customers of these events, as the function hands it to the database. */
  async function observedFor([first = ""]: string[]) {
    const [event] = await backend.database.query<{ sub: string; cus: string }>(
      "select stripe_subscription_id as sub, stripe_customer_id as cus from private.stripe_events where id = $1",
      [first],
    );
    const subscription = await stand.stripe.subscriptions.retrieve(event?.sub ?? "");
    return { [first]: { subscriptions: [subscriptionRow(subscription)] } };
  }

  test("an endpoint that is off at Stripe: reconciled, with why", async () => {
    const { email, events } = await lose();
    await stand.stripe.webhookEndpoints.update("we_demo_app", { disabled: true });
    await stand.sync();
    await stand.age();
    const { planned, done } = await replay({ event_ids: events.slice(0, 1) });
    expect(planned.warnings).toMatchObject([{ code: "endpoint_disabled" }]);
    expect(done.items).toMatchObject([{ code: "reconciled_no_endpoint", proof: "unverified" }]);
    expect(await accessOf(email)).toMatchObject({ plan: "premium" });
    await stand.stripe.webhookEndpoints.update("we_demo_app", { disabled: false });
    await stand.sync();
  });

  test("Stripe down at the preview: 502, and no run", async () => {
    const { events } = await lose();
    await stand.faults([{ match: "GET *", kind: "500" }]);
    const refused = await preview(backend, support, ACTION, { event_ids: events });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: "vendor_failed" } } });
  });

  test("Stripe down at the run: 502, no run, and the journal tells the click", async () => {
    const { events } = await lose();
    const params = { event_ids: events };
    const planned = await preview(backend, support, ACTION, params);
    await stand.faults([{ match: "GET *", kind: "500" }]);
    const failed = await run(backend, support, ACTION, params, planned.body.plan, {
      reason: "Webhooks refusés depuis 13 h 02",
    });
    expect(failed).toMatchObject({ status: 502, body: { error: { code: "vendor_failed" } } });
    const lines = await backend.database.query(
      "select event, outcome, action, actor_email, run_id, details from private.audit where reason = 'Webhooks refusés depuis 13 h 02'",
    );
    expect(lines).toEqual([
      {
        event: "action",
        outcome: "failed",
        action: ACTION,
        actor_email: "support@comptalyze.test",
        run_id: null,
        details: { code: "vendor_failed" },
      },
    ]);
    // The same plan is good once Stripe answers.
    expect((await run(backend, support, ACTION, params, planned.body.plan)).status).toBe(200);
  });

  test("asked for patience at a preview, everybody leaves Stripe alone", async () => {
    const { events } = await lose();
    await stand.faults([{ match: "GET *", kind: "429" }]);
    const refused = await preview(backend, support, ACTION, { event_ids: events });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: "vendor_failed" } } });
    const [rate] = await backend.database.query<{ resting: boolean }>(
      "select next_at > clock_timestamp() as resting from private.vendor_rates where service = 'stripe'",
    );
    expect(rate).toEqual({ resting: true });
    await backend.database.query("update private.vendor_rates set next_at = now()");
  });

  test("thirty events need a colleague; cancelled while it runs, the rest is left alone", async () => {
    const people: string[][] = [];
    for (let n = 0; n < 15; n += 1) people.push((await lose()).events);
    const params = { event_ids: people.flat() };
    const ops = await backend.signIn("ops@comptalyze.test");
    // As slow as a busy Stripe: there is time to cancel.
    await backend.database.query("update private.vendor_rates set per_second = 20");
    const started = await runByTwo(backend, [support, ops], ACTION, params);
    expect(started.run.items).toBe(30);
    const working = wakeWorker(backend);
    await expect
      .poll(async () => (await itemsOf(started.run.id)).some(({ status }) => status === "done"), {
        timeout: 30_000,
      })
      .toBe(true);
    const cancelled = await backend.rpc<{ run: { id: string } }>(
      "cancel_run",
      { run_id: started.run.id, reason: "Le secret est encore faux" },
      support,
    );
    expect(cancelled.status).toBe(200);
    await working;
    const done = await ended(started.run.id);
    expect(done.status).toBe("cancelled");
    const statuses = done.items.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(["done", "cancelled"]));
    const touched = done.items.filter(({ status }) => status === "cancelled");
    expect(touched.every(({ steps }) => steps.length === 0)).toBe(true);
    await backend.database.query("update private.vendor_rates set per_second = 500");
  });

  test.each([
    [{ event_ids: [] }, 422],
    [{ event_ids: ["x"] }, 422],
    [{ event_ids: ["evt_1"], since: "2026-11-23T12:00:00Z" }, 422],
    [{ since: "hier" }, 422],
    [{ since: "2026-11-23T12:00:00Z", types: ["x y"] }, 422],
    [{ event_ids: ["evt_nobody"] }, 404],
  ])("%j is refused with %i", async (params, status) => {
    expect((await preview(backend, support, ACTION, params)).status).toBe(status);
  });
});
