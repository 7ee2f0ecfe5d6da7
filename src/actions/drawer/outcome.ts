import type { RunReport } from "../../../supabase/functions/_shared/contract";
import type { ActionDefinition, Scene } from "../definition";
import { outcomeWords } from "../noticeWords";
import { wordsOf } from "../wordsOf";

type Outcome = {
  title: string;
  detail: string;
  severity: "info" | "success" | "warning" | "error";
};

/** How a run ended, in one sentence and what follows from it. Claims nothing before the end, and only what was proved. */
export function outcomeOf(definition: ActionDefinition, scene: Scene, report: RunReport): Outcome {
  const { t, format } = scene;
  const { run, proof, changes } = report;
  const words = wordsOf(t, definition.name);
  if (run.status === "running") {
    return {
      severity: "info",
      title: t(`actions.${definition.name}.running`),
      detail: t("actions.result.background"),
    };
  }
  if (run.items !== null && run.status !== "succeeded") {
    const severity = run.status === "failed" ? "error" : "warning";
    if (scene.outcome) {
      const { title, advice } = outcomeWords(scene.outcome, {
        action: definition.name,
        t,
        format,
        doubtful: scene.doubtful === true,
      });
      return { severity, title, detail: advice };
    }
    return {
      severity,
      title: t(`actions.result.ended.${run.status}`, { label: scene.label }),
      detail: t("actions.result.ended.detail"),
    };
  }
  const title = definition.outcome(scene);
  const names = { name: scene.name, label: scene.label };
  if (proof?.status === "verified") {
    const time = format.timeSeconds(run.finished_at ?? run.started_at);
    return {
      severity: "success",
      title,
      detail:
        scene.count > 1
          ? t("actions.result.ended_at", { time })
          : changes.length === 0
            ? t("actions.result.nothing_new", { time })
            : t("actions.result.written", { time, smart_count: changes.length }),
    };
  }
  if (proof?.status === "failed") {
    return {
      severity: "error",
      title: words("refuted", { ...names, _: title }),
      detail: words("result.refuted"),
    };
  }
  const doubt = changes.length === 0 ? "unwritten" : proof ? "unverified" : "unproved";
  return {
    severity: "warning",
    // What a vendor only acknowledged is not yet true.
    title: words("unproved", { ...names, _: title }),
    detail: words(`result.${doubt}`),
  };
}
