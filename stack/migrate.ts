import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "./database.ts";
import { StackFailure } from "./failure.ts";
import { root } from "./options.ts";

const folder = resolve(root, "supabase/migrations");

const JOURNAL = `
create schema if not exists stack;
create table if not exists stack.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now());
`;

/** Applies the migrations that this database does not have yet, each in a transaction; gives how many. */
export async function migrate(database: Database): Promise<number> {
  await database.exec(JOURNAL);
  const applied = new Map(
    (
      await database.query<{ name: string; hash: string }>(
        "select name, hash from stack.migrations",
      )
    ).map((row) => [row.name, row.hash]),
  );
  const latest = [...applied.keys()].sort().at(-1) ?? "";
  let count = 0;
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()) {
    const script = readFileSync(resolve(folder, name), "utf8");
    const hash = createHash("sha256").update(script).digest("hex");
    const known = applied.get(name);
    if (known === hash) continue;
    // A file that changed, or one that belongs before what was applied: this is another history.
    if (known !== undefined || name < latest) {
      throw new StackFailure(
        `The kept database was made by another version of ${name}. Start over with: npm start -- --fresh`,
      );
    }
    await database.exec(
      `begin; set local check_function_bodies = on; ${script}\n; insert into stack.migrations (name, hash) values ('${name}', '${hash}'); commit;`,
    );
    count += 1;
  }
  return count;
}
