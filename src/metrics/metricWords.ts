import type { Formats } from "../i18n/formats";
import type { Measure } from "./metric";

type Translate = (key: string, args?: Record<string, unknown>) => string;

const DAY_HOURS = 24;

/** « 24 h », « 30 j »: whole days from two on. */
export function windowWords(hours: number, t: Translate): string {
  return hours % DAY_HOURS === 0 && hours > DAY_HOURS
    ? t("metric.window.days", { count: hours / DAY_HOURS })
    : t("metric.window.hours", { count: hours });
}

/** « Webhooks échoués, 24 h ». A monthly job has no window that one would name. */
export function metricTitle(metric: string, hours: number, t: Translate): string {
  const name = t(`metric.name.${metric}`, { _: metric });
  return metric === "monthly_import"
    ? name
    : t("metric.title", { name, window: windowWords(hours, t) });
}

/** A value as its figure and its unit: "4,74" and "%". */
export function figureOf({ unit }: Pick<Measure, "unit">, value: number, f: Formats) {
  const rounded = unit === "ms" ? Math.round(value) : Math.round(value * 100) / 100;
  return { figure: f.number(rounded), unit: unit === "percent" ? "%" : unit === "ms" ? "ms" : "" };
}

/** « 4,74 % », « 312 ms », « 1 job manqué ». */
export function valueWords(
  measure: Pick<Measure, "unit">,
  value: number,
  t: Translate,
  f: Formats,
) {
  const { figure } = figureOf(measure, value, f);
  return t(`metric.value.${measure.unit}`, { value: figure, smart_count: Math.round(value) });
}

/** « au plus 1 % », « aucun job manqué ». */
export function thresholdWords(measure: Measure, threshold: number, t: Translate, f: Formats) {
  if (measure.unit === "missed") return t("metric.threshold.missed");
  return t(`metric.threshold.${measure.bound}`, { value: valueWords(measure, threshold, t, f) });
}

/** Since when, in as few words as tell it: « 13:15 » today, « hier à 23:30 », « le 26 nov. » before. */
export function sinceWords(at: string, now: number, t: Translate, f: Formats): string {
  const days = f.daysUntil(at, now);
  if (days === 0) return f.time(at);
  return days === -1
    ? t("metric.since_yesterday", { time: f.time(at) })
    : t("metric.since_day", { date: f.shortDate(at) });
}
