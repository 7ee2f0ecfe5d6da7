import { type ActionFailure, isUncertain } from "./failure";

/** One confirmed intent: what is sent, and the key under which it happens at most once. */
type Intent<Body> = { key: string; body: Body };

export type Submission<Body, Answer> = {
  phase: "idle" | "sending" | "done" | "failed";
  intent: Intent<Body> | null;
  answer: Answer | null;
  failure: ActionFailure | null;
};

export type SubmissionEvent<Body, Answer> =
  | { type: "confirmed"; body: Body; newKey: string }
  | { type: "answered"; answer: Answer }
  | { type: "failed"; failure: ActionFailure }
  | { type: "forgotten" };

export function idleSubmission<Body, Answer>(): Submission<Body, Answer> {
  return { phase: "idle", intent: null, answer: null, failure: null };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A second confirmation while one is under way changes nothing; the same content keeps its key. */
export function submissionReducer<Body, Answer>(
  state: Submission<Body, Answer>,
  event: SubmissionEvent<Body, Answer>,
): Submission<Body, Answer> {
  switch (event.type) {
    case "confirmed": {
      if (state.phase === "sending" || state.phase === "done") return state;
      const kept = state.intent && same(state.intent.body, event.body) ? state.intent : null;
      const intent = kept ?? { key: event.newKey, body: event.body };
      return { phase: "sending", intent, answer: null, failure: null };
    }
    case "answered":
      return { ...state, phase: "done", answer: event.answer, failure: null };
    case "failed":
      return {
        phase: "failed",
        // A refusal is final: what is sent next is a new intent.
        intent: isUncertain(event.failure.code) ? state.intent : null,
        answer: null,
        failure: event.failure,
      };
    case "forgotten":
      return state.phase === "sending" ? state : { ...state, phase: "idle", failure: null };
  }
}
