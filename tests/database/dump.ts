import type { Session } from "./session.ts";

/** A hash of all rows of every table, sequences left out; `except` names tables by schema, the journal with its parts. */
export const dump = (session: Pick<Session, "query">, except: string[] = []) =>
  ofTables(session, except, "coalesce(sum(hashtextextended(t::text, 0)), 0)");

/** Tells whether anything was written since, if only what stood there before: a fraction of the work of a dump. */
export const footprint = (session: Pick<Session, "query">, except: string[] = []) =>
  ofTables(session, except, "coalesce(sum(xmin::text::bigint), 0)");

async function ofTables(
  session: Pick<Session, "query">,
  except: string[],
  sum: string,
): Promise<Record<string, string>> {
  const tables = await session.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'private', 'auth') and not (schemaname || '.' || tablename = any ($1))
    order by 1`,
    [
      except.includes("private.audit")
        ? [...except, "private.audit_head", "private.audit_pending"]
        : except,
    ],
  );
  const hashes = await session.query<{ name: string; hash: string }>(
    tables
      .map(
        ({ name }) => `select '${name}' as name, count(*) || ' ' || ${sum} as hash from ${name} t`,
      )
      .join(" union all "),
  );
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]));
}
