import { expect } from "vitest";
import { runByTwo } from "../functions/premiumCalls.ts";
import { wakeWorker } from "../functions/worker.ts";
import type { Backend } from "./backend.ts";

const ACTION = "reconcile-subscriptions";

/** Lets the vendors' rates and the patience of leases be those of a test. */
export async function hurry(backend: Backend): Promise<void> {
  await backend.database.query("update private.vendor_rates set per_second = 1000");
  await backend.database.query(
    `update private.settings s set value = v.value::jsonb
    from (values ('lease_seconds', '3'), ('item_attempts', '200')) as v (key, value) where s.key = v.key`,
  );
}

/** Asks for everybody who paid, each of whom differs from Stripe; gives the run's id. */
export async function startForEverybody(backend: Backend): Promise<string> {
  await backend.database.query(
    "update public.subscriptions set amount_cents = amount_cents + 1 where user_id is not null",
  );
  const support = await backend.signIn("support@comptalyze.test");
  const ops = await backend.signIn("ops@comptalyze.test");
  const { run } = await runByTwo(backend, [support, ops], ACTION, { all: true });
  return run.id;
}

export type Tally = {
  status: string;
  items: number;
  open: number;
  ended: number;
  /** Lines of the journal that tell an effect, and the most of them for one item. */
  lines: number;
  most: number;
  /** Items that had something to change. */
  changed: number;
};

/** How far a run is, and whether an effect was told twice. */
export async function tallyOf(backend: Backend, runId: string): Promise<Tally> {
  const [row] = await backend.database.query<Tally>(
    `select r.status, r.items,
      (select count(*)::int from private.run_items i where i.run_id = r.id and i.status in ('pending', 'running')) as open,
      (select count(*)::int from private.run_items i where i.run_id = r.id and i.status in ('done', 'skipped')) as ended,
      (select count(*)::int from private.run_items i where i.run_id = r.id and i.changes <> '[]') as changed,
      coalesce(l.lines, 0)::int as lines, coalesce(l.most, 0)::int as most
    from private.runs r
    left join lateral (
      select sum(n) as lines, max(n) as most from (
        select count(*) as n from private.audit a
        where a.run_id = r.id and a.details ->> 'item' = 'true' group by a.target_id) t
    ) l on true
    where r.id = $1`,
    [runId],
  );
  if (row === undefined) throw new Error("no such run");
  return row;
}

/** Wakes the worker until the run has ended; whoever is away meanwhile is waited for. */
export async function untilEnded(backend: Backend, runId: string, timeout: number): Promise<Tally> {
  await expect
    .poll(
      async () => {
        await wakeWorker(backend);
        return tallyOf(backend, runId).then(
          ({ status }) => status,
          () => "away",
        );
      },
      { timeout, interval: 500 },
    )
    .not.toMatch(/running|away/);
  return tallyOf(backend, runId);
}

/** Wakes the worker and waits until so many more items have ended: a kill then meets work, not a start. */
export async function untilFurther(backend: Backend, runId: string, items: number): Promise<void> {
  const { open: before } = await tallyOf(backend, runId);
  let awake = false;
  // As the schedule does: whoever was away when it was called is called again.
  const wake = () => {
    if (awake) return;
    awake = true;
    void wakeWorker(backend).finally(() => {
      awake = false;
    });
  };
  await expect
    .poll(
      () => {
        wake();
        return tallyOf(backend, runId).then(
          ({ open }) => open,
          () => before,
        );
      },
      { timeout: 120_000, interval: 40 },
    )
    .toBeLessThanOrEqual(Math.max(0, before - items));
}

/** Nothing lost, nothing doubled: every item ended once, and each effect has one line. */
export function expectOnce(tally: Tally): void {
  expect(tally).toMatchObject({ status: "succeeded", open: 0, ended: tally.items, most: 1 });
  expect(tally.lines).toBe(tally.changed);
}

/** Ends the function runtime without warning and waits for the next one. */
export async function killRuntime(backend: Backend): Promise<void> {
  const pid = backend.functions?.pid();
  if (pid !== undefined) process.kill(pid, "SIGKILL");
  await expect
    .poll(() => backend.functions?.pid() !== pid && backend.functions?.address(), {
      timeout: 30_000,
    })
    .toBeTruthy();
}
