import { statuses } from "../../../display/statuses";
import type { DriftClass } from "../../drifts/drift";
import type { UserOverview } from "../overview";

export type Problem = {
  code: string;
  /** broken: red, now. attention: amber. fact: told, not judged. */
  tone: "broken" | "attention" | "fact";
  /** The finding that says it, side by side. */
  drift?: UserOverview["drifts"][number];
};

const TONES: Record<string, Problem["tone"]> = {
  past_due: "attention",
  grant_expiring: "attention",
  quota_reached: "attention",
  email_bounced: "attention",
  banned: "fact",
  cancelling: "fact",
  email_unverified: "fact",
};

/** The findings that say the same as the mirror does by itself. */
const MIRROR: DriftClass[] = ["mirror_behind", "mirror_ahead"];

/** What is wrong with a customer now, the worst first. Empty: nothing to report. */
export function problemsOf(overview: UserOverview): Problem[] {
  const { user, access, failed_webhooks, drifts } = overview;
  const problems = drifts.map(
    (drift): Problem => ({
      code: "drift",
      tone: statuses.drift_class[drift.class] === "broken" ? "broken" : "attention",
      drift,
    }),
  );
  const found = drifts.some(({ class: kind }) => MIRROR.includes(kind));
  // The customer sees another plan than the one they hold: broken, whatever else there is.
  if (!access.mirror.agrees && !found) problems.push({ code: "mirror", tone: "broken" });
  // What Stripe wanted to tell of them may not be applied: paid without access, most of the time.
  if (failed_webhooks.number > 0) problems.push({ code: "webhook_failed", tone: "broken" });
  if (user.signal) problems.push({ code: user.signal, tone: TONES[user.signal] ?? "attention" });
  return problems;
}
