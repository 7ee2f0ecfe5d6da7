import { keyOf, type TimelineEvent } from "./timelineEvent";

/** Newest first, as the database sorts them. */
function byTime(a: TimelineEvent, b: TimelineEvent) {
  const apart = Date.parse(b.at) - Date.parse(a.at);
  if (apart !== 0) return apart;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** One stream of both, each event once, in its newest version. */
export function merged(
  known: readonly TimelineEvent[],
  fresh: readonly TimelineEvent[],
): TimelineEvent[] {
  const events = new Map(known.map((event) => [keyOf(event), event]));
  for (const event of fresh) events.set(keyOf(event), event);
  return [...events.values()].sort(byTime);
}

export type TimelineDay = { key: string; at: string; events: TimelineEvent[] };

/** The stream cut into days, by the reader's idea of a day. */
export function daysOf(
  events: readonly TimelineEvent[],
  dayKey: (at: string) => string,
): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const event of events) {
    const key = dayKey(event.at);
    const last = days.at(-1);
    if (last?.key === key) last.events.push(event);
    else days.push({ key, at: event.at, events: [event] });
  }
  return days;
}

/** How many of the known events share the moment of the oldest: a page that starts there meets them again. */
export function tiesAtEnd(events: readonly TimelineEvent[]): number {
  const oldest = events.at(-1);
  return oldest ? events.filter(({ at }) => at === oldest.at).length : 0;
}
