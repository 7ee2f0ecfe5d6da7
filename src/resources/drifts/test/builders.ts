import type { Drift, DriftCount, DriftHealth, SubscriptionSide } from "../drift";

export const buildSide = (more: Partial<SubscriptionSide> = {}): SubscriptionSide => ({
  subscription: "sub_zoe",
  customer: "cus_zoe",
  plan: "premium",
  status: "active",
  interval: "month",
  amount_cents: 1990,
  currency: "eur",
  current_period_start: "2026-11-23T12:12:00+00:00",
  current_period_end: "2026-12-23T12:12:00+00:00",
  cancel_at: null,
  livemode: true,
  ...more,
});

/** Zoé pays at Stripe and has nothing here, but for what the test says. */
export const buildDrift = (more: Partial<Drift> = {}): Drift => ({
  id: "d1000000-0000-4000-8000-000000000001",
  code: "DR-0001",
  class: "paid_without_access",
  cause: "unknown_here",
  repair: "reconcile-subscriptions",
  user_id: "7f3a0000-0000-4000-8000-00000000c21e",
  user_email: "zoe.lambert@example.fr",
  stripe_customer_id: "cus_zoe",
  stripe_subscription_id: "sub_zoe",
  amount_cents: 1990,
  there: buildSide(),
  here: {
    plan: "free",
    access_plan: "free",
    decided_by: "default",
    mirror: { is_premium: false, subscription_plan: "free" },
  },
  since: "2026-11-23T12:12:00Z",
  found_at: "2026-11-23T12:15:00Z",
  checked_at: "2026-11-23T13:05:00Z",
  closed_at: null,
  status: "open",
  candidates: null,
  ...more,
});

export const buildCount = (more: Partial<DriftCount> = {}): DriftCount => ({
  id: "paid_without_access",
  class: "paid_without_access",
  repair: "reconcile-subscriptions",
  number: 3,
  customers: 3,
  amount_cents: 5970,
  since: "2026-11-20T12:12:00Z",
  rank: 1,
  ...more,
});

export const buildHealth = (more: Partial<DriftHealth> = {}): DriftHealth => ({
  id: 1,
  synced_at: new Date().toISOString(),
  sync_failure: null,
  walked_at: new Date().toISOString(),
  walked: 125,
  walk_began_at: null,
  walk_read: null,
  requested: false,
  walk_hours: 6,
  blocker: null,
  ...more,
});
