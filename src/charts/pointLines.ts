import type { Formats } from "../i18n/formats";
import type { Drawing } from "./drawing";
import type { Row } from "./rows";
import { spanText } from "./timeAxis";
import { valueText } from "./unit";

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** A point in words: when, and each value with its name. */
export function pointLines(row: Row, drawing: Drawing, t: Translate, format: Formats): string[] {
  const { series, unit, grain } = drawing;
  const said = (value: number | null | undefined) =>
    value === null || value === undefined ? t("charts.no_data") : valueText(value, unit, format);
  return [
    spanText(row, grain, format),
    ...series.map(({ key, name }) => `${name} ${said(row.values[key])}`),
    ...(row.before ? [`${t("charts.before")} ${said(row.before.value)}`] : []),
  ];
}
