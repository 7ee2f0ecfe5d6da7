import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { perform, preview, undo } from "./premiumCalls.ts";

describe("reset-quota and unblock-user", () => {
  let backend: Backend;
  let support: string;
  let user_id: string;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres());
    support = await backend.signIn("support@comptalyze.test");
    user_id = (await customersOf(backend.database)("free")).id;
    await backend.database.query("delete from public.urssaf_records where user_id = $1", [user_id]);
    await backend.database.query(
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
      select $1, '2026-11', 'BNC', n, 0 from generate_series(1, 3) n`,
      [user_id],
    );
  });
  afterAll(() => backend.close());

  const rows = () =>
    backend.database.query(
      "select r::text as text from public.urssaf_records r where user_id = $1 order by id",
      [user_id],
    );

  /** Why an action is off on the customer's page, null when it is on. */
  const offReason = async (action: string) => {
    const { body } = await backend.rpc<{ guards: Record<string, { code: string | null }> }>(
      "open_user",
      { user_id },
      support,
    );
    return body.guards[action]?.code;
  };

  test("the quota goes to zero with proof, the button goes off with a reason, undo gives all back", async () => {
    const before = await rows();
    expect(await offReason("reset-quota")).toBeNull();
    const done = await perform(backend, support, "reset-quota", { user_id });
    expect(done).toMatchObject({
      run: { status: "succeeded" },
      proof: { status: "verified" },
      undo: true,
    });
    expect(await rows()).toEqual([]);
    expect(await offReason("reset-quota")).toBe("nothing_to_reset");
    const undone = await undo(backend, support, "reset-quota", done.run.id);
    expect(undone).toMatchObject({ status: 200, body: { proof: { status: "verified" } } });
    expect(await rows()).toEqual(before);
  });

  test("a customer neither sees what is aside nor the limiter, and may not act", async () => {
    const customer = await backend.signIn("cliente@comptalyze.test");
    for (const [schema, table] of [
      ["public", "rate_limits"],
      ["public", "set_aside"],
      ["private", "set_aside"],
    ] as const) {
      const answer = await backend.request(
        `/rest/v1/${table}`,
        { headers: { "accept-profile": schema } },
        customer,
      );
      expect([401, 403, 404, 406], `${schema}.${table}`).toContain(answer.status);
    }
    for (const action of ["reset-quota", "unblock-user"] as const) {
      expect(await preview(backend, customer, action, { user_id })).toMatchObject({
        status: 403,
        body: { error: { code: "not_staff" } },
      });
    }
  });

  test("unblocking is verified by a shared store only", async () => {
    const inMemory = await perform(backend, support, "unblock-user", { user_id });
    expect(inMemory).toMatchObject({ changes: [], proof: { status: "unverified" }, undo: false });

    await backend.database.query(
      `update private.settings set value = '"shared"' where key = 'limiter_store'`,
    );
    expect(await offReason("unblock-user")).toBe("not_limited");
    await backend.database.query("insert into public.rate_limits (user_id, hits) values ($1, 99)", [
      user_id,
    ]);
    const shared = await perform(backend, support, "unblock-user", { user_id });
    expect(shared).toMatchObject({
      changes: [{ field: "limiter_entry", before: "counting", after: "none" }],
      proof: { status: "verified" },
    });
  });
});
