import { collect } from "../_shared/collecting/collect.ts";
import { serveJob } from "../_shared/job.ts";

/** What the schedule calls every minute: how the app and what it stands on are doing. */
export default serveJob(async () => ({ collected: await collect() }));
