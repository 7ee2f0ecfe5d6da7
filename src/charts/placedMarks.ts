import { isStrong, type Mark } from "./chart";
import type { Row } from "./rows";
import { placeOf } from "./timeAxis";

export type PlacedMark = Mark & {
  from: number;
  /** The end of the open time of an alert or an incident; the same as `from` for what took no time. */
  to: number;
  /** Whether its words have room in the plot. */
  named: boolean;
};

const CHARACTER = 6.4;
const ROOM = 12;

/** Marks as shares of the plot's width; of those close together, the later one is named. */
export function placedMarks(marks: Mark[], rows: Row[], now: number, width: number): PlacedMark[] {
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return [];
  const end = Math.min(now, last.until);
  const placed = marks
    .map((mark) => ({ ...mark, start: Date.parse(mark.at), end: closing(mark, end) }))
    .filter(({ start, end: stop }) => start < last.until && stop >= first.at)
    .map(({ start, end: stop, ...mark }) => ({
      ...mark,
      from: placeOf(Math.max(start, first.at), rows),
      to: placeOf(Math.min(stop, end), rows),
      named: false,
    }))
    .sort((one, other) => one.from - other.from);
  // From the right: what happened last is what one asks about.
  const leftmost = { strong: width, quiet: width };
  for (const mark of [...placed].reverse()) {
    const lane = isStrong(mark) ? "strong" : "quiet";
    const size = mark.label.length * CHARACTER + ROOM;
    const right = mark.from * width;
    if (right <= leftmost[lane] && right - size >= 0) {
      mark.named = true;
      leftmost[lane] = right - size;
    }
  }
  return placed;
}

function closing({ kind, at, until }: Mark, end: number): number {
  if (!isStrong({ kind })) return Date.parse(at);
  return until ? Date.parse(until) : end;
}
