import type { Formats } from "../i18n/formats";
import type { CsvCell } from "../list/column";
import { toCsv } from "../list/export/csv";
import { csvTime } from "../resources/csvValues";
import type { Unit } from "./chart";
import type { Row } from "./rows";
import { csvValue } from "./unit";

type Heads = { from: string; until: string; before: string };
type Columns = { key: string; name: string; unit: Unit }[];

/** The points of a chart for a spreadsheet: exactly those shown, with the gaps left empty. */
export function pointsCsv(
  rows: Row[],
  columns: Columns,
  /** Of the period before. */
  unit: Unit,
  heads: Heads,
  format: Formats,
): string {
  const compared = rows.some(({ before }) => before !== null);
  const time = (moment: number) => csvTime(new Date(moment).toISOString(), format);
  return toCsv(
    [
      heads.from,
      heads.until,
      ...columns.map(({ name }) => name),
      ...(compared ? [heads.before] : []),
    ],
    rows.map(({ at, until, values, before }): CsvCell[] => [
      time(at),
      time(until),
      ...columns.map(({ key, unit: own }) => csvValue(values[key] ?? null, own)),
      ...(compared ? [csvValue(before?.value ?? null, unit)] : []),
    ]),
  );
}
