import Timelapse from "@mui/icons-material/Timelapse";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useCreatePath, useTranslate } from "react-admin";
import { Link } from "react-router";
import type { RunAnswer } from "../../../supabase/functions/_shared/contract";
import { useFormat } from "../../i18n/useFormat";
import { CopyLinkButton } from "../CopyLinkButton";
import { type ActionDefinition, type Scene, shortName } from "../definition";
import { Notice } from "../Notice";
import { ProofBox } from "../ProofBox";
import { RunLink } from "../RunLink";
import { boxSx, UndoBox } from "../UndoBox";

type Props = {
  definition: ActionDefinition;
  scene: Scene;
  answer: RunAnswer;
  /** Who ran it, when known. */
  actor: string;
  /** It was put back before the drawer opened. */
  undoneBefore: boolean;
  onBusy: (busy: boolean) => void;
  onUndone: () => void;
};

/** What is true now, the proof of it, the record, the way back, the next step. */
export function ResultStage({
  definition,
  scene,
  answer,
  actor,
  undoneBefore,
  onBusy,
  onUndone,
}: Props) {
  const t = useTranslate();
  const format = useFormat();
  const [undone, setUndone] = useState(undoneBefore);
  const [proof, setProof] = useState(answer.proof);
  const { run } = answer;
  const name = shortName(scene.target);

  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {undone ? null : (
        <>
          <Outcome definition={definition} scene={scene} answer={{ ...answer, proof }} />
          <ProofBox
            runId={run.id}
            proof={proof}
            name={name}
            onRead={(again) => setProof(again.proof)}
          />
        </>
      )}
      <Box sx={{ ...boxSx, display: "flex", alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
        <Box sx={{ flex: "1 1 200px" }}>
          <Typography variant="body2">
            {t("actions.result.run")} <RunLink id={run.id} code={run.code} />
          </Typography>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
            {t("actions.result.run_detail", { who: actor, at: format.dateTime(run.started_at) })}
          </Typography>
        </Box>
        <CopyLinkButton resource="runs" id={run.id} />
      </Box>
      <UndoBox
        definition={definition}
        target={scene.target}
        runId={run.id}
        undoable={answer.undo}
        undone={undoneBefore}
        onBusy={onBusy}
        onUndone={() => {
          setUndone(true);
          onUndone();
        }}
      />
      {undone ? null : <Next definition={definition} scene={scene} />}
    </Box>
  );
}

function Outcome({
  definition,
  scene,
  answer,
}: {
  definition: ActionDefinition;
  scene: Scene;
  answer: RunAnswer;
}) {
  const t = useTranslate();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: false }), []);

  const background = answer.run.status === "running";
  const verified = answer.proof?.status === "verified";
  const detail = background
    ? t("actions.result.background")
    : verified
      ? t("actions.result.written", {
          time: format.timeSeconds(answer.run.finished_at ?? answer.run.started_at),
          smart_count: answer.changes.length,
        })
      : t(
          answer.changes.length === 0
            ? "actions.result.unwritten"
            : answer.proof
              ? "actions.result.unverified"
              : "actions.result.unproved",
        );
  return (
    <Notice
      ref={box}
      tabIndex={-1}
      role="status"
      severity={background ? "info" : verified ? "success" : "warning"}
      icon={background ? <Timelapse fontSize="inherit" /> : undefined}
      title={definition.outcome(scene)}
    >
      {detail}
    </Notice>
  );
}

function Next({ definition, scene }: { definition: ActionDefinition; scene: Scene }) {
  const t = useTranslate();
  const createPath = useCreatePath();
  const next = definition.next(scene);
  const path = createPath({ resource: next.resource, type: "list" });
  const Icon = definition.icon;
  return (
    <div>
      <Typography variant="caption" component="h4" sx={{ m: 0, mb: 0.75, color: "text.secondary" }}>
        {t("actions.result.next")}
      </Typography>
      <Notice
        severity="info"
        title={next.title}
        role="presentation"
        icon={<Icon fontSize="inherit" />}
        sx={{
          // On a phone the button stands beneath the words, which need the width.
          flexWrap: { xs: "wrap", sm: "nowrap" },
          "& .MuiAlert-message": { flex: { xs: "1 1 80%", sm: "1 1 0" } },
          "& .MuiAlert-action": { alignSelf: "center", pl: { xs: 0, sm: 2 }, ml: { sm: "auto" } },
        }}
        action={
          <Button
            component={Link}
            to={`${path}?filter=${encodeURIComponent(JSON.stringify(next.filter))}`}
            variant="contained"
            color="primary"
          >
            {next.label}
          </Button>
        }
      >
        {next.body}
      </Notice>
    </div>
  );
}
