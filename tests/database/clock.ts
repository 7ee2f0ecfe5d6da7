import type { Session } from "./session.ts";

/** Moves the clock of every rule on this connection to a moment; null brings it back to now. */
export async function setClock(session: Session, at: string | null): Promise<void> {
  await session.query(
    `select set_config('comptalyze.clock_offset', case when $1::timestamptz is null then '' else ($1::timestamptz - now())::text end, false)`,
    [at],
  );
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const later = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();
