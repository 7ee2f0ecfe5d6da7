import type { Threshold, Unit } from "./chart";
import type { Row } from "./rows";

export type Scale = { low: number; high: number; ticks: number[] };

type Drawn = { key: string; kind: "line" | "bar" | "column" }[];

/** Every height that the chart must reach: lines, the bars above and below zero, the period before. */
export function heightsOf(rows: Row[], series: Drawn): number[] {
  const stacked = series.some(({ kind }) => kind === "bar");
  return rows.flatMap(({ values, before }) => {
    let above = 0;
    let below = 0;
    const heights: number[] = [];
    for (const { key, kind } of series) {
      const value = values[key] ?? null;
      if (value === null || kind === "column") continue;
      if (kind === "line") heights.push(value);
      else if (value > 0) above += value;
      else below += value;
    }
    if (before && before.value !== null) heights.push(before.value);
    return stacked ? [...heights, above, below] : heights;
  });
}

/** A round step that divides a span into about four. */
function stepFor(span: number, least: number): number {
  const raw = span / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((size) => size * power >= raw * 0.999) ?? 10;
  return Math.max(step * power, least);
}

const clean = (value: number) => Number(value.toPrecision(12));

/** From what is drawn to the edges of the plot: the threshold is always inside, with a third beyond it. */
export function scaleOf(heights: number[], threshold: Threshold | null, unit: Unit): Scale {
  const floor = threshold?.bound === "min" && unit === "percent";
  // Seen from zero, 99.5 and 99.97 % are the same: what counts is how far from 100 it is.
  const room = floor ? 100 - threshold.value || 1 : 0;
  let low = floor ? threshold.value - room / 3 : 0;
  let high = floor ? 100 : 0;
  for (const height of heights) {
    low = Math.min(low, height);
    high = Math.max(high, height);
  }
  if (threshold && !floor) high = Math.max(high, (threshold.value * 4) / 3);
  if (unit === "percent" && heights.every((height) => height <= 100)) high = Math.min(high, 100);
  if (high === low) high = low + (unit === "cents" ? 100 : 1);

  const step = stepFor(high - low, unit === "count" ? 1 : unit === "cents" ? 100 : 0);
  const most = unit === "percent" && high <= 100 ? 100 : Number.POSITIVE_INFINITY;
  const top = Math.min(Math.ceil(clean(high / step)) * step, most);
  const bottom = Math.floor(clean(low / step)) * step;
  const count = Math.round((top - bottom) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => clean(bottom + index * step));
  return { low: clean(bottom), high: Math.max(clean(top), ticks.at(-1) ?? 0), ticks };
}
