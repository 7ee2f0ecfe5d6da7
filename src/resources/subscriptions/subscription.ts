import type { Plan } from "../plan";

/** Stripe's statuses are an open list: one that is not here can come any day. */
export const SUBSCRIPTION_STATUSES = [
  "active",
  "trialing",
  "past_due",
  "canceled",
  "unpaid",
  "incomplete",
  "incomplete_expired",
  "paused",
] as const;

/** A row of backoffice.subscriptions. */
export type Subscription = {
  id: string;
  user_id: string;
  user_email: string;
  stripe_subscription_id: string;
  stripe_customer_id: string | null;
  plan: Plan;
  status: string;
  interval: "month" | "year";
  amount_cents: number;
  currency: string;
  mrr_cents: number;
  current_period_end: string | null;
  cancel_at: string | null;
  canceled_at: string | null;
  created_at: string;
  updated_at: string;
  livemode: boolean;
  /** Start of the period that was not paid; null unless past due or unpaid. */
  unpaid_since: string | null;
  /** Until when the status policy gives access all the same; null unless past due. */
  grace_ends_at: string | null;
};

/** Subscriptions to look after, what costs money first. */
export const WORKLISTS = {
  past_due: { status: "past_due" },
  unpaid: { status: "unpaid" },
  cancelling: { cancelling: "true" },
  trialing: { status: "trialing" },
} as const;

/** What ends first comes first; in the list as a whole, what is new. */
export const WORKLIST_ORDER = {
  all: { field: "created_at", order: "DESC" },
  worklist: { field: "current_period_end", order: "ASC" },
} as const;

/** The row of backoffice.subscription_totals. */
export type SubscriptionTotals = {
  live_count: number;
  mrr_cents: number;
  past_due_count: number;
  past_due_cents: number;
  cancelling_count: number;
};
