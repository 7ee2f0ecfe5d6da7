import { expect, test } from "vitest";
import { searchFor, searchPage } from "./userSearch";

test("customers are searched by a function, with the rest of the filter and what it implies", () => {
  const filter = { "search@ilike": "Zoé  LAMB", plan: "pro", "created_at@gte": "2026-11-01" };
  const search = searchFor("users", filter);
  expect(search).toEqual({
    search: "Zoé  LAMB",
    filter: { plan: "pro", "created_at@gte": "2026-11-01", "last_active_at@gte": "2026-11-01" },
  });
  if (search === null) throw new Error("no search");
  const sort = { field: "mrr_cents", order: "ASC" } as const;
  expect(searchPage(search, { pagination: { page: 3, perPage: 25 }, sort })).toEqual({
    ...search,
    sort: "mrr_cents",
    descending: false,
    skip: 50,
    most: 26,
  });
  expect(searchPage(search, { sort: { field: "email", order: "ASC" } })).toMatchObject({
    sort: "created_at",
    descending: true,
  });
});

test.each([
  ["users", { plan: "pro" }],
  ["users", { "search@ilike": "  " }],
  ["users", { id: "7f3ae90d-1111-4222-8333-0123456789ab" }],
  ["emails", { "to_email@ilike": "zoe" }],
])("%s by %o is a list like any other", (resource, filter) => {
  expect(searchFor(resource, filter)).toBeNull();
});
