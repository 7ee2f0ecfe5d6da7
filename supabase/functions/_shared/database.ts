import { createClient } from "@supabase/supabase-js";
import { isErrorCode, Problem } from "./problem.ts";
import { setting } from "./setting.ts";

/** How long a request waits for the database, all its calls together. Tests shorten it. */
const TIMEOUT_MS = 15_000;
/** How often the worker makes a call that lost against another caller, and the pause, at most, before the second. */
const CONFLICT_TRIES = 4;
const CONFLICT_PAUSE_MS = 100;

export type Database = {
  /**
   * Calls a function of schema backoffice as the caller; throws a Problem. `holds` is a key that
   * every answer of that function has: without it, somebody else answered.
   */
  call<Answer extends object>(
    name: string,
    args: Record<string, unknown>,
    holds: keyof Answer & string,
  ): Promise<Answer>;
};

export type ErrorBody = { code?: string; message?: string; details?: unknown; error?: unknown };

function databaseDown(): Problem {
  return new Problem(
    "database_down",
    "The database does not answer. Repeat the request with the same key: it has one effect.",
  );
}

// Another caller holds the record: serialization failure, deadlock, lock not available.
const CONFLICT = /^(40001|40P01|55P03)$/;
// Connection lost, no resources left, cancelled by a time-out, shut down, read-only standby.
const DOWN = /^(08|53|57|40003|25006|PGRST00)/;
// The console's schema or functions are not there: migrations or the exposed schemas are missing.
const NOT_INSTALLED = /^(PGRST106|PGRST202|PGRST205|42883|3F000)$/;

/** The Data API gives the detail of an exception as text; ours is JSON. */
function detailsOf(details: unknown): unknown {
  if (typeof details !== "string") return details;
  try {
    return JSON.parse(details);
  } catch {
    return details;
  }
}

/** What went wrong, from the status and body of the Data API. */
export function problemFrom(status: number, body: ErrorBody): Problem {
  const own = body.error as { code?: unknown; message?: string; details?: unknown } | undefined;
  if (isErrorCode(own?.code)) {
    return new Problem(own.code, own.message ?? own.code, own.details);
  }
  const code = typeof body.code === "string" ? body.code : "";
  if (isErrorCode(body.message) && code.startsWith("PT")) {
    return new Problem(body.message, body.message, detailsOf(body.details));
  }
  // Without a valid token the caller is anonymous, who may call nothing: 401 with code 42501.
  if (status === 401) {
    return new Problem("unauthorized", "Sign in again: the token is missing or no longer valid.");
  }
  if (code === "42501") {
    return new Problem("not_allowed", "This token may not call the console's functions.");
  }
  if (status === 413)
    return new Problem("too_large", "The body is larger than the database takes.");
  if (status === 429)
    return new Problem("too_many_requests", "Too many requests. Try again later.");
  if (CONFLICT.test(code)) {
    return new Problem(
      "conflict",
      "Somebody else changed the same record at this moment. Try again.",
    );
  }
  if (NOT_INSTALLED.test(code)) {
    return new Problem("not_configured", "The database lacks the console's functions.");
  }
  // Without a code it was not the Data API that spoke, but something in front of it.
  if (code === "" || DOWN.test(code) || [502, 503, 504].includes(status)) return databaseDown();
  return new Problem(
    "internal",
    "Something unforeseen happened. The request can be repeated safely.",
    { sqlstate: code },
  );
}

function connect(apikey: string, authorization?: string) {
  const url = setting("SUPABASE_URL");
  if (!url) throw new Problem("not_configured", "SUPABASE_URL is not set.");
  if (!URL.canParse(url)) throw new Problem("not_configured", "SUPABASE_URL is not an address.");
  return createClient(url, apikey, {
    db: { schema: "backoffice" },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    ...(authorization ? { global: { headers: { Authorization: authorization } } } : {}),
  });
}

/** The database as the caller sees it: the token decides who this is, no service key is involved. */
export function databaseFor(apikey: string, authorization: string): Database {
  return databaseOf(connect(apikey, authorization));
}

/**
 * The database as the worker sees it. Only what was opened to the worker by name answers. A call that
 * lost against another caller was rolled back whole and is made again.
 */
export function databaseForWorker(): Database {
  const secret = setting("SUPABASE_SECRET_KEY") ?? setting("SUPABASE_SERVICE_ROLE_KEY");
  if (!secret) throw new Problem("not_configured", "SUPABASE_SECRET_KEY is not set.");
  return databaseOf(connect(secret), { perCall: true, tries: CONFLICT_TRIES });
}

function databaseOf(
  client: ReturnType<typeof connect>,
  { perCall = false, tries = 1 } = {},
): Database {
  const patience = Number(setting("DATABASE_TIMEOUT_MS")) || TIMEOUT_MS;
  let deadline: AbortSignal | undefined;
  return {
    async call<Answer extends object>(
      name: string,
      args: Record<string, unknown>,
      holds: keyof Answer & string,
    ) {
      if (perCall || !deadline) deadline = AbortSignal.timeout(patience);
      const signal = deadline;
      const ask = () => client.rpc(name, args).abortSignal(signal);
      let answer = await ask();
      for (let n = 1; n < tries && CONFLICT.test(answer.error?.code ?? ""); n += 1) {
        await new Promise((done) => setTimeout(done, n * Math.random() * CONFLICT_PAUSE_MS));
        answer = await ask();
      }
      const { data, error, status } = answer;
      if (error) throw problemFrom(status, error as ErrorBody);
      if (typeof data !== "object" || data === null) throw databaseDown();
      if ("error" in data) throw problemFrom(status, data as ErrorBody);
      if (!(holds in data)) throw databaseDown();
      return data as Answer;
    },
  };
}
