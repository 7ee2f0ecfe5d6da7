import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filterParams, orderParam } from "../../src/providers/listQuery.ts";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
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

const SORTS = ["email", "mrr_cents", "created_at", "last_active_at"] as const;
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

/** The Data API takes a star for a wildcard and these signs for its own: each is any one sign. */
const likeness = (word: string) =>
  new RegExp(word.replace(/[.%\\]/g, "\\$&").replace(/[*,(){}"]/g, "."));

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
    everybody = await page([["limit", "1000"]]);
  });
  afterAll(() => backend?.close());

  async function page(params: [string, string][]): Promise<User[]> {
    const response = await backend.request(
      `/rest/v1/users?${new URLSearchParams(params)}`,
      { headers: { "accept-profile": "backoffice" } },
      token,
    );
    expect(response.status).toBe(200);
    return (await response.json()) as User[];
  }

  test("the demo data is enough to tell pages apart", () => {
    expect(everybody.length).toBeGreaterThan(300);
  });

  test.each(SEARCHES)("searching %j", async (text) => {
    for (const [name, filter, holds] of FILTERS) {
      for (const field of SORTS) {
        for (const order of ["ASC", "DESC"] as const) {
          const found = await page([
            ...filterParams({ ...filter, "search@ilike": text }),
            ["order", orderParam({ field, order })],
            ["limit", "25"],
          ]);
          const words = text.toLowerCase().split(" ").filter(Boolean);
          const has = (user: User, word: string) => likeness(word).test(user.search);
          const direction = order === "ASC" ? 1 : -1;
          const expected = everybody
            .filter((user) => holds(user) && words.every((word) => has(user, word)))
            .sort((a, b) => {
              const [x, y] = [a[field], b[field]];
              const first = typeof x === "number" ? x - Number(y) : byText(String(x), String(y));
              return direction * (first || byText(a.id, b.id));
            })
            .slice(0, 25);
          expect({ name, field, order, ids: found.map((user) => user.email) }).toEqual({
            name,
            field,
            order,
            ids: expected.map((user) => user.email),
          });
        }
      }
    }
  });
});
