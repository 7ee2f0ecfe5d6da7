import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import { cancelRun, retryRun } from "../../../actions/api";
import { Section } from "../../../display/Section";
import type { Run } from "../run";
import { RunControl } from "./RunControl";

/** Stop a run that is under way; do again what failed in one that has ended. */
export function RunControls({ run, onChanged }: { run: Run; onChanged: () => void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const failed = run.counts?.failed ?? 0;
  if (run.finished_at && failed === 0) return null;
  return (
    <Section title={t("run.items.controls")}>
      {run.finished_at ? null : (
        <RunControl
          label={t("run.items.cancel")}
          detail={t("run.items.cancel_detail")}
          off={run.cancel_requested_at ? t("run.items.stopping") : null}
          send={(reason) => cancelRun(run.id, reason)}
          onDone={onChanged}
        />
      )}
      {failed > 0 ? (
        <RunControl
          label={t("run.items.retry")}
          detail={t("run.items.retry_detail")}
          off={run.finished_at ? null : t("run.items.retry_later")}
          send={(reason, key) => retryRun(run.id, reason, key)}
          onDone={(answer) => navigate(`/runs/${answer.run.id}/show`)}
        />
      ) : null}
    </Section>
  );
}
