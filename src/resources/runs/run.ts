import type {
  Change,
  Proof,
  RunStatus,
  Sentence,
} from "../../../supabase/functions/_shared/contract";

export const RUN_STATUSES = ["running", "succeeded", "partial", "failed", "cancelled"] as const;

export const ITEM_STATUSES = [
  "done",
  "skipped",
  "attention",
  "failed",
  "running",
  "pending",
  "cancelled",
] as const;

export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** A call that changes something at a vendor, written down before and after. */
export type RunStep = {
  name: string;
  service: string;
  status: "started" | "done" | "failed";
  attempts: number;
  started_at: string;
  finished_at: string | null;
};

/** A row of backoffice.run_items. */
export type RunItem = {
  id: string;
  run_id: string;
  position: number;
  target_kind: string;
  target_id: string;
  target_label: string;
  status: ItemStatus;
  attempts: number;
  changes: Change[];
  outcome: Sentence | null;
  proof: Pick<Proof, "status" | "evidence"> | null;
  /** In the order in which they were first begun. */
  steps: RunStep[];
  started_at: string | null;
  finished_at: string | null;
};

/** A row of backoffice.runs. */
export type Run = {
  id: string;
  /** "RUN-1208" */
  code: string;
  action: string;
  status: RunStatus;
  target_kind: string;
  target_id: string;
  target_label: string;
  params: Record<string, unknown>;
  summary: Sentence | null;
  /** How many items it works on one by one; null for a run of one transaction. */
  items: number | null;
  /** How many items are in each status. */
  counts: Partial<Record<ItemStatus, number>> | null;
  cancel_requested_at: string | null;
  /** The run whose failures this one does again. */
  retries_run: string | null;
  changes: Change[];
  proof: Proof | null;
  reason: string;
  actor_id: string;
  actor_email: string;
  actor_role: string;
  incident: string | null;
  started_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  /** The request that a colleague had to agree to. */
  approval_id: string | null;
  approved_by_email: string | null;
  /** It ran without a colleague, after the delay. */
  glass_broken: boolean;
  undone_at: string | null;
  undone_by_run: string | null;
  undoes_run: string | null;
  undoable: boolean;
};

/** What a run did is re-read right after it; later than this, in milliseconds, only when somebody asks. */
const PROOF_WITHIN_MS = 30_000;

/** Whether the run goes on, or ended a moment ago and has yet to be proved: the page reads it again by itself. */
export const isUnsettled = ({ status, proof, finished_at }: Run): boolean =>
  status === "running" ||
  (status === "succeeded" &&
    proof === null &&
    finished_at !== null &&
    Date.now() - Date.parse(finished_at) < PROOF_WITHIN_MS);
