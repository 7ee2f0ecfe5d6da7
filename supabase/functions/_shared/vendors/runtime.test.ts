import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { denoArguments, denoBinary } from "../../../../stack/functions.ts";
import { APP_DEMO_ADMIN_TOKEN } from "../../../../stack/vendors/app.ts";
import { RESEND_DEMO_KEY } from "../../../../stack/vendors/resend.ts";
import { type ServedVendors, serveVendors } from "../../../../stack/vendors/serve.ts";
import { STRIPE_DEMO_KEY } from "../../../../stack/vendors/stripe.ts";

const client = (name: string) => new URL(`./${name}.ts`, import.meta.url).href;

/** Calls every client once and prints what came of it. */
const SCRIPT = `
import { suppressions, sendEmail } from "${client("resend")}";
import { checkIntegration } from "${client("app")}";
import { webhookEndpoints } from "${client("stripeEvents")}";
const outcome = (call) => call.then(() => "done", (error) => error.kind ?? String(error));
const email = { to: "zoe@example.fr", subject: "Test", html: "<p>Bonjour</p>" };
console.log(JSON.stringify({
  stripe: await outcome(webhookEndpoints()),
  resend: await outcome(sendEmail(email, "key").then(() => suppressions(async () => {}))),
  app: await outcome(checkIntegration("00000000-0000-4000-a000-000000000000")),
}));
`;

let served: ServedVendors;
beforeAll(async () => {
  served = await serveVendors({
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
  for (const vendor of Object.values(served.vendors)) vendor.reset();
});

async function inDeno(): Promise<unknown> {
  const child = spawn(denoBinary, [...denoArguments, "-"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      DENO_NO_UPDATE_CHECK: "1",
      STRIPE_SECRET_KEY: STRIPE_DEMO_KEY,
      RESEND_API_KEY: RESEND_DEMO_KEY,
      APP_ADMIN_TOKEN: APP_DEMO_ADMIN_TOKEN,
      VENDOR_TIMEOUT_MS: "400",
      ...served.addresses,
    },
  });
  child.stdin.end(SCRIPT);
  return JSON.parse(await text(child.stdout));
}

test.each([
  [null, { stripe: "done", resend: "done", app: "missing" }],
  ["timeout_before", { stripe: "timeout", resend: "timeout", app: "timeout" }],
  ["cut", { stripe: "unreachable", resend: "unreachable", app: "unreachable" }],
  ["html", { stripe: "garbage", resend: "garbage", app: "garbage" }],
])(
  "the clients work in the functions' own runtime: %s",
  async (fault, expected) => {
    for (const name of ["stripe", "resend", "app"] as const) {
      if (fault === null) continue;
      await served.vendors[name].fetch(
        new Request("http://vendor.test/_test/faults", {
          method: "POST",
          body: JSON.stringify({ kind: fault }),
        }),
      );
    }
    expect(await inDeno()).toEqual(expected);
  },
  30_000,
);
