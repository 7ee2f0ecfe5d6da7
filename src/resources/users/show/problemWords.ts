import type { Formats } from "../../../i18n/formats";
import type { UserOverview } from "../overview";
import type { Problem } from "./problems";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** A problem as a title and what it means for the customer. */
export function problemWords(
  { code, drift }: Problem,
  overview: UserOverview,
  t: Translate,
  f: Formats,
) {
  if (drift) {
    return {
      title: t(`drifts.class.${drift.class}.title`),
      body: t("user.wrong.drift", {
        meaning: t(`drifts.class.${drift.class}.meaning`),
        since: f.dateTime(drift.since),
      }),
    };
  }
  const { access, quota, user, failed_webhooks: failed } = overview;
  const at = user.signal_at;
  const args = {
    date: at ? f.dateTime(at) : "",
    smart_count: failed.number,
    since: failed.since ? f.dateTime(failed.since) : "",
    used: quota.used,
    limit: quota.limit ?? "",
    plan: t(`display.plan.${access.plan}`),
    mirror: mirrorWords(access.mirror, t),
  };
  const body = code === "past_due" && at ? "body_end" : "body";
  return {
    title: t(`user.wrong.${code}.title`, { ...args, _: code }),
    body: t(`user.wrong.${code}.${body}`, { ...args, _: "" }),
  };
}

function mirrorWords({ subscription_plan }: UserOverview["access"]["mirror"], t: Translate) {
  return subscription_plan
    ? t(`display.plan.${subscription_plan}`, { _: subscription_plan })
    : t("user.facts.mirror_absent");
}
