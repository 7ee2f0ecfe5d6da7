import { useEffect, useState } from "react";
import { useGetOne, useTranslate } from "react-admin";
import type { RunAnswer } from "../../../supabase/functions/_shared/contract";
import { useMe } from "../../layout/useMe";
import type { Run } from "../../resources/runs/run";
import type { FormValues } from "../actionState";
import type { ActionDefinition } from "../definition";
import { aboutRun, answerOf } from "../runAnswer";
import { ActionForm } from "./ActionForm";
import { DrawerState } from "./DrawerState";
import { RequestSent } from "./RequestSent";
import { type Opened, type Place, type Rows, useOpened } from "./useOpened";

type Props = Place & {
  definition: ActionDefinition;
  titleId: string;
  runId: string | null;
  approvalId: string | null;
  filled: FormValues | null;
  locked: boolean;
  onLock: (locked: boolean) => void;
  /** Something was typed that leaving would lose. */
  onTyped: (some: boolean) => void;
  onPick: (id: string | null) => void;
  onRun: (answer: RunAnswer, rows: Rows) => void;
  onUndone: () => void;
  onClose: () => void;
};

/** What the URL names: an action to decide on, or the result of one. */
export function DrawerContent({ runId, approvalId, ...props }: Props) {
  const [restored] = useState({ runId, approvalId });
  if (restored.runId) return <Restored {...props} runId={restored.runId} />;
  if (restored.approvalId) return <RequestSent {...props} approvalId={restored.approvalId} />;
  return <Fresh {...props} />;
}

type PartProps = Omit<Props, "runId" | "approvalId">;

function Fresh({ resource, known, on, onRun, ...props }: PartProps) {
  const { definition, onClose } = props;
  const t = useTranslate();
  const { data: me } = useMe();
  const now = useOpened(definition, { resource, known, on });
  // Once it ran it is about what it ran on, whatever is selected afterwards.
  const [ran, setRan] = useState<Opened | null>(null);
  const opened = ran ?? now;

  if (!ran && (now.pending || now.error)) {
    const failed = now.error ? { error: now.error, title: t("actions.targets_lost") } : null;
    return <DrawerState failed={failed} onRetry={now.refetch} onClose={onClose} />;
  }
  return (
    <ActionForm
      {...props}
      targets={opened.targets}
      free={opened.free}
      actor={me ? `${me.name ?? me.email}, ${me.role}` : ""}
      onRun={(answer) => {
        setRan(opened);
        onRun(answer, opened.rows);
      }}
    />
  );
}

const ranBefore = () => undefined;

/** After a reload: the result as the record of the run has it. */
function Restored({ runId, onRun: _, filled: __, ...props }: PartProps & { runId: string }) {
  const t = useTranslate();
  // Read once: the drawer tells one run, whatever is done to it afterwards.
  const { data, error, refetch } = useGetOne<Run>("runs", { id: runId }, { staleTime: Infinity });
  const [run, setRun] = useState<Run | null>(null);
  useEffect(() => setRun((first) => first ?? data ?? null), [data]);

  if (!run) {
    const failed = error ? { error, title: t("actions.result.lost") } : null;
    return <DrawerState failed={failed} onRetry={() => void refetch()} onClose={props.onClose} />;
  }
  const { targets, count } = aboutRun(run);
  return (
    <ActionForm
      {...props}
      targets={targets}
      free={false}
      onRun={ranBefore}
      actor={`${run.actor_email}, ${run.actor_role}`}
      done={{
        answer: answerOf(run),
        count,
        reason: run.reason,
        incident: run.incident ?? "",
        values: props.definition.fromParams(run.params),
        undone: run.undone_at !== null,
      }}
    />
  );
}
