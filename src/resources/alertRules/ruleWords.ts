import type { Formats } from "../../i18n/formats";
import { valueWords, windowWords } from "../../metrics/metricWords";
import type { AlertRule } from "./alertRule";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** « 5 min », « 2 h ». */
export function minutesWords(minutes: number, t: Translate): string {
  return minutes % 60 === 0 && minutes > 0
    ? t("alerts.hours", { count: minutes / 60 })
    : t("alerts.minutes", { count: minutes });
}

/** « Webhooks échoués > 1 % sur 24 h, pendant 5 min ». */
export function ruleSentence(rule: AlertRule, t: Translate, f: Formats): string {
  const metric = t(`metric.name.${rule.metric}`, { _: rule.metric });
  if (rule.unit === "missed") return t("alerts.rule.missed", { metric });
  const sentence = t(`alerts.rule.${rule.bound}`, {
    metric,
    threshold: valueWords(rule, Number(rule.effective_threshold), t, f),
    window: windowWords(rule.effective_window_hours, t),
  });
  return rule.hold_minutes > 0
    ? t("alerts.rule.held", { sentence, hold: minutesWords(rule.hold_minutes, t) })
    : sentence;
}

/** What else a rule does: when it is over, and what silence means. */
export function ruleDetail(rule: AlertRule, t: Translate): string {
  const { recover_minutes: recover, no_data_minutes: silence } = rule;
  return [
    recover > 0
      ? t("alerts.rule.recovers", { minutes: minutesWords(recover, t) })
      : t("alerts.rule.recovers_at_once"),
    silence === null
      ? t("alerts.rule.silence_ignored")
      : t("alerts.rule.silence", { minutes: minutesWords(silence, t) }),
  ].join(" · ");
}
