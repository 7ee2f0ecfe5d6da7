import type { Plan } from "../plan";

export const GRANT_STATES = ["active", "expired", "revoked", "undone"] as const;

/** A row of backoffice.grants. */
export type Grant = {
  id: string;
  /** "GR-0318" */
  code: string;
  user_id: string;
  user_email: string;
  plan: Plan;
  starts_at: string;
  ends_at: string;
  revoked_at: string | null;
  reason: string;
  granted_by_email: string | null;
  run_id: string | null;
  state: (typeof GRANT_STATES)[number];
  created_at: string;
};
