import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  openAsBlob,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { inject } from "vitest";
import { openPglite } from "../../stack/database.ts";
import { keysIn } from "../../stack/keys.ts";
import { migrate } from "../../stack/migrate.ts";
import { root } from "../../stack/options.ts";
import { seedDatabase } from "../../stack/seed/database.ts";
import { openSupabase } from "../../stack/supabase.ts";

const PATIENCE_MS = 100_000;

/** Makes what initdb leaves quick to open: fewer bytes to load, and no second segment of WAL at every start. */
const TRIM = [
  "alter system set shared_buffers = '16MB'",
  "alter system set min_wal_size = '32MB'",
  "alter system set wal_recycle = off",
  "alter system set wal_init_zero = off",
  "update pg_database set datistemplate = false",
  "drop database template0",
  "drop database template1",
];

/** Kept between runs: initdb takes seconds, and gives the same for one version of PGlite. */
function emptyFile(): string {
  const about = readFileSync(
    resolve(root, "node_modules/@electric-sql/pglite/package.json"),
    "utf8",
  );
  const { version } = JSON.parse(about) as { version: string };
  const hash = createHash("sha256").update(TRIM.join(version)).digest("hex").slice(0, 12);
  return resolve(root, `node_modules/.cache/pglite-${hash}.tar`);
}

async function write(file: string, driver: PGlite): Promise<void> {
  // What follows goes to a new segment, and is all that a start has to read again.
  await driver.exec("select pg_switch_wal(); checkpoint");
  const image = await driver.dumpDataDir("none");
  const part = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(part, Buffer.from(await image.arrayBuffer()));
  renameSync(part, file);
}

/** The first test file that asks makes it, the others wait for it. */
async function once(file: string, lock: string, make: () => Promise<void>): Promise<Blob> {
  if (!existsSync(file)) {
    try {
      mkdirSync(lock);
      await make();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  const until = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (Date.now() > until) throw new Error(`nobody made ${file}`);
    await pause(50);
  }
  return openAsBlob(file);
}

/** An empty PGlite as a file: opening one takes a fraction of making it. */
export function emptyImage(): Promise<Blob> {
  const file = emptyFile();
  return once(file, join(inject("imageFolder"), "empty.lock"), async () => {
    const driver = await PGlite.create();
    for (const statement of TRIM) await driver.exec(statement);
    await write(file, driver);
    await driver.close();
  });
}

/** A migrated PGlite with demo data as a file. */
export function seededImage(users: number): Promise<Blob> {
  const file = join(inject("imageFolder"), `${users}.tar`);
  return once(file, `${file}.lock`, async () => {
    const database = await openPglite(null, await emptyImage());
    await openSupabase(database, keysIn(null), "http://localhost");
    await migrate(database);
    await seedDatabase(database.exec, users, inject("present"));
    const driver: unknown = "driver" in database.connection ? database.connection.driver : null;
    if (!(driver instanceof PGlite)) throw new Error("this is not a PGlite");
    await write(file, driver);
    await database.close();
  });
}
