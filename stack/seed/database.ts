import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "../options.ts";

/** Fills a migrated database with the demo data: the same customers every time. */
export async function seedDatabase(
  exec: (script: string) => Promise<unknown>,
  users: number,
): Promise<void> {
  const script = readFileSync(resolve(root, "supabase/seed.sql"), "utf8");
  await exec(`set seed.users = '${users}';\n${script}\n;reset seed.users;`);
}
