import type { Database } from "./database.ts";

type Connection = Database["connection"];
/** The transaction of a request. */
type Transaction = Parameters<Parameters<Connection["withContext"]>[1]>[0];

type Caller = {
  auth?: { uid?: string | null; role?: string | null; jwt?: unknown };
  storage?: { operation?: string | null };
};
type Call = { method: string; path: string; requestHeaders?: Record<string, string> };

async function set(db: Transaction, settings: Record<string, string>): Promise<void> {
  await db
    .selectNoFrom((eb) =>
      Object.entries(settings).map(([name, value]) =>
        eb.fn("set_config", [eb.val(name), eb.val(value), eb.lit(true)]).as(name),
      ),
    )
    .execute();
}

/**
 * What a hosted Data API tells the database of a request in one statement, Lite tells in eleven: most of
 * the time of most requests. These stand in for its two methods and set the same.
 */
export function setAtOnce(connection: Connection): void {
  Object.assign(connection, {
    applyJwtSessionContext(db: Transaction, { auth, storage }: Caller): Promise<void> {
      const role = auth?.role || "anon";
      const { jwt } = auth ?? {};
      return set(db, {
        role,
        "request.jwt.claim.sub": auth?.uid ?? "",
        "request.jwt.claim.role": role,
        "storage.operation": storage?.operation ?? "",
        ...(jwt && typeof jwt === "object" ? { "request.jwt.claims": JSON.stringify(jwt) } : {}),
      });
    },
    applyRpcRequestGucs(db: Transaction, { method, path, requestHeaders = {} }: Call) {
      return set(db, {
        "response.status": "",
        "response.headers": "",
        "request.method": method,
        "request.path": path,
        "request.headers": JSON.stringify(requestHeaders),
      });
    },
  });
}
