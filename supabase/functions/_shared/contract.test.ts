import { describe, expect, test } from "vitest";
import { actionRequest, ERROR_STATUS, REASON_MAX, REASON_MIN, reasonText } from "./contract.ts";

const ID = "6f1d9a34-1c52-4f0b-9a57-5d1f1c2b3a4d";
const REASON = "Geste commercial";

describe("the request of an action", () => {
  test("knows three modes, each with its own fields", () => {
    for (const body of [
      { mode: "preview", params: { anything: 1 } },
      { mode: "run", params: {}, plan: "p", reason: REASON },
      { mode: "run", params: {}, plan: "p", reason: REASON, confirm: "a@b.fr", incident: "INC-1" },
      { mode: "undo", run_id: ID, reason: REASON },
    ]) {
      expect(actionRequest.parse(body)).toEqual(body);
    }
  });

  test.each([
    {},
    { mode: "preview" },
    { mode: "preview", params: {}, plan: "p" },
    { mode: "run", params: {}, reason: REASON },
    { mode: "run", params: {}, plan: "p" },
    { mode: "run", params: {}, plan: "p", reason: REASON, force: true },
    { mode: "undo", run_id: "7", reason: REASON },
    { mode: "erase", params: {} },
  ])("refuses %j", (body) => {
    expect(actionRequest.safeParse(body).success).toBe(false);
  });
});

describe("a reason", () => {
  const codes = (text: unknown) =>
    reasonText.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

  test.each([
    ["x".repeat(REASON_MIN - 1), "reason_too_short"],
    ["x".repeat(REASON_MAX + 1), "reason_too_long"],
    ["🧾".repeat(REASON_MIN - 1), "reason_too_short"],
    [`${" ".repeat(20)}court`, "reason_too_short"],
    ["\u00a0\u2003\u3000\ufeff".repeat(5), "reason_too_short"],
    ["une raison \u0000", "unstorable_text"],
    ["une raison \ud83d", "unstorable_text"],
  ])("%j: %s", (text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  test.each([
    ["x".repeat(REASON_MIN), "x".repeat(REASON_MIN)],
    ["🧾".repeat(REASON_MAX), "🧾".repeat(REASON_MAX)],
    ["  une raison\n", "une raison"],
  ])("%j is kept without the blanks around it", (text, kept) => {
    expect(reasonText.parse(text)).toBe(kept);
  });
});

test("every error code has the status that the contract gives it", () => {
  const byStatus = Object.groupBy(
    Object.keys(ERROR_STATUS) as (keyof typeof ERROR_STATUS)[],
    (code) => ERROR_STATUS[code],
  );
  expect(byStatus).toEqual({
    400: ["malformed"],
    401: ["unauthorized"],
    403: ["not_staff", "not_allowed", "self_approval"],
    404: ["not_found"],
    405: ["method_not_allowed"],
    409: [
      "stale_plan",
      "plan_expired",
      "blocked",
      "not_undoable",
      "conflict",
      "approval_expired",
      "already_decided",
    ],
    413: ["too_large"],
    422: ["invalid_input", "idempotency_key_reused"],
    429: ["too_many_requests"],
    500: ["internal"],
    502: ["vendor_failed"],
    503: ["not_configured", "database_down"],
  });
});
