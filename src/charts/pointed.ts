import type { Row } from "./rows";
import type { Scale } from "./scale";

type Drawn = { key: string; kind: "line" | "bar" | "column" }[];

/** The point under the pointer: `x` and `y` as shares of the plot, from its upper left corner. */
export function indexAt(x: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(x * count)));
}

/** The series that is meant at a height: the part of the bar there, or the line that is nearest. */
export function seriesAt(row: Row, series: Drawn, y: number, { low, high }: Scale): string | null {
  const height = high - y * (high - low);
  const bars = series.filter(({ kind }) => kind === "bar");
  if (bars.length === 0) return nearestLine(row, series, height);
  let above = 0;
  let below = 0;
  for (const { key } of bars) {
    const value = row.values[key] ?? 0;
    if (value > 0) {
      if (height >= above && height <= above + value) return key;
      above += value;
    } else if (value < 0) {
      if (height <= below && height >= below + value) return key;
      below += value;
    }
  }
  return null;
}

function nearestLine(row: Row, series: Drawn, height: number): string | null {
  const near = series
    .filter(({ kind }) => kind === "line")
    .map(({ key }) => ({ key, value: row.values[key] ?? null }))
    .filter((one): one is { key: string; value: number } => one.value !== null)
    .sort((one, other) => Math.abs(one.value - height) - Math.abs(other.value - height));
  return near[0]?.key ?? null;
}
