import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CUT } from "../http.ts";

/** What goes wrong at a vendor, as POST /_test/faults takes it. */
export const faultOrder = z.strictObject({
  /** "GET /v1/events*", "/emails" or "*": an optional method and a path in which * is anything. */
  match: z.string().default("*"),
  /** Only calls that name one of these in their address or body. */
  about: z.string().array().optional(),
  /** So many of these calls pass before it happens. */
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
  kind: z.enum([
    "latency",
    "timeout_before",
    "timeout_after",
    "429",
    "500",
    "html",
    "cut",
    "cut_before",
  ]),
  /** How long latency lasts, or until a timeout gives up: a minute unless told. */
  ms: z.int().min(0).max(600_000).optional(),
  retry_after: z.int().min(0).optional(),
});

export type FaultOrder = z.input<typeof faultOrder>;
type Fault = z.output<typeof faultOrder>;

export function createFaults() {
  let waiting: Fault[] = [];
  return {
    order(fault: FaultOrder) {
      waiting.push(faultOrder.parse(fault));
    },
    /** The fault that this call meets, counted off; the oldest order first. */
    take(method: string, path: string, text = ""): Fault | null {
      const fault = waiting.find(
        (f) =>
          matches(f.match, method, path) &&
          (f.about?.some((name) => `${decodeURIComponent(path)} ${text}`.includes(name)) ?? true),
      );
      if (fault === undefined) {
        return null;
      }
      if (fault.skip > 0) {
        fault.skip -= 1;
        return null;
      }
      fault.times -= 1;
      waiting = waiting.filter((f) => f.times > 0);
      return fault;
    },
    list: () => waiting.map((fault) => ({ ...fault })),
    reset() {
      waiting = [];
    },
  };
}

function matches(pattern: string, method: string, path: string): boolean {
  const [, verb, glob = "*"] = /^(?:([A-Z]+) )?(.*)$/.exec(pattern) ?? [];
  const literal = glob.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return (
    (verb === undefined || verb === method) && new RegExp(`^${literal.join(".*")}$`).test(path)
  );
}

/**
 * Lets a fault happen. Before the effect: timeout_before, 429, 500, html, cut_before. After it: timeout_after, cut.
 */
export async function suffer(
  fault: Fault,
  signal: AbortSignal,
  run: () => Promise<Response>,
  failure: (kind: "429" | "500", retryAfter: number) => Response,
): Promise<Response> {
  switch (fault.kind) {
    case "latency":
      await pause(fault.ms ?? 1000, signal);
      return run();
    case "timeout_before":
      await pause(fault.ms ?? 60_000, signal);
      throw CUT;
    case "timeout_after":
      await run();
      await pause(fault.ms ?? 60_000, signal);
      throw CUT;
    case "429":
    case "500": {
      const response = failure(fault.kind, fault.retry_after ?? 1);
      if (fault.retry_after !== undefined) {
        response.headers.set("retry-after", String(fault.retry_after));
      }
      return response;
    }
    case "html":
      return new Response("<html><head><title>502 Bad Gateway</title></head></html>", {
        status: 502,
        headers: { "content-type": "text/html" },
      });
    case "cut_before":
      // Begun, so that no client takes it for a connection that was closed while idle and asks again itself.
      return cutInHalf(Response.json({ id: "nobody" }));
    case "cut":
      return cutInHalf(await run());
  }
}

/** Waits, or cuts the connection when the caller has given up. */
async function pause(ms: number, signal: AbortSignal) {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw CUT;
  }
}

async function cutInHalf(response: Response): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent) {
        // The first half must be on its way before the connection goes.
        await sleep(20);
        controller.error(CUT);
        return;
      }
      sent = true;
      controller.enqueue(whole.slice(0, Math.ceil(whole.length / 2)));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
