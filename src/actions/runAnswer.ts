import type { RunAnswer } from "../../supabase/functions/_shared/contract";
import type { Run } from "../resources/runs/run";

/** A stored run as the answer that ended it. */
export function answerOf(run: Run): RunAnswer {
  return {
    run: {
      id: run.id,
      code: run.code,
      action: run.action,
      status: run.status,
      started_at: run.started_at,
      finished_at: run.finished_at,
      items: run.items,
    },
    changes: run.changes,
    proof: run.proof,
    undo: run.undoable,
  };
}
