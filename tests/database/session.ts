import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Database, Row } from "../../stack/database.ts";
import { clonePostgres, freshPglite } from "../support/backend.ts";
import { POSTGRES_ALONE } from "../support/postgresServer.ts";

type Engine = [name: string, open: () => Promise<Database>];
const POSTGRES: Engine = ["PostgreSQL", clonePostgres];
const PGLITE: Engine = ["PGlite", freshPglite];

/** The two databases, for what is asked of both at every run. */
export const BOTH_ENGINES: Engine[] = POSTGRES_ALONE ? [POSTGRES] : [POSTGRES, PGLITE];

/**
 * Where the engine makes no difference to a rule PostgreSQL says it, which is what production is;
 * `npm run test:pglite` asks the PGlite of `npm start` all the same questions.
 */
export const ENGINES: Engine[] = import.meta.env.MODE === "pglite" ? [PGLITE] : [POSTGRES];

/** One connection, so that a transaction can be held open. */
export type Session = {
  query<T extends Row>(sql: string, params?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
};

export async function openSession(database: Database): Promise<Session> {
  // PGlite is one connection as a whole.
  if (database.url === null) return { query: database.query, close: async () => {} };
  const client = new pg.Client({ connectionString: database.url, options: "-c TimeZone=UTC" });
  await client.connect();
  return {
    query: async <T extends Row>(sql: string, params: unknown[] = []) =>
      (await client.query<T>(sql, params)).rows,
    close: () => client.end(),
  };
}

/** Sessions that wait for another one of the same database; the server has those of other tests too. */
export const waiting = (session: Session) =>
  session.query(
    "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );

/** Who asks: nobody, or somebody with a valid token. */
export type Person = { userId: string; email: string; sessionId: string } | null;

/** A person of the demo data, by e-mail, with a session of Auth. */
export async function signedIn(database: Database, email: string): Promise<NonNullable<Person>> {
  const [user] = await database.query<{ id: string }>(
    "select id from auth.users where email = $1",
    [email],
  );
  if (user === undefined) throw new Error(`${email} is not in the demo data`);
  const sessionId = randomUUID();
  await database.query("insert into auth.sessions (id, user_id) values ($1, $2)", [
    sessionId,
    user.id,
  ]);
  return { userId: user.id, email, sessionId };
}

/** What the Data API does before a request: the role, then the claims of the token. */
export async function become(
  session: Session,
  person: Person,
  claims: Record<string, unknown> = {},
): Promise<void> {
  const role = person === null ? "anon" : "authenticated";
  const token =
    person === null
      ? { role }
      : { sub: person.userId, role, email: person.email, session_id: person.sessionId, ...claims };
  await session.query(
    `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
      set_config('request.jwt.claim.sub', $3, true), set_config('request.jwt.claim.role', $1, true)`,
    [role, JSON.stringify(token), person?.userId ?? ""],
  );
}

/** A request of a person, in a transaction of its own. */
export async function asPerson<T>(
  session: Session,
  person: Person,
  work: (session: Session) => Promise<T>,
  { keep = false, clock = "", claims = {} as Record<string, unknown> } = {},
): Promise<T> {
  await session.query("begin");
  try {
    if (clock !== "") {
      await session.query("select set_config('comptalyze.clock_offset', $1, true)", [clock]);
    }
    await become(session, person, claims);
    const answer = await work(session);
    await session.query(keep ? "commit" : "rollback");
    return answer;
  } catch (error) {
    await session.query("rollback");
    throw error;
  }
}

/** The SQLSTATE with which a statement was refused, null when it went through. */
export async function refusalOf(session: Session, sql: string): Promise<string | null> {
  await session.query("savepoint attempt");
  try {
    await session.query(sql);
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await session.query("rollback to savepoint attempt");
  }
}
