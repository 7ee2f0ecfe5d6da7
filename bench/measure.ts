import type { Claims, Connection, Query } from "./request.ts";

export function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export type Subject = {
  connection: Connection;
  claims: Claims;
  queries: Query[];
  /** The caller may not: what is measured is the refusal. */
  refused?: boolean;
};

export type Measured = { ms: number; baselineMs: number; ratio: number };

/**
 * Medians of a request and of its baseline, taken turn by turn: what slows the machine for a
 * moment slows both. A subject with several queries asks them in turn.
 */
async function measure(subject: Subject, baseline: Subject, runs: number): Promise<Measured> {
  const ask = ({ connection, claims, queries, refused }: Subject, turn: number) =>
    connection.request(claims, queries[turn % queries.length] as Query, refused);
  // Warm: what was read once today is in memory, as in production.
  for (let turn = 0; turn < 2; turn += 1) {
    await ask(subject, turn);
    await ask(baseline, turn);
  }
  const times: number[] = [];
  const baselines: number[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    baselines.push(await ask(baseline, turn));
    times.push(await ask(subject, turn));
  }
  const ms = median(times);
  const baselineMs = median(baselines);
  return { ms, baselineMs, ratio: ms / baselineMs };
}

/** A request above what is allowed is measured twice more, longer: a busy machine is not a bad plan. */
export async function compare(
  subject: Subject,
  baseline: Subject,
  runs: number,
  allowed: number,
): Promise<Measured> {
  let best = await measure(subject, baseline, runs);
  for (let again = 0; again < 2 && best.ratio > allowed; again += 1) {
    const next = await measure(subject, baseline, best.ms > 500 ? 3 : runs * 3);
    if (next.ratio < best.ratio) best = next;
  }
  return best;
}
