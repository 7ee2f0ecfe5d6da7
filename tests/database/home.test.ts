import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Home } from "../../src/dashboard/home.ts";
import { COUNTERS, type CounterName, FINDINGS_PATH, listPath } from "../../src/dashboard/todo.ts";
import { impliedFilter } from "../../src/providers/impliedFilter.ts";
import { filterParams } from "../../src/providers/listQuery.ts";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { inline, pageSql } from "./dataApiSql.ts";
import { asPerson, openSession, type Person, type Session, signedIn } from "./session.ts";

describe("the counters of the home page", () => {
  let database: Database;
  let session: Session;
  let ops: Person;

  beforeAll(async () => {
    database = await clonePostgres();
    session = await openSession(database);
    ops = await signedIn(database, "ops@comptalyze.test");
    // As a comparison with Stripe would find them; two of one customer are one to look after.
    await session.query(
      `insert into private.drifts (class, subject, code, user_id, amount_cents, there, here, since, found_at, checked_at)
      select c.class, u.id::text || c.class, 'differs', u.id, 990, '{}', '{}', now() - interval '1 hour', now(), now()
      from (select id from private.users where plan_source = 'default' order by email limit 3) u,
        unnest(array['paid_without_access', 'mirror_behind']) as c (class)`,
    );
    // Two wait for a decision; one whose time is over does not.
    await session.query(
      `insert into private.approvals (mode, action, rule, target_kind, target_id, target_label, params, reason, requested_by, requested_by_email,
        requested_by_role, idempotency_key, request_hash, expires_at)
      select 'run', 'grant-premium', 'long_grant', 'user', 'u' || n, 'zoe@example.fr', '{}', 'Renfort pour décembre', u.id, u.email,
        'support', 'home-' || n, '\\x00', now() + case when n = 3 then interval '-1 minute' else interval '1 hour' end
      from generate_series(1, 3) n, auth.users u where u.email = 'support@comptalyze.test'`,
    );
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const home = () =>
    asPerson(session, ops, async () => {
      const [row] = await session.query<{ home: Home }>("select backoffice.home() as home");
      if (!row) throw new Error("no home");
      return row.home;
    });

  /** How many rows the list behind an address shows. */
  function totalOf(path: string): Promise<number> {
    const { pathname, searchParams } = new URL(path, "http://console.test");
    const resource = pathname.slice(1);
    const filter = JSON.parse(searchParams.get("filter") ?? "{}");
    const params = filterParams({ ...filter, ...impliedFilter(resource, filter) });
    const sql = inline(pageSql(resource, params, "id.asc", { limit: 5000, columns: "id" }));
    return asPerson(session, ops, async () => {
      const [row] = await session.query<{ n: number }>(`select count(*)::int as n from (${sql}) r`);
      return row?.n ?? Number.NaN;
    });
  }

  test.each(COUNTERS)("%s: the number is the total of the list that it leads to", async (name) => {
    const { todo } = await home();
    expect(todo[name].number).toBeGreaterThan(0);
    expect(await totalOf(listPath(name, todo))).toBe(todo[name].number);
  });

  test("what a colleague puts right leaves both", async () => {
    const name: CounterName = "webhooks_failed";
    const before = (await home()).todo;
    await session.query(
      `update private.stripe_events set reconciled_at = now() where id in (
        select e.id from private.stripe_events e where e.state = 'open' and e.created_at < now() - interval '1 hour' limit 1)`,
    );
    const after = (await home()).todo;
    expect(after[name].number).toBe(before[name].number - 1);
    expect(await totalOf(listPath(name, after))).toBe(after[name].number);
  });

  test("every finding that no counter counts is in the list beside them", async () => {
    const { todo } = await home();
    expect(todo.other_findings).toBeGreaterThan(0);
    expect(await totalOf(FINDINGS_PATH)).toBeGreaterThanOrEqual(todo.other_findings);
  });
});
