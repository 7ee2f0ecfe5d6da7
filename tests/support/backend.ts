import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { connectPostgres, type Database, openPglite } from "../../stack/database.ts";
import { type Functions, startFunctions } from "../../stack/functions.ts";
import { type Listener, listen } from "../../stack/http.ts";
import { type Keys, keysIn } from "../../stack/keys.ts";
import { seedVendors } from "../../stack/seed/vendors.ts";
import { type Site, siteHandler } from "../../stack/site.ts";
import { openSupabase } from "../../stack/supabase.ts";
import { APP_DEMO_ADMIN_TOKEN } from "../../stack/vendors/app.ts";
import { RESEND_DEMO_KEY } from "../../stack/vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../../stack/vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../../stack/vendors/stripe.ts";
import { DEMO_PROJECT } from "../../stack/vendors/vercel/deployments.ts";
import { VERCEL_DEMO_TOKEN } from "../../stack/vendors/vercel.ts";
import { seededImage } from "./pgliteImage.ts";
import { POSTGRES_ALONE, TEMPLATE } from "./postgresServer.ts";

export type Answer<Body> = { status: number; body: Body };

export type Backend = {
  url: string;
  keys: Keys;
  database: Database;
  functions: Functions | null;
  /** The stand-ins, when they were asked for, holding what the seed has. */
  vendors: ServedVendors | null;
  /** Signs in and gives the access token. */
  signIn(email: string, password?: string): Promise<string>;
  /** A request with the publishable key; `token` null is anonymous. */
  request(path: string, init: RequestInit, token: string | null): Promise<Response>;
  /** A POST of JSON to a function of schema backoffice. */
  rpc<Body>(name: string, args: unknown, token: string | null): Promise<Answer<Body>>;
  /** A POST of JSON to an Edge Function. */
  act<Body>(
    action: string,
    body: unknown,
    token: string | null,
    key?: string,
  ): Promise<Answer<Body>>;
  close(): Promise<void>;
};

/** Makes and drops the databases of a worker; it does not keep the worker alive. */
let owner: pg.Pool | undefined;

const IN_USE = "55006";

async function createPostgres(name: string, template = "template1"): Promise<Database> {
  const server = inject("postgresUrl");
  if (owner === undefined) {
    owner = new pg.Pool({ connectionString: server, max: 1, allowExitOnIdle: true });
    // The server ends before the workers do.
    owner.on("error", () => {});
  }
  const unique = `${name}_${randomBytes(6).toString("hex")}`;
  // Its files are copied: by way of the log all would be written twice.
  await owner.query(`create database ${unique} template ${template} strategy file_copy`);
  return connectPostgres(server.replace(/postgres$/, unique), async () => {
    await owner?.query(`drop database ${unique}`).catch((error: pg.DatabaseError) => {
      // A test that failed may have left a session; it ends with the server.
      if (error.code !== IN_USE) throw error;
    });
  });
}

/** A database of its own on the shared PostgreSQL server, migrated and with the demo data. */
export function clonePostgres(): Promise<Database> {
  // Those of a changed database bear its name: whoever changed it removes them.
  return createPostgres(POSTGRES_ALONE ? TEMPLATE : "test", TEMPLATE);
}

/** A database of its own on the shared PostgreSQL server with nothing in it. */
export const emptyPostgres = () => createPostgres("empty");

/** A PGlite of its own in memory, migrated and with the demo data. */
export async function freshPglite(users = 300): Promise<Database> {
  return openPglite(null, await seededImage(users));
}

export const DEMO_PASSWORD = "comptalyze-demo";

/** Auth, Data API and, if wanted, the Edge Functions over HTTP, on a database. */
export async function startBackend(
  database: Database,
  {
    functions: withFunctions = true,
    vendors: withVendors = false,
    env: more = {} as Record<string, string>,
  } = {},
): Promise<Backend> {
  const keys = keysIn(null);
  const site: Site = {
    supabase: null,
    functions: null,
    control: null,
    page: () => new Response("no page", { status: 404 }),
  };
  const listener: Listener = await listen(siteHandler(site));
  const url = `http://127.0.0.1:${listener.port}`;
  // Fifty calls at once on a busy machine may queue for longer than a person would wait.
  const vendors = withVendors ? await serveVendors({ database: () => database }) : null;
  const env = {
    SUPABASE_URL: url,
    SUPABASE_SECRET_KEY: keys.secretKey,
    STRIPE_SECRET_KEY: STRIPE_DEMO_KEY,
    RESEND_API_KEY: RESEND_DEMO_KEY,
    VERCEL_TOKEN: VERCEL_DEMO_TOKEN,
    VERCEL_PROJECT: DEMO_PROJECT.id,
    APP_ADMIN_TOKEN: APP_DEMO_ADMIN_TOKEN,
    DATABASE_TIMEOUT_MS: "50000",
    VENDOR_RETRY_SECONDS: "0",
    ...vendors?.addresses,
    ...more,
  };
  const functions = withFunctions ? await startFunctions(env, () => {}) : null;
  site.functions = functions;
  site.supabase = await openSupabase(database, keys, url);
  if (vendors) await seedVendors(database.query, vendors.vendors);

  const request: Backend["request"] = (path, init, token) => {
    const headers = new Headers(init.headers);
    headers.set("apikey", keys.publishableKey);
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    return fetch(`${url}${path}`, { ...init, headers });
  };
  const post = async <Body>(
    path: string,
    body: unknown,
    token: string | null,
    headers: Record<string, string>,
  ) => {
    const response = await request(
      path,
      {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      },
      token,
    );
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as Body };
  };
  return {
    url,
    keys,
    database,
    functions,
    vendors,
    request,
    signIn: async (email, password = DEMO_PASSWORD) => {
      const { status, body } = await post<{ access_token: string }>(
        "/auth/v1/token?grant_type=password",
        { email, password },
        null,
        {},
      );
      if (status !== 200)
        throw new Error(`sign-in of ${email} answered ${status}: ${JSON.stringify(body)}`);
      return body.access_token;
    },
    rpc: (name, args, token) =>
      post(`/rest/v1/rpc/${name}`, args, token, { "content-profile": "backoffice" }),
    act: (action, body, token, key) =>
      post(
        `/functions/v1/${action}`,
        body,
        token,
        key === undefined ? {} : { "idempotency-key": key },
      ),
    close: async () => {
      await functions?.stop();
      await listener.close();
      await vendors?.close();
      await database.close();
    },
  };
}
