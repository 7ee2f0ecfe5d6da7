import { relativeWords } from "../display/RelativeTime";
import { figureOf, metricTitle, sinceWords, valueWords } from "../metrics/metricWords";
import type { HomeMetric } from "./home";
import type { Speech } from "./todo";

/** The large figure of a cell. Without data a dash, never a zero. */
export function figureWords(metric: HomeMetric, { t, f }: Speech): { value: string; unit: string } {
  const { status, value, total, bad, unit } = metric;
  if (status === "no_data" || value === null) return { value: "—", unit: "" };
  if (unit !== "missed") {
    const { figure, unit: sign } = figureOf(metric, value, f);
    return { value: figure, unit: sign };
  }
  return {
    value: t("home.metrics.imported", {
      done: f.number((total ?? 0) - (bad ?? 0)),
      total: f.number(total ?? 0),
    }),
    unit: t("home.metrics.imports"),
  };
}

/** « Webhooks échoués, 24 h », « Import CA mensuel, octobre 2026 ». */
export function titleWords({ metric, window_hours, detail }: HomeMetric, { t, f }: Speech): string {
  const title = metricTitle(metric, window_hours, t);
  return detail.month ? t("home.metrics.of_month", { title, month: f.month(detail.month) }) : title;
}

/** Where a value is from and how old that is; without data, the last one that was known. */
export function sourceWords(metric: HomeMetric, speech: Speech): string {
  const { t, f, now } = speech;
  const source = t(`metric.source.${metric.source}`, { _: metric.source });
  if (metric.status === "no_data") {
    const { known_at, known_value } = metric;
    if (known_at === null || known_value === null) return t("home.metrics.never", { source });
    const today = f.dayKey(known_at) === f.dayKey(now);
    return t(today ? "home.metrics.known" : "home.metrics.known_day", {
      source,
      value: valueWords(metric, known_value, t, f),
      at: sinceWords(known_at, now, t, f),
    });
  }
  if (metric.metric === "monthly_import" && metric.detail.next_at) {
    return t("home.metrics.next", { date: f.shortDate(metric.detail.next_at) });
  }
  return metric.as_of
    ? t("home.metrics.source", {
        source,
        age: relativeWords(Date.parse(metric.as_of), now, f, t),
      })
    : source;
}
