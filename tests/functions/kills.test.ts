import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { runByTwo } from "./premiumCalls.ts";
import { wakeWorker } from "./worker.ts";

const ACTION = "reconcile-subscriptions";
const KILLS = 6;

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres(), { vendors: true });
  await backend.database.query("update private.vendor_rates set per_second = 200");
  await backend.database.query(
    "update private.settings set value = '2' where key = 'lease_seconds'",
  );
  await backend.database.query(
    "update private.settings set value = '50' where key = 'item_attempts'",
  );
});
afterAll(() => backend.close());

test("the function runtime dies again and again: every item is done once, none is lost", async () => {
  const token = await backend.signIn("ops@comptalyze.test");
  // Every payer differs, so every item has an effect.
  const changed = await backend.database.query(
    "update public.subscriptions set amount_cents = amount_cents + 1 where user_id is not null returning id",
  );
  const support = await backend.signIn("support@comptalyze.test");
  await runByTwo(backend, [support, token], ACTION, { all: true });
  void wakeWorker(backend);
  const ended = async () => {
    const [row] = await backend.database.query<{ open: string; status: string }>(
      `select r.status, count(i.id) filter (where i.status in ('pending', 'running')) as open
      from private.runs r join private.run_items i on i.run_id = r.id where r.action = $1 group by 1`,
      [ACTION],
    );
    return row;
  };
  await expect.poll(async () => (await ended())?.status).toBe("running");
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(300 + kill * 70);
    const pid = backend.functions?.pid();
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await expect
      .poll(() => backend.functions?.pid() !== pid && backend.functions?.address(), {
        timeout: 30_000,
      })
      .toBeTruthy();
    void wakeWorker(backend);
  }
  await expect
    .poll(
      async () => {
        await wakeWorker(backend);
        return (await ended())?.status;
      },
      { timeout: 90_000, interval: 500 },
    )
    .toBe("succeeded");

  const [once] = await backend.database.query<Record<string, number>>(
    `select count(*)::int as items,
      count(*) filter (where i.status in ('done', 'skipped'))::int as ended,
      max((select count(*) from private.audit a where a.run_id = i.run_id and a.target_id = i.target_id
        and a.details ->> 'item' = 'true'))::int as most_lines,
      (select count(*) from private.audit a where a.run_id = i.run_id and a.details ->> 'item' = 'true')::int as lines,
      (select count(distinct user_id) from public.subscriptions where user_id is not null)::int as payers
    from private.run_items i join private.runs r on r.id = i.run_id where r.action = $1 group by i.run_id`,
    [ACTION],
  );
  expect(changed.length).toBeGreaterThan(50);
  expect(once?.ended).toBe(once?.items);
  // One line of the journal for each effect: none twice, none missing.
  expect(once?.most_lines).toBe(1);
  expect(once?.lines).toBeGreaterThanOrEqual(Number(once?.payers) - 5);
}, 180_000);
