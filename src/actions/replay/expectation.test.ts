import { expect, test } from "vitest";
import type { PlannedTarget } from "../../../supabase/functions/_shared/contract";
import { buildPreview } from "../test/answers";
import { expectations } from "./expectation";

const event = (id: string, user_id: string | null, more: object = {}): PlannedTarget => ({
  kind: "event",
  id,
  label: id,
  user_id,
  payload: { resend: true, subscription: `sub_${user_id}`, ...more },
});

test("each event says what it brings: its customer's change, once", () => {
  const targets = [
    event("evt_1", "zoe"),
    event("evt_2", "zoe"),
    event("evt_3", "malik"),
    event("evt_4", "agathe"),
    event("evt_5", "agathe", { resend: false }),
    event("evt_6", null),
  ];
  const changes = [
    { entity: "user", id: "zoe", field: "decided_by", before: "default", after: "subscription" },
    { entity: "user", id: "zoe", field: "plan", before: "free", after: "premium" },
    { entity: "subscription", id: "sub_malik", field: "status", before: "active", after: "unpaid" },
  ];
  expect(expectations(buildPreview({ targets, changes }))).toEqual([
    { code: "plan", before: "free", after: "premium" },
    { code: "with_earlier" },
    { code: "changes", count: 1 },
    { code: "resend" },
    { code: "compare" },
    { code: "nobody" },
  ]);
});

test("too many to look at: nothing is promised", () => {
  const targets = [event("evt_1", "zoe"), event("evt_2", null)];
  expect(expectations(buildPreview({ targets, changes: [], foreseen: false }))).toEqual([
    { code: "open" },
    { code: "nobody" },
  ]);
});
