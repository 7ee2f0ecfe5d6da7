import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import type { RunAnswer, RunReport } from "../../../supabase/functions/_shared/contract";
import { contracts } from "../../../supabase/functions/_shared/contracts";
import { insideSentence } from "../../i18n/insideSentence";
import { useFormat } from "../../i18n/useFormat";
import type { FormValues } from "../actionState";
import { type ActionDefinition, type ActionTarget, wantsRecord } from "../definition";
import { FailureNotice } from "../FailureNotice";
import { needsNewPreview } from "../failure";
import { issueWord, issueWords } from "../failureWords";
import { type DoneRun, useAction } from "../useAction";
import { useScene } from "../useScene";
import { ConfirmStage } from "./ConfirmStage";
import { DrawerFooter } from "./DrawerFooter";
import { DrawerHead } from "./DrawerHead";
import { PreviewStage } from "./PreviewStage";
import { ReasonStage } from "./ReasonStage";
import { RecordField } from "./RecordField";
import { RequestResult } from "./RequestResult";
import { ResultStage } from "./ResultStage";
import { Reveal } from "./Reveal";
import { Stage } from "./Stage";
import { subjectLine } from "./subjectLine";

type Props = {
  titleId: string;
  definition: ActionDefinition;
  targets: readonly ActionTarget[];
  /** No record is at hand: one may look for it here. */
  free: boolean;
  actor: string;
  done?: DoneRun;
  /** What the form is filled in with; null to start as always. */
  filled?: FormValues | null;
  locked: boolean;
  onLock: (locked: boolean) => void;
  /** Something was typed that leaving would lose. */
  onTyped: (some: boolean) => void;
  onPick: (id: string | null) => void;
  onRun: (answer: RunAnswer) => void;
  onUndone: () => void;
  onClose: () => void;
};

