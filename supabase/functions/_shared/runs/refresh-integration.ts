import { checkIntegration, refreshIntegration as refresh } from "../vendors/app.ts";
import type { Handler, ItemProof, Work } from "./handler.ts";

/** Whether the provider takes the token; null when it did not say. */
const tokenAccepted = (found: boolean | null) => ({
  code: "token_accepted",
  expected: true,
  found,
  ok: found === true,
});

async function accepted(id: string, turn: Work["turn"]) {
  await turn("app");
  const { valid, expires_at } = await checkIntegration(id);
  return { expires_at, line: tokenAccepted(valid) };
}

const proofOf = (evidence: ItemProof["evidence"]): ItemProof => ({
  status: evidence.every(({ ok }) => ok) ? "verified" : "unverified",
  evidence,
});

/** The app renews the token, then its provider is asked whether it takes the new one. */
export const refreshIntegration: Handler = {
  async perform({ target: { id, payload }, applied }, { turn, step, apply, compare, prove }) {
    const { provider } = payload;
    const refreshed = await step("refresh", "app", (key) => refresh(id, key));
    if (refreshed.outcome === "reconnect") {
      return {
        status: "failed",
        code: "reconnect",
        args: { provider, reason: refreshed.reason },
        proof: proofOf([tokenAccepted(false)]),
      };
    }
    if (!applied) await apply({});
    const found = await prove(() => accepted(id, turn));
    const left = await compare({});
    const status = left.find(({ field }) => field === "token_status")?.before ?? "valid";
    return {
      status: "done",
      code: "refreshed",
      args: { provider, ends_at: found?.expires_at ?? refreshed.expires_at },
      proof: proofOf([
        found?.line ?? tokenAccepted(null),
        { code: "token_status", expected: "valid", found: status, ok: left.length === 0 },
      ]),
    };
  },
  reread: async ({ target }, turn) => proofOf([(await accepted(target.id, turn)).line]),
};
