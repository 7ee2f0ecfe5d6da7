import type { TimelineEvent } from "../timelineEvent";

export function buildEvent(more: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    user_id: "7f3a0000-0000-4000-8000-00000000c21e",
    id: "a",
    at: "2026-11-23T10:00:00.000Z",
    kind: "import",
    event: "import",
    status: "success",
    title_args: {},
    ref_resource: null,
    ref_id: null,
    ...more,
  };
}
