/** A row of backoffice.simulations. */
export type Simulation = {
  id: string;
  user_id: string;
  user_email: string;
  /** "2026-11" */
  month: string;
  activity: string | null;
  revenue_cents: number;
  contributions_cents: number;
  created_at: string;
};
