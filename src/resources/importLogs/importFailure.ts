import type { FailureCause, IMPORT_PROVIDERS } from "./importLog";

/** A row of backoffice.import_failures: the failed imports of one cause whose month is still not imported. */
export type ImportFailure = {
  id: FailureCause;
  cause: FailureCause;
  open: number;
  customers: number;
  providers: (typeof IMPORT_PROVIDERS)[number][];
  /** Newest first. */
  months: string[];
  example: string | null;
  last_at: string;
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
