import { checkIntegration, refreshIntegration as refresh } from "../vendors/app.ts";
import type { Handler, ItemProof, Work } from "./handler.ts";

async function accepted(id: string, turn: Work["turn"]) {
  await turn("app");
  const { valid, expires_at } = await checkIntegration(id);
  return {
    expires_at,
    line: { code: "token_accepted", expected: true, found: valid, ok: valid },
  };
}

const proofOf = (evidence: ItemProof["evidence"]): ItemProof => ({
  status: evidence.every(({ ok }) => ok) ? "verified" : "unverified",
  evidence,
});

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
        proof: proofOf([{ code: "token_accepted", expected: true, found: false, ok: false }]),
      };
    }
    if (!applied) await apply({});
    const { line, expires_at } = await accepted(id, turn);
    const left = await compare({});
    const status = left.find(({ field }) => field === "token_status")?.before ?? "valid";
    return {
      status: "done",
      code: "refreshed",
      args: { provider, ends_at: expires_at },
      proof: proofOf([
        line,
        { code: "token_status", expected: "valid", found: status, ok: left.length === 0 },
      ]),
    };
  },
  reread: async ({ target }, turn) => proofOf([(await accepted(target.id, turn)).line]),
};
