export const ROLES = ["support", "ops", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** A row of backoffice.staff. */
export type StaffMember = {
  /** The same as user_id: react-admin wants an id. */
  id: string;
  user_id: string;
  email: string;
  role: Role;
  created_at: string;
  created_by_email: string | null;
  removed_at: string | null;
};
