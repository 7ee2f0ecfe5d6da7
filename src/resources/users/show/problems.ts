import type { UserOverview } from "../overview";

export type Problem = {
  code: string;
  /** broken: red, now. attention: amber. fact: told, not judged. */
  tone: "broken" | "attention" | "fact";
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

/** What is wrong with a customer now, the worst first. Empty: nothing to report. */
export function problemsOf({ user, access, failed_webhooks }: UserOverview): Problem[] {
  const problems: Problem[] = [];
  // The customer sees another plan than the one they hold: broken, whatever else there is.
  if (!access.mirror.agrees) problems.push({ code: "mirror", tone: "broken" });
  // What Stripe wanted to tell of them may not be applied: paid without access, most of the time.
  if (failed_webhooks.number > 0) problems.push({ code: "webhook_failed", tone: "broken" });
  if (user.signal) problems.push({ code: user.signal, tone: TONES[user.signal] ?? "attention" });
  return problems;
}
