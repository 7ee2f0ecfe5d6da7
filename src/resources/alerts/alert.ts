import type { Measure, MetricName, Severity } from "../../metrics/metric";

export const ALERT_STATUSES = ["open", "pending", "recovered"] as const;
export const ALERT_KINDS = ["breach", "no_data"] as const;

/** A number of the database, which some Data APIs send as text when it has many digits. */
export type Numeric = number | string;

/** A row of backoffice.alerts. */
export type Alert = Measure & {
  id: string;
  /** "AL-0007" */
  code: string;
  /** Null once the rule was removed. */
  rule_id: number | null;
  kind: (typeof ALERT_KINDS)[number];
  metric: MetricName;
  severity: Severity;
  status: (typeof ALERT_STATUSES)[number];
  since: string;
  /** When it had lasted for long enough to be an alert. */
  fired_at: string | null;
  /** When the team was told; null while the rule is muted. */
  announced_at: string | null;
  recovered_at: string | null;
  value: Numeric | null;
  /** The farthest from well. */
  worst_value: Numeric | null;
  threshold: Numeric;
  bad: number | null;
  total: number | null;
  evaluated_at: string;
};

export const alertPath = ({ id }: Pick<Alert, "id">) => `/alerts/${id}/show`;
