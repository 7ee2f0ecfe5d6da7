import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { ConsoleDataProvider } from "../providers/dataProvider";
import type { ChartName } from "./answer";
import type { ChartSpan } from "./range/range";

/** How old a chart may get while one looks at it, in milliseconds. */
export const REFRESH_EVERY = 60_000;

/** The points of one chart, read again while the page is looked at. The last range stays until the next one is there. */
export function useChart<Name extends ChartName>(name: Name, span: ChartSpan, enabled = true) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { since, until, grain } = span;
  return useQuery({
    queryKey: ["chart", name, since, until, grain],
    queryFn: ({ signal }) => dataProvider.chart(name, { since, until, grain }, signal),
    refetchInterval: REFRESH_EVERY,
    placeholderData: (last, query) => (query?.queryKey[1] === name ? last : undefined),
    retry: false,
    enabled,
  });
}

export type ChartQuery<Name extends ChartName> = ReturnType<typeof useChart<Name>>;
