import { expect, test } from "vitest";
import { changedFields } from "./changedFields";

test("only what changed, nested values by their path", () => {
  expect(
    changedFields(
      { plan: "free", mirror: { is_premium: false, plan: "free" }, email: "z@example.fr" },
      { plan: "premium", mirror: { is_premium: true, plan: "free" }, email: "z@example.fr" },
    ),
  ).toEqual([
    { field: "plan", before: "free", after: "premium" },
    { field: "mirror.is_premium", before: false, after: true },
  ]);
});

test("what was not there before, or is not there after", () => {
  expect(changedFields(null, { code: "GR-0318" })).toEqual([
    { field: "code", before: undefined, after: "GR-0318" },
  ]);
  expect(changedFields({ code: "GR-0318" }, null)).toHaveLength(1);
  expect(changedFields(null, null)).toEqual([]);
});
