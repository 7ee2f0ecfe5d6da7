import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { z } from "zod";
import { answer, answering, refuse } from "./app/answers.ts";
import type { AppDatabase } from "./app/database.ts";
import { AppFailure } from "./app/failure.ts";
import { runImport } from "./app/imports.ts";
import { checkIntegration, refreshIntegration } from "./app/integrations.ts";
import { connectionSeed, createProviders } from "./app/providers.ts";
import { trafficSeed, trafficSince } from "./app/traffic.ts";
import { createWebhook } from "./app/webhook.ts";
import { type Call, defineVendor, type Route, type Vendor } from "./control.ts";
import { createReplays, keptAnswers } from "./idempotency.ts";
import { STRIPE_DEMO_WEBHOOK_SECRET } from "./stripe/state.ts";
import { STRIPE_DEMO_KEY } from "./stripe.ts";

export const APP_DEMO_ADMIN_TOKEN = "app_admin_comptalyze_demo";

export type AppOptions = {
  /** The database that the app works on; null while there is none. */
  database?: () => AppDatabase | null;
  /** Where the app finds Stripe. */
  stripeBase?: () => string | null;
  adminToken?: string;
  now?: () => Date;
};

const CHECKS = ["database", "stripe", "resend"] as const;
const health = z.record(z.enum(CHECKS), z.enum(["ok", "down"]));

/** What POST /_test/seed of the app takes, and GET /_test/state gives. */
const appSeed = z.strictObject({
  checks: z.partialRecord(z.enum(CHECKS), z.enum(["ok", "down"])).default({}),
  /** STRIPE_WEBHOOK_SECRET of its environment: another than Stripe's refuses every webhook. */
  webhook_secret: z.string().optional(),
  /** How its health check answers: so late, as itself or with its host's pages. */
  health: z
    .strictObject({
      latency_ms: z.int().min(0).max(60_000).default(0),
      answer: z.enum(["own", "error_page", "page"]).default("own"),
    })
    .default({ latency_ms: 0, answer: "own" }),
  /** Whether it has a route for its traffic. */
  counts: z.boolean().default(true),
  /** Slots of five minutes that are other than usual. */
  traffic: trafficSeed.array().default([]),
  connections: connectionSeed.array().default([]),
  replays: keptAnswers.default({}),
});

export type AppSeed = z.input<typeof appSeed>;

const HOST_PAGE = "<!doctype html><title>comptalyze</title><h1>This page is not available.</h1>";

type Manner = Pick<z.output<typeof appSeed>, "health" | "counts" | "traffic">;
const usualManner = (): Manner => ({
  health: { latency_ms: 0, answer: "own" },
  counts: true,
  traffic: [],
});

const allWell = (): z.output<typeof health> => ({ database: "ok", stripe: "ok", resend: "ok" });

/** Stands in for the customer app: its health check, its Stripe webhook and its admin routes. */
export function createApp({
  database = () => null,
  stripeBase = () => null,
  adminToken = APP_DEMO_ADMIN_TOKEN,
  now = () => new Date(),
}: AppOptions = {}): Vendor {
  const replays = createReplays();
  const providers = createProviders(now);
  let checks = allWell();
  let secret = STRIPE_DEMO_WEBHOOK_SECRET;
  let manner = usualManner();

  function openDatabase(): AppDatabase {
    const open = database();
    if (open === null) throw new AppFailure(503, "database_unavailable");
    return open;
  }

  function stripe(): Stripe {
    const { hostname, port } = new URL(stripeBase() ?? "http://127.0.0.1:9");
    return new Stripe(STRIPE_DEMO_KEY, {
      host: hostname,
      port,
      protocol: "http",
      timeout: 8_000,
      maxNetworkRetries: 0,
      telemetry: false,
    });
  }

  const admin = (handle: (call: Call) => Promise<Response>): Route["handle"] =>
    answering(async (call) => {
      const given = call.request.headers.get("authorization");
      if (given !== `Bearer ${adminToken}`) return refuse(401, "unauthorized");
      return handle(call);
    });

  /** The same key gives the same answer, without a second effect. */
  const once = (handle: (call: Call) => Promise<Response>) =>
    admin((call) =>
      replays.answer(
        {
          key: call.request.headers.get("idempotency-key"),
          print: `${call.url.pathname}${call.url.search} ${call.body}`,
        },
        () => handle(call),
        {
          replayed: (response) => response.headers.set("idempotent-replayed", "true"),
          reused: () => refuse(422, "idempotency_key_reused"),
          busy: () => refuse(409, "in_progress"),
        },
      ),
    );

  const webhook = createWebhook({ database: openDatabase, stripe, secret: () => secret, now });

  return defineVendor({
    name: "app",
    routes: [
      {
        method: "GET",
        path: "/api/health",
        handle: async () => {
          const { latency_ms, answer: kind } = manner.health;
          if (latency_ms > 0) await sleep(latency_ms);
          if (kind !== "own") {
            const headers = { "content-type": "text/html; charset=utf-8" };
            return new Response(HOST_PAGE, { status: kind === "page" ? 200 : 502, headers });
          }
          const ok = CHECKS.every((check) => checks[check] === "ok");
          return answer(
            ok ? 200 : 503,
            { status: ok ? "ok" : "degraded", timestamp: now().toISOString(), checks },
            { "cache-control": "no-store" },
          );
        },
      },
      { method: "POST", path: "/api/webhooks/stripe", handle: answering(webhook) },
      {
        method: "POST",
        path: "/api/admin/run-import",
        handle: once(({ url: { searchParams }, body }) => {
          const dryRun = searchParams.get("dryRun") === "1";
          return runImport(body, {
            dryRun,
            logged: !dryRun || searchParams.get("log") !== "0",
            database: openDatabase(),
            providers,
            now: now(),
          });
        }),
      },
      {
        method: "POST",
        path: "/api/admin/integrations/:id/refresh",
        handle: once(({ params: { id = "" } }) =>
          refreshIntegration(id, openDatabase(), providers),
        ),
      },
      {
        method: "GET",
        path: "/api/admin/metrics",
        handle: admin(async ({ url: { searchParams } }) => {
          // A Next.js app without the route answers with its page for whatever it does not have.
          if (!manner.counts) return new Response(HOST_PAGE, { status: 404 });
          const since = new Date(searchParams.get("since") ?? Number.NaN);
          return Number.isNaN(since.getTime())
            ? refuse(422, "invalid_since")
            : answer(200, { slots: trafficSince(since, now(), manner.traffic) });
        }),
      },
      {
        method: "GET",
        path: "/api/admin/integrations/:id/check",
        handle: admin(({ params: { id = "" } }) => checkIntegration(id, openDatabase(), providers)),
      },
    ],
    unknown: () => refuse(404, "Not found"),
    failure: (kind) =>
      kind === "429" ? refuse(429, "Trop de requêtes") : refuse(500, "Internal Server Error"),
    reset: () => {
      checks = allWell();
      secret = STRIPE_DEMO_WEBHOOK_SECRET;
      manner = usualManner();
      providers.reset();
      replays.reset();
    },
    state: () => ({
      checks,
      webhook_secret: secret,
      ...manner,
      connections: providers.state(),
      replays: replays.state(),
    }),
    seed: (seed) => {
      const parsed = appSeed.parse(seed);
      checks = { ...allWell(), ...parsed.checks };
      secret = parsed.webhook_secret ?? secret;
      manner = { health: parsed.health, counts: parsed.counts, traffic: parsed.traffic };
      providers.seed(parsed.connections);
      replays.seed(parsed.replays);
    },
  });
}
