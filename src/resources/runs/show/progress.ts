import { ITEM_STATUSES, type ItemStatus, type Run } from "../run";

export type Progress = {
  total: number;
  /** Items that have ended, whatever became of them. */
  ended: number;
  counts: Record<ItemStatus, number>;
  /** Items a minute since the start; null before the first one has ended. */
  perMinute: number | null;
  /** Milliseconds until the last item ends at that rate; null when nobody can say, or when it has. */
  leftMs: number | null;
};

/** How far a run with items is, as of a moment in milliseconds. */
export function progressOf(
  { items, counts: known, started_at, finished_at }: Run,
  now: number,
): Progress {
  const total = items ?? 0;
  const counts = Object.fromEntries(
    ITEM_STATUSES.map((status) => [status, known?.[status] ?? 0]),
  ) as Record<ItemStatus, number>;
  const open = counts.pending + counts.running;
  const ended = total - open;
  const spent = (finished_at ? Date.parse(finished_at) : now) - Date.parse(started_at);
  const perMinute = ended > 0 && spent > 0 ? (ended / spent) * 60_000 : null;
  return {
    total,
    ended,
    counts,
    perMinute,
    leftMs: finished_at || perMinute === null ? null : (open / perMinute) * 60_000,
  };
}
