import Stripe from "stripe";
import { afterAll, afterEach, beforeEach } from "vitest";
import { clonePostgres } from "../../../tests/support/backend.ts";
import type { Database, Query } from "../../database.ts";
import { seedVendors } from "../../seed/vendors.ts";
import { APP_DEMO_ADMIN_TOKEN } from "../app.ts";
import { serveVendors } from "../serve.ts";
import { STRIPE_DEMO_KEY } from "../stripe.ts";

/** `token` null is nobody. */
export type Options = { token?: string | null; key?: string; body?: unknown };

/** The customer app's stand-in beside the other vendors', for each test on demo data of its own. */
export async function openApp() {
  let database: Database;
  const { addresses, vendors, close } = await serveVendors({ database: () => database });
  const { hostname, port } = new URL(addresses.STRIPE_API_BASE);
  const stripe = new Stripe(STRIPE_DEMO_KEY, {
    host: hostname,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });

  afterAll(close);
  beforeEach(async () => {
    database = await clonePostgres();
    await seedVendors(database.query, vendors);
  }, 60_000);
  afterEach(() => database.close());

  const query: Query = (sql, params) => database.query(sql, params);

  async function one<Row extends Record<string, unknown>>(sql: string, params: unknown[] = []) {
    const [row] = await query<Row>(sql, params);
    return row;
  }

  return {
    addresses,
    vendors,
    stripe,
    query,
    one,
    control: (vendor: "app" | "stripe", name: string, body: unknown) =>
      vendors[vendor].fetch(
        new Request(`http://vendor.test/_test/${name}`, {
          method: "POST",
          body: JSON.stringify(body),
        }),
      ),
    /** A request to the app, "POST /path", as whoever has its admin token unless told. */
    async app<Body = { error: string }>(
      path: string,
      { token = APP_DEMO_ADMIN_TOKEN, key, body }: Options = {},
    ) {
      const [method = "GET", address = ""] = path.split(" ");
      const response = await fetch(`${addresses.APP_BASE_URL}${address}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Body };
    },
    idOf: async (email: string) =>
      String(
        (await one<{ id: string }>("select id from auth.users where email = $1", [email]))?.id,
      ),
    /** What the console's journal holds of a change that nobody announced. */
    outside: () =>
      query("select target_label, details from private.audit where event = 'outside' order by seq"),
  };
}
