import type { RunReport, Subject } from "../../supabase/functions/_shared/contract";
import type { Run } from "../resources/runs/run";
import type { ActionTarget } from "./definition";

/** A stored run as the answer that ended it. */
export function answerOf(run: Run): RunReport {
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

type About = Pick<Run, "target_kind" | "target_id" | "target_label" | "items">;

/** What a stored run was about: its record, or only how many. */
export function aboutRun({ target_kind, target_id, target_label, items }: About): {
  targets: ActionTarget[];
  count: number;
} {
  return target_kind === "many" || !target_id
    ? { targets: [], count: items ?? 0 }
    : {
        targets: [{ kind: target_kind as Subject, id: target_id, label: target_label, name: null }],
        count: 1,
      };
}
