import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { signature } from "../stripe/delivery.ts";
import { STRIPE_DEMO_WEBHOOK_SECRET } from "../stripe/state.ts";
import { openApp } from "./scene.ts";

const { addresses, control, idOf, one, outside, query, stripe } = await openApp();

describe("the webhook", () => {
  const ZOE = "zoe.lambert@example.fr";
  const retry = (id: string) =>
    stripe.rawRequest("POST", `/v1/events/${id}/retry`, {
      webhook_endpoint: "we_demo_app",
    }) as unknown as Promise<Stripe.Event>;
  const processed = (id: string) =>
    one("select type, user_id, processed_at, error from public.stripe_events where id = $1", [id]);

  /** The event of a customer's subscription that never reached the app. */
  async function lostEvent(of: string) {
    const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
    for (const event of data.filter(({ type }) => type.startsWith("customer.subscription."))) {
      const { customer } = event.data.object as Stripe.Subscription;
      const payer = await stripe.customers.retrieve(String(customer));
      if (!payer.deleted && payer.email === of) return event;
    }
    throw new Error(`no lost event of ${of}`);
  }

  const access = (email: string) =>
    one(
      `select s.plan, s.status, u.raw_user_meta_data -> 'is_premium' as is_premium, u.raw_user_meta_data ->> 'subscription_plan' as mirror
       from auth.users u left join public.subscriptions s on s.user_id = u.id where u.email = $1`,
      [email],
    );

  function send(payload: string, header: string) {
    return fetch(`${addresses.APP_BASE_URL}/api/webhooks/stripe`, {
      method: "POST",
      headers: { "stripe-signature": header },
      body: payload,
    });
  }

  test("an event that arrives gives the customer what was paid for", async () => {
    const { id, type } = await lostEvent(ZOE);
    const before = await outside();
    expect(await access(ZOE)).toMatchObject({ plan: null, is_premium: false });

    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });

    expect(await access(ZOE)).toEqual({
      plan: "premium",
      status: "active",
      is_premium: true,
      mirror: "premium",
    });
    expect(await processed(id)).toMatchObject({
      type,
      user_id: await idOf(ZOE),
      processed_at: expect.anything(),
      error: null,
    });
    expect(await outside()).toEqual(before);
  });

  test("it is processed once, however often it arrives", async () => {
    const { id } = await lostEvent(ZOE);
    await Promise.all([retry(id), retry(id), retry(id)]);
    const first = await processed(id);
    await retry(id);
    expect(await processed(id)).toEqual(first);
    expect(
      await query("select 1 from public.subscriptions where user_id = $1", [await idOf(ZOE)]),
    ).toHaveLength(1);
  });

  test("with an old secret every event is refused, and taken when the secret is right", async () => {
    const { id } = await lostEvent(ZOE);
    await control("app", "seed", { webhook_secret: "whsec_before_the_rotation" });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 1 });
    expect(await processed(id)).toBeUndefined();
    expect(await access(ZOE)).toMatchObject({ plan: null });

    await control("app", "seed", { webhook_secret: STRIPE_DEMO_WEBHOOK_SECRET });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });
    expect(await access(ZOE)).toMatchObject({ plan: "premium" });
  });

  test.each([
    ["no signature", () => "", /No stripe-signature header value was provided/],
    [
      "somebody else's signature",
      (payload: string) => signature(payload, "whsec_forged", new Date()),
      /No signatures found matching the expected signature/,
    ],
    [
      "a signature of six minutes ago",
      (payload: string) =>
        signature(payload, STRIPE_DEMO_WEBHOOK_SECRET, new Date(Date.now() - 360_000)),
      /Timestamp outside the tolerance zone/,
    ],
  ])("%s: 400, with Stripe's reason", async (_what, header, why) => {
    const payload = JSON.stringify(await lostEvent(ZOE));
    const refused = await send(payload, header(payload));
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: string }).error).toMatch(why);
    expect(await access(ZOE)).toMatchObject({ plan: null });
  });

  test("the state comes from Stripe, whatever the event claims", async () => {
    const event = await lostEvent(ZOE);
    await stripe.subscriptions.cancel(String((event.data.object as Stripe.Subscription).id));
    const payload = JSON.stringify(event);
    const taken = await send(payload, signature(payload, STRIPE_DEMO_WEBHOOK_SECRET, new Date()));
    expect(taken.status).toBe(200);
    expect(await access(ZOE)).toMatchObject({ status: "canceled", is_premium: false });
  });

  test("the payment of nobody's customer arrives, and is told to have done nothing", async () => {
    const event = await lostEvent("ancienne.cliente@example.fr");
    expect(await retry(event.id)).toMatchObject({ pending_webhooks: 0 });
    expect(await processed(event.id)).toMatchObject({
      user_id: null,
      processed_at: null,
      error: expect.stringContaining("no account"),
    });
    expect(
      await query("select 1 from public.subscriptions where stripe_subscription_id = $1", [
        (event.data.object as Stripe.Subscription).id,
      ]),
    ).toEqual([]);
  });

  test("when Stripe cannot be asked nothing is written, and the next delivery does it", async () => {
    const { id } = await lostEvent(ZOE);
    await control("stripe", "faults", { match: "GET /v1/subscriptions/*", kind: "500" });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 1 });
    expect(await processed(id)).toMatchObject({ processed_at: null, error: expect.any(String) });
    expect(await access(ZOE)).toMatchObject({ plan: null });
    expect(await retry(id)).toMatchObject({ pending_webhooks: 0 });
    expect(await processed(id)).toMatchObject({ processed_at: expect.anything(), error: null });
  });

  test("changes that arrive at once and in any order end in Stripe's own state", async () => {
    const event = await lostEvent(ZOE);
    const { id } = event.data.object as Stripe.Subscription;
    await control("app", "faults", { match: "POST /api/webhooks/*", kind: "500", times: 4 });
    await stripe.subscriptions.update(id, { items: [{ price: "price_demo_pro_month" }] });
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await stripe.subscriptions.update(id, { items: [{ price: "price_demo_premium_year" }] });
    await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
    const about = data.filter((one) => (one.data.object as { id: string }).id === id);
    expect(about).toHaveLength(5);
    await Promise.all(about.map((one) => retry(one.id)));
    const truth = await stripe.subscriptions.retrieve(id);
    expect(
      await one(
        `select plan, interval, amount_cents, cancel_at, extract(epoch from current_period_end)::int as until
         from public.subscriptions where stripe_subscription_id = $1`,
        [id],
      ),
    ).toEqual({
      plan: "premium",
      interval: "year",
      amount_cents: 19900,
      cancel_at: null,
      until: truth.items.data[0]?.current_period_end,
    });
  });

  test("an invoice that was not paid makes the subscription past due", async () => {
    const row = await one<{ id: string; email: string }>(
      `select s.stripe_subscription_id as id, u.email from public.subscriptions s join auth.users u on u.id = s.user_id
       where s.status = 'active' and u.email = 'lea.fontaine@example.fr'`,
    );
    await control("stripe", "bill", { subscription: row?.id, outcome: "failed" });
    expect(await access(String(row?.email))).toMatchObject({ status: "past_due" });
  });

  test("the app knows no grants: its mirror goes, and the journal tells what it says falsely", async () => {
    const zoe = await idOf(ZOE);
    const { id } = await lostEvent(ZOE);
    await retry(id);
    await query(
      `insert into private.grants (user_id, plan, starts_at, ends_at, reason)
       values ($1, 'premium', now() - interval '1 day', now() + interval '9 days', 'Geste commercial')`,
      [zoe],
    );
    const before = await outside();
    const [subscription] = await query<{ id: string }>(
      "select stripe_subscription_id as id from public.subscriptions where user_id = $1",
      [zoe],
    );
    await stripe.subscriptions.cancel(String(subscription?.id));
    expect(await access(ZOE)).toMatchObject({ is_premium: false, mirror: "free" });
    expect(await one("select (private.entitlement($1::uuid, now())).plan as plan", [zoe])).toEqual({
      plan: "premium",
    });
    expect((await outside()).slice(before.length)).toMatchObject([
      { target_label: ZOE, details: { claim: true } },
    ]);
  });
});
