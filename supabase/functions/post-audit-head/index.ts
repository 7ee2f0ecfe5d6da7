import { databaseForWorker } from "../_shared/database.ts";
import { serveJob } from "../_shared/job.ts";
import { postToSlack } from "../_shared/vendors/slack.ts";

type Head = { day: string; seq: number; hash: string; verified: boolean; environment: string };

const MOST = 10;

/** What is kept where the database cannot reach it: enough to find any later change of an older line. */
function messageOf({ day, seq, hash, verified, environment }: Head): string {
  const [year, month, date] = day.split("-");
  const state = verified ? "chaîne vérifiée" : ":rotating_light: chaîne rompue, voir la console";
  return `Journal d’audit (${environment}), tête du ${date}/${month}/${year} : ligne ${seq}, empreinte \`${hash}\`, ${state}.`;
}

/** Posts the daily heads of the journal that are due; the schedule calls it every minute. */
export default serveJob(async () => {
  const db = databaseForWorker();
  const posted: string[] = [];
  for (let turn = 0; turn < MOST; turn += 1) {
    const { head } = await db.call<{ head: Head | null }>("claim_audit_head", {}, "head");
    if (head === null) break;
    const error = await postToSlack(messageOf(head));
    await db.call("settle_audit_head", { day: head.day, error }, "day");
    if (error !== null) break;
    posted.push(head.day);
  }
  return { posted };
});
