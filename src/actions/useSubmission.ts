import { useReducer, useRef } from "react";
import { failureOf } from "./failure";
import {
  idleSubmission,
  type Submission,
  type SubmissionEvent,
  submissionReducer,
} from "./submission";

type Reducer<Body, Answer> = (
  state: Submission<Body, Answer>,
  event: SubmissionEvent<Body, Answer>,
) => Submission<Body, Answer>;

/** Sends something once: a second click while it is under way is nothing, a retry keeps its key. */
export function useSubmission<Body, Answer>(
  send: (body: Body, key: string) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
) {
  const [state, dispatch] = useReducer<Submission<Body, Answer>, [SubmissionEvent<Body, Answer>]>(
    submissionReducer as Reducer<Body, Answer>,
    idleSubmission<Body, Answer>(),
  );
  const sending = useRef(false);

  function submit(body: Body) {
    if (sending.current) return;
    const event = { type: "confirmed" as const, body, newKey: crypto.randomUUID() };
    const { intent, phase } = submissionReducer(state, event);
    if (!intent || phase !== "sending") return;
    sending.current = true;
    dispatch(event);
    send(intent.body, intent.key)
      .then(
        (answer) => {
          dispatch({ type: "answered", answer });
          onAnswer(answer);
        },
        (error) => dispatch({ type: "failed", failure: failureOf(error) }),
      )
      .finally(() => {
        sending.current = false;
      });
  }

  return { state, submit };
}
