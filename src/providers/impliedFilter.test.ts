import { expect, test } from "vitest";
import { impliedFilter } from "./impliedFilter";

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

test("a filter that is there already is left alone", () => {
  const both = { "created_at@gte": "2026-11-01", "last_active_at@gte": "2026-11-20" };
  expect(impliedFilter("users", both, now)).toEqual({});
  expect(impliedFilter("emails", { status: "expired" }, now)).toEqual({});
});
