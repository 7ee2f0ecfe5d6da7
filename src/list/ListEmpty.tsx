import InboxOutlined from "@mui/icons-material/InboxOutlined";
import Button from "@mui/material/Button";
import { useListContext, useTranslate } from "react-admin";
import { EmptyState } from "../display/EmptyState";
import { useFormat } from "../i18n/useFormat";
import type { ListFilter } from "./filters/listFilter";
import { type SearchRule, searchText } from "./filters/search";
import { useFilterWords } from "./filters/useFilterWords";

type Props = { filters: ListFilter[]; search?: SearchRule };

/** No rows: which filters leave none, and a way to take them off. */
export function ListEmpty({ filters, search }: Props) {
  const translate = useTranslate();
  const words = useFilterWords();
  const { locale } = useFormat();
  const { resource, filterValues, setFilters } = useListContext();

  const typed = search ? searchText(filterValues, search) : "";
  const active = filters.flatMap((filter) => {
    const value = filter.read(filterValues);
    if (value === null) return [];
    return [
      translate("list.active_filter", {
        name: words.name(filter).toLowerCase(),
        value: words.value(filter, value),
      }),
    ];
  });
  const named = [...(typed ? [translate("list.active_search", { text: typed })] : []), ...active];

  if (named.length === 0) {
    return (
      <EmptyState
        title={translate(`resources.${resource}.none_yet`)}
        detail={translate("list.none_yet_detail")}
        icon={<InboxOutlined sx={{ fontSize: 20 }} />}
      />
    );
  }
  return (
    <EmptyState
      title={translate(`resources.${resource}.no_match`)}
      detail={translate("list.active_filters", {
        filters: new Intl.ListFormat(locale, { type: "unit" }).format(named),
      })}
      action={<Button onClick={() => setFilters({})}>{translate("list.clear_filters")}</Button>}
    />
  );
}
