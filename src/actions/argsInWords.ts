import type { Formats } from "../i18n/formats";
import type { Translate } from "./wordsOf";

function inWords(name: string, value: unknown, t: Translate, format: Formats): unknown {
  if (typeof value === "number") {
    return name.endsWith("_cents") ? format.money(value) : format.number(value);
  }
  if (typeof value !== "string") return value;
  if (name.endsWith("_at")) return format.dateTime(value);
  return name === "provider" ? t(`display.provider.${value}`, { _: value }) : value;
}

/** "a@example.fr · Stripe, b@example.fr · Stripe et 4 autres" */
function named(labels: unknown, count: unknown, t: Translate, format: Formats): string {
  if (!Array.isArray(labels)) return "";
  const others = Number(count) - labels.length;
  const first = labels.join(", ");
  return others > 0
    ? t("actions.named_more", { named: first, smart_count: others, count: format.number(others) })
    : first;
}

/** What a code of the database came with, as its sentence says it: amounts, dates, how many and who. */
export function argsInWords(
  args: Readonly<Record<string, unknown>>,
  t: Translate,
  format: Formats,
): Record<string, unknown> {
  const words = Object.entries(args).map(([name, value]) => [
    name,
    inWords(name, value, t, format),
  ]);
  return {
    ...Object.fromEntries(words),
    ...(typeof args.count === "number" ? { smart_count: args.count } : {}),
    who: named(args.labels, args.count, t, format),
  };
}
