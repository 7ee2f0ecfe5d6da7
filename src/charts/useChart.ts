import { useQuery } from "@tanstack/react-query";
import type { ChartName } from "./answer";
import { chartQuery } from "./queries";
import type { ChartSpan } from "./range/range";

/** How old a chart may get while one looks at it, in milliseconds. */
export const REFRESH_EVERY = 60_000;

/** The points of one chart, read again while the page is looked at. The last range stays until the next one is there. */
export function useChart<Name extends ChartName>(name: Name, span: ChartSpan, enabled = true) {
  return useQuery({
    ...chartQuery(name, span),
    refetchInterval: REFRESH_EVERY,
    placeholderData: (last, query) => (query?.queryKey[1] === name ? last : undefined),
    enabled,
  });
}

export type ChartQuery<Name extends ChartName> = ReturnType<typeof useChart<Name>>;
