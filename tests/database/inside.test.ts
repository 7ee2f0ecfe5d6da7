import { afterAll, beforeAll, expect, test } from "vitest";
import { openRecords, RECORDS, type Records } from "./records.ts";
import type { Person } from "./session.ts";

const NOTHING = "00000000-0000-4000-8000-0000000000ff";
const LEASE = "00000000-0000-4000-8000-0000000000aa";
const { customer, item, running } = RECORDS;

let session: Records["session"];
let people: Records["people"];
let close: Records["close"];

beforeAll(async () => {
  ({ session, people, close } = await openRecords());
});
afterAll(() => close?.());

/** What an expression gives to the owner, or the refusal; nothing of it stays. */
async function said(sql: string, given = "", by: Person = null): Promise<string> {
  await session.query("begin");
  try {
    await session.query("select set_config('request.jwt.claim.sub', $1, true)", [by?.userId ?? ""]);
    if (given !== "") await session.query(given);
    const [row] = await session.query<{ said: string | null }>(`select (${sql})::text as said`);
    return String(row?.said);
  } catch (error) {
    const { code, message, detail } = error as { code: string; message: string; detail?: string };
    return [code, message, detail].filter(Boolean).join(" ");
  } finally {
    await session.query("rollback");
  }
}

const LOST = 'PT409 conflict {"cause":"lease_lost"}';

test("an item is the worker's who has its lease, while it runs", async () => {
  const leased = (id: string, lease: string | null) =>
    `(private.leased_item('${id}', ${lease === null ? "null" : `'${lease}'`})).position`;
  const status = (name: string) =>
    `update private.run_items set status = '${name}', lease = '${LEASE}'`;
  expect(await said(leased(item, LEASE), status("running"))).toBe("1");
  expect(await said(leased(item, NOTHING), status("running"))).toBe(LOST);
  expect(await said(leased(item, null), status("running"))).toBe(LOST);
  expect(await said(leased(item, LEASE), status("pending"))).toBe(LOST);
  expect(await said(leased(item, LEASE), status("done"))).toBe(LOST);
  expect(await said(leased(NOTHING, LEASE))).toBe(LOST);
  expect(await said(leased(NOTHING, null))).toBe(LOST);
});

test("an item waits for its time, and its effect happens once", async () => {
  const claimed = `jsonb_array_length(private.claim_items('${running}') -> 'items')`;
  const due = (moment: string) =>
    `update private.run_items set not_before = clock_timestamp() ${moment} where id = '${item}'`;
  expect(await said(claimed)).toBe("1");
  expect(await said(claimed, due("+ interval '1 minute'"))).toBe("0");
  expect(await said(claimed, due("- interval '1 second'"))).toBe("1");
  const applied = `update private.run_items set status = 'running', lease = '${LEASE}', applied_at = now(),
    changes = '["what it did"]' where id = '${item}'`;
  expect(await said(`private.apply_item('${item}', '${LEASE}', '{}') ->> 'changes'`, applied)).toBe(
    '["what it did"]',
  );
});

test("a copy of a vendor's list is the worker's who has its lease, until it ends", async () => {
  const leased = (name: string, lease: string) =>
    `(private.leased_sync('${name}', '${lease}')).name`;
  const until = (moment: string) =>
    `update private.syncs set lease = '${LEASE}', lease_until = clock_timestamp() ${moment}`;
  expect(await said(leased("stripe_events", LEASE), until("+ interval '1 minute'"))).toBe(
    "stripe_events",
  );
  expect(await said(leased("stripe_events", LEASE), until("- interval '1 second'"))).toBe(LOST);
  expect(await said(leased("stripe_events", NOTHING), until("+ interval '1 minute'"))).toBe(LOST);
  expect(await said(leased("other", LEASE), until("+ interval '1 minute'"))).toBe(LOST);
});

test("who is not there is locked by nobody and reconciled with nothing", async () => {
  const missing = 'PT404 not_found {"kind":"user"}';
  expect(await said(`private.lock_target(null, '{"user_id":"${NOTHING}"}')`)).toBe(missing);
  expect(await said(`private.reconcile_user('${NOTHING}', '{"subscriptions":[]}')`)).toBe(missing);
  expect(await said(`private.lock_target(null, '{"user_id":"${customer}"}')`)).toBe(
    "cliente@example.fr",
  );
});

test("a request whose glass was broken runs alone after its delay, and never when its time is over", async () => {
  const turn = (glass: string | null, expires: string, approvals = "private.turn_approvals()") =>
    said(
      approvals,
      `alter table private.approvals disable trigger immutable;
      update private.approvals set expires_at = now() + interval '${expires}',
        glass_broken_at = ${glass === null ? "null" : `now() - interval '${glass}'`};
      alter table private.approvals enable trigger immutable;`,
    );
  const counts = (ran_alone: number, expired: number) =>
    `{"expired": ${expired}, "ran_alone": ${ran_alone}}`;
  expect(await turn(null, "1 hour")).toBe(counts(0, 0));
  expect(await turn("14 minutes 59 seconds", "1 hour")).toBe(counts(0, 0));
  expect(await turn("15 minutes", "1 hour")).toBe(counts(1, 0));
  expect(await turn("15 minutes", "0")).toBe(counts(0, 1));
  expect(await turn(null, "0")).toBe(counts(0, 1));
});

