import type { Call } from "../control.ts";
import { AppFailure } from "./failure.ts";

let answered = 0;

/** An answer of the app as its host sends it, with the id by which the host's log knows it. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  answered += 1;
  return Response.json(body, {
    status,
    headers: { "x-vercel-id": `cdg1::demo-${String(answered).padStart(6, "0")}`, ...headers },
  });
}

export const refuse = (status: number, error: string, more: object = {}) =>
  answer(status, { error, ...more });

/** Turns what a route throws into the app's answer. */
export const answering =
  (handle: (call: Call) => Promise<Response>) =>
  async (call: Call): Promise<Response> => {
    try {
      return await handle(call);
    } catch (error) {
      if (error instanceof AppFailure) return refuse(error.status, error.message, error.details);
      console.error("the customer app:", error);
      return refuse(500, "Internal Server Error");
    }
  };
