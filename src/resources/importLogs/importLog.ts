export const IMPORT_PROVIDERS = ["stripe", "shopify"] as const;
export const IMPORT_STATUSES = ["success", "error", "running", "skipped"] as const;

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
  dry_run: boolean;
  duration_ms: number | null;
  created_at: string;
};
