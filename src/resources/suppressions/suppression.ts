/** Why Resend sends nothing to an address. */
export const SUPPRESSION_ORIGINS = ["bounce", "complaint", "manual"] as const;

/** A row of backoffice.suppressions. */
export type Suppression = {
  /** The address itself. */
  id: string;
  email: string;
  origin: string;
  /** The e-mail that did it, where we have it. */
  email_id: string | null;
  bounce_reason: string | null;
  user_id: string | null;
  user_email: string | null;
  created_at: string;
  /** When the list was last read at Resend. */
  read_at: string | null;
};
