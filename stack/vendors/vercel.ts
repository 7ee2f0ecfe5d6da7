import { z } from "zod";
import { defineVendor, type Vendor } from "./control.ts";
import {
  DEMO_PROJECT,
  type Deployment,
  deploymentDetail,
  deploymentSeed,
  listedDeployment,
  recentDeployments,
} from "./vercel/deployments.ts";

export type VercelOptions = { token?: string; now?: () => Date };

export const VERCEL_DEMO_TOKEN = "vercel_demo_token";

const refuse = (status: number, code: string, message: string, more: object = {}) =>
  Response.json({ error: { code, message, ...more } }, { status });

/** Stands in for the Vercel API: the deployments of the customer app, read only. */
export function createVercel({
  token = VERCEL_DEMO_TOKEN,
  now = () => new Date(),
}: VercelOptions = {}): Vendor {
  let deployments = recentDeployments(now());

  function list(url: URL): Response {
    const number = (name: string) => {
      const value = url.searchParams.get(name);
      return value === null ? undefined : Number(value);
    };
    const limit = number("limit") ?? 20;
    const since = number("since") ?? 0;
    const until = number("until") ?? Number.MAX_SAFE_INTEGER;
    if (![limit, since, until].every(Number.isFinite) || limit < 1 || limit > 100) {
      return refuse(400, "bad_request", "Invalid request: `limit` should be <= 100.");
    }
    const states = url.searchParams.get("state")?.split(",");
    const target = url.searchParams.get("target");
    const project = url.searchParams.get("projectId");
    const matching = deployments
      .filter(
        (d) =>
          d.created >= since &&
          d.created < until &&
          (project === null || Object.values(DEMO_PROJECT).includes(project)) &&
          (states === undefined || states.includes(d.state)) &&
          (target === null || d.target === target),
      )
      .sort((a, b) => b.created - a.created);
    const page = matching.slice(0, limit);
    return Response.json({
      deployments: page.map(listedDeployment),
      pagination: {
        count: page.length,
        next: matching.length > limit ? (page.at(-1)?.created ?? null) : null,
        prev: page[0]?.created ?? null,
      },
    });
  }

  function detail(idOrUrl: string): Response {
    const found = deployments.find((d) => d.uid === idOrUrl || d.url === idOrUrl);
    return found === undefined
      ? refuse(404, "not_found", `The deployment "${idOrUrl}" could not be found`)
      : Response.json(deploymentDetail(found));
  }

  return defineVendor({
    name: "vercel",
    guard: ({ request }) => {
      const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      if (given === token) return null;
      return given === undefined
        ? refuse(403, "forbidden", "The request is missing an authentication token", {
            missingToken: true,
          })
        : refuse(403, "forbidden", "Not authorized", { invalidToken: true });
    },
    routes: [
      { method: "GET", path: "/v7/deployments", handle: ({ url }) => list(url) },
      {
        method: "GET",
        path: "/v13/deployments/:id",
        handle: ({ params: { id = "" } }) => detail(id),
      },
    ],
    unknown: () => refuse(404, "not_found", "The requested API endpoint was not found"),
    failure: (kind, retryAfter) =>
      kind === "429"
        ? refuse(429, "rate_limited", "The rate limit of 500 exceeded.", {
            limit: {
              total: 500,
              remaining: 0,
              reset: Math.ceil(now().getTime() / 1000) + retryAfter,
            },
          })
        : refuse(500, "internal_server_error", "An unexpected error has occurred."),
    reset: () => {
      deployments = recentDeployments(now());
    },
    state: () => ({ deployments }),
    seed: (seed) => {
      const added = z.strictObject({ deployments: deploymentSeed.array() }).parse(seed).deployments;
      const replaced = (d: Deployment) => added.some((a) => a.uid === d.uid);
      deployments = [...deployments.filter((d) => !replaced(d)), ...added];
    },
  });
}
