import { addDays, dayOf, startOfDay } from "../../i18n/parisDay";
import type { Grain } from "../chart";

export const RANGE_NAMES = ["24h", "7d", "30d", "90d", "12m"] as const;
export type RangeName = (typeof RANGE_NAMES)[number] | "custom";

export type ChartSpan = { since: string; until: string; grain: Grain };

/** What a page shows: its range, and as many points right before it to compare with. */
export type ChartRange = ChartSpan & {
  name: RangeName;
  before: ChartSpan;
  /** The Paris days of a range of one's own. */
  days: { first: string; last: string };
};

/** The ranges of a page; one that knows no hours shows days at least. */
export type Offered = { names: readonly RangeName[]; fallback: RangeName; hourly: boolean };

/** As the address has it. */
export type AskedRange = { range: string | null; since: string | null; until: string | null };

const HOUR = 3_600_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Up to so many days a range of one's own shows hours, and up to so many more days. */
const HOURLY_DAYS = 7;
const DAILY_DAYS = 92;
const MOST_DAYS = 3660;

const iso = (moment: number) => new Date(moment).toISOString();

/** The month, "2026-11", so many later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

const startOfMonth = (month: string) => startOfDay(`${month}-01`);

const daysBetween = (first: string, last: string) =>
  Math.round((Date.parse(last) - Date.parse(first)) / (24 * HOUR)) + 1;

function hoursUpTo(
  now: number,
  count: number,
): Pick<ChartRange, "since" | "until" | "grain" | "before"> {
  const until = Math.floor(now / HOUR) * HOUR + HOUR;
  const since = until - count * HOUR;
  return {
    since: iso(since),
    until: iso(until),
    grain: "hour",
    before: { since: iso(since - count * HOUR), until: iso(since), grain: "hour" },
  };
}

function daysFrom(first: string, last: string, grain: "hour" | "day") {
  const since = startOfDay(first);
  const earlier = startOfDay(addDays(first, -daysBetween(first, last)));
  return {
    since,
    until: startOfDay(addDays(last, 1)),
    grain,
    before: { since: earlier, until: since, grain },
  };
}

function monthsFrom(first: string, last: string) {
  const [from, to] = [first.slice(0, 7), last.slice(0, 7)];
  let count = 1;
  while (addMonths(from, count) <= to) count += 1;
  const since = startOfMonth(from);
  return {
    since,
    until: startOfMonth(addMonths(to, 1)),
    grain: "month" as const,
    before: { since: startOfMonth(addMonths(from, -count)), until: since, grain: "month" as const },
  };
}

function own(asked: AskedRange, today: string, hourly: boolean) {
  const first = asked.since ?? "";
  const last = asked.until && asked.until < today ? asked.until : today;
  if (![first, last].every((day) => DAY.test(day) && !Number.isNaN(Date.parse(day)))) return null;
  const count = daysBetween(first, last);
  if (count < 1 || count > MOST_DAYS) return null;
  const days = { first, last };
  if (count > DAILY_DAYS) return { ...monthsFrom(first, last), days };
  return { ...daysFrom(first, last, hourly && count <= HOURLY_DAYS ? "hour" : "day"), days };
}

/** The range that the address asks for, up to the end of the current hour, Paris day or Paris month. */
export function rangeOf(asked: AskedRange, offered: Offered, now: number): ChartRange {
  const today = dayOf(now);
  const wanted = offered.names.find((one) => one === asked.range);
  if (wanted === "custom") {
    const range = own(asked, today, offered.hourly);
    if (range) return { name: "custom", ...range };
  }
  const name = wanted && wanted !== "custom" ? wanted : offered.fallback;
  const last = { "24h": 1, "7d": 7, "30d": 30, "90d": 90, "12m": 365, custom: 30 }[name];
  const days = { first: addDays(today, 1 - last), last: today };
  if (name === "24h") return { name, days, ...hoursUpTo(now, 24) };
  if (name === "7d" && offered.hourly) return { name, days, ...hoursUpTo(now, 7 * 24) };
  if (name === "12m") {
    return { name, days, ...monthsFrom(addMonths(today.slice(0, 7), -11), today) };
  }
  return { name, days, ...daysFrom(days.first, today, "day") };
}
