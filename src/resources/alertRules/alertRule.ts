import type { Locale } from "../../i18n/formats";
import type { Measure, MetricName, Severity } from "../../metrics/metric";
import type { Numeric } from "../alerts/alert";

/** A row of backoffice.alert_rules. */
export type AlertRule = Measure & {
  id: number;
  metric: MetricName;
  position: number;
  /** Null: the metric's own. */
  threshold: Numeric | null;
  effective_threshold: Numeric;
  window_hours: number | null;
  effective_window_hours: number;
  hold_minutes: number;
  recover_minutes: number;
  /** A silence of so long is an alert too; null: it is not. */
  no_data_minutes: number | null;
  severity: Severity;
  enabled: boolean;
  /** One of the runbook's six: it can be switched off, not removed. */
  standard: boolean;
  muted_until: string | null;
  muted_by: string | null;
  updated_at: string;
  updated_by: string | null;
  alert_id: string | null;
  alert_state: "pending" | "open" | null;
  alert_since: string | null;
  alert_value: Numeric | null;
  last_fired_at: string | null;
};

/** What a rule's form holds: numbers as they are typed. */
export type RuleForm = {
  metric: MetricName;
  /** Empty: the metric's own. */
  threshold: string;
  window_hours: string;
  hold_minutes: string;
  recover_minutes: string;
  /** Empty: silence is no alert. */
  no_data_minutes: string;
  severity: Severity;
  enabled: boolean;
};

/** What the server is sent: null for what is the metric's own, or off. */
export type RuleFields = {
  metric: MetricName;
  threshold: number | null;
  window_hours: number | null;
  hold_minutes: number | null;
  recover_minutes: number | null;
  no_data_minutes: number | null;
  severity: Severity;
  enabled: boolean;
};

/** A number as it stands in a field: without separators, with the decimal mark of the language. */
export const fieldText = (value: Numeric | null, locale: Locale) =>
  value === null ? "" : String(Number(value)).replace(".", locale === "fr" ? "," : ".");

export const NEW_RULE: RuleForm = {
  metric: "webhooks_failed",
  threshold: "",
  window_hours: "",
  hold_minutes: "5",
  recover_minutes: "15",
  no_data_minutes: "",
  severity: "P2",
  enabled: true,
};

export function formOf(rule: AlertRule, locale: Locale): RuleForm {
  const text = (value: Numeric | null) => fieldText(value, locale);
  return {
    metric: rule.metric,
    threshold: text(rule.threshold),
    window_hours: text(rule.window_hours),
    hold_minutes: text(rule.hold_minutes),
    recover_minutes: text(rule.recover_minutes),
    no_data_minutes: text(rule.no_data_minutes),
    severity: rule.severity,
    enabled: rule.enabled,
  };
}

/** A number as people type it, with a comma or a point; null when the field is empty or holds something else. */
export function typedNumber(typed: string): number | null {
  const value = typed.trim().replace(",", ".");
  return value === "" || !Number.isFinite(Number(value)) ? null : Number(value);
}

export function fieldsOf(form: RuleForm): RuleFields {
  return {
    metric: form.metric,
    threshold: typedNumber(form.threshold),
    window_hours: typedNumber(form.window_hours),
    hold_minutes: typedNumber(form.hold_minutes),
    recover_minutes: typedNumber(form.recover_minutes),
    no_data_minutes: typedNumber(form.no_data_minutes),
    severity: form.severity,
    enabled: form.enabled,
  };
}

type Limit = { low: number; high: number; whole: boolean; optional: boolean };
type NumberField = Exclude<keyof RuleForm, "metric" | "severity" | "enabled">;

/** As private.save_alert_rule() has them; the server decides. */
export const LIMITS: Record<Exclude<NumberField, "threshold">, Limit> = {
  window_hours: { low: 1, high: 2160, whole: true, optional: true },
  hold_minutes: { low: 0, high: 1440, whole: true, optional: false },
  recover_minutes: { low: 0, high: 1440, whole: true, optional: false },
  no_data_minutes: { low: 5, high: 10080, whole: true, optional: true },
};

export const thresholdLimit = (unit: Measure["unit"]): Limit => ({
  low: 0,
  high: unit === "percent" ? 100 : unit === "ms" ? 60_000 : 0,
  whole: false,
  optional: true,
});

/** Whether a field holds what the server would take. */
export function isFieldValid(typed: string, { low, high, whole, optional }: Limit): boolean {
  if (typed.trim() === "") return optional;
  const value = typedNumber(typed);
  if (value === null || value < low || value > high) return false;
  return whole ? Number.isInteger(value) : Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}

/** The fields that the server would refuse. */
export function badFields(form: RuleForm, unit: Measure["unit"]): NumberField[] {
  const limits = { ...LIMITS, threshold: thresholdLimit(unit) };
  const names = Object.keys(limits) as NumberField[];
  return names.filter((name) => !isFieldValid(form[name], limits[name]));
}
