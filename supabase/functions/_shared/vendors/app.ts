import { z } from "zod";
import { setting } from "../setting.ts";
import { parseStorable } from "../storable.ts";
import {
  ExternalError,
  type FailureKind,
  kindOfStatus,
  retryAfterOf,
  vendorTimeoutMs,
} from "./external.ts";

const provider = z.enum(["stripe", "shopify"]);

const importRun = z.object({
  run_id: z.string(),
  month: z.string(),
  dry_run: z.boolean(),
  results: z
    .object({
      user_id: z.string(),
      provider,
      status: z.enum(["success", "error", "skipped"]),
      rows: z.int(),
      revenue_cents: z.int(),
      error: z.string().optional(),
      /** Why it was skipped: already_imported has the revenue of then, no_sales has none. */
      reason: z.enum(["already_imported", "no_sales"]).optional(),
    })
    .array(),
});

const refreshed = z.object({ expires_at: z.string().nullable(), last_refreshed_at: z.string() });
const reconnect = z.object({ error: z.literal("reconnect"), reason: z.string().optional() });
const checked = z.object({
  valid: z.boolean(),
  expires_at: z.string().nullable(),
  reason: z.string().optional(),
});

const health = z.object({
  status: z.string(),
  /** What it looked at, and how each is, in its own words. */
  checks: z.record(z.string().max(40), z.string().max(40)).optional().catch(undefined),
});

const traffic = z.object({
  slots: z
    .object({
      at: z.iso.datetime({ offset: true }),
      requests: z.int().min(0),
      errors_5xx: z.int().min(0),
    })
    .refine(({ requests, errors_5xx }) => errors_5xx <= requests)
    .array()
    .max(5000),
});

export type ImportScope = {
  /** YYYY-MM */
  month: string;
  user_id?: string;
  provider?: z.output<typeof provider>;
  only_failed?: boolean;
};
export type ImportRun = z.output<typeof importRun>;
export type Refreshed =
  | { outcome: "refreshed"; expires_at: string | null }
  /** Only the customer can mend it. */
  | { outcome: "reconnect"; reason: string };
export type Checked = z.output<typeof checked>;

/** What came of asking the app whether it is well. */
export type Probe = {
  failure: null | "timeout" | "unreachable" | "status" | "unwell" | "garbage";
  status: number | null;
  /** Until the answer was read; null when none came. */
  latency_ms: number | null;
  checks?: Record<string, string> | undefined;
};
export type TrafficSlot = z.output<typeof traffic>["slots"][number];

type Request = { method: "GET" | "POST"; path: string; body?: unknown; key?: string };

function address(path: string): { url: string; token: string } {
  const base = setting("APP_BASE_URL");
  const token = setting("APP_ADMIN_TOKEN");
  if (!base || !token) throw new ExternalError("app", "not_configured");
  return { url: `${base.replace(/\/$/, "")}${path}`, token };
}

function failed(kind: FailureKind, headers?: Headers): ExternalError {
  return new ExternalError("app", kind, {
    retryAfter: retryAfterOf(headers?.get("retry-after")),
    // Every answer that passes the app's host has one; its log is found by it.
    requestId: headers?.get("x-vercel-id") ?? null,
  });
}

async function call({ method, path, body, key }: Request) {
  const { url, token } = address(path);
  const signal = AbortSignal.timeout(vendorTimeoutMs());
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // The token goes to the app and nowhere else.
      redirect: "manual",
      signal,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    throw failed(signal.aborted ? "timeout" : "unreachable");
  }
}

function readJson(text: string): unknown {
  try {
    // An error that the app repeats may be cut in the middle of a sign: of one customer, in the answer about all.
    return parseStorable(text);
  } catch {
    return undefined;
  }
}

