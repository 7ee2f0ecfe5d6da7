import type { MetricName, Severity } from "../../metrics/metric";
import type { Numeric } from "../alerts/alert";

export const INCIDENT_STATUSES = ["draft", "open", "resolved"] as const;

export const PLAYBOOKS = [
  "site_down",
  "site_slow",
  "webhooks_failing",
  "import_missed",
  "emails_lost",
  "rate_limited",
] as const;
export type Playbook = (typeof PLAYBOOKS)[number];

/** A row of backoffice.incidents. */
export type Incident = {
  id: string;
  /** "INC-007" */
  code: string;
  title: string;
  severity: Severity;
  status: (typeof INCIDENT_STATUSES)[number];
  playbook: Playbook | null;
  metric: MetricName | null;
  alert_id: string | null;
  alert_code: string | null;
  alert_status: "pending" | "open" | "recovered" | null;
  alert_value: Numeric | null;
  alert_threshold: Numeric | null;
  unit: "percent" | "ms" | "missed" | null;
  bound: "min" | "max" | null;
  /** Since when it is broken. */
  started_at: string;
  created_at: string;
  created_by: string;
  /** From here on its clocks run; null for a draft. */
  declared_at: string | null;
  declared_by: string | null;
  taken_at: string | null;
  taken_by: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
  resolution: string | null;
  version: number;
  respond_by: string | null;
  resolve_by: string | null;
  respond_minutes: number;
  resolve_minutes: number;
};

/** A row of backoffice.incident_events. */
export type IncidentEvent = {
  id: number;
  incident_id: string;
  at: string;
  kind: "drafted" | "declared" | "taken" | "severity" | "resolved" | "reopened";
  actor_email: string;
  detail: { from?: Severity; to?: Severity; words?: string };
};

export const incidentPath = ({ id }: Pick<Incident, "id">) => `/incidents/${id}/show`;
