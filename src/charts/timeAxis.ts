import type { Formats } from "../i18n/formats";
import { clockOf, dayOf } from "../i18n/parisDay";
import type { Grain } from "./chart";

type Stretch = { at: number; until: number };

/** Up to here the hours themselves are named, beyond it their days. */
const HOURS_NAMED = 30;

/** The words under the plot, by index; those that do not fit are left out by the axis. */
export function axisLabels(rows: Stretch[], grain: Grain, format: Formats): Map<number, string> {
  const labels = new Map<number, string>();
  rows.forEach(({ at }, index) => {
    if (grain === "month") labels.set(index, format.shortMonth(at));
    else if (grain === "day") labels.set(index, format.shortDate(at));
    else {
      const hour = Number(clockOf(new Date(at).toISOString()).slice(11, 13));
      if (rows.length > HOURS_NAMED) {
        if (hour === 0) labels.set(index, format.shortDate(at));
      } else if (hour % 3 === 0) labels.set(index, format.time(at));
    }
  });
  return labels;
}

/** Which stretch of time a point is: « 23 nov. 2026, 13:00 – 14:00 », « 23 nov. 2026 », « novembre 2026 ». */
export function spanText({ at, until }: Stretch, grain: Grain, format: Formats): string {
  if (grain === "month") return format.month(dayOf(at).slice(0, 7));
  if (grain === "day") return format.date(at);
  return `${format.dateTime(at)} – ${format.time(until)}`;
}

/** Where in the plot a moment lies, 0 to 1: each point is as wide as the others, whatever its length. */
export function placeOf(moment: number, rows: Stretch[]): number {
  const index = rows.findIndex(({ until }) => moment < until);
  if (index === -1) return 1;
  const { at, until } = rows[index] ?? { at: 0, until: 1 };
  return (index + Math.max(0, (moment - at) / (until - at))) / rows.length;
}
