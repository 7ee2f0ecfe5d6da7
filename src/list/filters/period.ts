import { addDays, dayOf, startOfDay } from "../../i18n/parisDay";

/** The periods one asks for most, in days up to and with today. */
export const RECENT_DAYS = [1, 7, 30, 90] as const;

export function recentPeriod(days: number, now: number): string {
  return `${startOfDay(addDays(dayOf(now), 1 - days))}..`;
}

/** From the first Paris day to the end of the last one; either may be left out. */
export function periodOfDays(first: string, last: string): string {
  return [first && startOfDay(first), last && startOfDay(addDays(last, 1))].join("..");
}

/** The Paris days of a period as date fields show them. */
export function daysOfPeriod(period: string): { first: string; last: string } {
  const [from, before] = period.split("..");
  return {
    first: from ? dayOf(from) : "",
    last: before ? dayOf(Date.parse(before) - 1) : "",
  };
}
