import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Drawer from "@mui/material/Drawer";
import Skeleton from "@mui/material/Skeleton";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { useGetOne, useTranslate } from "react-admin";
import type { RunAnswer } from "../../supabase/functions/_shared/contract";
import { ErrorState } from "../display/ErrorState";
import { useMe } from "../layout/useMe";
import type { Run } from "../resources/runs/run";
import type { ActionDefinition, ActionTarget } from "./definition";
import { ActionForm } from "./drawer/ActionForm";
import { answerOf } from "./runAnswer";

type Props = {
  /** Null: closed. */
  definition: ActionDefinition | null;
  target: ActionTarget;
  /** A run that the URL names: the drawer opens on its result. */
  runId: string | null;
  onLock: (locked: boolean) => void;
  onRun: (runId: string) => void;
  onUndone: () => void;
  onClose: () => void;
  onExited: () => void;
};

/** The drawer of an action: slides in from the right, cannot be left while the action runs. */
export default function ActionDrawer(props: Props) {
  const { definition, onClose, onExited, onLock } = props;
  const titleId = useId();
  const [locked, setLocked] = useState(false);
  const typed = useRef(false);
  // What slides out is still what was in it.
  const [shown, setShown] = useState(definition);
  if (definition && definition !== shown) setShown(definition);

  const lock = useCallback(
    (busy: boolean) => {
      setLocked(busy);
      onLock(busy);
    },
    [onLock],
  );

  return (
    <Drawer
      anchor="right"
      open={definition !== null}
      disableRestoreFocus
      onClose={(_, how) => {
        if (locked || (how === "backdropClick" && typed.current)) return;
        onClose();
      }}
      slotProps={{
        transition: {
          onExited: () => {
            setShown(null);
            onExited();
          },
        },
        paper: {
          role: "dialog",
          "aria-modal": true,
          "aria-labelledby": titleId,
          sx: {
            width: 600,
            border: 0,
            "@media (max-width: 719.95px)": { width: "100%" },
          },
        },
      }}
    >
      {shown ? (
        <Content
          {...props}
          key={shown.name}
          definition={shown}
          titleId={titleId}
          locked={locked}
          onLock={lock}
          onTyped={(some) => {
            typed.current = some;
          }}
        />
      ) : null}
    </Drawer>
  );
}

type ContentProps = Omit<Props, "definition"> & {
  definition: ActionDefinition;
  titleId: string;
  locked: boolean;
  onTyped: (some: boolean) => void;
};

function Content({ runId, onRun, ...props }: ContentProps) {
  const [restored] = useState(runId);
  const { data: me } = useMe();
  const done = useCallback((answer: RunAnswer) => onRun(answer.run.id), [onRun]);
  if (restored) return <RestoredForm {...props} runId={restored} onRun={done} />;
  return (
    <ActionForm {...props} actor={me ? `${me.name ?? me.email}, ${me.role}` : ""} onRun={done} />
  );
}

/** After a reload: the result as the record of the run has it. */
function RestoredForm({
  runId,
  ...props
}: Omit<ContentProps, "runId" | "onRun"> & { runId: string; onRun: (answer: RunAnswer) => void }) {
  const t = useTranslate();
  // Read once: the drawer tells one run, whatever is done to it afterwards.
  const { data, error, refetch } = useGetOne<Run>("runs", { id: runId }, { staleTime: Infinity });
  const [run, setRun] = useState<Run | null>(null);
  useEffect(() => setRun((first) => first ?? data ?? null), [data]);

  if (run) {
    return (
      <ActionForm
        {...props}
        actor={`${run.actor_email}, ${run.actor_role}`}
        done={{
          answer: answerOf(run),
          reason: run.reason,
          incident: run.incident ?? "",
          values: props.definition.fromParams(run.params),
          undone: run.undone_at !== null,
        }}
      />
    );
  }
  return (
    <Box sx={{ p: 3, display: "grid", gap: 2 }}>
      {error ? (
        <ErrorState error={error} title={t("actions.result.lost")} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
      <Button onClick={props.onClose}>{t("actions.footer.close")}</Button>
    </Box>
  );
}
