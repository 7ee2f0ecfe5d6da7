import type { Plan, PlanSource } from "../plan";

export type Signal =
  | "banned"
  | "past_due"
  | "grant_expiring"
  | "quota_reached"
  | "email_bounced"
  | "cancelling"
  | "email_unverified";

/** A row of backoffice.users. */
export type User = {
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
