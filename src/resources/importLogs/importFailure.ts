import type { FailureCause, IMPORT_PROVIDERS } from "./importLog";

/** A row of backoffice.import_failures: the failures of the last 30 days that have one cause. */
export type ImportFailure = {
  id: FailureCause;
  cause: FailureCause;
  failures: number;
  /** Those whose month is still not imported; the rest of the row is about these. */
  open: number;
  customers: number;
  providers: (typeof IMPORT_PROVIDERS)[number][] | null;
  /** Newest first. */
  months: string[] | null;
  example: string | null;
  last_at: string;
  /** From when on failures are counted. */
  since: string;
};

/** Who mends it: a new token, the customer, or nobody, so that the import can be run again. */
export const MENDED_BY: Record<FailureCause, "token" | "customer" | "again"> = {
  token_expired: "token",
  reconnect: "customer",
  rate_limited: "again",
  provider_down: "again",
  unreadable: "again",
  other: "again",
};
