import type {
  ApprovalRule,
  ApprovalStatus,
  Change,
  Sentence,
} from "../../../supabase/functions/_shared/contract";

export const APPROVAL_STATUSES = [
  "pending",
  "approved",
  "rejected",
  "withdrawn",
  "expired",
  "stale",
] as const satisfies readonly ApprovalStatus[];

/** A row of backoffice.approvals. */
export type ApprovalRequest = {
  id: string;
  /** "APP-0007" */
  code: string;
  mode: "run" | "undo";
  action: string;
  rule: ApprovalRule;
  status: ApprovalStatus;
  target_kind: string;
  target_id: string;
  target_label: string;
  target_user: string | null;
  items: number | null;
  params: Record<string, unknown>;
  changes: Change[];
  warnings: Sentence[];
  undoes_run: string | null;
  reason: string;
  incident: string | null;
  requested_by: string;
  requested_by_email: string;
  requested_by_role: string;
  requested_at: string;
  expires_at: string;
  decided_by_email: string | null;
  decided_at: string | null;
  refused_because: { code: string; details: unknown } | null;
  glass_broken_at: string | null;
  glass_broken_because: string | null;
  runs_alone_at: string | null;
  run_id: string | null;
};

/** A row of backoffice.approval_comments. */
export type ApprovalComment = {
  id: number;
  approval_id: string;
  at: string;
  author_email: string;
  body: string;
};

/** What the caller may do with a request: null, or why not. */
export type ApprovalRights = {
  approve: string | null;
  reject: string | null;
  withdraw: string | null;
  break_glass: string | null;
  approvers: number;
};
