import { useEffect, useReducer, useRef, useState } from "react";
import type { RunAnswer, RunReport } from "../../supabase/functions/_shared/contract";
import { reasonText } from "../../supabase/functions/_shared/contract";
import { contracts } from "../../supabase/functions/_shared/contracts";
import {
  actionReducer,
  type FormValues,
  initialState,
  obstacleOf,
  type RunBody,
} from "./actionState";
import { previewAction, runAction } from "./api";
import { type ActionDefinition, type ActionTarget, wantsRecord } from "./definition";
import { failureOf } from "./failure";
import { type SubmissionEvent, submissionReducer } from "./submission";

const DEBOUNCE = 350;

/** A run that is already done when the drawer opens, from the URL. */
export type DoneRun = {
  answer: RunReport;
  /** How many records it was about. */
  count: number;
  reason: string;
  incident: string;
  values: FormValues;
  /** Somebody has put it back since. */
  undone: boolean;
};

/** One action on its targets: parameters, preview, reason, run. Knows nothing of how it looks. */
export function useAction(
  definition: ActionDefinition,
  targets: readonly ActionTarget[],
  { done, filled }: { done: DoneRun | undefined; filled: FormValues | null },
) {
  const [state, dispatch] = useReducer(actionReducer, definition.initialValues, (values) =>
    done
      ? actionReducer(initialState(values), { type: "restored", ...done })
      : initialState({ ...values, ...filled }),
  );
  const [attempt, setAttempt] = useState(0);
  const ticket = useRef(0);
  const seenAttempt = useRef(0);
  const sending = useRef(false);

  const parsed = contracts[definition.name].params.safeParse(
    definition.toParams(state.values, targets),
  );
  const params = parsed.success ? JSON.stringify(parsed.data) : null;
  const found = targets.length > 0 || !wantsRecord(definition, state.values);
  const asked = contracts[definition.name].confirm === "email" ? (targets[0]?.label ?? null) : null;
  const restored = done !== undefined;

  useEffect(() => {
    if (restored) return;
    if (params === null) {
      dispatch({ type: "previewMissing" });
      return;
    }
    ticket.current += 1;
    const current = ticket.current;
    const abort = new AbortController();
    dispatch({ type: "previewAsked", ticket: current });
    // The first one and one that was asked for need no wait; typing does.
    const wait = current === 1 || attempt !== seenAttempt.current ? 0 : DEBOUNCE;
    seenAttempt.current = attempt;
    const timer = setTimeout(() => {
      previewAction(definition.name, JSON.parse(params), abort.signal).then(
        (answer) => dispatch({ type: "previewArrived", ticket: current, answer }),
        (error) => {
          if (abort.signal.aborted) return;
          dispatch({ type: "previewFailed", ticket: current, failure: failureOf(error) });
        },
      );
    }, wait);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [definition.name, params, attempt, restored]);

  const reason = reasonText.safeParse(state.reason);
  const confirmed = asked === null || sameText(state.confirm, asked);
  const obstacle = obstacleOf(state, {
    target: found,
    params: parsed.success,
    reason: reason.success,
    confirm: confirmed,
  });

  function confirm() {
    if (obstacle || sending.current || !state.preview.answer || params === null) return;
    const incident = state.incident.trim();
    const body: RunBody = {
      mode: "run",
      params: JSON.parse(params),
      plan: state.preview.answer.plan,
      reason: state.reason.trim(),
      ...(asked === null ? {} : { confirm: state.confirm.trim() }),
      ...(incident ? { incident } : {}),
    };
    const event: SubmissionEvent<RunBody, RunAnswer> = {
      type: "confirmed",
      body,
      newKey: crypto.randomUUID(),
    };
    const { intent, phase } = submissionReducer(state.run, event);
    if (!intent || phase !== "sending") return;
    sending.current = true;
    dispatch({ type: "run", event });
    runAction(definition.name, intent.body, intent.key)
      .then(
        (answer) => dispatch({ type: "run", event: { type: "answered", answer } }),
        (error) => dispatch({ type: "run", event: { type: "failed", failure: failureOf(error) } }),
      )
      .finally(() => {
        sending.current = false;
      });
  }

  return {
    state,
    obstacle,
    badParams:
      parsed.success || !found ? [] : parsed.error.issues.map((issue) => issue.path.join(".")),
    /** What has to be typed before it may run; null when nothing has. */
    asked,
    reasonIsValid: reason.success,
    isConfirmed: confirmed,
    reasonIsLong: !reason.success && [...state.reason.trim()].length > 10,
    edit: (values: FormValues) => dispatch({ type: "edited", values }),
    typeReason: (text: string) => dispatch({ type: "reasonTyped", reason: text }),
    typeIncident: (text: string) => dispatch({ type: "incidentTyped", incident: text }),
    typeConfirm: (text: string) => dispatch({ type: "confirmTyped", confirm: text }),
    previewAgain: () => setAttempt((count) => count + 1),
    confirm,
  };
}

const sameText = (typed: string, asked: string) =>
  typed.trim().toLowerCase() === asked.toLowerCase();

export type Action = ReturnType<typeof useAction>;
