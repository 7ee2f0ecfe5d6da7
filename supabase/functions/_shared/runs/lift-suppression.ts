import { ExternalError } from "../vendors/external.ts";
import { liftSuppression as lift } from "../vendors/resend.ts";
import { suppressionFact } from "./delivery.ts";
import type { Handler, ItemProof, Target, Work } from "./handler.ts";

const look = async ({ id }: Pick<Target, "id">, turn: Work["turn"]) => ({
  suppression: await suppressionFact(id, turn),
});

/** Lifted is what Resend does not list any more, whatever it answered before. */
async function proofOf(target: Pick<Target, "id">, turn: Work["turn"]): Promise<ItemProof> {
  const { suppression } = await look(target, turn);
  return {
    status: suppression === null ? "verified" : "unverified",
    evidence: [
      {
        code: "suppression",
        expected: null,
        found: suppression,
        ok: suppression === null,
      },
    ],
  };
}

/** The address leaves Resend's list, and our copy of it. */
export const liftSuppression: Handler = {
  observe: look,
  async perform({ target }, { turn, keep, step, apply }) {
    // Kept: once it is lifted, nobody can tell what it was.
    const before = await keep("look", "resend", () => look(target, turn));
    const there = before.suppression !== null;
    if (there) await step("lift", "resend", async () => ({ lifted: await lift(target.id) }));
    await apply(before);
    return {
      ...(there
        ? { status: "done", code: "lifted" }
        : { status: "skipped", code: "not_suppressed" }),
      proof: await proofOf(target, turn).catch((error: unknown) => {
        if (!(error instanceof ExternalError)) throw error;
        return { status: "unverified", evidence: [] } satisfies ItemProof;
      }),
    };
  },
  reread: ({ target }, turn) => proofOf(target, turn),
};
