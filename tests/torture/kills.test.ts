import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPostgres, type PostgresServer, startPostgres } from "../../stack/database.ts";
import { keysIn } from "../../stack/keys.ts";
import { migrate } from "../../stack/migrate.ts";
import { seedDatabase } from "../../stack/seed/database.ts";
import { openSupabase } from "../../stack/supabase.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import {
  expectOnce,
  hurry,
  killRuntime,
  startForEverybody,
  tallyOf,
  untilEnded,
  untilFurther,
} from "../support/manyItems.ts";

/** So many customers that more than 2,000 of them have paid. */
const USERS = 6_000;
const RUNTIME_KILLS = 50;
const DATABASE_KILLS = 5;

const folder = mkdtempSync(join(tmpdir(), "comptalyze-kills-"));
const data = join(folder, "data");
let server: PostgresServer;
let port: number;
let backend: Backend;

// Crashes are meant: the server writes as in production.
const start = () => startPostgres(data, { max_connections: "120" }, port);

beforeAll(async () => {
  chmodSync(folder, 0o755);
  server = await startPostgres(data, { max_connections: "120" });
  port = Number(new URL(server.url).port);
  // At each of its deaths the server takes some with it.
  const database = await connectPostgres(server.url, undefined, { connections: 80 });
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, USERS);
  // As patient as in production: what the server died under never comes back.
  backend = await startBackend(database, {
    vendors: true,
    env: { DATABASE_TIMEOUT_MS: "15000" },
  });
  await hurry(backend);
}, 300_000);

afterAll(async () => {
  await backend?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server dies as in a power cut, and comes back on the same files. */
async function killDatabase(): Promise<void> {
  if (server.pid === undefined) throw new Error("no server");
  process.kill(server.pid, "SIGKILL");
  await expect
    .poll(
      async () => {
        try {
          server = await start();
          return true;
        } catch {
          return false;
        }
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true);
}

test("a run over 2,000 customers, the runtime killed 50 times and the database 5 times: 0 lost, 0 doubled", async () => {
  const run = await startForEverybody(backend);
  const { items } = await tallyOf(backend, run);
  expect(items).toBeGreaterThanOrEqual(2_000);
  for (let kill = 1; kill <= RUNTIME_KILLS; kill += 1) {
    await untilFurther(backend, run, 20);
    await pause((kill % 7) * 30);
    if (kill % (RUNTIME_KILLS / DATABASE_KILLS) === 0) await killDatabase();
    await killRuntime(backend);
  }
  const { open } = await tallyOf(backend, run);
  expect(open).toBeGreaterThan(0);
  console.warn(`after ${RUNTIME_KILLS} and ${DATABASE_KILLS} kills ${open} of ${items} were open`);
  const tally = await untilEnded(backend, run, 1_200_000);
  expectOnce(tally);
  const [chain] = await backend.database.query<{ broken: string | null }>(
    "select (private.check_chain(0, sha256('comptalyze audit'), 1000000)).broken_seq::text as broken",
  );
  expect(chain?.broken).toBeNull();
}, 1_800_000);
