import type { ChipProps } from "@mui/material/Chip";

export type StatusDomain =
  | "run"
  | "item"
  | "step"
  | "email"
  | "suppression"
  | "domain"
  | "dns_record"
  | "import"
  | "subscription"
  | "integration"
  | "cause"
  | "proof"
  | "signal"
  | "audit"
  | "approval"
  | "webhook"
  | "drift"
  | "drift_class"
  | "grant"
  | "probe"
  | "movement"
  | "deployment"
  | "metric"
  | "service"
  | "alert"
  | "incident"
  | "delivery";

export type StatusShape =
  | "good"
  | "attention"
  | "broken"
  | "moving"
  | "waiting"
  | "passed"
  | "fact";

type Statuses = Record<string, StatusShape>;

/** What each status means to the team. The words are in i18n `status.<domain>.<status>`. */
export const statuses: Record<StatusDomain, Statuses> = {
  run: {
    running: "moving",
    succeeded: "good",
    partial: "attention",
    failed: "broken",
    cancelled: "passed",
  },
  approval: {
    pending: "waiting",
    approved: "good",
    rejected: "fact",
    withdrawn: "passed",
    expired: "passed",
    stale: "attention",
  },
  item: {
    pending: "waiting",
    running: "moving",
    done: "good",
    skipped: "passed",
    failed: "broken",
    attention: "attention",
    cancelled: "passed",
  },
  step: { started: "moving", unanswered: "attention", done: "good", failed: "broken" },
  email: {
    queued: "waiting",
    scheduled: "waiting",
    sent: "moving",
    delivered: "good",
    delivery_delayed: "attention",
    opened: "good",
    clicked: "good",
    bounced: "attention",
    complained: "attention",
    failed: "broken",
    canceled: "passed",
    suppressed: "attention",
  },
  suppression: { bounce: "attention", complaint: "attention", manual: "fact" },
  domain: {
    verified: "good",
    pending: "moving",
    not_started: "waiting",
    partially_verified: "attention",
    partially_failed: "attention",
    temporary_failure: "attention",
    failed: "broken",
  },
  dns_record: { ok: "good", missing: "broken", wrong: "broken" },
  import: { success: "good", error: "broken", running: "moving", skipped: "passed" },
  subscription: {
    active: "good",
    trialing: "moving",
    past_due: "attention",
    unpaid: "broken",
    canceled: "fact",
    incomplete: "waiting",
    incomplete_expired: "passed",
    paused: "fact",
  },
  cause: {
    reconnect: "broken",
    token_expired: "broken",
    rate_limited: "attention",
    provider_down: "attention",
    unreadable: "attention",
    other: "attention",
  },
  integration: { valid: "good", expiring: "attention", expired: "broken" },
  proof: { verified: "good", unverified: "attention", failed: "broken", pending: "moving" },
  signal: {
    paid_without_access: "broken",
    access_without_payment: "broken",
    banned: "fact",
    past_due: "attention",
    grant_expiring: "attention",
    quota_reached: "attention",
    email_bounced: "attention",
    cancelling: "fact",
    email_unverified: "fact",
  },
  webhook: {
    in_flight: "moving",
    failed: "broken",
    reconciled: "passed",
    delivered: "fact",
    processed: "good",
    other_account: "passed",
  },
  drift: { open: "fact", in_flight: "moving", closed: "good" },
  drift_class: {
    paid_without_access: "broken",
    mirror_behind: "broken",
    customer_without_user: "broken",
    unreadable: "attention",
    two_live_subscriptions: "attention",
    access_without_payment: "broken",
    user_without_customer: "attention",
    wrong_plan: "attention",
    wrong_period: "attention",
    other_mode: "attention",
    mirror_ahead: "attention",
    admin_claim: "attention",
  },
  probe: { ok: "good", failed: "broken" },
  movement: {
    new: "good",
    expansion: "good",
    reactivation: "good",
    contraction: "attention",
    churn: "broken",
  },
  deployment: {
    READY: "good",
    ERROR: "broken",
    CANCELED: "passed",
    BUILDING: "moving",
    INITIALIZING: "moving",
    QUEUED: "waiting",
  },
  metric: { ok: "good", breach: "broken" },
  service: { up: "good", degraded: "attention", down: "broken" },
  incident: { draft: "waiting", open: "broken", resolved: "good" },
  alert: { pending: "waiting", open: "broken", recovered: "good" },
  delivery: { delivered: "good", retrying: "attention", waiting: "waiting" },
  audit: { done: "fact", denied: "attention", failed: "broken" },
  grant: { active: "good", expired: "fact", revoked: "fact", undone: "passed" },
};

export const variantOf: Record<StatusShape, NonNullable<ChipProps["variant"]>> = {
  good: "success",
  attention: "warning",
  broken: "error",
  moving: "accent",
  waiting: "neutral",
  passed: "neutral",
  fact: "neutral",
};
