import { databaseForWorker } from "../_shared/database.ts";
import { serveJob } from "../_shared/job.ts";
import { restAfter, waitForTurn } from "../_shared/runs/turns.ts";
import { suppressions } from "../_shared/vendors/resend.ts";

/** Our clock and the database's may differ by so much. */
const MARGIN_MS = 60_000;

/** Reads the addresses that Resend sends nothing to; the schedule calls it every few minutes. */
export default serveJob(async () => {
  const db = databaseForWorker();
  const read_at = new Date(Date.now() - MARGIN_MS).toISOString();
  const rows = await suppressions(() => waitForTurn(db, "resend")).catch(async (error) => {
    await restAfter(db, error);
    throw error;
  });
  return db.call<{ kept: number | null }>("replace_suppressions", { rows, read_at }, "kept");
});
