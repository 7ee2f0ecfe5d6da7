import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useGetList, useGetOne, useTranslate } from "react-admin";
import { blockerWords } from "../../actions/noticeWords";
import { useFormat } from "../../i18n/useFormat";
import type { DriftCount, DriftHealth, DriftTotals } from "./drift";

const REFRESH_EVERY = 30_000;
/** Somebody waits for the comparison that was asked for. */
const FOLLOW_EVERY = 2_000;

/** Waiting its turn, or under way. */
export const isComparing = ({ requested, walk_began_at }: DriftHealth) =>
  requested || walk_began_at !== null;

/** How fresh what is known of Stripe is; followed closely while everything is compared. */
export const useDriftHealth = () =>
  useGetOne<DriftHealth>(
    "drift_health",
    { id: 1 },
    {
      refetchInterval: ({ state }) =>
        state.data && isComparing(state.data) ? FOLLOW_EVERY : REFRESH_EVERY,
      retry: false,
    },
  );

/** What is open, by class, in the order in which it matters. */
export const useDriftCounts = () =>
  useGetList<DriftCount>(
    "drift_counts",
    { pagination: { page: 1, perPage: 20 }, sort: { field: "rank", order: "ASC" } },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );

/** How much is open, and what is at stake. */
export const useDriftTotals = () =>
  useGetOne<DriftTotals>(
    "drift_totals",
    { id: 1 },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );

/** When a comparison has ended, what it found is read again. */
export function useFindingsAfterComparison(health: DriftHealth | undefined) {
  const queryClient = useQueryClient();
  const walkedAt = health?.walked_at;
  const seen = useRef(walkedAt);
  useEffect(() => {
    const before = seen.current;
    seen.current = walkedAt;
    if (before === undefined || walkedAt === undefined || walkedAt === before) return;
    void queryClient.invalidateQueries({ queryKey: ["drifts"] });
    void queryClient.invalidateQueries({ queryKey: ["drift_counts"] });
    void queryClient.invalidateQueries({ queryKey: ["drift_totals"] });
  }, [walkedAt, queryClient]);
}

export function useFailureWords() {
  const t = useTranslate();
  return ({ kind }: { kind: string }) =>
    t(`webhooks.sync.failure.${kind}`, { _: t("webhooks.sync.failure.other") });
}

/** Why nothing can be repaired now, as a sentence; null when it can, or while that is not known. */
export function useRepairOff(): string | null {
  const t = useTranslate();
  const format = useFormat();
  const blocker = useDriftHealth().data?.blocker;
  return blocker
    ? blockerWords(blocker, { action: "reconcile-subscriptions", name: "", t, format })
    : null;
}
