import { databaseForWorker } from "../_shared/database.ts";
import { serveJob } from "../_shared/job.ts";
import { messageOf, type Notice } from "../_shared/notices.ts";
import { postToSlack } from "../_shared/vendors/slack.ts";

const MOST = 20;

/** Posts what the team has to know, oldest first; the schedule calls it every minute. */
export default serveJob(async () => {
  const db = databaseForWorker();
  let posted = 0;
  for (let turn = 0; turn < MOST; turn += 1) {
    const { notice } = await db.call<{ notice: Notice | null }>("claim_notice", {}, "notice");
    if (notice === null) break;
    const error = await postToSlack(messageOf(notice));
    await db.call("settle_notice", { id: notice.id, error }, "id");
    // Slack is away: the others would meet the same.
    if (error !== null) break;
    posted += 1;
  }
  return { posted };
});
