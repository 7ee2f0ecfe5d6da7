import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { useFilteredList } from "../list/useFilteredList";
import type { Behind } from "./behind";
import type { Records } from "./chart";

/** The list behind a point as a link in words; none where there is nothing in it. */
export function useRecords() {
  const t = useTranslate();
  const format = useFormat();
  const listPath = useFilteredList();
  return (found: Behind | null, count: number): Records | null =>
    found && count > 0
      ? {
          to: listPath(found.resource, found.filter),
          words: t("charts.open", {
            name: t(`resources.${found.resource}.name`, { smart_count: 2 }),
            count: format.number(count),
          }),
        }
      : null;
}
