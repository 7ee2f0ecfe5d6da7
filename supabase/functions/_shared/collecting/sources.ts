import type { Database } from "../database.ts";
import { lookAt, type Wanted } from "../domains/look.ts";
import { recordsOf } from "../domains/records.ts";
import { Problem } from "../problem.ts";
import { restAfter, waitForTurn } from "../runs/turns.ts";
import { appTraffic, probeApp } from "../vendors/app.ts";
import type { ExternalError, FailureKind, Service } from "../vendors/external.ts";
import { domains } from "../vendors/resend.ts";
import { deployments } from "../vendors/vercel.ts";

/** Longer a source does not wait for its turn at a vendor: the next turn of the schedule asks again. */
const LONGEST_WAIT_MS = 10_000;

export type Failure = {
  kind: FailureKind | "untold";
  request_id?: string | null;
  retry_after?: number | null;
};

/** What came of asking a source, as private.record_source keeps it. */
export type Told = { answer?: object; failure?: Failure; latency_ms?: number };

export type Question = { db: Database; trafficSince: Date };

export function failureOf({ kind, requestId, retryAfter }: ExternalError): Failure {
  return { kind, request_id: requestId, retry_after: retryAfter };
}

const turnAt = (db: Database, service: Service) =>
  waitForTurn(db, service, undefined, LONGEST_WAIT_MS);

async function timed<Answer>(ask: () => Promise<Answer>) {
  const started = performance.now();
  const answer = await ask();
  return { answer, latency_ms: Math.round(performance.now() - started) };
}

/** How each source is asked. What a vendor fails at is thrown as its ExternalError. */
export const sources = {
  app: async () => {
    const answer = await probeApp();
    return { answer };
  },
  traffic: async ({ trafficSince }) => {
    const slots = await appTraffic(trafficSince);
    // An app that does not count is none that fails.
    return slots === null ? { failure: { kind: "untold" } } : { answer: { slots } };
  },
  vercel: async ({ db }) => {
    await turnAt(db, "vercel");
    const { answer, latency_ms } = await timed(deployments);
    return { answer: { deployments: answer }, latency_ms };
  },
  supabase: async ({ db }) => {
    try {
      return await timed(() => db.call<{ runs: number }>("open_work", {}, "runs"));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { failure: { kind: "broken" } };
    }
  },
  /** Known from our own reading of it. */
  stripe: async () => ({ answer: {} }),
  resend: async ({ db }) => {
    const told = await domains(() => turnAt(db, "resend"));
    return { answer: { domains: told.map(recordsOf) } };
  },
  dns: async ({ db }) => {
    const { records: wanted } = await db.call<{ records: Wanted[] }>(
      "wanted_records",
      {},
      "records",
    );
    await turnAt(db, "dns");
    const { records, failure } = await lookAt(wanted);
    if (failure === null) return { answer: { records } };
    await restAfter(db, failure);
    return { answer: { records }, failure: failureOf(failure) };
  },
} satisfies Record<string, (question: Question) => Promise<Told>>;

export type SourceName = keyof typeof sources;
export const isSource = (name: string): name is SourceName => Object.hasOwn(sources, name);
