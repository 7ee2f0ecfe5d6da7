import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { type Listener, listen } from "../../../../../stack/http.ts";
import type { Query } from "../../../../../stack/vendors/app/database.ts";
import { APP_DEMO_ADMIN_TOKEN } from "../../../../../stack/vendors/app.ts";
import { RESEND_DEMO_KEY } from "../../../../../stack/vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../../../../../stack/vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../../../../../stack/vendors/stripe.ts";

export const USER = "41c8eb43-01b4-4244-a389-4662684d320f";

/** The stand-ins of the vendors for one test file, as new before each test; `query` is the app's database. */
export function standIns(query: Query = async () => []) {
  let served: ServedVendors;
  beforeAll(async () => {
    served = await serveVendors({ database: () => ({ asService: (work) => work(query, query) }) });
  });
  afterAll(() => served.close());
  beforeEach(() => {
    vi.unstubAllEnvs();
    for (const vendor of Object.values(served.vendors)) vendor.reset();
    for (const [name, value] of Object.entries({
      ...served.addresses,
      STRIPE_SECRET_KEY: STRIPE_DEMO_KEY,
      RESEND_API_KEY: RESEND_DEMO_KEY,
      APP_ADMIN_TOKEN: APP_DEMO_ADMIN_TOKEN,
    })) {
      vi.stubEnv(name, value);
    }
  });
  return {
    addresses: () => served.addresses,
    async seed(vendor: "stripe" | "resend" | "app", body: object) {
      const answer = await served.vendors[vendor].fetch(
        new Request("http://vendor.test/_test/seed", {
          method: "POST",
          body: JSON.stringify(body),
        }),
      );
      expect(answer.status).toBe(204);
    },
  };
}

/** A vendor that always says the same. */
export async function always(status: number, body: unknown): Promise<Listener & { url: string }> {
  const listener = await listen(async () => Response.json(body, { status }));
  return { ...listener, url: `http://127.0.0.1:${listener.port}` };
}
