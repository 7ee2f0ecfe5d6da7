import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "../options.ts";

/**
 * Fills a migrated database with the demo data: the same customers every time. `present` is the moment
 * that its last events are of, as PostgreSQL reads it; the current full hour unless told.
 */
export async function seedDatabase(
  exec: (script: string) => Promise<unknown>,
  users: number,
  present = "",
): Promise<void> {
  const script = readFileSync(resolve(root, "supabase/seed.sql"), "utf8");
  await exec(
    `set seed.users = '${users}';\nset seed.now = '${present}';\n${script}\n;reset seed.users;reset seed.now;`,
  );
}
