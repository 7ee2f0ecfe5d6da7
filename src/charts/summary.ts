import type { Formats } from "../i18n/formats";
import type { Drawing } from "./drawing";
import { lastWithValue, type Row } from "./rows";
import { spanText } from "./timeAxis";
import { valueText } from "./unit";

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What a row says as one number, as it is drawn. */
function wholeOfRow({ values }: Row, { series }: Drawing): number | null {
  const line = series.find(({ kind }) => kind === "line");
  if (line) return values[line.key] ?? null;
  const parts = series.map(({ key }) => values[key] ?? null).filter((value) => value !== null);
  return parts.length === 0 ? null : parts.reduce((sum, value) => sum + value, 0);
}

/** The chart in a sentence: its last value, its threshold, where it is going. */
export function summaryOf(title: string, drawing: Drawing, t: Translate, format: Formats): string {
  const { rows, unit, grain, threshold } = drawing;
  const whole = rows
    .map((row) => ({ row, value: wholeOfRow(row, drawing) }))
    .filter((one): one is { row: Row; value: number } => one.value !== null);
  const last = whole.at(-1);
  const first = whole[0];
  if (!last || !first) return t("charts.summary.no_data", { title });
  const text = (value: number) => valueText(value, unit, format);
  const sentences = [
    t("charts.summary.last", {
      title,
      value: text(last.value),
      at: spanText(last.row, grain, format),
    }),
  ];
  if (threshold) {
    const past =
      threshold.bound === "max" ? last.value > threshold.value : last.value < threshold.value;
    sentences.push(
      t(`charts.summary.${past ? "past" : "within"}`, { threshold: text(threshold.value) }),
    );
  }
  const way = last.value > first.value ? "up" : last.value < first.value ? "down" : "level";
  sentences.push(t(`charts.summary.${way}`, { from: text(first.value) }));
  const known = lastOfAny(drawing);
  if (known < rows.length - 1) sentences.push(t("charts.summary.silent"));
  return sentences.join(" ");
}

const lastOfAny = ({ rows, series }: Drawing) =>
  Math.max(...series.map(({ key }) => lastWithValue(rows, key)));
