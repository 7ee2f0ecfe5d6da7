import type { Sentence } from "../../../supabase/functions/_shared/contract";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import type { Plan, PlanSource } from "../plan";

/** The kinds of disagreement, in the order in which they matter. */
export const DRIFT_CLASSES = [
  "paid_without_access",
  "mirror_behind",
  "customer_without_user",
  "unreadable",
  "two_live_subscriptions",
  "access_without_payment",
  "user_without_customer",
  "wrong_plan",
  "wrong_period",
  "other_mode",
  "mirror_ahead",
  "admin_claim",
] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];

export const DRIFT_STATUSES = ["open", "in_flight", "closed"] as const;
export type DriftStatus = (typeof DRIFT_STATUSES)[number];

/** What one side says of a subscription; without plan, interval and amount where no rule can read it. */
export type SubscriptionSide = {
  subscription: string;
  customer: string | null;
  plan: string | null;
  status: string;
  interval: string | null;
  amount_cents: number | null;
  currency: string;
  current_period_start: string | null;
  current_period_end: string | null;
  cancel_at: string | null;
  livemode: boolean;
};

/** Stripe's side: a subscription, all of them, or nothing; and whom the customer names. */
export type There = Partial<SubscriptionSide> & {
  subscriptions?: SubscriptionSide[];
  email?: string | null;
  named_user?: string | null;
};

/** Our side: the subscription of the database, and what the customer may do by all sources. */
export type Here = Partial<SubscriptionSide> & {
  access_plan?: Plan;
  decided_by?: PlanSource;
  mirror?: { is_premium: unknown; subscription_plan: unknown };
  is_admin?: boolean;
};

/** Somebody of ours who could be meant, and what says so. */
export type Candidate = {
  user_id: string;
  email: string;
  by: ("subscription" | "customer" | "database" | "email")[];
};

/** A row of backoffice.drifts. */
export type Drift = {
  id: string;
  code: string;
  class: DriftClass;
  cause: string;
  /** The action that ends it; null where it is put right at Stripe or by a person. */
  repair: ActionName | null;
  user_id: string | null;
  user_email: string | null;
  stripe_customer_id: string | null;
  stripe_subscription_id: string | null;
  /** At stake each month. */
  amount_cents: number;
  there: There;
  here: Here;
  since: string;
  found_at: string;
  checked_at: string;
  closed_at: string | null;
  status: DriftStatus;
  /** Where nobody is meant for certain: those who could be. */
  candidates: Candidate[] | null;
};

/** A row of backoffice.drift_counts: what is open of a class. */
export type DriftCount = {
  id: DriftClass;
  class: DriftClass;
  repair: ActionName | null;
  number: number;
  customers: number;
  amount_cents: number;
  since: string;
  rank: number;
};

/** The row of backoffice.drift_totals. */
export type DriftTotals = {
  id: number;
  number: number;
  /** Each customer's money once, however many findings there are about it. */
  amount_cents: number;
};

/** The row of backoffice.drift_health. */
export type DriftHealth = {
  id: number;
  /** As of when Stripe's side is known; null: never. */
  synced_at: string | null;
  sync_failure: { service: string; kind: string } | null;
  /** When everything was compared last, and how many subscriptions that were. */
  walked_at: string | null;
  walked: number | null;
  /** A comparison of everything that is under way. */
  walk_began_at: string | null;
  walk_read: number | null;
  requested: boolean;
  walk_hours: number;
  /** Why nothing can be repaired now. */
  blocker: Sentence | null;
};

/** Who a repair would be about; null when none would help. */
export const repairableUser = ({ repair, user_id, closed_at }: Drift) =>
  repair && user_id && closed_at === null ? user_id : null;

export const driftPath = ({ id }: Pick<Drift, "id">) => `/drifts/${id}/show`;
