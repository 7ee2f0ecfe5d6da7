import Stripe from "stripe";
import { z } from "zod";
import { answer, answering, refuse } from "./app/answers.ts";
import type { AppDatabase } from "./app/database.ts";
import { AppFailure } from "./app/failure.ts";
import { runImport } from "./app/imports.ts";
import { checkIntegration, refreshIntegration } from "./app/integrations.ts";
import { connectionSeed, createProviders } from "./app/providers.ts";
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
  connections: connectionSeed.array().default([]),
  replays: keptAnswers.default({}),
});

export type AppSeed = z.input<typeof appSeed>;

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
        handle: () => {
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
      providers.reset();
      replays.reset();
    },
    state: () => ({
      checks,
      webhook_secret: secret,
      connections: providers.state(),
      replays: replays.state(),
    }),
    seed: (seed) => {
      const parsed = appSeed.parse(seed);
      checks = { ...allWell(), ...parsed.checks };
      secret = parsed.webhook_secret ?? secret;
      providers.seed(parsed.connections);
      replays.seed(parsed.replays);
    },
  });
}
