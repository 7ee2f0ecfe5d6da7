import type {
  ErrorCode,
  PreviewAnswer,
  RunReport,
} from "../../../supabase/functions/_shared/contract";

export const zoe = {
  kind: "user" as const,
  id: "7f3a0000-0000-4000-8000-00000000c21e",
  label: "zoe.lambert@example.fr",
  name: "Zoé Lambert",
};

const END = "2026-11-30T13:05:12.000Z";
const RUN = "0b7a1c00-0000-4000-8000-000000001208";
const UNDO = "0b7a1c00-0000-4000-8000-000000001209";

const change = (field: string, before: unknown, after: unknown) => ({
  entity: "user",
  id: zoe.id,
  field,
  before,
  after,
});

const changes = [
  change("plan", "free", "premium"),
  change("decided_by", "default", "grant"),
  change("access_ends_at", null, END),
  change("grant_ends_at", null, END),
  change("quota_limit", 3, null),
  change("mirror.is_premium", false, true),
  change("mirror.subscription_plan", "free", "premium"),
];

export function buildPreview(more: Partial<PreviewAnswer> = {}): PreviewAnswer {
  return {
    plan: "plan-1",
    summary: { code: "grant-premium", args: {} },
    changes,
    unchanged: [{ field: "stripe_subscription", value: null }],
    warnings: [],
    blockers: [],
    computed_at: "2026-11-23T13:05:12.000Z",
    ...more,
  };
}

export function buildRun(more: Partial<RunReport> = {}): RunReport {
  return {
    run: {
      id: RUN,
      code: "RUN-1208",
      action: "grant-premium",
      status: "succeeded",
      started_at: "2026-11-23T13:06:03.000Z",
      finished_at: "2026-11-23T13:06:03.041Z",
      items: null,
    },
    changes,
    proof: {
      status: "verified",
      checked_at: "2026-11-23T13:06:03.100Z",
      evidence: [
        { code: "entitlement", expected: "premium", found: "premium", ok: true },
        { code: "rule", expected: "grant", found: "grant", ok: true },
        {
          code: "mirror",
          expected: { is_premium: true, subscription_plan: "premium" },
          found: { is_premium: true, subscription_plan: "premium" },
          ok: true,
        },
      ],
    },
    undo: true,
    ...more,
  };
}

export function buildUndo(): RunReport {
  const run = buildRun();
  return {
    run: { ...run.run, id: UNDO, code: "RUN-1209" },
    changes: run.changes.map(({ before, after, ...rest }) => ({
      ...rest,
      before: after,
      after: before,
    })),
    proof: {
      status: "verified",
      checked_at: "2026-11-23T13:09:00.000Z",
      evidence: [{ code: "entitlement", expected: "free", found: "free", ok: true }],
    },
    undo: false,
  };
}

export const refused = (code: ErrorCode, details?: unknown) => ({
  error: { code, message: code, details },
});
