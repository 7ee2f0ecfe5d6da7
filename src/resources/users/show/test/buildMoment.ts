import type { AccessMoment } from "../accessMoment";

/** A subscription that began, but for what the test says. */
export const buildMoment = (more: Partial<AccessMoment> = {}): AccessMoment => ({
  id: "started s1",
  at: "2026-11-03T09:00:00Z",
  event: "subscription_started",
  plan: "premium",
  plan_before: null,
  code: "sub_1",
  status: null,
  action: null,
  actor_email: null,
  run_id: null,
  run_code: null,
  ref_resource: "subscriptions",
  ref_id: "s1",
  ...more,
});
