export const IMPORT_PROVIDERS = ["stripe", "shopify"] as const;
export const IMPORT_STATUSES = ["success", "error", "running", "skipped"] as const;

/** What a provider's error means, whatever its words. */
export const FAILURE_CAUSES = [
  "reconnect",
  "token_expired",
  "rate_limited",
  "provider_down",
  "unreadable",
  "other",
] as const;

export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** A row of backoffice.import_logs. */
export type ImportLog = {
  id: string;
  user_id: string;
  user_email: string;
  provider: (typeof IMPORT_PROVIDERS)[number];
  /** "2026-11" */
  month: string;
  status: (typeof IMPORT_STATUSES)[number];
  rows_imported: number | null;
  revenue_cents: number | null;
  error_message: string | null;
  /** What the error means; null where the import did not fail. */
  cause: FailureCause | null;
  dry_run: boolean;
  duration_ms: number | null;
  created_at: string;
  /** Null once the customer took the integration away. */
  integration_id: string | null;
};
