import type { Formats } from "../i18n/formats";
import type { CsvCell } from "../list/column";
import type { Unit } from "./chart";

/** A value with its unit: « 4,74 % », « 312 ms », « 1 204,50 € », « 148 ». */
export function valueText(value: number, unit: Unit, format: Formats): string {
  if (unit === "percent") return format.percent(value / 100);
  if (unit === "ms") return `${format.number(Math.round(value))}\u00a0ms`;
  if (unit === "cents") return format.money(value);
  return format.number(value);
}

/** The same at the edge of the plot, where steps are round. */
export const tickText = (value: number, unit: Unit, format: Formats) =>
  unit === "cents" ? format.wholeMoney(value) : valueText(value, unit, format);

/** The same for a spreadsheet: a number, euros for cents. */
export function csvValue(value: number | null, unit: Unit): CsvCell {
  return value !== null && unit === "cents" ? value / 100 : value;
}
