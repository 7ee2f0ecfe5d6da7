import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { connectPostgres, startPostgres } from "../../stack/database.ts";
import { keysIn } from "../../stack/keys.ts";
import { migrate } from "../../stack/migrate.ts";
import { seedDatabase } from "../../stack/seed/database.ts";
import { openSupabase } from "../../stack/supabase.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A real PostgreSQL server; database "template_console" is migrated and has the demo data. */
    postgresUrl: string;
    /** The present of that data: a PGlite seeded in the next hour would have other numbers. */
    present: string;
  }
}

const HOUR_MS = 3_600_000;

const OWN_TEMPLATE = "template_console";

/** The database that is cloned. tests/mutation names another one, on a server that runs already. */
export const TEMPLATE = process.env.TEST_TEMPLATE ?? OWN_TEMPLATE;

/** A changed database is there on PostgreSQL alone. */
export const POSTGRES_ALONE = TEMPLATE !== OWN_TEMPLATE;

const MEMORY = "/dev/shm";
const ROOM_BYTES = 2 ** 31;
const END_WITHIN_MS = 5_000;

/** A folder of the machine's memory where there is one with room: databases come and go by the hundred. */
function inMemory(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
}

/** One server for all test files of all projects; each file clones the template (backend.ts). */
export default async function setup({ vitest }: TestProject) {
  // Each project that names this file calls it; the first one has started the server for all.
  if (vitest.getRootProject().getProvidedContext().postgresUrl !== undefined) return;
  if (process.env.TEST_SERVER !== undefined) {
    vitest.getRootProject().provide("postgresUrl", process.env.TEST_SERVER);
    return;
  }
  const folder = mkdtempSync(join(inMemory(), "comptalyze-pg-"));
  // As root the server runs as another user, who must reach the folder.
  chmodSync(folder, 0o755);
  const server = await startPostgres(join(folder, "data"), {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_wal_size: "256MB",
    max_connections: "200",
    // A worker takes longer to start than any table here to read.
    max_parallel_workers_per_gather: "0",
  });
  const forget = () => rmSync(folder, { recursive: true, force: true });
  // A run that is broken off does not keep the memory: after the server, which is told to end first.
  process.once("exit", () => {
    const until = Date.now() + END_WITHIN_MS;
    while (existsSync(join(folder, "data/postmaster.pid")) && Date.now() < until) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    forget();
  });
  const owner = await connectPostgres(server.url);
  await owner.exec(`create database ${TEMPLATE}`);
  await owner.close();
  const url = server.url.replace(/postgres$/, TEMPLATE);
  const database = await connectPostgres(url);
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  const present = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString();
  await seedDatabase(database.exec, 300, present);
  await database.close();
  vitest.getRootProject().provide("postgresUrl", server.url);
  vitest.getRootProject().provide("present", present);
  return async () => {
    await server.stop();
    forget();
  };
}
