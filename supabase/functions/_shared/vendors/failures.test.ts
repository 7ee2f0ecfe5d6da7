import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { APP_DEMO_ADMIN_TOKEN } from "../../../../stack/vendors/app.ts";
import { RESEND_DEMO_KEY } from "../../../../stack/vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../../../../stack/vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../../../../stack/vendors/stripe.ts";
import { DEMO_PROJECT } from "../../../../stack/vendors/vercel/deployments.ts";
import { VERCEL_DEMO_TOKEN } from "../../../../stack/vendors/vercel.ts";
import { appTraffic, checkIntegration, refreshIntegration, runImport } from "./app.ts";
import { lookUp } from "./dns.ts";
import { ExternalError, type FailureKind, type Service } from "./external.ts";
import {
  domains,
  emailById,
  liftSuppression,
  sendEmail,
  suppressionOf,
  suppressions,
} from "./resend.ts";
import { subscriptionsOf } from "./stripe.ts";
import { eventById, eventPage, retryEvent, webhookEndpoints } from "./stripeEvents.ts";
import { subscriptionPage, subscriptionsOfCustomer } from "./stripeSide.ts";
import { deployments } from "./vercel.ts";

const IMPATIENCE_MS = 200;
const NOBODY = "00000000-0000-4000-a000-000000000000";
const turn = async () => {};

/** Every call that the clients offer, by what it is for. */
const CALLS: Record<Service, [name: string, call: () => Promise<unknown>][]> = {
  stripe: [
    ["subscriptions", () => subscriptionsOf({ userId: NOBODY, email: null, customers: [] }, turn)],
    ["a page of subscriptions", () => subscriptionPage(null, turn)],
    ["a customer's subscriptions", () => subscriptionsOfCustomer("cus_1", turn)],
    ["a page of events", () => eventPage({ since: new Date(0), undelivered: true })],
    ["one event", () => eventById("evt_1")],
    ["endpoints", () => webhookEndpoints()],
    ["retry", () => retryEvent("evt_1", "we_demo_app", crypto.randomUUID())],
  ],
  resend: [
    [
      "send",
      () => sendEmail({ to: "zoe@example.fr", subject: "Test", html: "x" }, crypto.randomUUID()),
    ],
    ["one e-mail", () => emailById(NOBODY)],
    ["suppression", () => suppressionOf("zoe@example.fr")],
    ["lift", () => liftSuppression("zoe@example.fr")],
    ["suppressions", () => suppressions(turn)],
    ["domains", () => domains(turn)],
  ],
  app: [
    ["import", () => runImport({ month: "2026-10" }, { dryRun: true })],
    ["refresh", () => refreshIntegration(NOBODY, crypto.randomUUID())],
    ["check", () => checkIntegration(NOBODY)],
    ["traffic", () => appTraffic(new Date())],
  ],
  vercel: [["deployments", () => deployments()]],
  dns: [["a name", () => lookUp("send.comptalyze.com", "TXT")]],
};

/** DNS is open to everybody. */
const KEYS: Partial<Record<Service, string>> = {
  stripe: "STRIPE_SECRET_KEY",
  resend: "RESEND_API_KEY",
  app: "APP_ADMIN_TOKEN",
  vercel: "VERCEL_TOKEN",
};
const BASES: Record<Service, Exclude<keyof ServedVendors["addresses"], "SLACK_WEBHOOK_URL">> = {
  stripe: "STRIPE_API_BASE",
  resend: "RESEND_BASE_URL",
  app: "APP_BASE_URL",
  vercel: "VERCEL_API_BASE",
  dns: "DNS_RESOLVER_URL",
};

const SERVICES = ["stripe", "resend", "app", "vercel", "dns"] as const;
const everyCall = SERVICES.flatMap((service) =>
  CALLS[service].map(([name, call]) => ({ service, name, call })),
);

let served: ServedVendors;

beforeAll(async () => {
  served = await serveVendors({
    // The app finds nothing in it: what is asked for by an id is not there.
    database: () => ({
      asService: async (work) =>
        work(
          async () => [],
          async () => [],
        ),
    }),
  });
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
    VERCEL_TOKEN: VERCEL_DEMO_TOKEN,
    VERCEL_PROJECT: DEMO_PROJECT.name,
  })) {
    vi.stubEnv(name, value);
  }
});

const control = (service: Service, name: string) =>
  new URL(`/_test/${name}`, served.addresses[BASES[service]]);

async function order(service: Service, fault: object) {
  const response = await fetch(control(service, "faults"), {
    method: "POST",
    body: JSON.stringify(fault),
  });
  expect(response.ok).toBe(true);
}

async function failureOf(call: () => Promise<unknown>): Promise<ExternalError> {
  const error: unknown = await call().then(
    () => "it went well",
    (failure: unknown) => failure,
  );
  if (!(error instanceof ExternalError)) throw new Error(`not an ExternalError: ${error}`);
  return error;
}

const FAULTS: [fault: string, kind: FailureKind, retryable: boolean][] = [
  ["timeout_before", "timeout", true],
  ["timeout_after", "timeout", true],
  ["429", "rate_limited", true],
  ["500", "broken", true],
  ["html", "garbage", true],
  ["cut", "unreachable", true],
];

describe.each(everyCall)("$service: $name", ({ service, call }) => {
  test.each(FAULTS)("%s is %s", async (fault, kind, retryable) => {
    if (kind === "timeout") vi.stubEnv("VENDOR_TIMEOUT_MS", String(IMPATIENCE_MS));
    await order(service, { kind: fault, ...(fault === "429" ? { retry_after: 7 } : {}) });
    expect(await failureOf(call)).toMatchObject({
      service,
      kind,
      retryable,
      retryAfter: fault === "429" ? 7 : null,
    });
  });

  const key = KEYS[service] ?? "";

  test.skipIf(key === "")("a wrong key is not_allowed, and is not in what is told", async () => {
    vi.stubEnv(key, "a_key_that_is_wrong");
    const failure = await failureOf(call);
    expect(failure).toMatchObject({ service, kind: "not_allowed", retryable: false });
    expect(`${failure} ${JSON.stringify(failure)} ${failure.problem}`).not.toContain("a_key_that");
  });

  test.skipIf(key === "")("without a key it is not_configured, and nobody is asked", async () => {
    vi.stubEnv(key, "");
    expect(await failureOf(call)).toMatchObject({ service, kind: "not_configured" });
    const log = await fetch(control(service, "requests"));
    expect(await log.json()).toEqual({ requests: [] });
  });

  test("where nobody listens it is unreachable", async () => {
    vi.stubEnv(BASES[service], "http://127.0.0.1:9");
    expect(await failureOf(call)).toMatchObject({ service, kind: "unreachable", retryable: true });
  });
});

test.each([
  ["stripe", () => eventById("evt_nobody")],
  ["stripe", () => retryEvent("evt_nobody", "we_demo_app", "k")],
  ["resend", () => emailById(NOBODY)],
  ["app", () => refreshIntegration(NOBODY, "k")],
  ["app", () => checkIntegration(NOBODY)],
] as const)("%s: what is not there is missing", async (service, call) => {
  expect(await failureOf(call)).toMatchObject({ service, kind: "missing", retryable: false });
});

test("Stripe and the app name the request by which their log is searched", async () => {
  expect((await failureOf(() => eventById("evt_nobody"))).requestId).toMatch(/^req_/);
  expect((await failureOf(() => checkIntegration(NOBODY))).requestId).toMatch(/^cdg1::/);
});
