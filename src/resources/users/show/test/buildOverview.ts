import type { AccessReason, UserOverview } from "../../overview";

/** A renewing subscription that decides, but for what the test says. */
export const buildReason = (more: Partial<AccessReason> = {}): AccessReason => ({
  source: "subscription",
  record_id: "s1",
  code: "sub_1",
  plan: "premium",
  status: "active",
  standing: "renewing",
  since: "2026-11-03T09:00:00Z",
  until: null,
  by: null,
  run_id: null,
  decides: more.standing === undefined,
  ...more,
});

const ID = "7f3a0000-0000-4000-8000-00000000c21e";

/** A healthy customer on Free, but for what the test says. */
export function buildOverview(
  more: Partial<Omit<UserOverview, "user">> & { user?: Partial<UserOverview["user"]> } = {},
): UserOverview {
  const { user, ...rest } = more;
  return {
    user: {
      id: ID,
      email: "zoe.lambert@example.fr",
      name: "Zoé Lambert",
      created_at: "2025-03-14T09:00:00Z",
      email_confirmed_at: "2025-03-14T09:05:00Z",
      last_active_at: "2026-11-23T12:58:00Z",
      banned_until: null,
      plan: "free",
      plan_source: "default",
      plan_ends_at: null,
      mrr_cents: 0,
      subscription_status: null,
      subscription_cancel_at: null,
      stripe_customer_id: null,
      stripe_subscription_id: null,
      quota_used: 1,
      quota_limit: 3,
      signal: null,
      signal_at: null,
      paid_without_access: false,
      access_without_payment: false,
      ...user,
    },
    access: {
      plan: "free",
      source: "default",
      ends_at: null,
      rule: "default",
      record_id: null,
      ladder: [
        { source: "subscription", plan: null, decides: false },
        { source: "grant", plan: null, decides: false },
        { source: "default", plan: "free", decides: true },
      ],
      reasons: [],
      mirror: { is_premium: false, subscription_plan: "free", agrees: true },
    },
    quota: { used: 1, limit: 3, month: "2026-11", resets_at: "2026-11-30T23:00:00Z" },
    subscription: null,
    integrations: [],
    last_emails: [],
    failed_webhooks: { number: 0, since: null },
    drifts: [],
    counts: {
      subscriptions: 0,
      simulations: 41,
      imports: 18,
      integrations: 2,
      emails: 23,
      webhooks: 0,
      grants: 1,
      runs: 4,
      audit: null,
    },
    guards: {
      "grant-premium": { allowed: true, code: null, details: {} },
      "revoke-premium": { allowed: false, code: "no_running_grant", details: {} },
    },
    visited_at: "2026-11-23T13:05:00Z",
    server_now: "2026-11-23T13:05:00Z",
    ...rest,
  };
}
