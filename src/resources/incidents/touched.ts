import type { HomeTodo } from "../../dashboard/home";
import { countWords, listPath } from "../../dashboard/todo";
import type { Formats } from "../../i18n/formats";
import type { Incident } from "./incident";

type Translate = (key: string, args?: Record<string, unknown>) => string;

export type Touched = {
  number: number;
  /** « 14 clients, 238,60 € par mois » */
  words: string;
  /** The list behind it, and its name. */
  to: string;
  list: string;
};

/** The counter of the first page that knows whom a metric touches. */
const COUNTERS = {
  webhooks_failed: "paid_without_access",
  monthly_import: "imports_failed",
} as const;

const isCounted = (metric: Incident["metric"]): metric is keyof typeof COUNTERS =>
  metric !== null && metric in COUNTERS;

/** Who is touched now by what is broken; null where no counter knows it. */
export function touchedBy(
  metric: Incident["metric"],
  todo: HomeTodo,
  t: Translate,
  f: Formats,
): Touched | null {
  if (!isCounted(metric)) return null;
  const counter = COUNTERS[metric];
  const number =
    counter === "imports_failed" ? todo.imports_failed.customers : todo[counter].number;
  const customers = t("incidents.customers", {
    smart_count: number,
    count: countWords(number, f),
  });
  const cents = counter === "paid_without_access" ? todo[counter].cents : 0;
  return {
    number,
    words:
      cents > 0 ? t("incidents.customers_mrr", { customers, amount: f.money(cents) }) : customers,
    to: listPath(counter, todo),
    list: t(`home.todo.${counter}.name`),
  };
}
