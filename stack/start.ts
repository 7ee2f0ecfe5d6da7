import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { ResendEmailDriver } from "@supabase/lite";
import { buildConsole } from "./console-build.ts";
import { consoleFiles, distFolder } from "./console-files.ts";
import { type Database, openDatabase } from "./database.ts";
import { developmentPages } from "./development.ts";
import { codeOf, StackFailure } from "./failure.ts";
import { type Functions, startFunctions } from "./functions.ts";
import { type Listener, listen } from "./http.ts";
import { keysIn } from "./keys.ts";
import { holdLock } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { readOptions, root, type StackOptions } from "./options.ts";
import { startSchedule } from "./schedule.ts";
import { seedControl } from "./seed/control.ts";
import { seedOnce } from "./seed/stack.ts";
import { seedVendors } from "./seed/vendors.ts";
import { type Site, siteHandler } from "./site.ts";
import { openSupabase } from "./supabase.ts";
import { APP_DEMO_ADMIN_TOKEN } from "./vendors/app.ts";
import { restoreVendors, saveVendors } from "./vendors/memory.ts";
import { RESEND_DEMO_KEY } from "./vendors/resend.ts";
import { type ServedVendors, serveVendors } from "./vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "./vendors/stripe.ts";
import { DEMO_PROJECT } from "./vendors/vercel/deployments.ts";
import { VERCEL_DEMO_TOKEN } from "./vendors/vercel.ts";

export type Stack = {
  url: string;
  database: Database;
  functions: Functions;
  vendors: ServedVendors;
  env: Record<string, string>;
  /** Whether this start made the demo data. */
  seeded: boolean;
  stop(): Promise<void>;
};

type Log = (line: string) => void;

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new StackFailure(
      `The folder ${dataDir} cannot be written (${codeOf(error) ?? error}): choose another with --data.`,
    );
  }
}

