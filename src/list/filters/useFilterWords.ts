import { type RaRecord, useTranslate } from "react-admin";
import { shortened } from "../../display/shortened";
import { useFormat } from "../../i18n/useFormat";
import type { ListFilter } from "./listFilter";
import { daysOfPeriod } from "./period";

/** How a filter and its value read: « Inscription », « depuis le 1 janv. 2025 ». */
export function useFilterWords() {
  const translate = useTranslate();
  const format = useFormat();

  const period = (value: string) => {
    const { first, last } = daysOfPeriod(value);
    const dates = {
      first: first && format.date(`${first}T12:00:00Z`),
      last: last && format.date(`${last}T12:00:00Z`),
    };
    if (first && first === last) return translate("filters.period.on", dates);
    if (first && last) return translate("filters.period.between", dates);
    return translate(first ? "filters.period.since" : "filters.period.until", dates);
  };

  return {
    name: (filter: ListFilter) => translate(`filters.name.${filter.name ?? filter.id}`),
    value: ({ editor }: ListFilter, value: string, row?: RaRecord) => {
      if (editor.kind === "choice") {
        const label = editor.choices.find((choice) => choice.value === value)?.label;
        return label ? translate(label, { _: value }) : value;
      }
      if (editor.kind === "period") return period(value);
      if (editor.kind === "month" && /^\d{4}-\d\d$/.test(value)) return format.month(value);
      if (editor.kind === "fixed") return shortened(String(row?.[editor.label] ?? value), 40);
      return value;
    },
  };
}
