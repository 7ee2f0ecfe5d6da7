import { chmodSync, mkdtempSync, rmSync } from "node:fs";
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
  }
}

const OWN_TEMPLATE = "template_console";

/** The database that is cloned. tests/mutation names another one, on a server that runs already. */
export const TEMPLATE = process.env.TEST_TEMPLATE ?? OWN_TEMPLATE;

/** A changed database is there on PostgreSQL alone. */
export const POSTGRES_ALONE = TEMPLATE !== OWN_TEMPLATE;

/** One server for all test files of all projects; each file clones the template (backend.ts). */
export default async function setup({ vitest }: TestProject) {
  // Each project that names this file calls it; the first one has started the server for all.
  if (vitest.getRootProject().getProvidedContext().postgresUrl !== undefined) return;
  if (process.env.TEST_SERVER !== undefined) {
    vitest.getRootProject().provide("postgresUrl", process.env.TEST_SERVER);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "comptalyze-pg-"));
  // As root the server runs as another user, who must reach the folder.
  chmodSync(folder, 0o755);
  const server = await startPostgres(join(folder, "data"), {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: "200",
    // A worker takes longer to start than any table here to read.
    max_parallel_workers_per_gather: "0",
  });
  const owner = await connectPostgres(server.url);
  await owner.exec(`create database ${TEMPLATE}`);
  await owner.close();
  const url = server.url.replace(/postgres$/, TEMPLATE);
  const database = await connectPostgres(url);
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, 300);
  await database.close();
  vitest.getRootProject().provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
