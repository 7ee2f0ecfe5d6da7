import type { Formats } from "../i18n/formats";
import { dayOf } from "../i18n/parisDay";

/** A time as a spreadsheet sorts and reads it, in Paris: "2026-11-23 14:05:12". */
export function csvTime(moment: string | null, format: Formats): string | null {
  return moment ? `${dayOf(moment)} ${format.timeSeconds(moment)}` : null;
}

/** Cents as euros; the unit stands in the head of no spreadsheet, but every amount is in euros. */
export function csvEuros(cents: number | null): number | null {
  return cents === null ? null : cents / 100;
}