/** The body of a 2xx, or of the status that is an answer too, when it has this shape. */
async function ask<Shape extends z.ZodType>(
  request: Request,
  shape: Shape,
  also?: number,
): Promise<z.output<Shape>> {
  const { status, headers, text } = await call(request);
  const json = readJson(text);
  if (typeof json !== "object" || json === null) throw failed("garbage", headers);
  const parsed = shape.safeParse(json);
  if (parsed.success && (status < 300 || status === also)) return parsed.data;
  // Another 404 is a route that this version of the app does not have.
  const strange = status === 404 && !("error" in json && json.error === "not_found");
  throw failed(status < 400 ? "garbage" : strange ? "refused" : kindOfStatus(status), headers);
}

/**
 * Imports a month's revenue, or says what an import would bring and leaves nothing, not even a line of the log. What was imported before is skipped, so
 * a repetition, with the same key or another, gives the same revenue.
 */
export async function runImport(
  scope: ImportScope,
  { dryRun, key }: { dryRun: boolean; key?: string },
): Promise<ImportRun> {
  const run = await ask(
    {
      method: "POST",
      path: `/api/admin/run-import${dryRun ? "?dryRun=1&log=0" : ""}`,
      body: scope,
      ...(key === undefined ? {} : { key }),
    },
    importRun,
  );
  // A dry run that was none would be the worst misunderstanding.
  if (run.dry_run !== dryRun) throw failed("garbage");
  return run;
}

/** Lets the app renew a token at its provider. The token itself never comes here. */
export async function refreshIntegration(id: string, key: string): Promise<Refreshed> {
  const path = `/api/admin/integrations/${encodeURIComponent(id)}/refresh`;
  const answer = await ask({ method: "POST", path, key }, z.union([refreshed, reconnect]), 422);
  return "error" in answer
    ? { outcome: "reconnect", reason: answer.reason ?? "" }
    : { outcome: "refreshed", expires_at: answer.expires_at };
}

/** Whether the provider takes the token that the app has now. */
export function checkIntegration(id: string): Promise<Checked> {
  return ask(
    { method: "GET", path: `/api/admin/integrations/${encodeURIComponent(id)}/check` },
    checked,
  );
}

function failureOf(response: Response, said: z.output<typeof health> | undefined) {
  // The host's own page of an error is not the app's.
  if (said === undefined) return response.ok ? "garbage" : "status";
  if (said.status !== "ok") return "unwell";
  return response.ok ? null : "status";
}

/** Asks the app whether it is well, as anybody may; throws only when nobody said where it is. */
export async function probeApp(): Promise<Probe> {
  const base = setting("APP_BASE_URL");
  if (!base) throw new ExternalError("app", "not_configured");
  const signal = AbortSignal.timeout(vendorTimeoutMs());
  const started = performance.now();
  try {
    const response = await fetch(`${base.replace(/\/$/, "")}/api/health`, {
      redirect: "manual",
      cache: "no-store",
      signal,
    });
    const said = health.safeParse(readJson(await response.text())).data;
    return {
      failure: failureOf(response, said),
      status: response.status,
      latency_ms: Math.round(performance.now() - started),
      checks: said?.checks,
    };
  } catch {
    return {
      failure: signal.aborted ? "timeout" : "unreachable",
      status: null,
      latency_ms: null,
    };
  }
}

/** Whether the app answers its health check, be it to say that it is unwell; null when nobody said where it is. */
export async function appAnswers(): Promise<boolean | null> {
  if (!setting("APP_BASE_URL")) return null;
  const { failure } = await probeApp();
  return failure === null || failure === "unwell";
}

/** How many requests the app had in each slot since then, and how many it failed; null when it does not count them. */
export async function appTraffic(since: Date): Promise<TrafficSlot[] | null> {
  const query = new URLSearchParams({ since: since.toISOString() });
  const path = `/api/admin/metrics?${query}`;
  const { status, headers, text } = await call({ method: "GET", path });
  if (status === 404) return null;
  const json = readJson(text);
  if (status >= 400 && typeof json === "object") throw failed(kindOfStatus(status), headers);
  const parsed = traffic.safeParse(json);
  if (status >= 300 || !parsed.success) throw failed("garbage", headers);
  return parsed.data.slots;
}
