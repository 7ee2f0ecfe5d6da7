import type { ErrorCode as ContractErrorCode } from "../../supabase/functions/_shared/contract";

export type ErrorCode = ContractErrorCode;

// Written out so that the first load of the console does not pull the contracts' validator;
// the type makes a code that the contract gains or loses a compile error here.
const KNOWN: Record<ErrorCode, true> = {
  malformed: true,
  unauthorized: true,
  not_staff: true,
  not_allowed: true,
  self_approval: true,
  not_found: true,
  method_not_allowed: true,
  stale_plan: true,
  plan_expired: true,
  blocked: true,
  not_undoable: true,
  conflict: true,
  approval_expired: true,
  already_decided: true,
  too_large: true,
  invalid_input: true,
  idempotency_key_reused: true,
  too_many_requests: true,
  internal: true,
  vendor_failed: true,
  not_configured: true,
  database_down: true,
};

export const ERROR_CODES = Object.keys(KNOWN) as ErrorCode[];

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(KNOWN, code);
