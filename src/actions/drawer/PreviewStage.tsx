import CheckCircle from "@mui/icons-material/CheckCircle";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { PreviewAnswer } from "../../../supabase/functions/_shared/contract";
import { useFormat } from "../../i18n/useFormat";
import type { PreviewState } from "../actionState";
import { ChangesTable } from "../ChangesTable";
import { type ActionDefinition, type Scene, shortName } from "../definition";
import { FailureNotice } from "../FailureNotice";
import type { ActionFailure } from "../failure";
import { Notice } from "../Notice";
import { blockerWords, warningWords } from "../noticeWords";
import { StaleNotice } from "./StaleNotice";

type Props = {
  definition: ActionDefinition;
  scene: Scene;
  preview: PreviewState;
  runFailure: ActionFailure | null;
  onAgain: () => void;
};

/** What would change, and what speaks against it. */
export function PreviewStage({ definition, scene, preview, runFailure, onAgain }: Props) {
  const t = useTranslate();
  if (preview.phase === "stale") {
    return <StaleNotice target={scene.target} failure={runFailure} onAgain={onAgain} />;
  }
  if (preview.phase === "failed" && preview.failure) {
    return (
      <FailureNotice
        failure={preview.failure}
        typed
        action={
          <Button variant="text" color="primary" onClick={onAgain}>
            {t("actions.preview.retry")}
          </Button>
        }
      />
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
      <ChangesTable
        changes={preview.answer.changes}
        unchanged={preview.answer.unchanged}
        fields={definition.fields}
        afterWords={(field, after) => definition.afterWords?.(field, after, scene) ?? null}
      />
      <Notices answer={preview.answer} name={shortName(scene.target)} />
    </Box>
  );
}

function Notices({ answer, name }: { answer: PreviewAnswer; name: string }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <>
      {answer.blockers.map((blocker) => (
        <Notice
          key={blocker.code}
          severity="error"
          title={blockerWords(blocker, name, t, format)}
        />
      ))}
      {answer.warnings.map((warning) => {
        const { title, body } = warningWords(warning, name, t, format);
        return (
          <Notice key={warning.code} severity="warning" title={title}>
            {body}
          </Notice>
        );
      })}
      {answer.blockers.length === 0 ? (
        <Box sx={{ display: "flex", gap: 0.75, alignItems: "center", color: "success.main" }}>
          <CheckCircle sx={{ fontSize: 14 }} />
          <Typography variant="caption">{t("actions.preview.no_blocker")}</Typography>
        </Box>
      ) : null}
    </>
  );
}
