// How long the whole comparison with Stripe takes, and what it needs in the functions' runtime:
// every subscription read, compared and written down, at the vendor's own rate, with answers after 50 ms.
//
//   node bench/scan.ts [--subscriptions 10000]

import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { freePort } from "../stack/database.ts";
import { startStack } from "../stack/start.ts";

const MOST_SECONDS = 60;
const MOST_MEGABYTES = 200;
const LATENCY_MS = 50;
const PAGE = 100;
/** So many of a hundred demo customers have a subscription. */
const SHARE = 0.37;

const { values } = parseArgs({ options: { subscriptions: { type: "string", default: "10000" } } });
const wanted = Number(values.subscriptions);

type Sync = { done: boolean; walked: number | null };

/** The most that a process held in memory since it began, in megabytes. */
const peakOf = (pid: number) =>
  Math.round(
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
  );

const folder = mkdtempSync(join(tmpdir(), "comptalyze-bench-scan-"));
// As root the server runs as another user, who must reach the folder.
chmodSync(folder, 0o755);
const stack = await startStack(
  {
    dataDir: folder,
    port: await freePort(),
    engine: "postgres",
    fresh: true,
    dev: false,
    users: Math.ceil(wanted / SHARE),
  },
  () => {},
);
try {
  const { database, functions, vendors, env } = stack;
  const state = async () =>
    (
      await database.query<Sync>(
        `select not cursor ? 'walk' and not cursor ? 'wanted' as done, (cursor ->> 'walked')::int as walked
        from private.syncs where name = 'stripe_subscriptions'`,
      )
    )[0];
  // The first one is the schedule's own: the copy is empty, and every answer comes at once.
  while (!((await state())?.done && (await state())?.walked)) await sleep(200);

  const latency = { match: "GET /v1/*", kind: "latency", ms: LATENCY_MS, times: 1_000_000 };
  await vendors.vendors.stripe.fetch(
    new Request("http://vendor.test/_test/faults", {
      method: "POST",
      body: JSON.stringify([latency]),
    }),
  );
  await database.query(
    "update private.syncs set cursor = cursor || '{\"wanted\":true}' where name = 'stripe_subscriptions'",
  );
  const pid = functions.pid() ?? 0;
  const before = peakOf(pid);
  const started = performance.now();
  for (;;) {
    const answer = await fetch(`${functions.address()}/functions/v1/sync-subscriptions`, {
      method: "POST",
      headers: { apikey: env.SUPABASE_SECRET_KEY ?? "" },
    });
    if (((await answer.json()) as { done: boolean }).done) break;
    await sleep(50);
  }
  const seconds = (performance.now() - started) / 1000;
  const { walked = 0 } = (await state()) ?? {};
  const [open] = await database.query<{ number: number }>(
    "select count(*)::int as number from private.drifts where closed_at is null",
  );
  const megabytes = peakOf(pid);
  const vendorSeconds = (Math.ceil((walked ?? 0) / PAGE) * LATENCY_MS) / 1000;
  const lines = [
    `${walked} subscriptions read, compared and written down; ${open?.number} findings open`,
    `${seconds.toFixed(1)} s of ${MOST_SECONDS}; Stripe's answers alone take ${vendorSeconds.toFixed(1)} s: ${(seconds / vendorSeconds).toFixed(1)} ×`,
    `${megabytes} MB of ${MOST_MEGABYTES} at most in the functions' runtime, ${before} MB before`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES || (walked ?? 0) < wanted)
    process.exitCode = 1;
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
