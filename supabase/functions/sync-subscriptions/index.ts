import { serveJob } from "../_shared/job.ts";
import { setting } from "../_shared/setting.ts";
import { syncSubscriptions } from "../_shared/subscriptions/sync.ts";

const SYNC_FOR_MS = 40_000;

/** What the schedule calls every minute, after sync-events: Stripe's subscriptions are compared with ours. */
export default serveJob(() =>
  syncSubscriptions({ forMs: Number(setting("SYNC_FOR_MS")) || SYNC_FOR_MS }),
);
