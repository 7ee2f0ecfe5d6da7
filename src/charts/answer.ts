import type { Measure, MetricName } from "../metrics/metric";
import type { Grain, Span } from "./chart";

/** A point of a metric: its value over the window up to the end, what was bad of how many in the stretch itself. */
export type MetricPoint = Span & { value: number | null; bad: number; total: number };

/** A point of a count: how many, and how many of each kind. */
export type CountPoint = Span & { value: number; parts: Record<string, number> };

/** A point of revenue: MRR in cents and customers who pay at its end; signed cents and customers by kind of movement. */
export type RevenuePoint = Span & {
  value: number;
  parts: Record<string, number>;
  customers: number;
  moved: Record<string, number>;
};

type PointOf = Record<MetricName, MetricPoint> & {
  revenue: RevenuePoint;
  signups: CountPoint;
  simulations: CountPoint;
  imports: CountPoint;
  emails: CountPoint;
  webhooks: CountPoint;
  runs: CountPoint;
};

export type ChartName = keyof PointOf;

/** What backoffice.chart answers. */
export type ChartAnswer<Name extends ChartName = ChartName> = {
  name: Name;
  grain: Grain;
  since: string;
  until: string;
  at: string;
  points: PointOf[Name][];
  /** The rows behind the points before this moment were removed; null when none were. */
  rows_since: string | null;
  metric: (Measure & { metric: MetricName; threshold: number; window_hours: number }) | null;
};

/** What backoffice.marks answers. */
export type MarksAnswer = {
  deployments: {
    id: string;
    at: string;
    state: string;
    sha: string | null;
    message: string | null;
    url: string | null;
  }[];
  runs: {
    id: string;
    number: number;
    action: string;
    at: string;
    finished_at: string | null;
    items: number;
  }[];
  alerts: {
    id: string;
    metric: MetricName;
    severity: string;
    at: string;
    recovered_at: string | null;
  }[];
  /** Those that were declared. */
  incidents: {
    id: string;
    code: string;
    title: string;
    metric: MetricName | null;
    severity: string;
    at: string;
    declared_at: string;
    resolved_at: string | null;
  }[];
};
