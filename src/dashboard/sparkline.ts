import type { Measure } from "../metrics/metric";

export const SPARK = { width: 132, height: 36, inset: 3 } as const;

export type Sparkline = {
  /** The line, as the path of an SVG; it stops where there is no data. */
  path: string;
  thresholdY: number;
  /** The zone past the threshold. */
  zone: { y: number; height: number };
  last: { x: number; y: number } | null;
  /** From where on there is no data; null when there is some up to the end. */
  silentFrom: number | null;
};

/** From lowest to highest: every value, and the threshold with a third of room beyond it. */
export function spanOf(values: readonly number[], threshold: number, bound: Measure["bound"]) {
  const low = Math.min(threshold, ...values);
  const high = Math.max(threshold, ...values);
  if (bound === "max") {
    const top = Math.max(high, threshold + Math.max(threshold, high - low) / 3);
    return { low: Math.min(0, low), high: top > 0 ? top : 1 };
  }
  const span = high - low || Math.max(1, Math.abs(threshold)) / 100;
  return { low: Math.min(low, threshold - span / 3), high: high === low ? high + span : high };
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** A few values as a small line with its threshold and the zone past it, both in view wherever the values are. */
export function sparklineOf(
  points: readonly (number | null)[],
  threshold: number,
  bound: Measure["bound"],
): Sparkline {
  const { width, height, inset } = SPARK;
  const values = points.filter((value) => value !== null);
  const { low, high } = spanOf(values, threshold, bound);
  const room = height - 2 * inset;
  const yOf = (value: number) => rounded(inset + ((high - value) / (high - low)) * room);
  const step = (width - 2 * inset) / Math.max(1, points.length - 1);
  const xOf = (index: number) => rounded(inset + index * step);

  let path = "";
  points.forEach((value, index) => {
    if (value === null) return;
    const before = points[index - 1] ?? null;
    path += `${before === null ? "M" : "L"}${xOf(index)} ${yOf(value)}`;
    // One value between two gaps is a dot.
    if (before === null && (points[index + 1] ?? null) === null) path += "h0.1";
  });
  const lastIndex = points.findLastIndex((value) => value !== null);
  const lastValue = points[lastIndex] ?? null;
  const thresholdY = yOf(threshold);
  return {
    path,
    thresholdY,
    zone:
      bound === "max"
        ? { y: 0, height: thresholdY }
        : { y: thresholdY, height: rounded(height - thresholdY) },
    last: lastValue === null ? null : { x: xOf(lastIndex), y: yOf(lastValue) },
    silentFrom: lastIndex === points.length - 1 ? null : lastIndex < 0 ? 0 : xOf(lastIndex),
  };
}

export type MonthBar = { month: number; state: "good" | "missed" | "none" };

/**
 * Twelve months of imports by whether anything was imported. Before the first one nothing was expected;
 * the month that is running is missed only when its metric says so.
 */
export function monthBars(points: readonly (number | null)[], missedNow: boolean): MonthBar[] {
  const first = points.findIndex((value) => value !== null);
  const stateOf = (value: number | null, month: number): MonthBar["state"] => {
    if (value !== null && value > 0) return "good";
    if (month === points.length - 1) return missedNow ? "missed" : "none";
    return first >= 0 && month >= first ? "missed" : "none";
  };
  return points.map((value, month) => ({ month, state: stateOf(value, month) }));
}