/** Everything that `npm start` brings up, in this process and one Deno child; on `given`, else on the database of the folder. */
export async function startStack(
  options: StackOptions,
  log: Log,
  given?: Database,
): Promise<Stack> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return await bringUp(options, log, given, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  options: StackOptions,
  log: Log,
  given: Database | undefined,
  stops: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { dataDir } = options;
  if (dataDir !== null) {
    prepareFolder(dataDir);
    stops.push(holdLock(dataDir));
    if (options.fresh) {
      for (const name of ["keys.json", "env", "vendors.json"])
        rmSync(resolve(dataDir, name), { force: true });
    }
  }
  const keys = keysIn(dataDir);

  // The port first: nothing else is worth starting when it is taken.
  const site: Site = {
    supabase: null,
    functions: null,
    control: null,
    page: () => new Response("Starting…", { status: 503 }),
  };
  const listener: Listener = await listen(siteHandler(site), { port: options.port });
  stops.push(() => listener.close());
  const url = `http://localhost:${listener.port}`;

  let opened: Database | null = null;
  const vendors = await serveVendors({ database: () => opened });
  stops.push(() => vendors.close());
  const env: Record<string, string> = {
    SUPABASE_URL: `http://127.0.0.1:${listener.port}`,
    SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
    SUPABASE_SECRET_KEY: keys.secretKey,
    ...vendors.addresses,
  };

  const building = options.dev ? null : buildConsole();
  // It is awaited below; until then a failure must not count as unhandled.
  building?.catch(() => {});
  const functionsStarting = startFunctions(
    {
      SUPABASE_URL: env.SUPABASE_URL ?? "",
      SUPABASE_SECRET_KEY: keys.secretKey,
      STRIPE_SECRET_KEY: STRIPE_DEMO_KEY,
      RESEND_API_KEY: RESEND_DEMO_KEY,
      VERCEL_TOKEN: VERCEL_DEMO_TOKEN,
      VERCEL_PROJECT: DEMO_PROJECT.id,
      CONSOLE_URL: url,
      APP_ADMIN_TOKEN: APP_DEMO_ADMIN_TOKEN,
      ...vendors.addresses,
    },
    log,
  );
  functionsStarting.then(
    (functions) => stops.push(() => functions.stop()),
    () => {},
  );

  const database = given ?? (await openDatabase(options.engine, dataDir, options.fresh));
  opened = database;
  stops.push(() => database.close());
  const supabase = await openSupabase(
    database,
    keys,
    url,
    new ResendEmailDriver({
      apiKey: RESEND_DEMO_KEY,
      from: "Comptalyze <bonjour@comptalyze.test>",
      endpoint: `${vendors.addresses.RESEND_BASE_URL}/emails`,
    }),
  );
  await migrate(database);
  const seeded = await seedOnce(database, options.users);
  const kept = dataDir === null ? null : resolve(dataDir, "vendors.json");
  if (seeded || kept === null || !(await restoreVendors(vendors.vendors, kept))) {
    await seedVendors(database.query, vendors.vendors);
  }
  if (kept !== null) stops.push(() => saveVendors(vendors.vendors, kept));
  site.control = seedControl(database, keys.secretKey);
  site.supabase = supabase;
  const functions = await functionsStarting;
  site.functions = functions;
  const callJob = async (name: string) => {
    const address = functions.address();
    if (address === null) return;
    const headers = { apikey: keys.secretKey };
    await fetch(`${address}/functions/v1/${name}`, { method: "POST", headers });
  };
  const schedule = startSchedule(database, log, {
    read: async () => {
      await callJob("sync-events");
      await callJob("collect");
    },
    after: async () => {
      await callJob("post-notices");
      await callJob("sync-subscriptions");
      await callJob("post-audit-head");
      await callJob("sync-suppressions");
    },
    work: () => callJob("work"),
  });
  stops.push(() => schedule.stop());

  const config = {
    supabaseUrl: null,
    publishableKey: keys.publishableKey,
    environment: "demo" as const,
  };
  if (building === null) {
    const pages = await developmentPages(config, listener.port);
    stops.push(() => pages.close());
    site.page = pages.page;
  } else {
    await building;
    site.page = consoleFiles(distFolder(root), config);
  }
  if (database.url !== null) env.DATABASE_URL = database.url;
  if (dataDir !== null) {
    const file = resolve(dataDir, "env");
    writeFileSync(
      file,
      Object.entries(env)
        .map(([name, value]) => `${name}="${value}"\n`)
        .join(""),
      { mode: 0o600 },
    );
    stops.push(() => rmSync(file, { force: true }));
  }
  return { url, database, functions: site.functions, vendors, env, seeded, stop };
}

function welcome(stack: Stack, ms: number): string {
  return `
  Comptalyze console   ${stack.url}   (ready in ${(ms / 1000).toFixed(1)} s)

  support@comptalyze.test   answers customers
  ops@comptalyze.test       watches thresholds
  admin@comptalyze.test     may do everything (admin2@ is a second one)
  password of each: comptalyze-demo

  Demo data only. Ctrl-C ends everything; npm start -- --fresh starts over.
`;
}

const END_WITHIN_MS = 20_000;

async function main(): Promise<void> {
  const started = performance.now();
  let stack: Stack | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    await stack?.stop().catch((error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    });
    process.exit(code);
  };
  // A connection that breaks under a query is thrown where nobody can catch it (driver postgres); what was
  // begun still ends in order.
  process.on("uncaughtException", (error) => {
    if (ending) return;
    process.stderr.write(`${error.stack}\n`);
    void end(1);
  });
  process.on("SIGINT", () => void end(0));
  process.on("SIGTERM", () => void end(0));
  process.on("SIGHUP", () => void end(0));
  try {
    const options = readOptions(process.argv.slice(2));
    if (!existsSync(resolve(root, "node_modules")))
      throw new StackFailure("Run npm install first.");
    const line = (text: string) => process.stderr.write(`${text}\n`);
    line(`Starting the console on port ${options.port} …`);
    stack = await startStack(options, line);
    if (ending) await stack.stop();
    process.stdout.write(welcome(stack, performance.now() - started));
  } catch (error) {
    process.stderr.write(
      `${error instanceof StackFailure ? error.message : (error as Error).stack}\n`,
    );
    await end(1);
  }
}

if (import.meta.main) await main();
