export const AUDIT_OUTCOMES = ["done", "denied", "failed"] as const;

export const AUDIT_EVENTS = [
  "action",
  "undo",
  "approval",
  "opened",
  "expired",
  "repaired",
  "outside",
  "edited",
] as const;

/** A row of backoffice.audit. */
export type AuditEntry = {
  id: number;
  /** Number in the chain, without gaps; an id may have some. */
  seq: number;
  hash: string;
  at: string;
  actor_id: string | null;
  actor_email: string | null;
  actor_role: string | null;
  event: string;
  action: string | null;
  outcome: (typeof AUDIT_OUTCOMES)[number];
  target_kind: string | null;
  target_id: string | null;
  target_label: string | null;
  run_id: string | null;
  run_code: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  details: unknown;
};
