import type { Severity } from "../metrics/metric";
import type { Home, HomeMetric, OpenAlert } from "./home";

type Standing = HomeMetric["status"];

const URGENCY: Record<Standing, number> = { breach: 0, no_data: 1, ok: 2 };

/** On a phone: past the threshold first, then what is not known, then the rest, each in the runbook's order. */
export const byUrgency = (metrics: readonly HomeMetric[]) =>
  [...metrics].sort((a, b) => URGENCY[a.status] - URGENCY[b.status]);

export function standings(metrics: readonly HomeMetric[]): Record<Standing, number> {
  const count = { ok: 0, breach: 0, no_data: 0 };
  for (const { status } of metrics) count[status] += 1;
  return count;
}

const BURNING: readonly Severity[] = ["P0", "P1"];

/** Alerts that burn and are no open incident, the most urgent first, of equals the one that has burned for longest. */
export const burning = (alerts: readonly OpenAlert[]) =>
  alerts
    .filter(
      ({ severity, incident_state }) => BURNING.includes(severity) && incident_state !== "open",
    )
    .sort(
      (a, b) => a.severity.localeCompare(b.severity) || Date.parse(a.since) - Date.parse(b.since),
    );

/** The metric that the large chart shows: the most urgent one past its threshold, else the webhooks. */
export function chartedMetric({
  metrics,
  alerts,
}: Pick<Home, "metrics" | "alerts">): HomeMetric | undefined {
  const past = metrics.filter(({ status }) => status === "breach");
  const severity = ({ metric }: HomeMetric) =>
    alerts
      .filter((alert) => alert.metric === metric)
      .map((alert) => alert.severity)
      .sort()[0] ?? "P9";
  const [first] = past.sort((a, b) => severity(a).localeCompare(severity(b)));
  return first ?? metrics.find(({ metric }) => metric === "webhooks_failed");
}
