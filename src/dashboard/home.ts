import type { Measure, MetricName, Severity } from "../metrics/metric";
import type { Playbook } from "../resources/incidents/incident";

export type HomeTodo = {
  paid_without_access: { number: number; since: string | null; cents: number };
  other_findings: number;
  webhooks_failed: { number: number; causes: { cause: string | null; number: number }[] };
  imports_failed: {
    number: number;
    customers: number;
    month: string | null;
    cause: string | null;
    /** From when on a failure is counted. */
    since: string;
  };
  approvals: { number: number; first_ends_at: string | null; actions: string[] };
  grants_expiring: { number: number; first_ends_at: string | null };
};

/** What the monthly import tells beside its value. */
export type ImportDetail = {
  /** The month imported, "2026-10". */
  month?: string;
  due_at?: string;
  last_at?: string | null;
  next_at?: string;
};

export type HomeMetric = Measure & {
  metric: MetricName;
  threshold: number;
  window_hours: number;
  source: string;
  status: "ok" | "breach" | "no_data";
  since: string | null;
  /** Null without data. */
  value: number | null;
  bad: number | null;
  total: number | null;
  detail: ImportDetail;
  /** As of when its source is. */
  as_of: string | null;
  measured_at: string | null;
  known_value: number | null;
  known_at: string | null;
  /** The last values, for a small line. */
  points: (number | null)[];
};

export type ServiceHealth = {
  service: string;
  place: number;
  status: "up" | "degraded" | "down" | "unknown";
  code: string | null;
  detail: Record<string, unknown>;
  latency_ms: number | null;
  since: string | null;
  checked_at: string | null;
};

export type OpenAlert = {
  id: string;
  rule_id: number;
  kind: "breach" | "no_data";
  metric: MetricName;
  severity: Severity;
  since: string;
  fired_at: string;
  value: number | null;
  threshold: number;
  /** Of the rule. */
  window_hours: number;
  incident_id: string | null;
  incident_state: "draft" | "open" | "resolved" | null;
};

/** An open P0 or P1 incident. */
export type OpenIncident = {
  id: string;
  code: string;
  title: string;
  severity: Severity;
  metric: MetricName | null;
  alert_id: string | null;
  playbook: Playbook | null;
  started_at: string;
  declared_at: string;
  taken_at: string | null;
  taken_by: string | null;
  respond_by: string;
  resolve_by: string;
  respond_minutes: number;
  resolve_minutes: number;
  version: number;
};

/** The answer of backoffice.home(): everything that the first page shows but its chart. */
export type Home = {
  at: string;
  /** When the six metrics were measured last; null: never. */
  evaluated_at: string | null;
  todo: HomeTodo;
  metrics: HomeMetric[];
  health: ServiceHealth[];
  alerts: OpenAlert[];
  incidents: OpenIncident[];
};
