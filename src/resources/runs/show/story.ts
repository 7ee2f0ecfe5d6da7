import type { Step } from "../../../display/StorySection";
import type { Formats } from "../../../i18n/formats";
import type { Run } from "../run";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** A run as a story: rights, writing, proof, and its undo when there was one. */
export function storyOf(run: Run, t: Translate, f: Formats): Step[] {
  const steps = [authorized(run, t), ...agreed(run, t), written(run, t, f), proved(run, t)];
  if (run.undone_at) {
    steps.push({
      key: "undone",
      state: "done",
      title: t("run.story.undone"),
      detail: t("run.story.undone_detail"),
      at: run.undone_at,
    });
  }
  return steps;
}

function authorized(run: Run, t: Translate): Step {
  const key = run.undoes_run ? "authorized_undo" : "authorized_detail";
  return {
    key: "authorized",
    state: "done",
    title: t("run.story.authorized"),
    detail: t(`run.story.${key}`, { role: run.actor_role }),
    at: run.started_at,
  };
}

/** The second pair of eyes, or the glass that was broken instead. */
function agreed(run: Run, t: Translate): Step[] {
  if (!run.approval_id) return [];
  return [
    {
      key: "agreed",
      state: run.glass_broken ? "doubtful" : "done",
      title: t(`run.story.${run.glass_broken ? "alone" : "agreed"}`),
      detail: run.glass_broken
        ? t("run.story.alone_detail")
        : t("run.story.agreed_detail", { who: run.approved_by_email }),
      at: run.started_at,
    },
  ];
}

function written(run: Run, t: Translate, f: Formats): Step {
  const step = { key: "written", title: t("run.story.written"), at: run.finished_at };
  const counts = run.counts ?? {};
  if (run.items !== null && run.status === "running") {
    const open = (counts.pending ?? 0) + (counts.running ?? 0);
    return {
      ...step,
      title: t("run.items.list"),
      state: "moving",
      detail: t("run.items.of", { done: run.items - open, total: run.items }),
    };
  }
  if (run.status === "running") return { ...step, state: "moving", detail: t("run.story.writing") };
  if (run.items !== null) {
    const clean = !counts.failed && !counts.attention && !counts.cancelled;
    return {
      ...step,
      title: t("run.items.list"),
      state: clean ? "done" : run.status === "failed" ? "failed" : "doubtful",
      detail: t("run.items.of", {
        done: (counts.done ?? 0) + (counts.skipped ?? 0),
        total: run.items,
      }),
    };
  }
  if (run.status === "failed" || run.status === "cancelled") {
    return { ...step, state: "failed", detail: t("run.story.not_written") };
  }
  const changes = t("run.story.written_detail", { smart_count: run.changes.length });
  return {
    ...step,
    state: "done",
    detail:
      run.duration_ms === null
        ? changes
        : t("run.story.written_in", { changes, duration: f.duration(run.duration_ms) }),
  };
}

function proved({ proof }: Run, t: Translate): Step {
  const step = { key: "proof", title: t("run.story.proof") };
  if (!proof) return { ...step, state: "later", detail: t("run.story.proof_missing"), at: null };
  const verified = proof.status === "verified";
  return {
    ...step,
    state: verified ? "done" : "doubtful",
    detail: t(verified ? "run.story.proof_verified" : "run.story.proof_unverified"),
    at: proof.checked_at,
  };
}
