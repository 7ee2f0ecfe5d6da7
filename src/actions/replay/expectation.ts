import type {
  Change,
  PlannedTarget,
  PreviewAnswer,
} from "../../../supabase/functions/_shared/contract";
import type { Formats } from "../../i18n/formats";
import type { Translate } from "../wordsOf";

export type Expectation =
  | { code: "nobody" | "compare" | "open" | "with_earlier" | "resend" }
  | { code: "plan"; before: unknown; after: unknown }
  | { code: "changes"; count: number };

const isOf =
  ({ user_id, payload }: PlannedTarget) =>
  ({ entity, id }: Change) =>
    entity === "user" ? id === user_id : id === payload.subscription;

/** What is expected of each event, in the order of the run. Of one customer the first one brings the change. */
export function expectations({ targets = [], changes, foreseen }: PreviewAnswer): Expectation[] {
  const seen = new Set<string>();
  return targets.map((target): Expectation => {
    const { user_id, payload } = target;
    if (user_id === null) return { code: "nobody" };
    if (payload.resend === false) return { code: "compare" };
    if (foreseen === false) return { code: "open" };
    if (seen.has(user_id)) return { code: "with_earlier" };
    seen.add(user_id);
    const own = changes.filter(isOf(target));
    const plan = own.find(({ field }) => field === "plan");
    if (plan) return { code: "plan", before: plan.before, after: plan.after };
    return own.length > 0 ? { code: "changes", count: own.length } : { code: "resend" };
  });
}

export function expectationWords(expected: Expectation, t: Translate, format: Formats): string {
  const plan = (value: unknown) => t(`display.plan.${String(value)}`, { _: String(value) });
  const args =
    expected.code === "plan"
      ? { before: plan(expected.before), after: plan(expected.after) }
      : expected.code === "changes"
        ? { smart_count: expected.count, count: format.number(expected.count) }
        : {};
  return t(`actions.replay-webhooks.plan.${expected.code}`, args);
}
