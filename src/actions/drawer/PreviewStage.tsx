import CheckCircle from "@mui/icons-material/CheckCircle";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type {
  PreviewAnswer,
  RunAnswer,
  Sentence,
} from "../../../supabase/functions/_shared/contract";
import type { ActionName } from "../../../supabase/functions/_shared/contracts";
import { useActionHost } from "../ActionHost";
import type { PreviewState } from "../actionState";
import type { ActionDefinition, Scene } from "../definition";
import { FailureNotice } from "../FailureNotice";
import type { ActionFailure } from "../failure";
import { Notice } from "../Notice";
import { blockerWords, type Speech, warningWords } from "../noticeWords";
import { registry } from "../registry";
import { ChangesOfMany } from "./ChangesOfMany";
import { StaleNotice } from "./StaleNotice";

type Props = {
  definition: ActionDefinition;
  scene: Scene;
  preview: PreviewState;
  /** Once it ran: what it changed takes the place of what it would change. */
  answer: RunAnswer | null;
  runFailure: ActionFailure | null;
  onAgain: () => void;
};

/** What would change, and what speaks against it. */
export function PreviewStage({ definition, scene, preview, answer, runFailure, onAgain }: Props) {
  const t = useTranslate();
  if (answer) {
    return <ChangesOfMany definition={definition} scene={scene} changes={answer.changes} />;
  }
  if (preview.phase === "stale") {
    return (
      <StaleNotice
        definition={definition}
        name={scene.name}
        failure={runFailure}
        onAgain={onAgain}
      />
    );
  }
  if (preview.phase === "failed" && preview.failure) {
    return (
      <FailureNotice
        failure={preview.failure}
        of={definition.name}
        typed
        action={
          <Button variant="text" color="primary" onClick={onAgain}>
            {t("actions.preview.retry")}
          </Button>
        }
      />
    );
  }
  if (!preview.answer && preview.phase === "missing") {
    return (
      <Box
        sx={{
          border: 1,
          borderStyle: "dashed",
          borderColor: "border.strong",
          borderRadius: "6px",
          p: 2,
          color: "text.muted",
        }}
      >
        {t("actions.preview.later")}
      </Box>
    );
  }
  // The height of what comes, so that nothing below jumps when it does.
  if (!preview.answer) return <Skeleton height={(definition.fields.length + 2) * 32 + 24} />;
  const fresh = preview.phase === "ready";
  return (
    <Box
      aria-busy={!fresh}
      sx={{ display: "grid", gap: 1, opacity: fresh ? 1 : 0.5, transition: "opacity 120ms" }}
    >
      {definition.Plan && preview.answer.items ? (
        <definition.Plan answer={preview.answer} scene={scene} />
      ) : null}
      {preview.answer.foreseen === false ? (
        <Notice severity="info" title={t("actions.preview.unforeseen", { label: scene.label })}>
          {t("actions.preview.unforeseen_detail")}
        </Notice>
      ) : (
        <ChangesOfMany
          definition={definition}
          scene={scene}
          changes={preview.answer.changes}
          unchanged={preview.answer.unchanged}
        />
      )}
      <Notices answer={preview.answer} definition={definition} scene={scene} />
    </Box>
  );
}

type NoticesProps = { answer: PreviewAnswer; definition: ActionDefinition; scene: Scene };

function Notices({ answer, definition, scene }: NoticesProps) {
  const speech: Speech = { action: definition.name, ...scene };
  const wayOut = (notice: Sentence) => {
    const remedy = definition.remedy?.(notice, scene);
    return remedy ? (
      <Link component={RouterLink} to={remedy.to}>
        {remedy.label}
      </Link>
    ) : null;
  };
  return (
    <>
      {answer.blockers.map((blocker) => (
        <Notice
          key={blocker.code}
          severity="error"
          title={blockerWords(blocker, speech)}
          action={<Remedy action={definition.remedies?.[blocker.code]} on={blocker.args.email} />}
        >
          {wayOut(blocker)}
        </Notice>
      ))}
      {answer.warnings.map((warning) => {
        const { title, body } = warningWords(warning, speech);
        return (
          <Notice key={warning.code} severity="warning" title={title}>
            {body} {wayOut(warning)}
          </Notice>
        );
      })}
      {answer.blockers.length === 0 ? (
        <Box sx={{ display: "flex", gap: 0.75, alignItems: "center", color: "success.main" }}>
          <CheckCircle sx={{ fontSize: 14 }} />
          <Typography variant="caption">{scene.t("actions.preview.no_blocker")}</Typography>
        </Box>
      ) : null}
    </>
  );
}

/** The way to what does away with a blocker: on the page's own record, else on the one that it names. */
function Remedy({ action, on }: { action: ActionName | undefined; on: unknown }) {
  const t = useTranslate();
  const host = useActionHost();
  if (!action || !host) return null;
  const here = host.targets?.some(({ kind }) => kind === registry[action].subject);
  return (
    <Button
      onClick={(event) => host.open(action, event.currentTarget, here ? {} : { on: String(on) })}
    >
      {t(`actions.${action}.title`)}
    </Button>
  );
}
