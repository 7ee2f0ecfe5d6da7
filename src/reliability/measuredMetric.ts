import type { Metric } from "../metrics/metric";

/** A row of backoffice.metrics: a metric with its last measuring. */
export type MeasuredMetric = Metric & {
  status: "ok" | "breach" | "no_data" | null;
  since: string | null;
  value: number | null;
  bad: number | null;
  total: number | null;
  /** As of when its source is. */
  as_of: string | null;
  measured_at: string | null;
};

/** Measured every minute: what was kept longer ago is no answer any more. */
const MEASURED_FOR = 5 * 60_000;

/** How a metric is now, and since when. Without a measuring of the last minutes nothing is known. */
export function standingOf(
  { status, since, measured_at }: MeasuredMetric,
  now: number,
): { status: "ok" | "breach" | "no_data"; since: string | null } {
  if (status === null || measured_at === null) return { status: "no_data", since: null };
  if (Date.parse(measured_at) < now - MEASURED_FOR) {
    return { status: "no_data", since: measured_at };
  }
  return { status, since };
}
