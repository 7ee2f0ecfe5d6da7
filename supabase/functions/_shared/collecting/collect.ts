import { databaseForWorker } from "../database.ts";
import { restAfter } from "../runs/turns.ts";
import { storableAnswer } from "../storable.ts";
import { ExternalError } from "../vendors/external.ts";
import { failureOf, isSource, type SourceName, sources, type Told } from "./sources.ts";

type Claim = { sources: string[]; read_at: string; traffic_since: string };

/** What came of a source: kept, later than another answer, or why there was none. */
export type Collected = Partial<Record<SourceName, string>>;

/**
 * Asks the sources that are due, side by side: each has its own time, its own failure and its own
 * transaction. Only what DNS should have is told by another one before.
 */
export async function collect(): Promise<Collected> {
  const db = databaseForWorker();
  const claim = await db.call<Claim>("claim_sources", {}, "sources");
  const question = { db, trafficSince: new Date(claim.traffic_since) };

  async function ask(source: SourceName): Promise<Told> {
    try {
      return await sources[source](question);
    } catch (error) {
      if (!(error instanceof ExternalError)) throw error;
      await restAfter(db, error);
      return { failure: failureOf(error) };
    }
  }

  async function collectFrom(source: SourceName): Promise<[SourceName, string]> {
    const { answer = null, failure = null, latency_ms = null } = await ask(source);
    const { kept } = await db.call<{ kept: boolean }>(
      "record_source",
      {
        source,
        read_at: claim.read_at,
        answer: answer && storableAnswer(answer),
        failure,
        latency_ms,
      },
      "kept",
    );
    return [source, failure?.kind ?? (kept ? "kept" : "late")];
  }

  const due = claim.sources.filter(isSource);
  const started = new Map<SourceName, Promise<[SourceName, string]>>();
  for (const source of due.filter((name) => name !== "dns")) {
    started.set(source, collectFrom(source));
  }
  if (due.includes("dns")) {
    const before = started.get("resend") ?? Promise.resolve();
    started.set(
      "dns",
      before.then(
        () => collectFrom("dns"),
        () => collectFrom("dns"),
      ),
    );
  }
  const ended = await Promise.allSettled(started.values());
  const broken = ended.find((end) => end.status === "rejected");
  // The others are kept by now.
  if (broken) throw broken.reason;
  return Object.fromEntries(
    ended.flatMap((end) => (end.status === "fulfilled" ? [end.value] : [])),
  );
}
