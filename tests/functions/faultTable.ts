import type { FaultOrder } from "../../stack/vendors/faults.ts";

/** What happens to a call of a vendor. Each of them has its place in the endings below. */
export const FAULTS = {
  "cut before": { kind: "cut_before" },
  "cut after": { kind: "cut" },
  "timeout before": { kind: "timeout_before", ms: 5_000 },
  "timeout after": { kind: "timeout_after", ms: 5_000 },
  "429": { kind: "429", retry_after: 0 },
  "500": { kind: "500" },
  garbage: { kind: "html" },
} as const satisfies Record<string, Omit<FaultOrder, "match">>;

export type Fault = keyof typeof FAULTS;

/** Once, or from then on for as long as the run tries. */
export type Lasting = "once" | "always";

/** How a run ends; faultCells.ts says what is read to tell it. */
export type Ending =
  /** The click is answered 502, no run began; the same click again does it. */
  | "not begun"
  /** Done, once, and proved. */
  | "done"
  /** Done, once; the proof could not be read and says so. */
  | "done, unproved"
  /** The app did not get the event, the customer is as Stripe says all the same. */
  | "done without the app"
  /** Failed, and nothing was done. */
  | "failed"
  /** A person has to look: nobody knows, or the rest could not be done. It was not done at the vendor. */
  | "attention, not done"
  /** The same, and it was done at the vendor, once. */
  | "attention, done"
  /** Reading a proof again is answered 502, and nothing is kept. */
  | "not read";

type Endings = Record<Lasting, Ending | Record<Fault, Ending>>;

/** What a call of a vendor is for, and how a run ends when it fails. */
export const ENDINGS = {
  /** The look for the preview, which the run repeats before it begins. */
  look: { once: "not begun", always: "not begun" },
  /** A reading before anything was done. */
  reading: { once: "done", always: "failed" },
  /** What the action is for. */
  effect: {
    once: "done",
    always: {
      "429": "failed",
      "500": "failed",
      garbage: "attention, not done",
      "cut before": "attention, not done",
      "timeout before": "attention, not done",
      "cut after": "attention, done",
      "timeout after": "attention, done",
    },
  },
  /** Stripe's own retry: whether it sent the event, the app's record tells; what it did not do is reconciled. */
  delivery: {
    once: {
      "429": "done",
      "500": "done without the app",
      garbage: "done without the app",
      "cut before": "done without the app",
      "timeout before": "done without the app",
      "cut after": "done",
      "timeout after": "done",
    },
    always: {
      "429": "failed",
      "500": "done without the app",
      garbage: "done without the app",
      "cut before": "done without the app",
      "timeout before": "done without the app",
      "cut after": "done",
      "timeout after": "done",
    },
  },
  /** A reading after something was done at the vendor, without which the rest cannot be done. */
  rest: { once: "done", always: "attention, done" },
  /** A reading after everything was done, tried again while there are attempts. */
  proof: { once: "done", always: "done, unproved" },
  /** The same, looked at once: what is missing can be read again. */
  glance: { once: "done, unproved", always: "done, unproved" },
  /** Reading a proof again, after the run. */
  reread: { once: "not read", always: "not read" },
} as const satisfies Record<string, Endings>;

export type Purpose = keyof typeof ENDINGS;

/** A call as a fault is ordered for it, and what it is for. */
export type Step = [purpose: Purpose, call: string];

const CUSTOMER = ["GET /v1/customers/search", "GET /v1/customers", "GET /v1/subscriptions"];
const atStripe = (purpose: Purpose) => CUSTOMER.map((call): Step => [purpose, call]);

/** Every call that a run makes of a vendor, in the order in which a healthy one makes them. */
export const STEPS: Record<string, Step[]> = {
  "send-test-email": [
    ["look", "GET /templates/*"],
    ["look", "GET /suppressions/*"],
    ["reading", "GET /templates/*"],
    ["reading", "GET /suppressions/*"],
    ["effect", "POST /emails"],
    ["glance", "GET /emails/*"],
    ["reread", "GET /emails/*"],
  ],
  "resend-email": [
    ["look", "GET /emails/*"],
    ["look", "GET /suppressions/*"],
    ["reading", "GET /emails/*"],
    ["reading", "GET /suppressions/*"],
    ["reading", "GET /emails/*"],
    ["effect", "POST /emails"],
    ["glance", "GET /emails/*"],
    ["reread", "GET /emails/*"],
  ],
  "lift-suppression": [
    ["look", "GET /suppressions/*"],
    ["reading", "GET /suppressions/*"],
    ["effect", "DELETE /suppressions/*"],
    ["glance", "GET /suppressions/*"],
    ["reread", "GET /suppressions/*"],
  ],
  "refresh-integration": [
    ["effect", "POST /api/admin/integrations/*/refresh"],
    ["proof", "GET /api/admin/integrations/*/check"],
    ["reread", "GET /api/admin/integrations/*/check"],
  ],
  "rerun-imports": [
    ["look", "POST /api/admin/run-import"],
    ["reading", "POST /api/admin/run-import"],
    ["effect", "POST /api/admin/run-import"],
    ["reread", "POST /api/admin/run-import"],
  ],
  "reconcile-subscriptions": [...atStripe("look"), ...atStripe("reading"), ...atStripe("proof")],
  "replay-webhooks": [
    ...atStripe("look"),
    ["delivery", "POST /v1/events/*/retry"],
    ...atStripe("rest"),
    ...atStripe("proof"),
  ],
};

/** What is written down of a run's calls: the names by which the handlers make them. */
export const NAMED_STEPS = [
  "lift-suppression keep look resend",
  "lift-suppression step lift resend",
  "refresh-integration step refresh app",
  "replay-webhooks step resend stripe",
  "rerun-imports step import app",
  "resend-email keep look resend",
  "resend-email step send resend",
  "send-test-email keep look resend",
  "send-test-email step send resend",
];

export function endingOf(purpose: Purpose, lasting: Lasting, fault: Fault): Ending {
  const ending: Endings[Lasting] = ENDINGS[purpose][lasting];
  return typeof ending === "string" ? ending : ending[fault];
}
