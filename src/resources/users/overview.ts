import type { Guards } from "../../actions/guard";
import type { Drift } from "../drifts/drift";
import type { Email } from "../emails/email";
import type { Integration } from "../integrations/integration";
import type { Plan, PlanSource } from "../plan";
import type { Subscription } from "../subscriptions/subscription";
import type { User } from "./user";

/** Why a subscription or a grant opens something, or does not. */
export type AccessStanding =
  | "renewing"
  | "cancelling"
  | "in_grace"
  | "cancelled"
  | "past_grace"
  | "no_access"
  | "unknown_status"
  | "unknown_plan"
  | "other_mode"
  | "running"
  | "future"
  | "ended"
  | "revoked"
  | "undone";

/** One source of access, in order of precedence. */
export type AccessStep = {
  source: PlanSource;
  /** Null: this source gives nothing. */
  plan: Plan | null;
  record_id?: string | null;
  code?: string | null;
  detail?: Record<string, unknown> | null;
  decides: boolean;
};

/** A record that explains the plan: the one that decides, or one that would give more and does not. */
export type AccessReason = {
  source: "subscription" | "grant";
  record_id: string;
  code: string;
  plan: string;
  /** Stripe's, of a subscription. */
  status: string | null;
  standing: AccessStanding;
  since: string | null;
  until: string | null;
  /** Who gave the grant. */
  by: string | null;
  run_id: string | null;
  decides: boolean;
};

/** What backoffice.open_user answers: a customer's page in one piece. */
export type UserOverview = {
  user: User;
  access: {
    plan: Plan;
    source: PlanSource;
    ends_at: string | null;
    rule: PlanSource;
    record_id: string | null;
    ladder: AccessStep[];
    reasons: AccessReason[];
    mirror: { is_premium: boolean | null; subscription_plan: string | null; agrees: boolean };
  };
  quota: { used: number; limit: number | null; month: string; resets_at: string };
  subscription: Subscription | null;
  integrations: (Pick<
    Integration,
    "id" | "provider" | "status" | "expires_at" | "last_error" | "cause"
  > & { guards: Guards })[];
  last_emails: Pick<Email, "id" | "template" | "subject" | "status" | "created_at">[];
  /** Stripe's events about them that did not get through, since when. */
  failed_webhooks: { number: number; since: string | null };
  /** Where Stripe, the database and the mirror disagree about them, what matters most first. */
  drifts: Pick<Drift, "id" | "class" | "cause" | "repair" | "amount_cents" | "since">[];
  counts: {
    subscriptions: number;
    simulations: number;
    imports: number;
    integrations: number;
    emails: number;
    webhooks: number;
    grants: number;
    runs: number;
    /** Null: this role does not read the audit log. */
    audit: number | null;
  };
  /** By action name: whether it makes sense here and now, and if not, why. */
  guards: Guards;
  visited_at: string;
  server_now: string;
};
