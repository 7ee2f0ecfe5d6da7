import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { openPglite } from "../../stack/database.ts";
import { keysIn } from "../../stack/keys.ts";
import { migrate } from "../../stack/migrate.ts";
import { seedDatabase } from "../../stack/seed/database.ts";
import { openSupabase } from "../../stack/supabase.ts";

const PATIENCE_MS = 100_000;

async function make(file: string, users: number): Promise<void> {
  const database = await openPglite(null);
  await openSupabase(database, keysIn(null), "http://localhost");
  await migrate(database);
  await seedDatabase(database.exec, users);
  const driver: unknown = "driver" in database.connection ? database.connection.driver : null;
  if (!(driver instanceof PGlite)) throw new Error("this is not a PGlite");
  const image = await driver.dumpDataDir("none");
  await database.close();
  writeFileSync(`${file}.part`, Buffer.from(await image.arrayBuffer()));
  renameSync(`${file}.part`, file);
}

/**
 * A migrated PGlite with demo data as a file. Making one takes seconds, opening it a fraction: the
 * first test file that asks makes it, the others wait for it.
 */
export async function pgliteImage(folder: string, users: number): Promise<Blob> {
  const file = join(folder, `${users}.tar`);
  try {
    mkdirSync(`${file}.lock`);
    await make(file, users);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const until = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (Date.now() > until) throw new Error(`nobody made ${file}`);
    await pause(50);
  }
  return openAsBlob(file);
}
