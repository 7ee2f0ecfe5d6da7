import { useTranslate } from "react-admin";
import type { RevenuePoint } from "../charts/answer";
import { behind } from "../charts/behind";
import { ChartSheet } from "../charts/ChartSheet";
import type { Mark, Series, Unit } from "../charts/chart";
import type { ChartSpan } from "../charts/range/range";
import type { RangeState } from "../charts/range/useChartRange";
import { type ChartQuery, useChart } from "../charts/useChart";
import { useRecords } from "../charts/useRecords";
import { MOVEMENTS } from "../resources/revenueMovements/movement";
import { movementsOf } from "./revenueFigures";

type Props = {
  name: "mrr" | "movements" | "churn" | "arpu" | "customers";
  unit: Unit;
  series: Series<RevenuePoint>[];
  span: ChartSpan;
  before: ChartSpan;
  query: ChartQuery<"revenue">;
  marks: Mark[];
  state: RangeState;
  height?: number;
};

/** One figure of revenue over time. Each point leads to the movements that made it. */
export function RevenueChart({
  name,
  unit,
  series,
  span,
  before,
  query,
  marks,
  state,
  height = 220,
}: Props) {
  const t = useTranslate();
  const records = useRecords();
  const earlier = useChart("revenue", before, state.compare);
  const recordsOf = (point: RevenuePoint, key: string | null) => {
    const kind =
      name === "churn" || key === "lost" ? "churn" : MOVEMENTS.find((one) => one === key);
    return records(
      behind("revenue", kind ?? null, point),
      kind ? (point.moved[kind] ?? 0) : movementsOf(point),
    );
  };
  return (
    <ChartSheet<RevenuePoint>
      name={name}
      title={t(`revenue.chart.${name}`)}
      note={t(`revenue.note.${name}`, { each: t(`revenue.each.${span.grain}`) })}
      source={t("revenue.source")}
      unit={unit}
      grain={span.grain}
      height={height}
      series={series}
      marks={marks}
      query={query}
      before={state.compare ? earlier : undefined}
      view={state.viewOf(name)}
      onView={(view) => state.setView(name, view)}
      recordsOf={recordsOf}
      empty={{ title: t("charts.no_data"), detail: t(`revenue.none.${name}`) }}
    />
  );
}
