import { z } from "zod";

// The console's content security policy forbids building code from text, which zod would try.
z.config({ jitless: true });

/** How much harm a wrong click can do; decides what the dialog asks before it runs. */
export type Risk = "low" | "medium" | "high";

/** The kind of record that an action is about: an e-mail of the log is an `email`, an address an `address`. */
export type Subject = "user" | "email" | "address" | "integration" | "import" | "event";

/** What has to be typed before a destructive action runs. */
export type Confirmation = "none" | "email";

export type ActionContract<Name extends string = string, Params extends z.ZodType = z.ZodType> = {
  name: Name;
  subject: Subject;
  risk: Risk;
  confirm: Confirmation;
  undoable: boolean;
  params: Params;
};

export function defineAction<const Name extends string, Params extends z.ZodType>(
  contract: ActionContract<Name, Params>,
): ActionContract<Name, Params> {
  return contract;
}

export const REASON_MIN = 10;
export const REASON_MAX = 500;

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
    plan: storableText.min(1).max(4096),
    reason: reasonText,
    confirm: storableText.max(320).optional(),
    incident: storableText.max(64).optional(),
  }),
  z.strictObject({ mode: z.literal("undo"), run_id: z.uuid(), reason: reasonText }),
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

export type PreviewAnswer = {
  /** Opaque, signed, bound to the caller and the parameters; true for 15 minutes or until the target changes. */
  plan: string;
  summary: Sentence;
  changes: Change[];
  /** Fields that one could fear for and that stay as they are. */
  unchanged: { field: string; value: unknown }[];
  warnings: Sentence[];
  blockers: Sentence[];
  /** By which rule a second colleague will have to agree, and how many could; null: nobody has to. */
  approval: { rule: ApprovalRule; approvers: number } | null;
  computed_at: string;
};

/** staff: who works here; bulk: many at once; long_grant: access for long. */
export type ApprovalRule = "staff" | "bulk" | "long_grant";

export type ApprovalStatus =
  | "pending"
  | "approved"
  | "rejected"
  | "withdrawn"
  | "expired"
  /** It could not run any more when a colleague agreed. */
  | "stale";

export type ApprovalAnswer = {
  id: string;
  code: string;
  status: ApprovalStatus;
  rule: ApprovalRule;
  expires_at: string;
  approvers: number;
};

export type ProofStatus = "verified" | "unverified" | "failed";

export type Proof = {
  status: ProofStatus;
  checked_at: string;
  evidence: { code: string; expected: unknown; found: unknown; ok: boolean }[];
};

export type RunStatus = "running" | "succeeded" | "partial" | "failed" | "cancelled";

export type Run = {
  id: string;
  code: string;
  action: string;
  status: RunStatus;
  started_at: string;
  finished_at: string | null;
  /** How many items it works on one by one; null for a run of one transaction. */
  items: number | null;
};

export type RunAnswer = {
  /** Null while a colleague has not agreed. */
  run: Run | null;
  /** The request, where a colleague has to agree. */
  approval?: ApprovalAnswer;
  changes: Change[];
  proof: Proof | null;
  undo: boolean;
};

/** A run that has begun, as most answers are. */
export type BegunAnswer = RunAnswer & { run: Run };

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
