export const TIMELINE_KINDS = [
  "payment",
  "email",
  "webhook",
  "import",
  "simulation",
  "sign_in",
  "team",
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const isTimelineKind = (kind: string | null): kind is TimelineKind =>
  TIMELINE_KINDS.some((known) => known === kind);

/** A row of backoffice.timeline. */
export type TimelineEvent = {
  user_id: string;
  /** Of the row that it tells; two events may tell the same row. */
  id: string;
  at: string;
  kind: TimelineKind;
  event: string;
  status: string | null;
  title_args: Record<string, unknown>;
  ref_resource: string | null;
  ref_id: string | null;
};

export const keyOf = ({ event, id }: TimelineEvent) => `${event} ${id}`;
