import { expect, test } from "vitest";
import { countOf, filterParams, orderParam } from "./listQuery";
import { estimatedTotal } from "./total";

test("filters become the Data API's parameters", () => {
  expect(
    filterParams({
      plan: "pro",
      "created_at@gte": "2026-01-01T00:00:00Z",
      "cancel_at@not": "is.null",
      empty: "",
    }),
  ).toEqual([
    ["plan", "eq.pro"],
    ["created_at", "gte.2026-01-01T00:00:00Z"],
    ["cancel_at", "not.is.null"],
  ]);
});

test("both ends of a period ask about the same column", () => {
  expect(filterParams({ "created_at@gte": "a", "created_at@lt": "b" })).toEqual([
    ["created_at", "gte.a"],
    ["created_at", "lt.b"],
  ]);
});

test("every word of a search must be found, in small letters", () => {
  expect(filterParams({ "search@ilike": " Zoé  LAMBERT " })).toEqual([
    ["and", "(search.ilike.*zoé*,search.ilike.*lambert*)"],
  ]);
});

test("a search cannot end its own condition", () => {
  expect(filterParams({ "search@ilike": 'a),plan.eq.free "b"' })).toEqual([
    ["and", "(search.ilike.*a__plan.eq.free*,search.ilike.*_b_*)"],
  ]);
});

test("LIKE's own signs are meant literally", () => {
  expect(filterParams({ "search@ilike": "a_b%c\\d*" })).toEqual([
    ["search", "ilike.*a\\_b\\%c\\\\d_*"],
  ]);
});

test("the id decides between equals, in the direction of the index", () => {
  expect(orderParam({ field: "mrr_cents", order: "DESC" })).toBe("mrr_cents.desc,id.desc");
  expect(orderParam({ field: "email", order: "ASC" })).toBe("email.asc,id.asc");
  expect(orderParam({ field: "id", order: "DESC" })).toBe("id.desc");
});

test.each([
  ["0-24/1284", 1284],
  ["*/0", 0],
  ["0-24/*", null],
  [null, null],
])("%s counts %s", (header, count) => {
  expect(countOf(header)).toBe(count);
});

test.each([
  [12_480, { kind: "about", value: 12_000 }],
  [999_214, { kind: "about", value: 1_000_000 }],
  // The planner may be wrong, but a thousand and one rows were seen.
  [40, { kind: "more_than", value: 1000 }],
  [null, { kind: "more_than", value: 1000 }],
])("a plan of %s rows reads as %o", (planned, total) => {
  expect(estimatedTotal(planned)).toEqual(total);
});
