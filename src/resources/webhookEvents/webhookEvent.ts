export const WEBHOOK_STATUSES = [
  "failed",
  "in_flight",
  "reconciled",
  "delivered",
  "processed",
  "other_account",
] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

const kept = (...states: string[]) => ({ "stored_status@in": `(${states.join(",")})` });

/** How events are counted. Given up and judged leave out those that Stripe is still trying for the first times. */
export const WEBHOOK_GROUPS: Record<string, Record<string, string>> = {
  given_up: { "status@in": "(failed,reconciled)", ...kept("open", "reconciled") },
  failed: kept("open", "reconciled"),
  ok: kept("delivered", "processed"),
  judged: { "status@in": "(failed,reconciled,delivered,processed)" },
};

/** Why an event failed, likely. */
export const WEBHOOK_CAUSES = [
  "signature",
  "server_error",
  "timeout",
  "unreachable",
  "unknown_user",
  "endpoint_disabled",
] as const;
export type WebhookCause = (typeof WEBHOOK_CAUSES)[number];

/** The events that the customer app asks Stripe for; the ledger can hold others. */
export const WEBHOOK_TYPES = [
  "checkout.session.completed",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "invoice.paid",
  "invoice.payment_failed",
] as const;

/** A row of backoffice.webhook_events. */
export type WebhookEvent = {
  id: string;
  type: string;
  created_at: string;
  livemode: boolean;
  /** The connected account where it happened; null where it is our own. */
  account: string | null;
  api_version: string | null;
  stripe_customer_id: string | null;
  stripe_subscription_id: string | null;
  user_id: string | null;
  user_email: string | null;
  amount_cents: number | null;
  currency: string | null;
  /** Stripe's word, as of checked_at. */
  delivered: boolean;
  checked_at: string;
  /** The app's own record. */
  received_at: string | null;
  processed_at: string | null;
  processed_error: string | null;
  /** Not processed, but the customer was brought to Stripe's state since. */
  reconciled_at: string | null;
  reconciled_by_run: string | null;
  cause: WebhookCause | null;
  status: WebhookStatus;
  /** Stripe still has it and can send it again. */
  kept: boolean;
};

/** The row of backoffice.webhook_health. */
export type WebhookHealth = {
  id: number;
  window_hours: number;
  threshold_percent: number;
  total: number;
  failed: number;
  /** Null: nothing happened in the window. */
  failure_percent: number | null;
  /** As of when Stripe was read; null: never. */
  synced_at: string | null;
  sync_failure: { service: string; kind: string } | null;
  /** Null: no endpoint of the app is known. */
  endpoint_enabled: boolean | null;
};

/** A row of backoffice.webhook_causes: what failed for one reason. */
export type WebhookCauseGroup = {
  id: string;
  /** Null: not known. */
  cause: WebhookCause | null;
  number: number;
  customers: number;
  /** Those that Stripe has no more. */
  old: number;
  since: string;
  last_at: string;
  amount_cents: number;
};
