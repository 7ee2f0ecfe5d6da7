import { type Listener, listen } from "../http.ts";
import type { AppDatabase } from "./app/database.ts";
import { createApp } from "./app.ts";
import type { Vendor } from "./control.ts";
import { createDns, DNS_DEMO_PATH } from "./dns.ts";
import { createResend } from "./resend.ts";
import { createSlack, SLACK_DEMO_PATH } from "./slack.ts";
import { createStripe } from "./stripe.ts";
import { createVercel } from "./vercel.ts";

export type VendorSet = Record<"stripe" | "resend" | "slack" | "vercel" | "dns" | "app", Vendor>;

/** The names that scripts and functions find the stand-ins by. */
type VendorAddresses = {
  STRIPE_API_BASE: string;
  RESEND_BASE_URL: string;
  SLACK_WEBHOOK_URL: string;
  VERCEL_API_BASE: string;
  DNS_RESOLVER_URL: string;
  APP_BASE_URL: string;
};

export type ServedVendors = {
  vendors: VendorSet;
  addresses: VendorAddresses;
  close(): Promise<void>;
};

type Wiring = {
  /** The database that the customer app works on, once it is open. */
  database?: () => AppDatabase | null;
  /** Where the stand-ins listen, for those that call each other. */
  addresses?: Partial<VendorAddresses>;
};

export const createVendors = ({
  database = () => null,
  addresses = {},
}: Wiring = {}): VendorSet => ({
  stripe: createStripe({
    appWebhook: () =>
      addresses.APP_BASE_URL === undefined ? null : `${addresses.APP_BASE_URL}/api/webhooks/stripe`,
  }),
  resend: createResend(),
  slack: createSlack(),
  vercel: createVercel(),
  dns: createDns(),
  app: createApp({ database, stripeBase: () => addresses.STRIPE_API_BASE ?? null }),
});

/** Serves every stand-in over HTTP, each on a free port of loopback. */
export async function serveVendors({
  database,
}: Pick<Wiring, "database"> = {}): Promise<ServedVendors> {
  const wired: Partial<VendorAddresses> = {};
  const vendors = createVendors({
    ...(database === undefined ? {} : { database }),
    addresses: wired,
  });
  const open: Listener[] = [];
  const serve = async (vendor: Vendor) => {
    const listener = await listen(vendor.fetch);
    open.push(listener);
    return `http://127.0.0.1:${listener.port}`;
  };
  const addresses: VendorAddresses = {
    STRIPE_API_BASE: await serve(vendors.stripe),
    RESEND_BASE_URL: await serve(vendors.resend),
    SLACK_WEBHOOK_URL: `${await serve(vendors.slack)}${SLACK_DEMO_PATH}`,
    VERCEL_API_BASE: await serve(vendors.vercel),
    DNS_RESOLVER_URL: `${await serve(vendors.dns)}${DNS_DEMO_PATH}`,
    APP_BASE_URL: await serve(vendors.app),
  };
  Object.assign(wired, addresses);
  return {
    vendors,
    addresses,
    close: async () => {
      await Promise.all(open.map((listener) => listener.close()));
    },
  };
}
