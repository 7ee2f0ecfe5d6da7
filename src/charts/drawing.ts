import type { Grain, Mark, Series, Span, Threshold, Unit } from "./chart";
import { type Frame, frameOf } from "./frame";
import { type Row, rowsOf } from "./rows";
import { heightsOf, type Scale, scaleOf } from "./scale";

/** All that is drawn, worked out once for each set of points. */
export type Drawing = {
  rows: Row[];
  series: Pick<Series<never>, "key" | "name" | "color" | "kind" | "dash">[];
  /** What the table and the file have: the series, and the columns that are not drawn. */
  columns: { key: string; name: string; unit: Unit }[];
  unit: Unit;
  grain: Grain;
  threshold: Threshold | null;
  scale: Scale;
  marks: Mark[];
  compared: boolean;
  frame: Frame;
};

type Given<Point> = {
  points: Point[];
  series: Series<Point>[];
  unit: Unit;
  grain: Grain;
  threshold?: Threshold | null;
  comparison?: Point[];
  marks?: Mark[];
};

export function drawingOf<Point extends Span>(given: Given<Point>): Drawing {
  const { points, series, unit, grain, threshold = null, comparison, marks = [] } = given;
  const rows = rowsOf(points, series, comparison);
  return {
    rows,
    series: series
      .filter(({ kind }) => kind !== "column")
      .map(({ key, name, color, kind, dash }) => ({ key, name, color, kind, dash })),
    columns: series.map(({ key, name, unit: own = unit }) => ({ key, name, unit: own })),
    unit,
    grain,
    threshold,
    scale: scaleOf(heightsOf(rows, series), threshold, unit),
    marks,
    compared: rows.some(({ before }) => before !== null),
    frame: frameOf(unit, marks),
  };
}
