import { useSearchParams } from "react-router";
import { isTimelineKind, type TimelineKind } from "./timelineEvent";

/** The kind of events shown, kept in the URL; null: all. */
export function useTimelineKind(): [TimelineKind | null, (kind: TimelineKind | null) => void] {
  const [params, setParams] = useSearchParams();
  const kind = params.get("kind");
  return [
    isTimelineKind(kind) ? kind : null,
    (next) =>
      setParams(
        (current) => {
          const changed = new URLSearchParams(current);
          if (next) changed.set("kind", next);
          else changed.delete("kind");
          return changed;
        },
        { replace: true, preventScrollReset: true },
      ),
  ];
}
