/** What a comparison with Stripe may change of a customer, in the order in which people read it. */
export const reconcileFields = [
  "plan",
  "decided_by",
  "mirror.is_premium",
  "mirror.subscription_plan",
  "stripe_plan",
  "status",
  "interval",
  "amount_cents",
  "currency",
  "current_period_start",
  "current_period_end",
  "cancel_at",
  "canceled_at",
  "livemode",
] as const;
