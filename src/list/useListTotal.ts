import { useQuery } from "@tanstack/react-query";
import { useDataProvider, useListContext } from "react-admin";
import type { ConsoleDataProvider } from "../providers/dataProvider";
import type { Total } from "../providers/total";

/** How many rows the list holds. Asked after the rows, and not at all when they tell it. */
export function useListTotal(): Total | null {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { resource, data, filterValues, page, perPage, hasNextPage, isPlaceholderData } =
    useListContext();

  const counted = useQuery({
    queryKey: [resource, "total", filterValues],
    queryFn: () => dataProvider.countRows(resource, filterValues),
    enabled: data !== undefined && !isPlaceholderData && hasNextPage === true,
    staleTime: 30_000,
    retry: false,
  });

  if (!data) return null;
  if (hasNextPage === false && !isPlaceholderData) {
    return { kind: "exact", value: (page - 1) * perPage + data.length };
  }
  return counted.data ?? null;
}
