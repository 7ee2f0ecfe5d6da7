import Timelapse from "@mui/icons-material/Timelapse";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router";
import type { Proof, RunAnswer, RunReport } from "../../../supabase/functions/_shared/contract";
import { useFormat } from "../../i18n/useFormat";
import { useFilteredList } from "../../list/useFilteredList";
import { RunProgress } from "../../resources/runs/show/RunProgress";
import { CopyLinkButton } from "../CopyLinkButton";
import type { ActionDefinition, Scene } from "../definition";
import { Notice } from "../Notice";
import { ProofBox } from "../ProofBox";
import { RunLink } from "../RunLink";
import { boxSx, UndoBox } from "../UndoBox";
import { useLiveRun } from "../useLiveRun";
import { outcomeOf } from "./outcome";
import { useOnlyItem } from "./useOnlyItem";

type Props = {
  definition: ActionDefinition;
  scene: Scene;
  answer: RunReport;
  /** Who ran it, when known. */
  actor: string;
  /** It was put back before the drawer opened. */
  undoneBefore: boolean;
  onBusy: (busy: boolean) => void;
  /** A run that went on in the background is over. */
  onEnded: (report: RunReport) => void;
  /** It was put back, or will be: what the page behind shows is that of before. */
  onUndone: (answer: RunAnswer) => void;
};

/** What is true now, the proof of it, the record, the way back, the next step. */
export function ResultStage(props: Props) {
  const { definition, answer, actor, undoneBefore, onBusy, onEnded, onUndone } = props;
  const t = useTranslate();
  const format = useFormat();
  const [undone, setUndone] = useState(undoneBefore);
  const [proved, setProved] = useState<Proof | null>(null);
  const live = useLiveRun(answer, onEnded);
  const report = { ...live.report, proof: proved ?? live.report.proof };
  const { run } = report;
  const running = run.status === "running";
  const item = useOnlyItem(report);
  const scene = {
    ...props.scene,
    changes: report.changes,
    outcome: item?.outcome ?? null,
    doubtful: item?.status === "attention",
  };

  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {undone ? null : <Outcome definition={definition} scene={scene} report={report} />}
      {running && live.run ? <RunProgress run={live.run} at={live.at} /> : null}
      {undone || running ? null : (
        <ProofBox
          // The proof of a run that has just ended is not the one that was missing while it ran.
          key={run.status}
          run={run}
          definition={definition}
          proof={report.proof}
          name={scene.name}
          onRead={(again) => setProved(again.proof)}
        />
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
      {running ? null : (
        <UndoBox
          definition={definition}
          name={scene.name}
          runId={run.id}
          undoable={report.undo}
          undone={undoneBefore}
          onBusy={onBusy}
          onUndone={(undoing) => {
            setUndone(true);
            onUndone(undoing);
          }}
        />
      )}
      {undone || running ? null : <Next definition={definition} scene={scene} />}
    </Box>
  );
}

type OutcomeProps = { definition: ActionDefinition; scene: Scene; report: RunReport };

function Outcome({ definition, scene, report }: OutcomeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: false }), []);

  const { title, detail, severity } = outcomeOf(definition, scene, report);
  return (
    <Notice
      ref={box}
      tabIndex={-1}
      role="status"
      severity={severity}
      icon={report.run.status === "running" ? <Timelapse fontSize="inherit" /> : undefined}
      title={title}
    >
      {detail}
    </Notice>
  );
}

function Next({ definition, scene }: { definition: ActionDefinition; scene: Scene }) {
  const t = useTranslate();
  const listOf = useFilteredList();
  const next = definition.next(scene);
  if (!next) return null;
  const Icon = definition.icon;
  const way =
    "mailto" in next
      ? { component: "a", href: `mailto:${next.mailto}` }
      : { component: Link, to: "to" in next ? next.to : listOf(next.resource, next.filter) };
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
          <Button {...way} variant="contained" color="primary">
            {next.label}
          </Button>
        }
      >
        {next.body}
      </Notice>
    </div>
  );
}
