import type { PreviewAnswer, RunAnswer } from "../../supabase/functions/_shared/contract";
import { type ActionFailure, needsNewPreview } from "./failure";
import {
  idleSubmission,
  type Submission,
  type SubmissionEvent,
  submissionReducer,
} from "./submission";

export type FormValues = Record<string, unknown>;

export type RunBody = {
  mode: "run";
  params: unknown;
  plan: string;
  reason: string;
  confirm?: string;
  incident?: string;
};

export type PreviewState = {
  /** "missing": parameters not valid yet. "stale": the target moved since, only a new one can be run. */
  phase: "missing" | "computing" | "ready" | "failed" | "stale";
  /** The last one that arrived; shown greyed while another is computed. */
  answer: PreviewAnswer | null;
  failure: ActionFailure | null;
  ticket: number;
};

export type ActionState = {
  values: FormValues;
  reason: string;
  incident: string;
  /** What was typed to confirm, where an action asks for it. */
  confirm: string;
  preview: PreviewState;
  run: Submission<RunBody, RunAnswer>;
};

export type ActionEvent =
  | { type: "edited"; values: FormValues }
  | { type: "reasonTyped"; reason: string }
  | { type: "incidentTyped"; incident: string }
  | { type: "confirmTyped"; confirm: string }
  | { type: "previewAsked"; ticket: number }
  | { type: "previewMissing" }
  | { type: "previewArrived"; ticket: number; answer: PreviewAnswer }
  | { type: "previewFailed"; ticket: number; failure: ActionFailure }
  | { type: "restored"; answer: RunAnswer; reason: string; incident: string; values: FormValues }
  | { type: "run"; event: SubmissionEvent<RunBody, RunAnswer> };

export function initialState(values: FormValues): ActionState {
  return {
    values,
    reason: "",
    incident: "",
    confirm: "",
    preview: { phase: "computing", answer: null, failure: null, ticket: 0 },
    run: idleSubmission(),
  };
}

const locked = (state: ActionState) => state.run.phase === "sending" || state.run.phase === "done";

export function actionReducer(state: ActionState, event: ActionEvent): ActionState {
  switch (event.type) {
    case "run":
      return afterRunEvent(state, event.event);
    case "restored":
      return {
        ...state,
        values: event.values,
        reason: event.reason,
        incident: event.incident,
        run: { phase: "done", intent: null, answer: event.answer, failure: null },
      };
    case "previewArrived":
    case "previewFailed":
      // An answer to an older question is late: the newest one is on its way.
      if (event.ticket !== state.preview.ticket || state.preview.phase !== "computing")
        return state;
      return {
        ...state,
        preview:
          event.type === "previewArrived"
            ? { ...state.preview, phase: "ready", answer: event.answer, failure: null }
            : { ...state.preview, phase: "failed", failure: event.failure },
      };
  }
  if (locked(state)) return state;
  switch (event.type) {
    case "edited":
      return { ...calm(state), values: event.values, preview: waiting(state.preview) };
    case "reasonTyped":
      return { ...state, reason: event.reason };
    case "incidentTyped":
      return { ...state, incident: event.incident };
    case "confirmTyped":
      return { ...state, confirm: event.confirm };
    case "previewMissing":
      return { ...state, preview: { ...state.preview, phase: "missing", failure: null } };
    case "previewAsked":
      return { ...calm(state), preview: { ...waiting(state.preview), ticket: event.ticket } };
  }
}

// No ticket is -1: what was asked for the former parameters can no longer arrive.
const waiting = (preview: PreviewState): PreviewState => ({
  ...preview,
  phase: "computing",
  failure: null,
  ticket: -1,
});

function calm(state: ActionState): ActionState {
  return { ...state, run: submissionReducer(state.run, { type: "forgotten" }) };
}

function afterRunEvent(
  state: ActionState,
  event: SubmissionEvent<RunBody, RunAnswer>,
): ActionState {
  if (event.type === "confirmed" && state.preview.phase !== "ready") return state;
  const next = { ...state, run: submissionReducer(state.run, event) };
  if (event.type === "failed" && needsNewPreview(event.failure.code)) {
    return { ...next, preview: { ...state.preview, phase: "stale" } };
  }
  return next;
}

/** What keeps the button off, in the order in which it is to be mended; null when it may run. */
export type Obstacle = "target" | "params" | "preview" | "stale" | "blocked" | "reason" | "confirm";

export function obstacleOf(
  state: ActionState,
  valid: { target: boolean; params: boolean; reason: boolean; confirm: boolean },
): Obstacle | null {
  if (!valid.target) return "target";
  if (!valid.params) return "params";
  if (state.preview.phase === "stale") return "stale";
  if (state.preview.phase !== "ready" || !state.preview.answer) return "preview";
  if (state.preview.answer.blockers.length > 0) return "blocked";
  if (!valid.reason) return "reason";
  if (!valid.confirm) return "confirm";
  return null;
}
