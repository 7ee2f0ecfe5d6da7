import type { Plan, PlanSource } from "../resources/plan";
import type { AccessStanding } from "../resources/users/overview";

export const TIMINGS = ["renewing", "cancelling", "cancelled"] as const;
type Timing = (typeof TIMINGS)[number];

/** A row of backoffice.access_rule: a situation, and what the rule answers in it. */
export type AccessRuleRow = {
  id: string;
  part: "status" | "several";
  position: number;
  status: string | null;
  timing: Timing | null;
  late: boolean | null;
  grace_days: number | null;
  sources: { id: string; kind: "subscription" | "grant"; name?: string }[];
  plan: Plan;
  source: PlanSource;
  record_id: string | null;
  ends_at: string | null;
  next_plan: Plan | null;
  standing: AccessStanding | null;
};

/** A status with what it gives while nothing is planned, with an end to come, with an end that has passed. */
export type StatusLine = {
  key: string;
  status: string;
  late: boolean;
  grace: number;
  answers: AccessRuleRow[];
};

export function statusLines(rows: readonly AccessRuleRow[]): StatusLine[] {
  const lines = Map.groupBy(
    rows.filter(({ part }) => part === "status"),
    ({ status, late }) => `${status}${late ? "_late" : ""}`,
  );
  return [...lines].map(([key, answers]) => ({
    key,
    status: answers[0]?.status ?? "",
    late: answers[0]?.late === true,
    grace: answers[0]?.grace_days ?? 0,
    answers: TIMINGS.flatMap((timing) => answers.find((row) => row.timing === timing) ?? []),
  }));
}
