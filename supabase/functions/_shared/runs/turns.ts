import { type Database, databaseForWorker } from "../database.ts";
import { ExternalError, type Service } from "../vendors/external.ts";
import type { Item } from "./handler.ts";

/** Waits for the vendor's rate, but not longer than told; with an item, keeps its lease alive. */
export async function waitForTurn(
  db: Database,
  service: Service,
  item?: Pick<Item, "id" | "lease">,
  longestMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { wait_ms } = await db.call<{ wait_ms: number }>(
    "take_turn",
    { service, item_id: item?.id ?? null, lease: item?.lease ?? null },
    "wait_ms",
  );
  if (wait_ms > longestMs) throw new ExternalError(service, "busy");
  if (wait_ms > 0) await new Promise((done) => setTimeout(done, wait_ms));
}

/** A vendor that was asked too often is left alone by everybody, for as long as it said. */
export async function restAfter(db: Database, error: unknown): Promise<void> {
  if (!(error instanceof ExternalError) || error.kind !== "rate_limited") return;
  const { service, retryAfter } = error;
  await db.call("rest_vendor", { service, seconds: retryAfter ?? 1 }, "until");
}

/** What the one who asked is told of a vendor that failed. */
export async function problemOf(error: unknown): Promise<unknown> {
  if (!(error instanceof ExternalError)) return error;
  await restAfter(databaseForWorker(), error);
  return error.problem;
}
