import type { Formats } from "../../i18n/formats";
import { thresholdWords, valueWords } from "../../metrics/metricWords";
import type { Alert, Numeric } from "./alert";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** A value of an alert with its unit; a dash where there was none. */
export function measured(alert: Alert, value: Numeric | null, t: Translate, f: Formats): string {
  if (value === null) return "–";
  if (alert.unit === "missed") return t(Number(value) > 0 ? "alerts.missed" : "alerts.not_missed");
  return valueWords(alert, Number(value), t, f);
}

/** « 47,06 %, seuil : au plus 1 % ». */
export function againstWords(alert: Alert, t: Translate, f: Formats): string {
  return t("alerts.against", {
    value: alert.kind === "no_data" ? t("alerts.no_data") : measured(alert, alert.value, t, f),
    threshold: thresholdWords(alert, Number(alert.threshold), t, f),
  });
}

/** « Webhooks échoués », « Webhooks échoués, sans données ». */
export function subjectWords(
  { metric, kind }: Pick<Alert, "metric" | "kind">,
  t: Translate,
): string {
  const name = t(`metric.name.${metric}`, { _: metric });
  return kind === "no_data" ? t("alerts.without_data", { name }) : name;
}

/** How long it lasted, or has lasted until now. */
export const lastedMs = ({ since, recovered_at }: Alert, now: number) =>
  (recovered_at ? Date.parse(recovered_at) : now) - Date.parse(since);
