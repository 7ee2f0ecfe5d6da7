import { queryOptions, useQuery } from "@tanstack/react-query";
import { REFRESH_EVERY } from "../list/column";
import { dataProvider } from "../providers/dataProvider";

export const homeQuery = queryOptions({
  queryKey: ["home"],
  queryFn: async ({ signal }) => ({ ...(await dataProvider.home(signal)), fetchedAt: Date.now() }),
  // What came before the page was drawn is not asked for again at once.
  staleTime: 5_000,
});

/** Everything on the first page but its chart, anew every half minute while somebody looks at it. */
export const useHome = () => useQuery({ ...homeQuery, refetchInterval: REFRESH_EVERY });
