import { randomUUID } from "node:crypto";
import type { Backend } from "../support/backend.ts";
import type { webhookStand } from "./webhookStand.ts";

type Stand = ReturnType<typeof webhookStand>;
export type Found = { class: string; who: string };
type Customer = { id: string; email: string; customer: string | null; subscription: string | null };

const MONTH = 30 * 24 * 3600;

/** Makes Stripe and the database disagree, in every way there is, about customers who agreed until then. */
export function driftMaker({ database }: Backend, stand: Stand) {
  const taken = new Set<string>();

  /** Customers with whom nothing is wrong, each once. */
  async function healthy(kind: "free" | "paying", number: number): Promise<Customer[]> {
    const rows = await database.query<Customer>(
      `select u.id::text, u.email, u.stripe_customer_id as customer, u.stripe_subscription_id as subscription
      from private.users u
      where u.plan_source = $1 and u.email like '%@example.%' and u.subscription_status is not distinct from $2
        and u.subscription_cancel_at is null and u.plan is not distinct from coalesce($3, u.plan)
        and not exists (select from private.drifts d where d.user_id = u.id)
      order by md5(u.id::text)`,
      kind === "free" ? ["default", null, "free"] : ["subscription", "active", null],
    );
    const some = rows.filter(({ id }) => !taken.has(id)).slice(0, number);
    if (some.length < number) throw new Error(`only ${some.length} ${kind} customers are left`);
    for (const { id } of some) taken.add(id);
    return some;
  }

  async function pay(email: string, metadata: Record<string, string>) {
    const customer = await stand.stripe.customers.create({ email });
    const items = [{ price: "price_demo_premium_month" }];
    await stand.stripe.subscriptions.create({ customer: customer.id, items, metadata });
  }

  /** The other plan at Stripe, for the same interval. */
  async function changePlan(subscription: string) {
    const { items } = await stand.stripe.subscriptions.retrieve(subscription);
    const [item] = items.data;
    const [, , plan, interval] = item?.price.id.split("_") ?? [];
    const price = `price_demo_${plan === "pro" ? "premium" : "pro"}_${interval}`;
    await stand.stripe.subscriptions.update(subscription, {
      items: [{ id: item?.id ?? "", price }],
    });
  }

  /** A subscription whose status nobody knows, or whose customer Stripe does not have. */
  async function odd({ id, email }: Customer, status: string) {
    const created = Math.floor(Date.now() / 1000) - MONTH / 2;
    const [customer, subscription] = [`cus_odd_${id.slice(0, 8)}`, `sub_odd_${id.slice(0, 8)}`];
    await stand.seedStripe({
      customers: [{ id: customer, email, created, metadata: { user_id: id } }],
      subscriptions: [
        {
          id: subscription,
          customer,
          price: "price_demo_pro_month",
          status,
          created,
          current_period_start: created,
          current_period_end: created + MONTH,
          metadata: { user_id: id },
        },
      ],
    });
    return customer;
  }

  const claim = ({ id }: Customer, data: object) =>
    database.query(
      "update auth.users set raw_user_meta_data = raw_user_meta_data || $2::jsonb where id = $1",
      [id, JSON.stringify(data)],
    );

  const makers: Record<string, () => Promise<string>> = {
    async paid_without_access() {
      const [one] = (await healthy("free", 1)) as [Customer];
      await pay(one.email, { user_id: one.id });
      return one.email;
    },
    async customer_without_user() {
      const email = `inconnu+${randomUUID().slice(0, 8)}@example.fr`;
      await pay(email, {});
      return email;
    },
    async two_live_subscriptions() {
      const [one] = (await healthy("paying", 1)) as [Customer];
      await stand.stripe.subscriptions.create({
        customer: one.customer ?? "",
        items: [{ price: "price_demo_pro_month" }],
        metadata: { user_id: one.id },
      });
      return one.email;
    },
    async access_without_payment() {
      const [one] = (await healthy("paying", 1)) as [Customer];
      await stand.stripe.subscriptions.cancel(one.subscription ?? "");
      return one.email;
    },
    async wrong_plan() {
      const [one] = (await healthy("paying", 1)) as [Customer];
      await changePlan(one.subscription ?? "");
      return one.email;
    },
    async wrong_period() {
      const [one] = (await healthy("paying", 1)) as [Customer];
      await database.query(
        "update public.subscriptions set current_period_end = current_period_end + interval '1 day' where stripe_subscription_id = $1",
        [one.subscription],
      );
      return one.email;
    },
    async user_without_customer() {
      const [one] = (await healthy("free", 1)) as [Customer];
      await database.query(
        `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents, current_period_start, current_period_end, created_at, updated_at)
        values ($1::uuid, 'cus_never_' || left($1::text, 8), 'sub_never_' || left($1::text, 8), 'pro', 'active', 'month', 990, now() - interval '1 day', now() + interval '29 days', now() - interval '1 day', now() - interval '1 day')`,
        [one.id],
      );
      await database.query("select private.mirror_entitlement($1)", [one.id]);
      return one.email;
    },
    async unreadable() {
      const [one] = (await healthy("free", 1)) as [Customer];
      await odd(one, "suspended");
      return one.email;
    },
    async mirror_ahead() {
      const [one] = (await healthy("free", 1)) as [Customer];
      await claim(one, { is_premium: true, subscription_plan: "premium" });
      return one.email;
    },
    async mirror_behind() {
      const [one] = (await healthy("paying", 1)) as [Customer];
      await claim(one, { is_premium: false, subscription_plan: "free" });
      return one.email;
    },
    async admin_claim() {
      const [one] = (await healthy("free", 1)) as [Customer];
      await claim(one, { is_admin: true });
      return one.email;
    },
  };

  return {
    healthy,
    odd,
    /** So many of every class; the app hears nothing of what happens at Stripe meanwhile. */
    async make(number: number): Promise<Found[]> {
      const made: Found[] = [];
      await stand.wrongSecret(true);
      for (const [name, maker] of Object.entries(makers)) {
        for (let n = 0; n < number; n += 1) made.push({ class: name, who: await maker() });
      }
      await stand.wrongSecret(false);
      return made;
    },
  };
}
