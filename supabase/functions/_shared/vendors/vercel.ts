import { z } from "zod";
import { setting } from "../setting.ts";
import { ExternalError, kindOfStatus, LAST_MS, retryAfterOf, vendorTimeoutMs } from "./external.ts";

/** Every five minutes is far less than a hundred deployments. */
const MOST = 100;

const text = z.string().nullish();
const moment = z
  .int()
  .min(0)
  .max(LAST_MS)
  .transform((ms) => new Date(ms).toISOString());

const page = z.object({
  deployments: z
    .object({
      uid: z.string(),
      url: text,
      inspectorUrl: text,
      state: text,
      readyState: text,
      target: text,
      created: moment,
      ready: moment.nullish(),
      meta: z
        .object({
          githubCommitSha: text,
          githubCommitMessage: text,
          gitlabCommitSha: text,
          gitlabCommitMessage: text,
          bitbucketCommitSha: text,
          bitbucketCommitMessage: text,
        })
        .nullish()
        .catch(null),
    })
    .array(),
});

const limited = z.object({ error: z.object({ limit: z.object({ reset: z.number() }) }) });

export type Deployment = {
  id: string;
  url: string;
  inspector_url: string | null;
  state: string;
  target: string | null;
  sha: string | null;
  message: string | null;
  created_at: string;
  ready_at: string | null;
};

type Listed = z.output<typeof page>["deployments"][number];

function deploymentOf(listed: Listed): Deployment {
  const { uid, url, inspectorUrl, state, readyState, target, created, ready, meta } = listed;
  return {
    id: uid,
    url: url ?? "",
    // It becomes a link.
    inspector_url: inspectorUrl?.startsWith("https://") ? inspectorUrl : null,
    state: state ?? readyState ?? "UNKNOWN",
    target: target ?? null,
    sha: meta?.githubCommitSha ?? meta?.gitlabCommitSha ?? meta?.bitbucketCommitSha ?? null,
    message:
      meta?.githubCommitMessage ??
      meta?.gitlabCommitMessage ??
      meta?.bitbucketCommitMessage ??
      null,
    created_at: created,
    ready_at: ready ?? null,
  };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds until its limit is over: the header, else the moment that its own error names. */
function waitOf(headers: Headers, json: unknown): number | null {
  const reset = limited.safeParse(json).data?.error.limit.reset;
  return (
    retryAfterOf(headers.get("retry-after")) ??
    (reset === undefined ? null : Math.max(0, Math.ceil(reset - Date.now() / 1000)))
  );
}

/** The last deployments of the app to production, newest first. */
export async function deployments(): Promise<Deployment[]> {
  const token = setting("VERCEL_TOKEN");
  const project = setting("VERCEL_PROJECT");
  if (!token || !project) throw new ExternalError("vercel", "not_configured");
  const team = setting("VERCEL_TEAM");
  const base = setting("VERCEL_API_BASE") ?? "https://api.vercel.com";
  const query = new URLSearchParams({
    projectId: project,
    target: "production",
    limit: String(MOST),
    ...(team ? { teamId: team } : {}),
  });
  const signal = AbortSignal.timeout(vendorTimeoutMs());
  const { response, body } = await fetch(`${base}/v7/deployments?${query}`, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "manual",
    signal,
  })
    .then(async (answered) => ({ response: answered, body: await answered.text() }))
    .catch(() => {
      throw new ExternalError("vercel", signal.aborted ? "timeout" : "unreachable");
    });
  const json = readJson(body);
  const { status, headers } = response;
  const options = { retryAfter: waitOf(headers, json), requestId: headers.get("x-vercel-id") };
  // Its own refusals are JSON too; a page is somebody else's.
  if (status >= 400 && typeof json === "object") {
    throw new ExternalError("vercel", kindOfStatus(status), options);
  }
  const parsed = page.safeParse(json);
  if (!response.ok || !parsed.success) throw new ExternalError("vercel", "garbage", options);
  return parsed.data.deployments.map(deploymentOf);
}