/** The stages of one action in one scroll. */
export function ActionForm(props: Props) {
  const { titleId, definition, targets, free, actor, done, filled = null, locked, onClose } = props;
  const { onLock, onTyped, onPick, onRun, onUndone } = props;
  const t = useTranslate();
  const format = useFormat();
  const action = useAction(definition, targets, { done, filled });
  const { state, obstacle } = action;
  const { preview, run, values } = state;
  const answer = run.answer;
  const [undone, setUndone] = useState(done?.undone ?? false);
  const [ended, setEnded] = useState<RunReport | null>(null);
  const report = ended && ended.run.id === answer?.run?.id ? ended : answer;
  const busy = run.phase === "sending";
  const decided = busy || answer !== null;
  const blocked = Boolean(preview.answer?.blockers.length);
  const scene = useScene(definition, {
    targets,
    count: done?.count ?? answer?.run?.items ?? preview.answer?.items,
    values,
    changes: report?.changes ?? preview.answer?.changes ?? [],
    labels: preview.answer?.targets,
    warned: preview.answer?.warnings.map(({ code }) => code),
  });
  const approval = answer?.approval ?? preview.answer?.approval ?? null;
  const confirms = action.asked !== null || approval !== null;
  const contract = contracts[definition.name];
  const { Form, name } = definition;

  useEffect(() => onLock(busy), [busy, onLock]);
  useEffect(() => onTyped(state.reason + state.confirm !== "" && !answer));
  const told = useRef<RunAnswer | null>(done?.answer ?? null);
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    onRun(answer);
  }, [answer, onRun]);

  const refused = run.failure ? issueWords(run.failure, name, t) : [];
  const errors = Object.fromEntries([
    ...action.badParams.map((path) => [path, issueWord(path, name, t)]),
    ...refused.map(({ path, words }) => [path, words]),
  ]);
  const previewAside =
    preview.phase === "computing"
      ? t("actions.preview.computing")
      : preview.phase === "missing"
        ? t("actions.preview.missing")
        : preview.answer
          ? t("actions.preview.computed", {
              time: format.timeSeconds(preview.answer.computed_at),
            })
          : null;
  const warned = preview.answer?.warnings.length ?? 0;
  const foldedPreview = [
    scene.count > 1
      ? scene.label
      : t("actions.preview.count", { smart_count: report?.changes.length ?? 0 }),
    warned ? t("actions.preview.warnings", { smart_count: warned }) : null,
  ].filter(Boolean);
  const recordField =
    free && definition.subject === "user" && wantsRecord(definition, values) ? (
      <RecordField target={scene.target} disabled={decided} onPick={onPick} />
    ) : null;
  const failure = run.failure && !needsNewPreview(run.failure.code) ? run.failure : null;

  return (
    <>
      <DrawerHead
        id={titleId}
        title={t(`actions.${name}.title`)}
        subject={subjectLine(scene)}
        risk={contract.risk}
        undoable={contract.undoable}
        status={report?.run?.status ?? null}
        undone={undone}
        requested={answer?.run === null}
        locked={locked}
        onClose={onClose}
      />
      <Box sx={{ flexGrow: 1, overflowY: "auto", px: { xs: 2, sm: 3 }, py: 2 }}>
        <Stage
          number={1}
          title={t("actions.stage.params")}
          state={(obstacle === "params" || obstacle === "target") && !answer ? "current" : "done"}
          folded={answer ? definition.parameters(scene) : undefined}
        >
          <Box sx={{ display: "grid", gap: 1.5 }}>
            {definition.alone ? null : recordField}
            <Form
              targets={targets}
              free={free}
              name={scene.name}
              values={values}
              onChange={action.edit}
              errors={errors}
              disabled={decided}
              blockers={preview.answer?.blockers.map(({ code }) => code) ?? []}
              changes={preview.phase === "ready" || answer ? scene.changes : []}
            />
            {definition.alone ? recordField : null}
          </Box>
        </Stage>
        <Stage
          wide
          number={2}
          title={t("actions.stage.preview")}
          state={answer || (preview.phase === "ready" && !blocked) ? "done" : "current"}
          aside={previewAside}
          folded={answer ? foldedPreview.join(", ") : undefined}
          action={
            preview.phase === "ready" && !busy ? (
              <Button
                variant="text"
                color="primary"
                onClick={action.previewAgain}
                // No higher than the title, which keeps its place when the button goes.
                sx={{ height: 24, my: -0.25, mr: -1 }}
              >
                {t("actions.preview.recompute")}
              </Button>
            ) : null
          }
        >
          <PreviewStage
            definition={definition}
            scene={scene}
            preview={preview}
            answer={report}
            runFailure={run.failure}
            onAgain={action.previewAgain}
          />
        </Stage>
        <Stage
          number={3}
          title={t("actions.stage.reason")}
          state={answer || action.reasonIsValid ? "done" : "current"}
          aside={t("actions.reason.aside")}
          folded={
            answer ? [state.reason.trim(), state.incident].filter(Boolean).join(" · ") : undefined
          }
        >
          {answer ? null : <ReasonStage action={action} disabled={busy} />}
        </Stage>
        {confirms && !answer ? (
          <Stage
            number={4}
            title={t("actions.stage.confirm")}
            state={action.isConfirmed && !approval ? "done" : "current"}
          >
            <ConfirmStage action={action} approval={approval} disabled={busy} />
          </Stage>
        ) : null}
        <Stage
          last
          number={confirms && !answer ? 5 : 4}
          title={t("actions.stage.result")}
          state={answer?.run ? "done" : busy || answer ? "current" : "later"}
        >
          {answer?.run === null ? (
            <RequestResult approval={answer.approval} />
          ) : answer ? (
            <ResultStage
              definition={definition}
              scene={scene}
              answer={answer}
              actor={actor}
              undoneBefore={done?.undone ?? false}
              onBusy={onLock}
              onEnded={setEnded}
              onUndone={({ run }) => {
                setUndone(run !== null && run.status !== "running");
                onUndone();
              }}
            />
          ) : failure ? (
            <Reveal>
              <FailureNotice failure={failure} of={name} typed />
            </Reveal>
          ) : (
            <Typography variant="body2" sx={{ color: "text.muted" }}>
              {t(
                busy
                  ? "actions.result.running"
                  : approval
                    ? "actions.result.requested"
                    : "actions.result.before",
              )}
            </Typography>
          )}
        </Stage>
      </Box>
      <DrawerFooter
        action={action}
        sentence={approval ? requestFor(definition.sentence(scene), t) : definition.sentence(scene)}
        running={approval ? t("actions.approval.sending") : t(`actions.${name}.running`)}
        locked={locked}
        onClose={onClose}
      />
    </>
  );
}

function requestFor(sentence: string, t: ReturnType<typeof useTranslate>) {
  return t("actions.approval.ask", { sentence: insideSentence(sentence) });
}
