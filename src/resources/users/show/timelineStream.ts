import { keyOf, type TimelineEvent } from "./timelineEvent";
import { merged } from "./timelineOrder";

export type TimelineStream = {
  events: TimelineEvent[];
  /** There are older ones than those. */
  hasOlder: boolean;
  /** Came in while one was looking. */
  fresh: ReadonlySet<string>;
  /** The first page is there. */
  started: boolean;
};

export const emptyStream: TimelineStream = {
  events: [],
  hasOlder: false,
  fresh: new Set(),
  started: false,
};

export type StreamEvent =
  | { type: "newest"; events: TimelineEvent[]; hasOlder: boolean }
  | { type: "older"; events: TimelineEvent[]; hasOlder: boolean };

/** What one sees, after another look at the newest or a page of older ones. */
export function streamReducer(stream: TimelineStream, event: StreamEvent): TimelineStream {
  if (event.type === "older") {
    return {
      ...stream,
      events: merged(stream.events, event.events),
      hasOlder: event.hasOlder,
    };
  }
  const known = new Set(stream.events.map(keyOf));
  const meets = event.events.some((each) => known.has(keyOf(each)));
  // Nothing in common: more came than one page holds. What was shown would leave a gap.
  if (!stream.started || (!meets && event.events.length > 0)) {
    return {
      events: merged([], event.events),
      hasOlder: event.hasOlder,
      fresh: new Set(),
      started: true,
    };
  }
  const arrived = event.events.map(keyOf).filter((key) => !known.has(key));
  return {
    ...stream,
    events: merged(stream.events, event.events),
    fresh: arrived.length > 0 ? new Set([...stream.fresh, ...arrived]) : stream.fresh,
  };
}
