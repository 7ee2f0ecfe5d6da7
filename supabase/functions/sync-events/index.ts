import { syncEvents } from "../_shared/events/sync.ts";
import { serveJob } from "../_shared/job.ts";
import { setting } from "../_shared/setting.ts";

const SYNC_FOR_MS = 40_000;

/** What the schedule calls every minute: the ledger learns what is new at Stripe, and what was delivered since. */
export default serveJob(() => syncEvents({ forMs: Number(setting("SYNC_FOR_MS")) || SYNC_FOR_MS }));
