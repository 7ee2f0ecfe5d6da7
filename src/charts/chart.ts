/** What values are: percent from 0 to 100, milliseconds, euro cents, or how many. */
export type Unit = "percent" | "ms" | "cents" | "count";

export type Grain = "hour" | "day" | "month";

/** A stretch of time, from `at` (in) to `until` (out). */
export type Span = { at: string; until: string };

export type SeriesColor =
  | "first"
  | "second"
  | "third"
  | "comparison"
  | "good"
  | "attention"
  | "bad";

/** One line, one part of the bars, which stand on each other, or a column that only the table and the file have. */
export type Series<Point> = {
  key: string;
  name: string;
  color: SeriesColor;
  kind: "line" | "bar" | "column";
  /** Where it is another one than the chart's. */
  unit?: Unit;
  /** Of a line, as SVG writes it: lines are told apart by more than colour. */
  dash?: string;
  /** Null: there is no data, which is not zero. */
  read: (point: Point) => number | null;
};

/** What is still well: at least (min) or at most (max) the value. */
export type Threshold = { value: number; bound: "min" | "max" };

/** Something that happened while the chart was going on. */
export type Mark = {
  id: string;
  kind: "deployment" | "run" | "alert" | "incident";
  at: string;
  /** When an alert recovered or an incident was resolved; null while it is open. */
  until: string | null;
  label: string;
  /** Where it leads, and that in words; null: nowhere. */
  record: Records | null;
};

/** Drawn strongly, with the time for which it was open. */
export const isStrong = ({ kind }: Pick<Mark, "kind">) => kind === "alert" || kind === "incident";

/** What is behind a point or a mark: its address, and what a click does, in words. */
export type Records = { to: string; words: string };
