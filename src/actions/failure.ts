import { ERROR_CODES, type ErrorCode } from "./errorCodes";

/** Why a call did not give its answer. "network" and "unreadable" are ours: nobody answered, or not in our words. */
export type FailureCode = ErrorCode | "network" | "unreadable";

export class ActionFailure extends Error {
  readonly code: FailureCode;
  readonly details: unknown;

  constructor(code: FailureCode, details?: unknown) {
    super(code);
    this.name = "ActionFailure";
    this.code = code;
    this.details = details;
  }
}

export const FAILURE_CODES: readonly FailureCode[] = [...ERROR_CODES, "network", "unreadable"];

/**
 * After these the effect may or may not have happened: the same intent is sent again under the
 * same key, so that a lost answer never doubles it.
 */
const UNCERTAIN: ReadonlySet<FailureCode> = new Set([
  "network",
  "unreadable",
  "internal",
  "vendor_failed",
  "database_down",
  "too_many_requests",
  "not_configured",
  "unauthorized",
  // Among others: the same key is being worked on right now.
  "conflict",
]);

export const isUncertain = (code: FailureCode): boolean => UNCERTAIN.has(code);

/** After these only a new preview can be run. */
export const needsNewPreview = (code: FailureCode): boolean =>
  code === "stale_plan" || code === "plan_expired" || code === "blocked";

export function failureOf(error: unknown): ActionFailure {
  return error instanceof ActionFailure ? error : new ActionFailure("network");
}
