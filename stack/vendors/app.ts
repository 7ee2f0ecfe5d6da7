import { z } from "zod";
import { defineVendor, type Vendor } from "./control.ts";

const CHECKS = ["database", "stripe", "resend"] as const;
const health = z.record(z.enum(CHECKS), z.enum(["ok", "down"]));
const appSeed = z.strictObject({ checks: z.partialRecord(z.enum(CHECKS), z.enum(["ok", "down"])) });

const allWell = (): z.output<typeof health> => ({ database: "ok", stripe: "ok", resend: "ok" });

/** Stands in for the customer app: its health check. */
export function createApp({ now = () => new Date() }: { now?: () => Date } = {}): Vendor {
  let checks = allWell();
  const refuse = (status: number, error: string) => Response.json({ error }, { status });

  return defineVendor({
    name: "app",
    routes: [
      {
        method: "GET",
        path: "/api/health",
        handle: () => {
          const ok = CHECKS.every((check) => checks[check] === "ok");
          return Response.json(
            { status: ok ? "ok" : "degraded", timestamp: now().toISOString(), checks },
            { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } },
          );
        },
      },
    ],
    unknown: () => refuse(404, "Not found"),
    failure: (kind) =>
      kind === "429" ? refuse(429, "Trop de requêtes") : refuse(500, "Internal Server Error"),
    reset: () => {
      checks = allWell();
    },
    state: () => ({ checks }),
    seed: (seed) => {
      checks = { ...allWell(), ...appSeed.parse(seed).checks };
    },
  });
}
