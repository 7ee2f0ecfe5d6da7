import type { FailureCause, IMPORT_PROVIDERS } from "../importLogs/importLog";

export const INTEGRATION_STATUSES = ["valid", "expiring", "expired"] as const;

/** A row of backoffice.integrations. The token itself never leaves the server. */
export type Integration = {
  id: string;
  user_id: string;
  user_email: string;
  provider: (typeof IMPORT_PROVIDERS)[number];
  status: (typeof INTEGRATION_STATUSES)[number];
  expires_at: string | null;
  last_refreshed_at: string | null;
  last_error: string | null;
  /** What the last error means. */
  cause: FailureCause | null;
  scope: string | null;
  created_at: string;
};
