import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Row } from "../../stack/database.ts";
import { become, type Person, signedIn } from "../database/session.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { planOf, REASON, run } from "./premiumCalls.ts";

let backend: Backend;
let customers: ReturnType<typeof customersOf>;
let support: string;
let person: Person;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres());
  customers = customersOf(backend.database);
  support = await backend.signIn("support@comptalyze.test");
  person = await signedIn(backend.database, "support@comptalyze.test");
});
afterAll(() => backend.close());

/** A run that is ready to be sent, again and again, under one key. */
async function intent() {
  const { id } = await customers("free");
  const params = { user_id: id, days: 7 };
  const plan = await planOf(backend, support, "grant-premium", params);
  const key = randomUUID();
  const body = JSON.stringify({ mode: "run", params, plan, reason: REASON });
  return {
    id,
    send: () => run(backend, support, "grant-premium", params, plan, { key }),
    /** The same request, given up by the caller after some milliseconds. */
    hangUp: (milliseconds: number) =>
      backend
        .request(
          "/functions/v1/grant-premium",
          {
            method: "POST",
            headers: { "content-type": "application/json", "idempotency-key": key },
            body,
            signal: AbortSignal.timeout(milliseconds),
          },
          support,
        )
        .then(
          (answer) => answer.status,
          () => "hung up",
        ),
  };
}

/** Run, grant, journal line and mirror of a customer in one snapshot: all of them, or none. */
async function effectOf(id: string): Promise<"whole" | "none"> {
  const [row] = await backend.database.query<{ parts: (number | boolean)[] }>(
    `select jsonb_build_array(
       (select count(*) from private.runs where target_user = u.id and status = 'succeeded'),
       (select count(*) from private.grants g where g.user_id = u.id and g.run_id is not null),
       (select count(*) from private.audit a where a.target_id = u.id::text and a.outcome = 'done'),
       (select count(*) from private.users c where c.id = u.id and c.plan = 'premium'),
       (u.raw_user_meta_data ->> 'is_premium' = 'true')::int,
       (select count(*) from private.runs where target_user = u.id and status <> 'succeeded') + 1
     ) as parts
     from auth.users u where u.id = $1`,
    [id],
  );
  const whole = JSON.stringify([1, 1, 1, 1, 1, 1]);
  const none = JSON.stringify([0, 0, 0, 0, 0, 1]);
  const found = JSON.stringify(row?.parts);
  expect([whole, none]).toContain(found);
  return found === whole ? "whole" : "none";
}

async function until(what: string, holds: () => Promise<boolean> | boolean) {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

/** Nothing of an abandoned request is still at work in the database. */
const settled = () =>
  until("the database to come to rest", async () => {
    const busy = await backend.database.query(
      `select pid from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
    );
    return busy.length === 0;
  });

/** Waits until functions are served, by another process than the one that was killed. */
const runtimeOtherThan = (killed?: number) =>
  until("the runtime", () => {
    const { functions } = backend;
    return functions?.address() !== null && functions?.pid() !== killed;
  });

// A test that fails while there is none must not fail the next ones.
beforeEach(() => runtimeOtherThan());

test("the runtime is killed during a run: all or nothing, it comes back, and a retry has one effect", async () => {
  const { functions } = backend;
  const seen = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    const wanted = await intent();
    const pid = functions?.pid() ?? 0;
    const pending = wanted.send();
    await pause(randomInt(0, 60));
    process.kill(pid, "SIGKILL");
    const cut = await pending;
    expect([200, 503]).toContain(cut.status);
    if (cut.status === 503) expect(cut.body.error.code).toBe("database_down");
    await settled();
    const effect = await effectOf(wanted.id);
    if (cut.status === 200) expect(effect).toBe("whole");
    seen.add(`${cut.status} ${effect}`);

    await runtimeOtherThan(pid);
    const again = await wanted.send();
    expect(again).toMatchObject({ status: 200, body: { proof: { status: "verified" } } });
    expect(await effectOf(wanted.id)).toBe("whole");
  }
  expect(seen.size).toBeGreaterThan(0);
});

test("the caller hangs up: all or nothing, and a retry has one effect", async () => {
  for (const milliseconds of [1, 10, 25, 50]) {
    const wanted = await intent();
    await wanted.hangUp(milliseconds);
    await settled();
    await effectOf(wanted.id);
    expect(await wanted.send()).toMatchObject({ status: 200 });
    expect(await effectOf(wanted.id)).toBe("whole");
  }
});

/** The Data API's transaction by hand: the driver of the embedded one ends the process when a backend dies. */
async function asSupport(id: string, plan: string, key: string) {
  const client = new pg.Client({ connectionString: backend.database.url ?? "" });
  client.on("error", () => {});
  await client.connect();
  const query = async <T extends Row>(sql: string, params: unknown[] = []) =>
    (await client.query<T>(sql, params)).rows;
  const end = () => client.end().catch(() => {});
  const [own] = await query<{ pid: number }>("select pg_backend_pid() as pid");
  const call = async () => {
    await query("begin");
    await become({ query, close: end }, person);
    await query("select backoffice.run_action('grant-premium', $1::jsonb, $2, $3, $4)", [
      JSON.stringify({ user_id: id, days: 7 }),
      plan,
      REASON,
      key,
    ]);
    await query("commit");
  };
  return { pid: own?.pid, call, end };
}

test("the database ends the connection of a run halfway: nothing is written, and a retry has one effect", async () => {
  const { database } = backend;
  const admin = new pg.Client({ connectionString: database.url ?? "" });
  await admin.connect();
  const seen = new Set<string>();
  for (let round = 0; round < 8; round += 1) {
    const { id } = await customers("free");
    const plan = await planOf(backend, support, "grant-premium", { user_id: id, days: 7 });
    const key = randomUUID();
    const halfway = await asSupport(id, plan, key);
    // Once while it waits for the customer's row, then wherever it happens to be.
    const waits = round === 0;
    if (waits) {
      await admin.query("begin");
      await admin.query("select from auth.users where id = $1 for update", [id]);
    }
    const outcome = halfway.call().then(
      () => "done",
      () => "cut",
    );
    if (waits) {
      await until("the run to wait", async () => {
        const found = await database.query(
          "select pid from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'",
          [halfway.pid],
        );
        return found.length > 0;
      });
    } else {
      await pause(randomInt(0, 25));
    }
    await admin.query("select pg_terminate_backend($1)", [halfway.pid]);
    if (waits) await admin.query("rollback");
    const told = await outcome;
    await halfway.end();
    await settled();
    const effect = await effectOf(id);
    if (told === "done") expect(effect).toBe("whole");
    if (waits) expect([told, effect]).toEqual(["cut", "none"]);
    seen.add(effect);

    const again = await asSupport(id, plan, key);
    await again.call();
    await again.end();
    expect(await effectOf(id)).toBe("whole");
  }
  await admin.end();
  expect(seen).toContain("none");
});
