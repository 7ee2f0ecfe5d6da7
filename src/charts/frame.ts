import { isStrong, type Mark, type Unit } from "./chart";

/** The edges between the drawing and its plot, in pixels: what lies over the plot must know them. */
export type Frame = { left: number; right: number; top: number; bottom: number };

const LEFT: Record<Unit, number> = { percent: 56, ms: 64, cents: 68, count: 48 };

export const frameOf = (unit: Unit, marks: Mark[]): Frame => ({
  left: LEFT[unit],
  right: 16,
  // The words of an alert stand above the plot.
  top: marks.some(isStrong) ? 28 : 12,
  bottom: 28,
});
