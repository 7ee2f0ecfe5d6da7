import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense, useMemo } from "react";
import { useNow } from "../display/useNow";
import type { Grain, Mark, Records, Series, Span, Threshold, Unit } from "./chart";
import { drawingOf } from "./drawing";
import { Legend } from "./Legend";
import { Pointer } from "./Pointer";
import { PointTable } from "./PointTable";

/** Fetches the drawing code before it is needed. */
export const loadPlot = () => import("./plot/Plot");
const Plot = lazy(loadPlot);

const MINUTE = 60_000;

export type TimeChartProps<Point extends Span> = {
  title: string;
  unit: Unit;
  grain: Grain;
  points: Point[];
  series: Series<Point>[];
  threshold?: Threshold | null;
  /** The points of the period before, first to first. */
  comparison?: Point[];
  marks?: Mark[];
  view?: "chart" | "table";
  height?: number;
  /** The list behind a point, or behind one part of it; null where there is none. */
  recordsOf?: (point: Point, series: string | null) => Records | null;
};

/** Values over time with their threshold and what happened meanwhile, or the same as a table. */
export function TimeChart<Point extends Span>(props: TimeChartProps<Point>) {
  const { title, points, series, view = "chart", height = 260, recordsOf } = props;
  const { unit, grain, threshold, comparison, marks } = props;
  // A mark that is still open moves with the time, but not with every tick of the clock.
  const now = Math.floor(useNow() / MINUTE) * MINUTE;
  const drawing = useMemo(
    () => drawingOf({ points, series, unit, grain, threshold, comparison, marks }),
    [points, series, unit, grain, threshold, comparison, marks],
  );
  const records = (index: number, key: string | null) => {
    const point = points[index];
    return point && recordsOf ? recordsOf(point, key) : null;
  };
  if (view === "table") return <PointTable title={title} drawing={drawing} records={records} />;
  return (
    <>
      <Legend series={series} compared={drawing.compared} />
      <Box sx={{ position: "relative", height }}>
        <Suspense fallback={<Skeleton height={height} />}>
          <Plot drawing={drawing} height={height} now={now} />
        </Suspense>
        <Pointer title={title} drawing={drawing} records={records} />
      </Box>
    </>
  );
}
