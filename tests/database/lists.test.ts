import type { FilterPayload, SortPayload } from "react-admin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filterParams, orderParam } from "../../src/providers/listQuery.ts";
import { searchFor, searchPage, sortsSearch } from "../../src/providers/userSearch.ts";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { torture } from "../support/effort.ts";
import { ENGINES } from "./session.ts";

type User = {
  id: string;
  email: string;
  name: string | null;
  search: string;
  plan: string;
  plan_source: string;
  mrr_cents: number;
  created_at: string;
  last_active_at: string;
  email_confirmed_at: string | null;
};

const ORDERS = (["email", "mrr_cents", "created_at", "last_active_at"] as const).flatMap((field) =>
  (["ASC", "DESC"] as const).map((order) => ({ field, order })),
);
const SEARCHES = [
  "",
  "example.fr",
  "mar",
  "LAMBERT",
  "éli",
  "le goff",
  "fr mar",
  "e.m",
  "50%",
  "a_b",
  "a_b fr",
  "mar, (fr",
  'fr "mar"',
  "fr \\mar",
  "*",
];
const FILTERS: [string, Record<string, string>, (user: User) => boolean][] = [
  ["everybody", {}, () => true],
  ["Free", { plan: "free", stored_plan: "free" }, (user) => user.plan === "free"],
  ["Premium", { plan: "premium", stored_plan: "premium" }, (user) => user.plan === "premium"],
  [
    "paying Pro",
    {
      plan: "pro",
      stored_plan: "pro",
      plan_source: "subscription",
      stored_plan_source: "subscription",
    },
    (user) => user.plan === "pro" && user.plan_source === "subscription",
  ],
  ["unverified", { "email_confirmed_at@is": "null" }, (user) => user.email_confirmed_at === null],
];

/** Whether the nth of each are tried together: in the short run every pair is, in the long one every triple. */
const together = (search: number, filter: number, order: number) =>
  torture || filter === (search + order) % FILTERS.length;

/** The order of text in the database: by code point, as in initdb --locale=C and PGlite. */
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe.each(ENGINES)("search, filter and sort together on %s", (_engine, open) => {
  let database: Database;
  let backend: Backend;
  let token: string;
  let everybody: User[];

  beforeAll(async () => {
    database = await open();
    backend = await startBackend(database, { functions: false });
    token = await backend.signIn("support@comptalyze.test");
    everybody = await rows<User>("users", [["limit", "1000"]]);
  });
  afterAll(() => backend?.close());

  async function rows<Row>(resource: string, params: [string, string][]): Promise<Row[]> {
    const response = await backend.request(
      `/rest/v1/${resource}?${new URLSearchParams(params)}`,
      { headers: { "accept-profile": "backoffice" } },
      token,
    );
    expect(response.status).toBe(200);
    return (await response.json()) as Row[];
  }

  /** As the list of customers asks: with a text a function, without one the view. */
  async function page(filter: FilterPayload, sort: SortPayload, number: number): Promise<User[]> {
    const pagination = { page: number, perPage: 25 };
    const search = searchFor("users", filter);
    if (search !== null) {
      const { status, body } = await backend.rpc<User[]>(
        "search_users",
        searchPage(search, { pagination, sort }),
        token,
      );
      expect(status).toBe(200);
      return body;
    }
    return rows("users", [
      ...filterParams(filter),
      ["order", orderParam(sort)],
      ["limit", "26"],
      ["offset", String(25 * (number - 1))],
    ]);
  }

  test("the demo data is enough to tell pages apart", () => {
    expect(everybody.length).toBeGreaterThan(300);
  });

  test.each(SEARCHES.map((text, nth) => [text, nth] as const))(
    "searching %j",
    async (text, nth) => {
      const words = text.toLowerCase().split(" ").filter(Boolean);
      for (const [filterAt, [name, filter, holds]] of FILTERS.entries()) {
        const found = everybody.filter(
          (user) => holds(user) && words.every((word) => user.search.includes(word)),
        );
        for (const [orderAt, { field, order }] of ORDERS.entries()) {
          const offered = sortsSearch(field) || words.length === 0;
          if (!offered || !together(nth, filterAt, orderAt)) continue;
          const direction = order === "ASC" ? 1 : -1;
          const expected = found.toSorted((a, b) => {
            const [x, y] = [a[field], b[field]];
            const first = typeof x === "number" ? x - Number(y) : byText(String(x), String(y));
            return direction * (first || byText(a.id, b.id));
          });
          for (const number of [1, 2]) {
            const users = await page({ ...filter, "search@ilike": text }, { field, order }, number);
            expect({ name, field, order, number, emails: users.map((user) => user.email) }).toEqual(
              {
                name,
                field,
                order,
                number,
                emails: expected
                  .slice(25 * (number - 1), 25 * number + 1)
                  .map((user) => user.email),
              },
            );
          }
        }
        if (words.length === 0) continue;
        const search = searchFor("users", { ...filter, "search@ilike": text });
        const counted = await backend.rpc("count_users", search, token);
        expect({ name, count: counted.body }).toEqual({ name, count: found.length });
      }
    },
  );

  test("a row of a search is the row of the list", async () => {
    const sort = { field: "created_at", order: "ASC" } as const;
    const listed = await rows<User>("users", [["email", "eq.zoe.lambert@example.fr"]]);
    const found = await page({ "search@ilike": "zoe.lambert@" }, sort, 1);
    // The embedded Data API writes a time of a view as PostgreSQL does, one in a document as JSON does.
    const inJson = (user: User) => JSON.stringify(user).replace(/ ([\d:.]+\+00)"/g, 'T$1:00"');
    expect(found).toEqual(listed.map((user) => JSON.parse(inJson(user))));
  });

  /** The Data API takes a star for a wildcard and these signs for its own: each is any one sign. */
  const likeness = (word: string) =>
    new RegExp(word.replace(/[.%\\]/g, "\\$&").replace(/[*,(){}"]/g, "."));

  test.each(SEARCHES)("searching %j in a list that is a view", async (text) => {
    type Row = { id: string; user_email: string };
    const all = await rows<Row>("subscriptions", [["limit", "1000"]]);
    const words = text.toLowerCase().split(" ").filter(Boolean);
    const expected = all.filter((row) =>
      words.every((word) => likeness(word).test(row.user_email)),
    );
    const found = await rows<Row>("subscriptions", [
      ...filterParams({ "user_email@ilike": text }),
      ["limit", "1000"],
    ]);
    expect(found.map((row) => row.id).sort()).toEqual(expected.map((row) => row.id).sort());
  });
});
