import { describe, expect, test } from "vitest";
import {
  type ActionEvent,
  type ActionState,
  actionReducer,
  initialState,
  obstacleOf,
} from "./actionState";
import { ActionFailure } from "./failure";
import { buildPreview, buildRun } from "./test/answers";

const stateAfter = (...events: ActionEvent[]): ActionState =>
  events.reduce(actionReducer, initialState({ days: "7" }));

const ready: ActionEvent[] = [
  { type: "previewAsked", ticket: 1 },
  { type: "previewArrived", ticket: 1, answer: buildPreview() },
];
const confirmed: ActionEvent = {
  type: "run",
  event: {
    type: "confirmed",
    newKey: "key-1",
    body: { mode: "run", params: {}, plan: "plan-1", reason: "Parce que c’est dû." },
  },
};
const valid = { target: true, params: true, reason: true, confirm: true };

describe("the preview", () => {
  test("an answer to an older question is dropped", () => {
    const state = stateAfter(
      { type: "previewAsked", ticket: 1 },
      { type: "previewAsked", ticket: 2 },
      { type: "previewArrived", ticket: 1, answer: buildPreview({ plan: "old" }) },
    );
    expect(state.preview).toMatchObject({ phase: "computing", answer: null });
  });

  test("a change of parameters keeps the former one on show, but nothing can run by it", () => {
    const state = stateAfter(...ready, { type: "edited", values: { days: "14" } });
    expect(state.preview.answer?.plan).toBe("plan-1");
    expect(obstacleOf(state, valid)).toBe("preview");
    expect(actionReducer(state, confirmed).run.phase).toBe("idle");
  });

  test.each(["stale_plan", "plan_expired", "blocked"] as const)("%s asks for a new one", (code) => {
    const state = stateAfter(...ready, confirmed, {
      type: "run",
      event: { type: "failed", failure: new ActionFailure(code) },
    });
    expect(obstacleOf(state, valid)).toBe("stale");
  });
});

describe("while it runs and after", () => {
  test("nothing typed changes what was confirmed", () => {
    const state = stateAfter(...ready, confirmed);
    expect(actionReducer(state, { type: "edited", values: { days: "30" } })).toBe(state);
    expect(actionReducer(state, { type: "reasonTyped", reason: "autre" })).toBe(state);
  });

  test("a run from the URL is done, whatever the form says", () => {
    const state = stateAfter({
      type: "restored",
      answer: buildRun(),
      reason: "Parce que c’est dû.",
      incident: "",
      values: { days: "30" },
    });
    expect(state.run.phase).toBe("done");
    expect(state.values).toEqual({ days: "30" });
  });
});

test("obstacles are told in the order in which they are mended", () => {
  const state = stateAfter(...ready);
  expect(obstacleOf(state, { target: true, params: false, reason: false, confirm: false })).toBe(
    "params",
  );
  expect(obstacleOf(state, { ...valid, reason: false, confirm: false })).toBe("reason");
  expect(obstacleOf(state, { ...valid, confirm: false })).toBe("confirm");
  expect(obstacleOf(state, valid)).toBeNull();
  const blocked = stateAfter(ready[0] as ActionEvent, {
    type: "previewArrived",
    ticket: 1,
    answer: buildPreview({ blockers: [{ code: "no_running_grant", args: {} }] }),
  });
  expect(obstacleOf(blocked, valid)).toBe("blocked");
});