test("what was denied to somebody who works here is told, what was only wrong is not", async () => {
  const told = async (state: string, by: Person, given = "") => {
    await session.query("begin");
    try {
      await session.query("select set_config('request.jwt.claim.sub', $1, true)", [
        by?.userId ?? "",
      ]);
      if (given !== "") await session.query(given);
      await session.query(
        "select private.record_refusal('action', 'ban-user', null, null, $1, 'x', '')",
        [state],
      );
      const lines = await session.query<{ line: string }>(
        `select concat_ws(' ', p.outcome, p.actor_email, p.details ->> 'status') as line from private.audit_pending p
        where p.tx = pg_current_xact_id() and p.event = 'action'`,
      );
      const [answer] = await session.query<{ status: string }>(
        "select current_setting('response.status', true) as status",
      );
      expect(answer?.status).toBe(state.slice(2));
      return lines.map(({ line }) => line);
    } finally {
      await session.query("rollback");
    }
  };
  for (const state of ["PT401", "PT403", "PT409"]) {
    expect(await told(state, people.ops)).toEqual([`denied ops@comptalyze.test ${state.slice(2)}`]);
    expect(await told(state, null)).toEqual([]);
  }
  for (const state of ["PT400", "PT404", "PT422"])
    expect(await told(state, people.ops)).toEqual([]);
  const knocked = `insert into private.audit (actor_id, event, outcome) values ('${people.customer?.userId}', 'action', 'denied');`;
  expect(await told("PT403", people.customer)).toEqual(["denied zoe.lambert@example.fr 403"]);
  expect(await told("PT403", people.customer, knocked)).toEqual([]);
  expect(
    await told(
      "PT403",
      people.ops,
      knocked.replace(String(people.customer?.userId), String(people.ops?.userId)),
    ),
  ).toHaveLength(1);
});

test("a vendor is called at its rate, and rests no longer than five minutes", async () => {
  // So slow that it does not matter how long asking takes.
  const slow = "update private.vendor_rates set per_second = 0.001 where service = 'resend';";
  const wait = (given: string) =>
    said("(private.take_turn('resend') ->> 'wait_ms')::numeric > 500000", slow + given);
  expect(await wait("")).toBe("false");
  expect(await wait("select private.take_turn('resend')")).toBe("true");
  const rest = (seconds: number) =>
    said(
      `(private.rest_vendor('resend', ${seconds}) ->> 'until')::timestamptz - clock_timestamp() > interval '${Math.min(seconds, 300) + 1} seconds'`,
    );
  expect(await rest(60)).toBe("false");
  expect(await rest(3600)).toBe("false");
});

test("who writes is told by the role, seen from a function with its owner's rights too", async () => {
  const definer = `create function pg_temp.writer() returns text security definer language sql as 'select private.writer_role()';`;
  for (const role of ["authenticated", "service_role"]) {
    expect(await said("pg_temp.writer()", `${definer} set local role ${role}`)).toBe(role);
  }
  expect(await said("pg_temp.writer() = session_user", definer)).toBe("true");
});

test("simulations that could not come back as they were are not set aside", async () => {
  const reset = `private.reset_quota('{"user_id":"${customer}"}', '${NOTHING}', now()) ->> 'rows'`;
  const made = (column: string) =>
    `alter table public.urssaf_records add column more json;
    insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, more)
    values ('${customer}', '2026-11', 'BNC', 100, 10, '${column}');`;
  expect(await said(reset, made('{"a": 1}'))).toBe("1");
  // Of two equal keys one would be lost.
  expect(await said(reset, made('{"a": 1, "a": 2}'))).toBe(
    'PT409 blocked {"blockers":[{"code":"records_not_restorable","args":{}}]}',
  );
});

test("what was changed since is not put back", async () => {
  const changes = `[{"entity":"user","id":"${customer}","field":"plan","before":"free","after":"pro"}]`;
  const row = `(select i from private.run_items i where i.id = '${item}')`;
  expect(
    await said(
      `private.unapply_reconcile(${row}, '{"subscriptions":[]}')`,
      `update private.run_items set target_id = '${customer}', changes = '${changes}' where id = '${item}'`,
    ),
  ).toMatch(/^PT409 not_undoable .*changed_since/);
  const run = `(select r from private.runs r where r.id = '${running}')`;
  expect(
    await said(
      `private.undo_reset_quota(${run}, '{"rows":1,"checksum":"x"}')`,
      `update private.runs set undoes_run = '${RECORDS.ended}' where id = '${running}'`,
    ),
  ).toMatch(/^PT409 not_undoable .*changed_since/);
});

test("an undo opens the grants that its run ended, and no others", async () => {
  const open = (by: string) =>
    said(
      `select count(*) from private.grants g where g.user_id = '${customer}' and g.revoked_at is null`,
      `update private.runs set undoes_run = '${RECORDS.ended}', params = '{"user_id":"${customer}"}' where id = '${running}';
      update private.grants set revoked_at = now(), revoked_by_run = '${by}' where user_id = '${customer}';
      select private.undo_revoke(r, jsonb_build_object('mirror', '{}'::jsonb, 'grants', (select jsonb_agg(g.id) from private.grants g)))
      from private.runs r where r.id = '${running}';`,
    );
  expect(await open(RECORDS.ended)).toBe("1");
  expect(await open(NOTHING)).toBe("0");
});
