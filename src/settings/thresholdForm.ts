import type { Locale } from "../i18n/formats";
import type { Metric } from "../metrics/metric";
import {
  fieldText,
  isFieldValid,
  LIMITS,
  thresholdLimit,
  typedNumber,
} from "../resources/alertRules/alertRule";

export type ThresholdForm = { threshold: string; window_hours: string };

export const thresholdFormOf = (metric: Metric, locale: Locale): ThresholdForm => ({
  threshold: fieldText(metric.threshold, locale),
  window_hours: String(metric.window_hours),
});

export const defaultsOf = (metric: Metric, locale: Locale): ThresholdForm => ({
  threshold: fieldText(metric.default_threshold, locale),
  window_hours: String(metric.default_window_hours),
});

/** The fields that the server would refuse. */
export function badThreshold(form: ThresholdForm, metric: Metric): (keyof ThresholdForm)[] {
  const limits = {
    threshold: { ...thresholdLimit(metric.unit), optional: false },
    window_hours: { ...LIMITS.window_hours, optional: false },
  };
  return (["threshold", "window_hours"] as const).filter(
    (name) => !isFieldValid(form[name], limits[name]),
  );
}

/** What would be written; null when nothing would change, or something is refused. */
export function thresholdChange(form: ThresholdForm, metric: Metric) {
  if (badThreshold(form, metric).length > 0) return null;
  const threshold = typedNumber(form.threshold);
  const window_hours = typedNumber(form.window_hours);
  if (threshold === null || window_hours === null) return null;
  return threshold === Number(metric.threshold) && window_hours === metric.window_hours
    ? null
    : { metric: metric.metric, threshold, window_hours };
}
