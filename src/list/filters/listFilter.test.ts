import { expect, test } from "vitest";
import { userFilters } from "../../resources/users/filters";
import { choiceFilter, flagFilter, periodFilter, presenceFilter } from "./listFilter";
import { daysOfPeriod, periodOfDays, recentPeriod } from "./period";

test("a plan is filtered with its indexed twin", () => {
  const plan = userFilters.find(({ id }) => id === "plan");
  expect(plan?.write("pro")).toEqual({ plan: "pro", stored_plan: "pro" });
  expect(plan?.read({ plan: "pro", stored_plan: "pro" })).toBe("pro");
  expect(plan?.keys.sort()).toEqual(["plan", "stored_plan"]);
});

test.each([
  choiceFilter("status", ["active", "past_due"], "status.subscription"),
  presenceFilter("email_confirmed", "email_confirmed_at"),
  flagFilter("dry_run"),
])("what $id writes, it reads", (filter) => {
  if (filter.editor.kind !== "choice") throw new Error("expected choices");
  for (const { value } of filter.editor.choices) {
    expect(filter.read(filter.write(value))).toBe(value);
  }
  expect(filter.read({})).toBeNull();
});

test("presence asks the Data API for null or not", () => {
  const filter = presenceFilter("email_confirmed", "email_confirmed_at");
  expect(filter.write("no")).toEqual({ "email_confirmed_at@is": "null" });
  expect(filter.write("yes")).toEqual({ "email_confirmed_at@not": "is.null" });
});

test("a period holds whole Paris days, its last one included", () => {
  const filter = periodFilter("created_at");
  expect(filter.write(periodOfDays("2026-11-01", "2026-11-30"))).toEqual({
    "created_at@gte": "2026-10-31T23:00:00.000Z",
    "created_at@lt": "2026-11-30T23:00:00.000Z",
  });
  expect(daysOfPeriod(periodOfDays("2026-11-01", "2026-11-30"))).toEqual({
    first: "2026-11-01",
    last: "2026-11-30",
  });
});

test("an open end stays open", () => {
  const filter = periodFilter("created_at");
  const week = recentPeriod(7, Date.parse("2026-11-23T13:05:00Z"));
  expect(filter.write(week)).toEqual({ "created_at@gte": "2026-11-16T23:00:00.000Z" });
  expect(filter.read(filter.write(week))).toBe(week);
  expect(daysOfPeriod(periodOfDays("", "2026-11-30")).first).toBe("");
});
