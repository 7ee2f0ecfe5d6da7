import type { Database } from "./database.ts";
import { restAfter } from "./runs/turns.ts";
import { ExternalError, type FailureKind, type Service } from "./vendors/external.ts";

/** What ended a turn of a sync, as the database keeps it. */
export type SyncFailure = {
  service: Service;
  kind: FailureKind | "no_endpoint" | "wrong_mode";
  request_id: string | null;
};

/** A vendor's failure as the end of a turn; whatever else went wrong is thrown on. */
export const vendorFailure =
  (db: Database) =>
  async (error: unknown): Promise<SyncFailure> => {
    if (!(error instanceof ExternalError)) throw error;
    const { service, kind, requestId } = error;
    await restAfter(db, error);
    return { service, kind, request_id: requestId };
  };
