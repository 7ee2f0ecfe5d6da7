import { serveJob } from "../_shared/job.ts";
import { handlers } from "../_shared/runs/handlers.ts";
import { workOn } from "../_shared/runs/worker.ts";
import { setting } from "../_shared/setting.ts";

const WORK_FOR_MS = 50_000;

/** What the schedule calls every minute: works on the runs that have items left. */
export default serveJob(async () => {
  await workOn(handlers, { forMs: Number(setting("WORK_FOR_MS")) || WORK_FOR_MS });
  return { done: true };
});
