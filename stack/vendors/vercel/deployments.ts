import { z } from "zod";

export const deploymentSeed = z.strictObject({
  uid: z.string().startsWith("dpl_"),
  url: z.string(),
  /** Milliseconds, as everywhere at Vercel. */
  created: z.int(),
  ready: z.int().nullable(),
  state: z.enum(["BUILDING", "ERROR", "INITIALIZING", "QUEUED", "READY", "CANCELED"]),
  target: z.enum(["production"]).nullable(),
  commit: z.strictObject({ sha: z.string(), ref: z.string(), message: z.string() }),
});

export type Deployment = z.output<typeof deploymentSeed>;

const HOUR = 3_600_000;

/** A project is asked for by either. */
export const DEMO_PROJECT = { id: "prj_demo_comptalyze", name: "comptalyze" };

const HISTORY = [
  { hoursAgo: 3, sha: "9c41e27d5b", message: "Mémorise le dernier mois simulé", state: "READY" },
  { hoursAgo: 27, sha: "5b07aa91c3", message: "Accélère l’import Shopify", state: "READY" },
  { hoursAgo: 29, sha: "e83f10b6d2", message: "Accélère l’import Shopify", state: "ERROR" },
  { hoursAgo: 76, sha: "17d2c9f04e", message: "Corrige le récap mensuel", state: "READY" },
  { hoursAgo: 150, sha: "c0a5581be7", message: "Met à jour les taux URSSAF", state: "READY" },
  { hoursAgo: 243, sha: "48b6ee30fa", message: "Ajoute l’export comptable", state: "READY" },
] as const;

/** The last days of the customer app: six deployments to production, one of which failed. */
export function recentDeployments(now: Date): Deployment[] {
  const hour = Math.floor(now.getTime() / HOUR) * HOUR;
  return HISTORY.map(({ hoursAgo, sha, message, state }) => {
    const created = hour - hoursAgo * HOUR;
    return {
      uid: `dpl_demo_${sha}`,
      url: `comptalyze-${sha.slice(0, 7)}.vercel.app`,
      created,
      ready: state === "READY" ? created + 94_000 : null,
      state,
      target: "production",
      commit: { sha, ref: "main", message },
    };
  });
}

function shared(deployment: Deployment) {
  const { created, ready, target, url, commit } = deployment;
  return {
    name: DEMO_PROJECT.name,
    projectId: DEMO_PROJECT.id,
    url,
    readyState: deployment.state,
    target,
    source: "git",
    type: "LAMBDAS",
    buildingAt: created + 4_000,
    ...(ready === null ? {} : { ready }),
    createdAt: created,
    creator: { uid: "usr_demo", username: "comptalyze" },
    inspectorUrl: `https://vercel.com/comptalyze/comptalyze/${deployment.uid.slice(4)}`,
    meta: {
      githubCommitSha: commit.sha,
      githubCommitRef: commit.ref,
      githubCommitMessage: commit.message,
    },
  };
}

export const listedDeployment = (deployment: Deployment) => ({
  uid: deployment.uid,
  ...shared(deployment),
  created: deployment.created,
  state: deployment.state,
  aliasAssigned: deployment.ready,
  isRollbackCandidate: deployment.state === "READY",
});

export const deploymentDetail = (deployment: Deployment) => ({
  id: deployment.uid,
  ...shared(deployment),
  status: deployment.state,
  alias: deployment.target === "production" ? ["comptalyze.com"] : [],
  aliasAssigned: deployment.ready !== null,
  regions: ["cdg1"],
  version: 2,
});
