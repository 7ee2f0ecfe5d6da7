import { z } from "zod";
import { defineVendor, type Vendor } from "./control.ts";

export type SlackOptions = {
  /** The secret path of the one incoming webhook. */
  path?: string;
};

export const SLACK_DEMO_PATH = "/services/T0DEMO/B0DEMO/comptalyze-demo";

const MOST_CHARACTERS = 40_000;

const slackSeed = z.strictObject({
  messages: z.record(z.string(), z.unknown()).array().default([]),
  /** How the workspace refuses from now on; null takes messages again. */
  refusal: z
    .enum(["action_prohibited", "channel_not_found", "channel_is_archived", "no_service"])
    .nullable()
    .default(null),
});

const REFUSAL_STATUS = {
  action_prohibited: 403,
  channel_not_found: 404,
  no_service: 404,
  channel_is_archived: 410,
} as const;

const word = (status: number, text: string) =>
  new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Stands in for a Slack incoming webhook: one address that takes messages and says "ok". */
export function createSlack({ path = SLACK_DEMO_PATH }: SlackOptions = {}): Vendor {
  let state: z.output<typeof slackSeed> = { messages: [], refusal: null };

  return defineVendor({
    name: "slack",
    routes: [
      {
        method: "POST",
        path: "/services/:team/:channel/:token",
        handle: ({ request, url, body }) => {
          if (url.pathname !== path) return word(404, "no_service");
          if (state.refusal !== null) return word(REFUSAL_STATUS[state.refusal], state.refusal);
          const type = request.headers.get("content-type") ?? "";
          const message = readMessage(type, body);
          if (message === null) return word(400, "invalid_payload");
          const { text, blocks, attachments } = message;
          if (!text && !blocks && !attachments) return word(400, "no_text");
          if (typeof text === "string" && text.length > MOST_CHARACTERS) {
            return word(400, "msg_too_long");
          }
          state.messages.push(message);
          return word(200, "ok");
        },
      },
    ],
    unknown: () => word(404, "no_service"),
    failure: (kind) => (kind === "429" ? word(429, "rate_limited") : word(500, "rollup_error")),
    reset: () => {
      state = { messages: [], refusal: null };
    },
    state: () => state,
    seed: (seed) => {
      const { messages, refusal } = slackSeed.parse(seed);
      state = { messages: [...state.messages, ...messages], refusal };
    },
  });
}

function readMessage(type: string, body: string): Record<string, unknown> | null {
  try {
    const json = type.includes("form-urlencoded")
      ? (new URLSearchParams(body).get("payload") ?? "")
      : body;
    const message: unknown = JSON.parse(json);
    return z.record(z.string(), z.unknown()).safeParse(message).data ?? null;
  } catch {
    return null;
  }
}
