import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LONGEST_SEARCH } from "../../src/list/filters/search.ts";
import type { UserSearchPage } from "../../src/providers/userSearch.ts";
import type { Database } from "../../stack/database.ts";
import { seedDatabase } from "../../stack/seed/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { call } from "./actions.ts";
import { openSession, type Person, type Session, signedIn } from "./session.ts";

/** More than the newest ones that a search asks how common a text is. */
const CUSTOMERS = 4000;

let database: Database;
let session: Session;
let admin: Person;

beforeAll(async () => {
  database = await clonePostgres();
  await seedDatabase(database.exec, CUSTOMERS);
  session = await openSession(database);
  admin = await signedIn(database, "support@comptalyze.test");
}, 120_000);
afterAll(async () => {
  await session?.close();
  await database?.close();
});

const ids = async (sql: string, values: unknown[] = []) =>
  (await session.query<{ id: string }>(sql, values)).map((row) => row.id);

/** What a search must give: every row read, nothing clever. */
const everyRow = ({ search, sort, descending, skip, most }: UserSearchPage, where = "true") =>
  ids(
    `select id from private.user_keys k
    where (select bool_and(strpos(k.search, lower(w)) > 0) from unnest($1::text[]) w) is not false and ${where}
    order by ${sort} ${descending ? "desc" : "asc"}, id ${descending ? "desc" : "asc"} limit $2 offset $3`,
    [search.split(" ").filter(Boolean), most, skip],
  );

const searched = async (page: UserSearchPage) => {
  const { body } = await call<{ id: string }[]>(session, admin, "search_users", { ...page });
  return body.map((row) => row.id);
};

const page = (over: Partial<UserSearchPage>): UserSearchPage => ({
  search: "",
  filter: {},
  sort: "created_at",
  descending: true,
  skip: 0,
  most: 26,
  ...over,
});

/** Parts of e-mails and names from everywhere in them, the same at each run. */
async function parts(): Promise<string[]> {
  const texts = await session.query<{ part: string }>(
    `select trim(substr(search, 1 + (n * 7 % length(search))::integer, 1 + (n * 5 % 17)::integer)) as part
    from (select search, row_number() over (order by id) as n from private.users) u where n % 67 = 0`,
  );
  return texts.map(({ part }) => part);
}

const FILTERS: [UserSearchPage["filter"], string][] = [
  [{}, "true"],
  [{ plan: "premium", stored_plan: "premium" }, "plan = 'premium' and stored_plan = 'premium'"],
  [{ "email_confirmed_at@is": "null" }, "email_confirmed_at is null"],
  [
    { "email_confirmed_at@not": "is.null", "created_at@lt": "2026-11-01" },
    "email_confirmed_at is not null and created_at < '2026-11-01'",
  ],
];

test("any part of an e-mail or a name finds what reading every row finds", async () => {
  const all = await parts();
  expect(all.length).toBeGreaterThan(50);
  for (const [index, part] of all.entries()) {
    const [filter, where] = FILTERS[index % FILTERS.length] ?? [{}, "true"];
    const sort = ["mrr_cents", "created_at", "last_active_at", "id"][index % 4] ?? "id";
    const asked = page({ search: part, filter, sort, descending: index % 2 === 0 });
    expect({ asked, found: await searched(asked) }).toEqual({
      asked,
      found: await everyRow(asked, where),
    });
  }
});

describe.each([
  "example.fr",
  "martin",
  "lie.mart",
  "zelie",
  "é",
  "zélie martin",
  "zelie.martin@example.fr",
  "n@ex",
  "@",
  "no such customer",
])("%s", (search) => {
  test("each way finds the same", async () => {
    for (const [filter, where] of FILTERS) {
      for (const sort of ["mrr_cents", "created_at"]) {
        const asked = page({ search, filter, sort });
        const expected = await everyRow(asked, where);
        const args = [search.split(" "), JSON.stringify(filter), sort, 26];
        const [way] = await session.query<Record<string, string>>(
          `select private.head_query($1, $2, $3, true, 500, $4) as short_head,
            private.head_query($1, $2, $3, true, ${CUSTOMERS * 2}, $4) as head,
            private.list_query($1, $2, $3, true, $4) as list, private.look_up_query($1, $2, $3, true, $4) as look_up`,
          args,
        );
        await session.query("begin");
        await session.query("select set_config('request.jwt.claim.sub', $1, true)", [
          admin?.userId,
        ]);
        for (const [name, sql] of Object.entries(way ?? {})) {
          const found = await ids(sql);
          // What looks at the head alone may find less, but nothing else.
          const some = name.startsWith("short");
          expect({ asked, name, found }).toEqual({
            asked,
            name,
            found: some ? expected.slice(0, found.length) : expected,
          });
        }
        await session.query("commit");
      }
    }
  });

  test("pages follow each other without a gap, and the count is theirs", async () => {
    const all = await everyRow(page({ search, most: 100_000 }));
    const found: string[] = [];
    for (let skip = 0; skip < Math.min(all.length, 150); skip += 25) {
      found.push(...(await searched(page({ search, skip, most: 25 }))));
    }
    expect(found).toEqual(all.slice(0, found.length));
    const { body } = await call<number>(session, admin, "count_users", { search });
    expect(body).toBe(Math.min(all.length, 1001));
  });
});

test.each<[Partial<Record<keyof UserSearchPage, unknown>>, string[], string]>([
  [{ search: null }, ["search"], "invalid_type"],
  [{ search: "a".repeat(LONGEST_SEARCH + 1) }, ["search"], "too_big"],
  [{ filter: [] }, ["filter"], "invalid_type"],
  [{ filter: { "search) or (true": "x" } }, ["filter", "search) or (true"], "unrecognized_key"],
  [{ filter: { banned_until: "x" } }, ["filter", "banned_until"], "unrecognized_key"],
  [{ filter: { "plan@ilike": "pro" } }, ["filter", "plan@ilike"], "unrecognized_key"],
  [
    { filter: { "email_confirmed_at@is": "1; drop" } },
    ["filter", "email_confirmed_at@is"],
    "unrecognized_key",
  ],
  [
    { filter: { "created_at@gte": "tomorrow morning" } },
    ["filter", "created_at@gte"],
    "invalid_type",
  ],
  [{ filter: { id: "x" } }, ["filter", "id"], "invalid_type"],
  [{ sort: "search" }, ["sort"], "invalid_value"],
  [{ sort: "email" }, ["sort"], "invalid_value"],
  [{ sort: null }, ["sort"], "invalid_value"],
  [{ skip: -1 }, ["skip"], "invalid_value"],
  [{ most: 0 }, ["most"], "invalid_value"],
  [{ most: 1002 }, ["most"], "invalid_value"],
])("a search with %o is refused", async (over, path, code) => {
  await expect(
    call(session, admin, "search_users", { ...page({ search: "zoe" }), ...over }),
  ).rejects.toMatchObject({
    code: "PT422",
    detail: expect.stringContaining(`"code": "${code}", "path": ["${path.join('", "')}"]`),
  });
});

test.each(["'", "%", "_", "\\", "{", '"', "a'b", "$1", "50%_\\", "{a,b}"])(
  "a search for %j is a search for that sign",
  async (search) => {
    const asked = page({ search });
    expect(await searched(asked)).toEqual(await everyRow(asked));
  },
);

test("the longest text that the box takes is looked for", async () => {
  expect(await searched(page({ search: "é".repeat(LONGEST_SEARCH) }))).toEqual([]);
});
