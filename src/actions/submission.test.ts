import { describe, expect, test } from "vitest";
import { ActionFailure, type FailureCode } from "./failure";
import { idleSubmission, type Submission, submissionReducer } from "./submission";

type State = Submission<{ reason: string }, string>;

const confirm = (state: State, reason: string, newKey: string) =>
  submissionReducer<{ reason: string }, string>(state, {
    type: "confirmed",
    body: { reason },
    newKey,
  });
const fail = (state: State, code: FailureCode) =>
  submissionReducer<{ reason: string }, string>(state, {
    type: "failed",
    failure: new ActionFailure(code),
  });

describe("the key of an intent", () => {
  const sending = confirm(idleSubmission(), "first", "key-1");

  test("a second confirmation under way changes nothing", () => {
    expect(confirm(sending, "first", "key-2")).toBe(sending);
  });

  test("a lost answer keeps the key for the same content", () => {
    expect(confirm(fail(sending, "network"), "first", "key-2").intent?.key).toBe("key-1");
  });

  test("other content is another intent", () => {
    expect(confirm(fail(sending, "network"), "second", "key-2").intent?.key).toBe("key-2");
  });

  test("a refusal ends the intent", () => {
    expect(confirm(fail(sending, "stale_plan"), "first", "key-2").intent?.key).toBe("key-2");
  });

  test("what is done is not done again", () => {
    const done = submissionReducer<{ reason: string }, string>(sending, {
      type: "answered",
      answer: "ok",
    });
    expect(confirm(done, "first", "key-2")).toBe(done);
  });
});
