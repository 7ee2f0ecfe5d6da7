import type { Plan, PlanSource } from "../plan";

export type Signal =
  | "banned"
  | "past_due"
  | "grant_expiring"
  | "quota_reached"
  | "email_bounced"
  | "cancelling"
  | "email_unverified";

/** What an open finding says of a customer: before anything else. */
export type Drift = "paid_without_access" | "access_without_payment";

/** A row of backoffice.users. */
export type User = Record<Drift, boolean> & {
  id: string;
  email: string;
  name: string | null;
  created_at: string;
  email_confirmed_at: string | null;
  last_active_at: string | null;
  banned_until: string | null;
  plan: Plan;
  plan_source: PlanSource;
  /** End of the access that decides. */
  plan_ends_at: string | null;
  mrr_cents: number;
  subscription_status: string | null;
  subscription_cancel_at: string | null;
  stripe_customer_id: string | null;
  stripe_subscription_id: string | null;
  /** Simulations of this month, Paris time. */
  quota_used: number;
  /** Null: no limit. */
  quota_limit: number | null;
  signal: Signal | null;
  signal_at: string | null;
};

/** What a row tells first: that it disagrees with Stripe, else what is wrong otherwise. */
export function firstSignal(user: User): { signal: Signal | Drift | null; at: string | null } {
  if (user.paid_without_access) return { signal: "paid_without_access", at: null };
  if (user.access_without_payment) return { signal: "access_without_payment", at: null };
  return { signal: user.signal, at: user.signal_at };
}
