export const PLANS = ["free", "pro", "premium"] as const;
export type Plan = (typeof PLANS)[number];

export const PLAN_SOURCES = ["default", "grant", "subscription"] as const;
export type PlanSource = (typeof PLAN_SOURCES)[number];
