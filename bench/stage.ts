import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connectPostgres, startPostgres } from "../stack/database.ts";
import { StackFailure } from "../stack/failure.ts";
import { migrate } from "../stack/migrate.ts";
import { makeCrowd } from "./crowd.ts";

export type Stage = { large: string; small: string; version: string; close(): Promise<void> };

/** A database from an earlier run is used as it is: it must be of these migrations. */
async function check(url: string): Promise<void> {
  const database = await connectPostgres(url);
  try {
    await migrate(database);
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    throw new StackFailure(
      "The kept database is not of today's migrations: remove its folder, or name another with --data.",
    );
  } finally {
    await database.close();
  }
}

async function fill(server: string, name: string, users: number): Promise<string> {
  const url = server.replace(/postgres$/, name);
  const owner = await connectPostgres(server);
  const [found] = await owner.query("select from pg_database where datname = $1", [name]);
  if (found !== undefined) {
    await owner.close();
    await check(url);
    return url;
  }

  // Under its name only when it is whole: an interrupted run must not be measured later.
  const unfinished = `${name}_unfinished`;
  await owner.exec(`drop database if exists ${unfinished}`);
  await owner.exec(`create database ${unfinished}`);
  const database = await connectPostgres(server.replace(/postgres$/, unfinished));
  const started = performance.now();
  await makeCrowd(database, users);
  await database.close();
  await owner.exec(`alter database ${unfinished} rename to ${name}`);
  await owner.close();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.error(`${users.toLocaleString("en")} users made in ${seconds} s`);
  return url;
}

/** A PostgreSQL server with two migrated databases: many users, and a thousand. */
export async function setStage(users: number, kept: string | null): Promise<Stage> {
  const folder = kept === null ? mkdtempSync(join(tmpdir(), "comptalyze-bench-")) : resolve(kept);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  // As root the server runs as another user, who must reach the folder.
  chmodSync(folder, 0o755);
  const server = await startPostgres(join(folder, "data"), {
    shared_buffers: "1GB",
    effective_cache_size: "4GB",
    max_wal_size: "8GB",
    random_page_cost: "1.1",
  });
  const close = async () => {
    await server.stop();
    if (kept === null) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const small = await fill(server.url, "bench_small", 1000);
    const large = await fill(server.url, `bench_${users}`, users);
    const owner = await connectPostgres(server.url);
    const [row] = await owner.query<{ server_version: string }>("show server_version");
    await owner.close();
    return { large, small, version: row?.server_version ?? "", close };
  } catch (error) {
    await close();
    throw error;
  }
}
