import { App, InMemoryEmailDriver } from "@supabase/lite";
import { refuseBanned } from "./bans.ts";
import { refuseOddArguments } from "./dataApi.ts";
import type { Database } from "./database.ts";
import type { Keys } from "./keys.ts";
import { setAtOnce } from "./request-settings.ts";

/** What sends the e-mails of Auth: confirmation, forgotten password. */
export type Outbox = Pick<InMemoryEmailDriver, "send">;

/** Lite prints every database error with its stack; the caller gets the same as an answer. */
function silenceAnsweredErrors(): void {
  const print = console.error;
  console.error = (...parts: unknown[]) => {
    const first = parts[0] as { severity?: unknown; code?: unknown } | undefined;
    if (first instanceof Error && typeof first.code === "string" && first.severity !== undefined) {
      return;
    }
    print(...parts);
  };
}

let silenced = false;

/**
 * At every request Lite searches the text of every view for types of its own, column by column: half of
 * its time for types that no view here has. What it derives from the texts it has derived by then.
 */
function forgetViewTexts(connection: Database["connection"]): void {
  const introspect = connection.introspect.bind(connection);
  connection.introspect = async (options) => {
    const found = await introspect(options);
    if (options?.useCache) for (const view of found.views) view.sql = "";
    return found;
  };
}

export type Supabase = { fetch: (request: Request) => Promise<Response> };

/** Auth and Data API on a database, with the same exposed schemas as supabase/config.toml. */
export async function openSupabase(
  database: Database,
  keys: Keys,
  siteUrl: string,
  outbox: Outbox = new InMemoryEmailDriver(),
): Promise<Supabase> {
  if (!silenced) {
    silenceAnsweredErrors();
    silenced = true;
  }
  // At its first request Lite grants everything in every schema that has row security to anon and
  // authenticated, once for a connection. Here it has done so already: the migrations grant by name.
  Object.assign(database.connection, { rlsState: "active" });
  forgetViewTexts(database.connection);
  setAtOnce(database.connection);
  const app = new App({
    connection: database.connection,
    api: { schemas: ["public", "backoffice"], extra_search_path: ["extensions"], max_rows: 1000 },
    auth: {
      site_url: siteUrl,
      additional_redirect_urls: [`${siteUrl}/set-password`, `${siteUrl}/**`],
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      minimum_password_length: 12,
    },
    options: {
      // Without this a loopback request without a key is served as service_role.
      server: { admin: false, disableStudio: true, disableFallback: true },
      drivers: { email: outbox },
    },
  });
  await app.ensureSystemSchema();
  const answer = (request: Request) => app.fetch(request, { peerAddress: null });
  return { fetch: refuseBanned(database, refuseOddArguments(answer)) };
}
