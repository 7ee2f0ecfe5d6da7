import { checkIntegration, refreshIntegration as refresh } from "../vendors/app.ts";
import type { Handler } from "./handler.ts";

/** The app renews the token, then its provider is asked whether it takes the new one. */
export const refreshIntegration: Handler = {
  async perform({ target: { id, payload }, applied }, { turn, step, apply, compare }) {
    const { provider } = payload;
    const refreshed = await step("refresh", "app", (key) => refresh(id, key));
    if (refreshed.outcome === "reconnect") {
      return {
        status: "failed",
        code: "reconnect",
        args: { provider, reason: refreshed.reason },
        proof: {
          status: "unverified",
          evidence: [{ code: "token_accepted", expected: true, found: false, ok: false }],
        },
      };
    }
    if (!applied) await apply({});
    await turn("app");
    const { valid, expires_at } = await checkIntegration(id);
    const left = await compare({});
    const status = left.find(({ field }) => field === "token_status")?.before ?? "valid";
    return {
      status: "done",
      code: "refreshed",
      args: { provider, ends_at: expires_at },
      proof: {
        status: valid && left.length === 0 ? "verified" : "unverified",
        evidence: [
          { code: "token_accepted", expected: true, found: valid, ok: valid },
          { code: "token_status", expected: "valid", found: status, ok: left.length === 0 },
        ],
      },
    };
  },
};
