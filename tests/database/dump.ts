import type { Session } from "./session.ts";

/** A hash of all rows of every table, sequences left out; `except` names tables by schema, the journal with its parts. */
export async function dump(
  session: Session,
  except: string[] = [],
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
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await session.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t`,
    );
    hashes[name] = row?.hash ?? "";
  }
  return hashes;
}
