import type { QueryClient } from "@tanstack/react-query";
import { chartQuery, marksQuery } from "../charts/queries";
import { rangeOf } from "../charts/range/range";
import { supabaseClient } from "../providers/supabaseClient";
import { HOME_RANGES } from "./homeRange";
import { homeQuery } from "./useHome";

/**
 * Asks with the session that is there, so that the answers wait for the page and not the page for them.
 * Of which metric the chart will be nobody knows yet; of the webhooks it is most of the time.
 */
export async function prefetchHome(queryClient: QueryClient) {
  const { data } = await supabaseClient.auth.getSession();
  if (!data.session) return;
  const params = new URLSearchParams(window.location.search);
  const asked = { range: params.get("range"), since: null, until: null };
  const span = rangeOf(asked, HOME_RANGES, Date.now());
  await Promise.all([
    queryClient.prefetchQuery(homeQuery),
    queryClient.prefetchQuery(chartQuery("webhooks_failed", span)),
    queryClient.prefetchQuery(marksQuery(span)),
  ]);
}
