import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { StackFailure } from "../failure.ts";
import { root } from "../options.ts";
import { type Cleaned, cleanDatabase } from "./clean.ts";
import { callSeedControl } from "./control.ts";
import { seedDatabase } from "./database.ts";
import { type DatabaseRows, readRows } from "./rows.ts";

/** The database that a seed script works on. */
export type SeedTarget = {
  name: string;
  seed(users: number): Promise<unknown>;
  clean(): Promise<Cleaned>;
  rows(): Promise<DatabaseRows>;
  close(): Promise<void>;
};

export type Env = Record<string, string | undefined>;

export const PROMISE_FLAG = "yes-this-is-not-production";

/** The addresses of a running stack, with those of the caller's own environment before them. */
export function readEnv(own: Env = process.env, dataDir = resolve(root, ".stack")): Env {
  const file = resolve(dataDir, "env");
  return existsSync(file) ? { ...parseEnv(readFileSync(file, "utf8")), ...own } : own;
}

/** Whether an address is this machine. Anything else may be a customer's data. */
export function isLocal(url: string): boolean {
  const parsed = URL.parse(url);
  // A Postgres address may name its real host among the parameters.
  if (parsed === null || parsed.searchParams.has("host")) return false;
  return ["localhost", "127.0.0.1", "[::1]"].includes(parsed.hostname);
}

/** Refuses another machine without the promise that it is not production. */
export function guardTarget(url: string, promised: boolean): void {
  if (promised || isLocal(url)) return;
  const host = URL.parse(url)?.hostname || "an unreadable address";
  throw new StackFailure(
    `Demo data does not go to ${host}: it is not on this machine and may be production. ` +
      `If it is not, say so with --${PROMISE_FLAG}.`,
  );
}

/** DATABASE_URL when there is one, else the running stack. */
export async function openTarget(env: Env, promised: boolean): Promise<SeedTarget> {
  const { DATABASE_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = env;
  if (DATABASE_URL) {
    guardTarget(DATABASE_URL, promised);
    return postgresTarget(DATABASE_URL);
  }
  if (SUPABASE_URL && SUPABASE_SECRET_KEY && isLocal(SUPABASE_URL)) {
    return stackTarget(SUPABASE_URL, SUPABASE_SECRET_KEY);
  }
  throw new StackFailure(
    "Nothing to fill: start the console with npm start, or set DATABASE_URL to a migrated database.",
  );
}

async function postgresTarget(url: string): Promise<SeedTarget> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const exec = (script: string) => client.query(script);
  const query = async <T extends Record<string, unknown>>(sql: string, params: unknown[] = []) =>
    (await client.query<T>(sql, params)).rows;
  return {
    name: `${client.host}:${client.port}/${client.database ?? ""}`,
    seed: (users) => seedDatabase(exec, users),
    clean: () => cleanDatabase({ exec, query }),
    rows: () => readRows(query),
    close: () => client.end(),
  };
}

function stackTarget(url: string, key: string): SeedTarget {
  return {
    name: `the stack at ${url}`,
    seed: (users) => callSeedControl(url, key, "POST", { users }),
    clean: async () => (await callSeedControl(url, key, "DELETE")) as Cleaned,
    rows: async () => (await callSeedControl(url, key, "GET")) as DatabaseRows,
    close: async () => {},
  };
}
