import type { MetricPoint } from "../charts/answer";
import type { Series } from "../charts/chart";
import type { MetricName } from "../metrics/metric";

type Translate = (key: string) => string;

/** A metric as its line, with what was bad of how many beside it in the table; the monthly import as bars. */
export function metricSeries(
  metric: MetricName,
  known: boolean,
  t: Translate,
): Series<MetricPoint>[] {
  const column = (key: "bad" | "total"): Series<MetricPoint> => ({
    key,
    name: t(`reliability.${key}.${metric}`),
    color: "first",
    kind: "column",
    unit: "count",
    read: (point) => point[key],
  });
  if (metric === "monthly_import") {
    return [
      {
        key: "success",
        name: t("status.import.success"),
        color: "good",
        kind: "bar",
        read: ({ value }) => value ?? 0,
      },
      {
        key: "error",
        name: t("status.import.error"),
        color: "bad",
        kind: "bar",
        read: ({ bad }) => bad,
      },
      column("total"),
    ];
  }
  return [
    {
      key: "value",
      name: t(`metric.name.${metric}`),
      // What is not known now is grey, whatever the last values were.
      color: known ? "first" : "comparison",
      kind: "line",
      read: ({ value }) => value,
    },
    column("bad"),
    column("total"),
  ];
}
