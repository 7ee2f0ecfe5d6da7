import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useGetOne } from "react-admin";
import type { RunReport } from "../../supabase/functions/_shared/contract";
import type { Run } from "../resources/runs/run";
import { answerOf } from "./runAnswer";

/** How often a run that is under way is read again, in milliseconds. */
export const LIVE_MS = 1500;

/** A run as it is now; one that goes on in the background is followed to its end, which is told once. */
export function useLiveRun(
  first: RunReport,
  onEnded: (report: RunReport) => void,
): { report: RunReport; run: Run | null; at: number } {
  const queryClient = useQueryClient();
  const open = first.run.status === "running";
  const { data, dataUpdatedAt } = useGetOne<Run>(
    "runs",
    { id: first.run.id },
    {
      enabled: open,
      retry: false,
      refetchInterval: ({ state }) =>
        state.data && state.data.status !== "running" ? false : LIVE_MS,
    },
  );
  const run = open ? (data ?? null) : null;
  const ended = run !== null && run.status !== "running";

  // What the page behind shows is that of before.
  const told = useRef(false);
  useEffect(() => {
    if (!ended || told.current) return;
    told.current = true;
    if (run) onEnded(answerOf(run));
    void queryClient.invalidateQueries();
  }, [ended, run, onEnded, queryClient]);

  return { report: run ? answerOf(run) : first, run, at: dataUpdatedAt };
}
