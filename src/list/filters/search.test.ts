import { expect, test } from "vitest";
import { customerSearch, parseSearch, searchText, userSearch, without } from "./search";

const id = "7F3AE90D-1111-4222-8333-0123456789AB";

test.each([
  ["", { kind: "empty" }],
  ["  ", { kind: "empty" }],
  ["zo", { kind: "too_short" }],
  ["z l", { kind: "too_short" }],
  ["zoe", { kind: "filter", filter: { "search@ilike": "zoe" } }],
  ["zo lambert", { kind: "filter", filter: { "search@ilike": "zo lambert" } }],
  [` ${id} `, { kind: "filter", filter: { id: id.toLowerCase() } }],
  ["cus_demo_4Kx8Wq", { kind: "filter", filter: { stripe_customer_id: "cus_demo_4Kx8Wq" } }],
  ["sub_demo_9Tz3", { kind: "filter", filter: { stripe_subscription_id: "sub_demo_9Tz3" } }],
])("%j in the users' box", (typed, search) => {
  expect(parseSearch(typed, userSearch)).toEqual(search);
});

test("a customer's id in another list becomes an active filter, not text in the box", () => {
  const search = parseSearch(id, customerSearch);
  expect(search).toEqual({ kind: "filter", filter: { user_id: id.toLowerCase() } });
  expect(searchText({ user_id: id }, customerSearch)).toBe("");
});

test("the box shows what the address asks for", () => {
  expect(searchText({ "search@ilike": "zoe", plan: "pro" }, userSearch)).toBe("zoe");
  expect(searchText({ stripe_customer_id: "cus_1" }, userSearch)).toBe("cus_1");
  expect(searchText({ plan: "pro" }, userSearch)).toBe("");
});

test("taking entries off leaves the others", () => {
  expect(without({ a: 1, b: 2 }, ["a", "c"])).toEqual({ b: 2 });
});
