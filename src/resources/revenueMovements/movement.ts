export const MOVEMENTS = ["new", "expansion", "reactivation", "contraction", "churn"] as const;
export type MovementKind = (typeof MOVEMENTS)[number];

/** A row of backoffice.revenue_movements: a change of what a customer brings in a month, in cents. */
export type Movement = {
  id: number;
  created_at: string;
  kind: MovementKind;
  user_id: string | null;
  user_email: string | null;
  stripe_customer_id: string;
  before_cents: number;
  after_cents: number;
  change_cents: number;
};
