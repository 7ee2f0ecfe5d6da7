import { z } from "zod";

// The console's content security policy forbids building code from text, which zod would try.
z.config({ jitless: true });

/** How much harm a wrong click can do; decides what the dialog asks before it runs. */
export type Risk = "low" | "medium" | "high";

/** The kinds of record that an action is about. An e-mail is one that was sent, an address is where it goes. */
export type Subject = "user" | "email" | "address" | "integration" | "import" | "event";

/** What has to be typed before a destructive action runs. */
export type Confirmation = "none" | "email";

export type ActionContract<Name extends string = string, Params extends z.ZodType = z.ZodType> = {
  name: Name;
  subject: Subject;
  risk: Risk;
  confirm: Confirmation;
  undoable: boolean;
  /** A run at a vendor whose truth can be re-read after its end. */
  rereadable?: boolean;
  params: Params;
};

/** So many items of a finished run are re-read at once; of more, their own proofs stand. */
export const REREAD_MOST = 25;

export function defineAction<const Name extends string, Params extends z.ZodType>(
  contract: ActionContract<Name, Params>,
): ActionContract<Name, Params> {
  return contract;
}

export const REASON_MIN = 10;
export const REASON_MAX = 500;

/** A plan carries the parameters that were previewed: 500 ids, and base64 around them. */
export const PLAN_MAX = 128 * 1024;

/** Text that Postgres can store: no NUL, no half of a surrogate pair. */
export const storableText = z
  .string()
  .refine((text) => !text.includes("\u0000") && text.isWellFormed(), { error: "unstorable_text" });

/** Why the action is done. Counted in code points, without the blanks around it. */
export const reasonText = storableText
  .transform((text) => text.trim())
  .refine((text) => [...text].length >= REASON_MIN, { error: "reason_too_short" })
  .refine((text) => [...text].length <= REASON_MAX, { error: "reason_too_long" });

/** The body of POST /functions/v1/<action>; the action's contract checks params. */
export const actionRequest = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("preview"), params: z.unknown() }),
  z.strictObject({
    mode: z.literal("run"),
    params: z.unknown(),
    plan: storableText.min(1).max(PLAN_MAX),
    reason: reasonText,
    confirm: storableText.max(320).optional(),
    incident: storableText.max(64).optional(),
  }),
  z.strictObject({ mode: z.literal("undo"), run_id: z.uuid(), reason: reasonText }),
  z.strictObject({ mode: z.literal("prove"), run_id: z.uuid() }),
]);

export type ActionRequest = z.output<typeof actionRequest>;

export type Sentence = { code: string; args: Record<string, unknown> };

export type Change = {
  entity: string;
  id: string;
  field: string;
  before: unknown;
  after: unknown;
};

export type PlannedTarget = {
  kind: string;
  id: string;
  label: string;
  user_id: string | null;
  payload: Record<string, unknown>;
  /** The ids of what changes with it: a customer, and subscriptions of that customer. */
  records?: string[];
};

export type PreviewAnswer = {
  /** Opaque, signed, bound to the caller and the parameters; true for 15 minutes or until the target changes. */
  plan: string;
  summary: Sentence;
  changes: Change[];
  /** Fields that one could fear for and that stay as they are. */
  unchanged: { field: string; value: unknown }[];
  warnings: Sentence[];
  blockers: Sentence[];
  computed_at: string;
  /** How many records a run with items would work on. */
  items?: number;
  /** The first of them in the order of the run, what they are called, and what is known of each. */
  targets?: PlannedTarget[];
  /** How fast the vendors let it go, and how long all of them will take. */
  pace?: { per_minute: number; seconds: number } | null;
  /** False: too many to look at before the run, so what changes is found out item by item. */
  foreseen?: boolean;
  /** Null: runs at once. Else a colleague has to approve, by which rule, and how many could. */
  approval?: ApprovalNeed | null;
};

/** Why a second pair of eyes is asked: it concerns staff, many records at once, or a long grant. */
export type ApprovalRule = "staff" | "bulk" | "long_grant";

export type ApprovalNeed = { rule: ApprovalRule; approvers: number };

export type ApprovalStatus =
  | "pending"
  | "approved"
  | "rejected"
  | "withdrawn"
  | "expired"
  /** It could not run any more when a colleague agreed. */
  | "stale";

/** A request to a colleague. */
export type Approval = ApprovalNeed & {
  id: string;
  /** "APP-0007" */
  code: string;
  status: ApprovalStatus;
  expires_at: string;
};

export type ProofStatus = "verified" | "unverified" | "failed";

export type Proof = {
  status: ProofStatus;
  checked_at: string;
  evidence: { code: string; expected: unknown; found: unknown; ok: boolean }[];
};

export type RunStatus = "running" | "succeeded" | "partial" | "failed" | "cancelled";

export type RunRecord = {
  id: string;
  code: string;
  action: string;
  status: RunStatus;
  started_at: string;
  finished_at: string | null;
  /** How many items it works on one by one; null for a run of one transaction. */
  items: number | null;
};

/** A run, however far it is. */
export type RunReport = {
  run: RunRecord;
  /** The request that a colleague agreed to, where one had to. */
  approval?: Approval;
  changes: Change[];
  proof: Proof | null;
  undo: boolean;
};

/** Nothing ran yet: a colleague has to approve. */
export type ApprovalAnswer = {
  run: null;
  approval: Approval;
  changes: Change[];
  proof: null;
  undo: false;
};

export type RunAnswer = RunReport | ApprovalAnswer;

export const ERROR_STATUS = {
  malformed: 400,
  unauthorized: 401,
  not_staff: 403,
  not_allowed: 403,
  self_approval: 403,
  not_found: 404,
  method_not_allowed: 405,
  stale_plan: 409,
  plan_expired: 409,
  blocked: 409,
  not_undoable: 409,
  conflict: 409,
  approval_expired: 409,
  already_decided: 409,
  too_large: 413,
  invalid_input: 422,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  internal: 500,
  vendor_failed: 502,
  not_configured: 503,
  database_down: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export type ErrorAnswer = { error: { code: ErrorCode; message: string; details?: unknown } };
