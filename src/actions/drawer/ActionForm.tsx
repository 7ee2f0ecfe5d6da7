import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef } from "react";
import { useTranslate } from "react-admin";
import type { RunAnswer } from "../../../supabase/functions/_shared/contract";
import { contracts } from "../../../supabase/functions/_shared/contracts";
import { useFormat } from "../../i18n/useFormat";
import { ChangesTable } from "../ChangesTable";
import { type ActionDefinition, type ActionTarget, changeOf, shortName } from "../definition";
import { FailureNotice } from "../FailureNotice";
import { needsNewPreview } from "../failure";
import { issueWord, issueWords } from "../failureWords";
import { type DoneRun, useAction } from "../useAction";
import { useScene } from "../useScene";
import { DrawerFooter } from "./DrawerFooter";
import { DrawerHead } from "./DrawerHead";
import { PreviewStage } from "./PreviewStage";
import { ReasonStage } from "./ReasonStage";
import { ResultStage } from "./ResultStage";
import { Reveal } from "./Reveal";
import { Stage } from "./Stage";

type Props = {
  titleId: string;
  definition: ActionDefinition;
  target: ActionTarget;
  actor: string;
  done?: DoneRun;
  locked: boolean;
  onLock: (locked: boolean) => void;
  /** Something was typed that leaving would lose. */
  onTyped: (some: boolean) => void;
  onRun: (answer: RunAnswer) => void;
  onUndone: () => void;
  onClose: () => void;
};

/** The four stages of one action in one scroll. */
export function ActionForm(props: Props) {
  const { titleId, definition, target, actor, done, locked, onClose } = props;
  const { onLock, onTyped, onRun, onUndone } = props;
  const t = useTranslate();
  const format = useFormat();
  const action = useAction(definition, target, done);
  const { state, obstacle } = action;
  const { preview, run } = state;
  const answer = run.answer;
  const busy = run.phase === "sending";
  const blocked = Boolean(preview.answer?.blockers.length);
  const scene = useScene(target, state.values, answer?.changes ?? preview.answer?.changes ?? []);
  const contract = contracts[definition.name];
  const { Form } = definition;

  useEffect(() => onLock(busy), [busy, onLock]);
  useEffect(() => onTyped(state.reason + state.confirm !== "" && !answer));
  const told = useRef<RunAnswer | null>(done?.answer ?? null);
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    onRun(answer);
  }, [answer, onRun]);

  const refused = run.failure ? issueWords(run.failure, t) : [];
  const errors = Object.fromEntries([
    ...action.badParams.map((path) => [path, issueWord(path, t)]),
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
    t("actions.preview.count", { smart_count: answer?.changes.length ?? 0 }),
    warned ? t("actions.preview.warnings", { smart_count: warned }) : null,
  ].filter(Boolean);
  const failure = run.failure && !needsNewPreview(run.failure.code) ? run.failure : null;

  return (
    <>
      <DrawerHead
        id={titleId}
        title={t(`actions.${definition.name}.title`)}
        target={target}
        risk={contract.risk}
        undoable={contract.undoable}
        status={answer?.run.status ?? null}
        locked={locked}
        onClose={onClose}
      />
      <Box sx={{ flexGrow: 1, overflowY: "auto", px: { xs: 2, sm: 3 }, py: 2 }}>
        <Stage
          number={1}
          title={t("actions.stage.params")}
          state={obstacle === "params" && !answer ? "current" : "done"}
          folded={answer ? definition.parameters(scene) : undefined}
        >
          <Form
            target={target}
            values={state.values}
            onChange={action.edit}
            errors={errors}
            disabled={busy || answer !== null}
            endsAt={endOf(preview.phase === "ready" || answer ? scene.changes : [])}
          />
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
                sx={{ height: 24, mr: -1 }}
              >
                {t("actions.preview.recompute")}
              </Button>
            ) : null
          }
        >
          {answer ? (
            <ChangesTable
              changes={answer.changes}
              fields={definition.fields}
              afterWords={(field, after) => definition.afterWords?.(field, after, scene) ?? null}
            />
          ) : (
            <PreviewStage
              definition={definition}
              scene={scene}
              preview={preview}
              runFailure={run.failure}
              onAgain={action.previewAgain}
            />
          )}
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
        <Stage
          last
          number={4}
          title={t("actions.stage.result")}
          state={answer ? "done" : busy ? "current" : "later"}
        >
          {answer ? (
            <ResultStage
              definition={definition}
              scene={scene}
              answer={answer}
              actor={actor}
              undoneBefore={done?.undone ?? false}
              onBusy={onLock}
              onUndone={onUndone}
            />
          ) : failure ? (
            <Reveal>
              <FailureNotice failure={failure} typed />
            </Reveal>
          ) : (
            <Typography variant="body2" sx={{ color: "text.muted" }}>
              {t(busy ? "actions.result.running" : "actions.result.before", {
                name: shortName(target),
              })}
            </Typography>
          )}
        </Stage>
      </Box>
      <DrawerFooter
        action={action}
        sentence={definition.sentence(scene)}
        running={t(`actions.${definition.name}.running`)}
        onClose={onClose}
      />
    </>
  );
}

function endOf(changes: Parameters<typeof changeOf>[0]): string | null {
  const end = (changeOf(changes, "grant_ends_at") ?? changeOf(changes, "banned_until"))?.after;
  return typeof end === "string" ? end : null;
}
