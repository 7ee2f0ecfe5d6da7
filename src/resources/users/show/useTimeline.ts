import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import { useDataProvider } from "react-admin";
import type { ConsoleDataProvider } from "../../../providers/dataProvider";
import type { TimelineEvent, TimelineKind } from "./timelineEvent";
import { tiesAtEnd } from "./timelineOrder";
import { emptyStream, streamReducer } from "./timelineStream";
import { overviewKey } from "./useOverview";

const PAGE = 20;
/** A run elsewhere shows here within two seconds. */
export const POLL_EVERY = 1500;

/** What happened to a customer, newest first: follows what comes in, pages back on demand. */
export function useTimeline(userId: string, kind: TimelineKind | null) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const queryClient = useQueryClient();
  const [stream, dispatch] = useReducer(streamReducer, emptyStream);
  const [older, setOlder] = useState<{ loading: boolean; error: unknown }>({
    loading: false,
    error: null,
  });

  const read = async (before: string | null, perPage: number, signal?: AbortSignal) => {
    const filter = { user_id: userId, ...(kind && { kind }), ...(before && { "at@lte": before }) };
    const { data, pageInfo } = await dataProvider.getList<TimelineEvent>("timeline", {
      filter,
      sort: { field: "at", order: "DESC" },
      pagination: { page: 1, perPage },
      signal,
    });
    return { events: data, hasOlder: pageInfo?.hasNextPage ?? false };
  };

  const newest = useQuery({
    queryKey: ["timeline", userId, kind],
    queryFn: ({ signal }) => read(null, PAGE, signal),
    // Rests while nobody looks: react-query stops with the tab.
    refetchInterval: POLL_EVERY,
    retry: false,
  });
  const page = newest.data;
  useEffect(() => {
    if (page) dispatch({ type: "newest", ...page });
  }, [page]);

  // What came in may have changed what stands above: plan, quota, guards.
  const arrived = stream.fresh.size;
  useEffect(() => {
    if (arrived > 0) void queryClient.invalidateQueries({ queryKey: overviewKey(userId) });
  }, [arrived, queryClient, userId]);

  const showOlder = async () => {
    const last = stream.events.at(-1);
    if (!last || older.loading) return;
    setOlder({ loading: true, error: null });
    try {
      // The page starts at the oldest moment and so meets its events again: that many rows more.
      const next = await read(last.at, PAGE + tiesAtEnd(stream.events));
      dispatch({ type: "older", ...next });
      setOlder({ loading: false, error: null });
    } catch (error) {
      setOlder({ loading: false, error });
    }
  };

  return { stream, newest, older, showOlder };
}
