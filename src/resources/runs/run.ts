import type {
  Change,
  Proof,
  RunStatus,
  Sentence,
} from "../../../supabase/functions/_shared/contract";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";

export const RUN_STATUSES = ["running", "succeeded", "partial", "failed", "cancelled"] as const;

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
  undone_at: string | null;
  undone_by_run: string | null;
  undoes_run: string | null;
  undoable: boolean;
};

/** The names of the actions that exist, as the contracts have them. */
export const ACTIONS: readonly ActionName[] = ["grant-premium", "revoke-premium"];
