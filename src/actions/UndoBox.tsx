import Timelapse from "@mui/icons-material/Timelapse";
import UndoOutlined from "@mui/icons-material/UndoOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import {
  type RunAnswer,
  type RunReport,
  reasonText,
} from "../../supabase/functions/_shared/contract";
import { undoRun } from "./api";
import { type ActionDefinition, changeOf } from "./definition";
import { RequestResult } from "./drawer/RequestResult";
import { FailureNotice } from "./FailureNotice";
import { Notice } from "./Notice";
import { ProofBox } from "./ProofBox";
import { ReasonField } from "./ReasonField";
import { RunLink } from "./RunLink";
import { useSubmission } from "./useSubmission";
import { wordsOf } from "./wordsOf";

type Props = {
  definition: ActionDefinition;
  /** How a sentence names what it was about. */
  name: string;
  runId: string;
  undoable: boolean;
  /** It was put back already. */
  undone?: boolean;
  onBusy?: (busy: boolean) => void;
  onUndone: (answer: RunAnswer) => void;
};

/** Back to the state before a run, with a reason of its own. */
export function UndoBox({
  definition,
  name,
  runId,
  undoable,
  undone = false,
  onBusy,
  onUndone,
}: Props) {
  const t = useTranslate();
  const words = wordsOf(t, definition.name);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { state, submit } = useSubmission(
    (body: { mode: "undo"; run_id: string; reason: string }, key) =>
      undoRun(definition.name, body, key),
    onUndone,
  );
  const busy = state.phase === "sending";
  const label = undoable ? t(`actions.${definition.name}.undo`) : "";

  useEffect(() => onBusy?.(busy), [busy, onBusy]);

  const { answer } = state;
  if (answer?.run === null) return <RequestResult approval={answer.approval} />;
  if (answer?.run.status === "running") return <Undoing run={answer.run} />;
  if (answer) return <Undone definition={definition} name={name} answer={answer} />;
  return (
    <Box sx={boxSx}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
        <Box sx={{ flex: "1 1 200px" }}>
          <Typography variant="body2">{t("actions.undo.title")}</Typography>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
            {words(undoable ? "undo.condition" : `cause.${undone ? "already_undone" : "no_undo"}`)}
          </Typography>
        </Box>
        {open || undone || !undoable ? null : (
          <Button startIcon={<UndoOutlined />} onClick={() => setOpen(true)}>
            {label}
          </Button>
        )}
      </Box>
      {open ? (
        <Box sx={{ mt: 1.25, display: "grid", gap: 1 }}>
          <Typography variant="caption" sx={{ fontWeight: 500, color: "text.secondary" }}>
            {t("actions.undo.reason")}
          </Typography>
          <ReasonField
            autoFocus
            label={t("actions.undo.reason")}
            value={reason}
            onChange={setReason}
            disabled={busy}
          />
          {state.failure ? (
            <FailureNotice failure={state.failure} of={definition.name} typed />
          ) : null}
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button
              color="error"
              disabled={!reasonText.safeParse(reason).success}
              aria-disabled={busy}
              onClick={() => submit({ mode: "undo", run_id: runId, reason: reason.trim() })}
            >
              {busy ? t("actions.undo.running") : label}
            </Button>
            <Button disabled={busy} onClick={() => setOpen(false)}>
              {t("actions.undo.cancel")}
            </Button>
          </Box>
        </Box>
      ) : null}
    </Box>
  );
}

export const boxSx = {
  bgcolor: "background.paper",
  border: 1,
  borderColor: "divider",
  borderRadius: "6px",
  px: 1.5,
  py: 1,
};

/** Of many records: goes on in the background, as a run of its own. */
function Undoing({ run }: { run: RunReport["run"] }) {
  const t = useTranslate();
  return (
    <Notice severity="info" icon={<Timelapse fontSize="inherit" />} title={t("actions.undo.going")}>
      {t("actions.result.run")} <RunLink id={run.id} code={run.code} />
    </Notice>
  );
}

function Undone({
  definition,
  name,
  answer,
}: {
  definition: ActionDefinition;
  name: string;
  answer: RunReport;
}) {
  const t = useTranslate();
  const plan = changeOf(answer.changes, "plan")?.after;
  // The button that was pressed is gone: who cannot see it hears what came of it.
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Notice
        ref={box}
        tabIndex={-1}
        role="status"
        severity="success"
        title={
          definition.fields.includes("plan") && typeof plan !== "string"
            ? t("actions.undo.done")
            : t(`actions.${definition.name}.undone`, { name, plan: t(`display.plan.${plan}`) })
        }
      >
        {t("actions.result.run")} <RunLink id={answer.run.id} code={answer.run.code} />
      </Notice>
      <ProofBox
        run={answer.run}
        again={answer.run.items === null ? "doubt" : "never"}
        definition={definition}
        proof={answer.proof}
        name={name}
      />
    </Box>
  );
}
