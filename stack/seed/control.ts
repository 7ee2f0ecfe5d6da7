import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { cleanDatabase, type SeedDatabase } from "./clean.ts";
import { seedDatabase } from "./database.ts";
import { readRows } from "./rows.ts";

const PREFIX = "/_stack/seed";
const order = z.strictObject({ users: z.int().min(1).max(5_000_000) });

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Lets the seed scripts reach a database that has no socket, through the running stack and with its
 * secret key: POST /_stack/seed {users}, DELETE /_stack/seed, GET /_stack/seed. Null for other addresses.
 */
export function seedControl(database: SeedDatabase, secretKey: string) {
  return async (request: Request): Promise<Response | null> => {
    if (new URL(request.url).pathname !== PREFIX) return null;
    const given = request.headers.get("apikey") ?? "";
    if (!timingSafeEqual(digest(given), digest(secretKey))) {
      return Response.json({ error: "the secret key is wrong" }, { status: 401 });
    }
    switch (request.method) {
      case "GET":
        return Response.json(await readRows(database.query));
      case "POST": {
        const parsed = order.safeParse(await request.json().catch(() => null));
        if (!parsed.success) return Response.json({ error: "users is missing" }, { status: 422 });
        await seedDatabase(database.exec, parsed.data.users);
        return Response.json({ users: parsed.data.users });
      }
      case "DELETE":
        return Response.json(await cleanDatabase(database));
      default:
        return new Response(null, { status: 405 });
    }
  };
}

/** The other end of `seedControl`. */
export async function callSeedControl(
  url: string,
  secretKey: string,
  method: "GET" | "POST" | "DELETE",
  body?: z.input<typeof order>,
): Promise<unknown> {
  const response = await fetch(`${url}${PREFIX}`, {
    method,
    headers: { apikey: secretKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`the stack at ${url} answered ${response.status}: ${await response.text()}`);
  }
  return response.json();
}
