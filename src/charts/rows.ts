import type { Series, Span } from "./chart";

/** A point as it is drawn: the value of each series, and that of the same place in the period before. */
export type Row = {
  key: string;
  at: number;
  until: number;
  values: Record<string, number | null>;
  before: { at: number; until: number; value: number | null } | null;
};

/** What a point says as one number: its first line, or the height of its bars. */
export function wholeOf<Point>(point: Point, series: Series<Point>[]): number | null {
  const line = series.find(({ kind }) => kind === "line");
  if (line) return line.read(point);
  const parts = series
    .filter(({ kind }) => kind === "bar")
    .map(({ read }) => read(point))
    .filter((value) => value !== null);
  return parts.length === 0 ? null : parts.reduce((sum, value) => sum + value, 0);
}

/** The points beside those of the period before, first to first. */
export function rowsOf<Point extends Span>(
  points: Point[],
  series: Series<Point>[],
  comparison: Point[] | undefined,
): Row[] {
  return points.map((point, index) => {
    const earlier = comparison?.[index];
    return {
      key: point.at,
      at: Date.parse(point.at),
      until: Date.parse(point.until),
      values: Object.fromEntries(series.map(({ key, read }) => [key, read(point)])),
      before: earlier
        ? {
            at: Date.parse(earlier.at),
            until: Date.parse(earlier.until),
            value: wholeOf(earlier, series),
          }
        : null,
    };
  });
}

/** Stretches without any data of what is drawn, as indices: from the first to the last of each. */
export function gapsOf(rows: Row[], keys: string[]): { first: number; last: number }[] {
  const gaps: { first: number; last: number }[] = [];
  rows.forEach((row, index) => {
    if (keys.some((key) => (row.values[key] ?? null) !== null)) return;
    const open = gaps.at(-1);
    if (open?.last === index - 1) open.last = index;
    else gaps.push({ first: index, last: index });
  });
  return gaps;
}

/** Whether a value has no neighbour that a line could join it with. */
export function isAlone(rows: Row[], index: number, key: string): boolean {
  const valueAt = (place: number) => rows[place]?.values[key] ?? null;
  return valueAt(index) !== null && valueAt(index - 1) === null && valueAt(index + 1) === null;
}

/** The last row in which a series has a value; -1 for none. */
export const lastWithValue = (rows: Row[], key: string) =>
  rows.findLastIndex(({ values }) => (values[key] ?? null) !== null);

/** Whether there is something to draw: a line with a value, or a bar that is not nothing. */
export function hasData(
  rows: Row[],
  series: { key: string; kind: "line" | "bar" | "column" }[],
): boolean {
  return rows.some(({ values }) =>
    series.some(({ key, kind }) => {
      const value = values[key] ?? null;
      if (kind === "line") return value !== null;
      return kind === "bar" && value !== null && value !== 0;
    }),
  );
}
