import { METRICS } from "../../metrics/metric";
import type { Home, HomeMetric, OpenAlert } from "../home";

const MEASURES: Record<string, Partial<HomeMetric>> = {
  uptime: { bound: "min", threshold: 99.5, window_hours: 720, value: 99.97, source: "app" },
  latency_p95: { unit: "ms", threshold: 500, value: 312, source: "app" },
  errors_5xx: { threshold: 0.5, value: 0.21, source: "traffic" },
  webhooks_failed: { threshold: 1, value: 0.12, source: "stripe" },
  monthly_import: {
    unit: "missed",
    threshold: 0,
    window_hours: 744,
    value: 0,
    bad: 3,
    total: 415,
    source: "imports",
    detail: { month: "2026-10", next_at: "2026-12-01T02:00:00Z" },
  },
  emails_bounced: { threshold: 5, window_hours: 168, value: 1.2, source: "resend" },
};

export function buildMetric(
  metric: HomeMetric["metric"],
  own: Partial<HomeMetric> = {},
): HomeMetric {
  return {
    metric,
    unit: "percent",
    bound: "max",
    threshold: 1,
    window_hours: 24,
    source: "app",
    status: "ok",
    since: "2026-11-22T10:00:00Z",
    value: 0,
    bad: 1,
    total: 480,
    detail: {},
    as_of: "2026-11-23T13:04:00Z",
    measured_at: "2026-11-23T13:04:30Z",
    known_value: null,
    known_at: null,
    points: [1, 2, 1],
    ...MEASURES[metric],
    ...own,
  };
}

export function buildAlert(own: Partial<OpenAlert> = {}): OpenAlert {
  return {
    id: "a1",
    rule_id: 4,
    kind: "breach",
    metric: "webhooks_failed",
    severity: "P0",
    since: "2026-11-23T12:15:00Z",
    fired_at: "2026-11-23T12:20:00Z",
    value: 4.74,
    threshold: 1,
    window_hours: 24,
    incident_id: null,
    incident_state: null,
    ...own,
  };
}

/** A quiet day: nothing waits, everything is kept, every service is up. */
export function buildHome(own: Partial<Home> = {}): Home {
  return {
    at: "2026-11-23T13:05:00Z",
    evaluated_at: "2026-11-23T13:04:30Z",
    todo: {
      paid_without_access: { number: 0, since: null, cents: 0 },
      other_findings: 0,
      webhooks_failed: { number: 0, causes: [] },
      imports_failed: {
        number: 0,
        customers: 0,
        month: null,
        cause: null,
        since: "2026-10-24T13:05:00Z",
      },
      approvals: { number: 0, first_ends_at: null, actions: [] },
      grants_expiring: { number: 0, first_ends_at: null },
    },
    metrics: METRICS.map((metric) => buildMetric(metric)),
    health: ["app", "vercel", "supabase", "stripe", "resend"].map((service, index) => ({
      service,
      place: index + 1,
      status: "up",
      code: null,
      detail: {},
      latency_ms: 84,
      since: "2026-11-20T08:00:00Z",
      checked_at: "2026-11-23T13:04:35Z",
    })),
    alerts: [],
    incidents: [],
    ...own,
  };
}
