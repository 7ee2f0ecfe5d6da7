/** The six metrics of the runbook, in its order. */
export const METRICS = [
  "uptime",
  "latency_p95",
  "errors_5xx",
  "webhooks_failed",
  "monthly_import",
  "emails_bounced",
] as const;
export type MetricName = (typeof METRICS)[number];

export const SEVERITIES = ["P0", "P1", "P2", "P3"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a metric is measured in, and on which side of its threshold it is well. */
export type Measure = {
  unit: "percent" | "ms" | "missed";
  bound: "min" | "max";
};

/** A row of backoffice.metrics. */
export type Metric = Measure & {
  id: MetricName;
  metric: MetricName;
  position: number;
  threshold: number;
  default_threshold: number;
  window_hours: number;
  default_window_hours: number;
  source: string;
  stale_minutes: number;
};

export const reliabilityPath = (metric: string) =>
  `/reliability?metric=${encodeURIComponent(metric)}`;
