import { expect, test } from "vitest";
import { impliedFilter, impliedSort } from "./impliedFilter";

const now = Date.parse("2026-11-24T12:00:00Z");

test.each([
  ["expired", { "ends_at@lte": "2026-11-24T18:00:00.000Z" }],
  [
    "expiring",
    {
      "ends_at@gte": "2026-11-24T06:00:00.000Z",
      "ends_at@lte": "2026-12-01T18:00:00.000Z",
    },
  ],
  ["valid", { "ends_at@gte": "2026-12-01T06:00:00.000Z" }],
])("integrations that are %s", (status, expected) => {
  expect(impliedFilter("integrations", { status }, now)).toEqual(expected);
});

test("who signed up since a day was active since that day", () => {
  expect(impliedFilter("users", { "created_at@gte": "2026-11-01" }, now)).toEqual({
    "last_active_at@gte": "2026-11-01",
  });
});

test.each([
  ["open", { stored_status: "open" }],
  ["in_flight", { stored_status: "open", "since@gte": "2026-11-24T06:00:00.000Z" }],
  ["closed", { stored_status: "closed" }],
])("findings that are %s", (status, expected) => {
  expect(impliedFilter("drifts", { status }, now)).toEqual(expected);
});

test("open imports are filtered and sorted by their own moment", () => {
  const period = { "created_at@gte": "2026-11-01", "created_at@lt": "2026-11-20" };
  const oldest = { field: "created_at", order: "ASC" } as const;
  expect(impliedFilter("import_logs", { open: "true", ...period }, now)).toEqual({
    "open_at@gte": "2026-11-01",
    "open_at@lt": "2026-11-20",
  });
  expect(impliedFilter("import_logs", { open: "true" }, now)).toEqual({});
  expect(impliedFilter("import_logs", period, now)).toEqual({});
  expect(impliedSort("import_logs", { open: "true" }, oldest)).toEqual({
    field: "open_at",
    order: "ASC",
  });
  expect(impliedSort("import_logs", period, oldest)).toEqual(oldest);
  expect(impliedSort("emails", { open: "true" }, oldest)).toEqual(oldest);
});

test("a filter that is there already is left alone", () => {
  const both = { "created_at@gte": "2026-11-01", "last_active_at@gte": "2026-11-20" };
  expect(impliedFilter("users", both, now)).toEqual({});
  expect(impliedFilter("emails", { status: "expired" }, now)).toEqual({});
});
