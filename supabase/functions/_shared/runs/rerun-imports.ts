import { type ImportRun, type ImportScope, runImport } from "../vendors/app.ts";
import { ExternalError } from "../vendors/external.ts";
import type { Handler, ItemProof, Work } from "./handler.ts";

type Result = ImportRun["results"][number];
/** What the app says of one integration. */
type Said = Omit<Result, "user_id" | "provider">;
type Owner = Pick<Result, "user_id" | "provider">;
type Payload = Owner & { month: string; before: { import_status: string | null } };

const keyOf = ({ user_id, provider }: Owner) => `${user_id} ${provider}`;

function saidOf({ user_id: _, provider: __, ...said }: Result): Said {
  return said;
}

function saidAbout(owner: Owner, { results }: ImportRun): Said {
  const own = results.find((result) => keyOf(result) === keyOf(owner));
  if (own === undefined) throw new ExternalError("app", "garbage");
  return saidOf(own);
}

const sameRevenue = (one: Said, other: Said) =>
  one.status === other.status &&
  one.rows === other.rows &&
  one.revenue_cents === other.revenue_cents;

const unproved = ({ before }: Payload): ItemProof => ({
  status: "unverified",
  evidence: [
    { code: "import_status", expected: "success", found: before.import_status, ok: false },
  ],
});

/** The log of the imports against what the dry run promised. */
async function proofOf(promised: Said, compare: Work["compare"]): Promise<ItemProof> {
  const left = await compare(promised);
  const line = (field: string, code: string, expected: unknown) => {
    const other = left.find((change) => change.field === field);
    const found = other === undefined ? expected : other.before;
    return { code, expected, found, ok: other === undefined };
  };
  return {
    status: left.length === 0 ? "verified" : "unverified",
    evidence: [
      line(
        "import_status",
        "import_status",
        promised.reason === "no_sales" ? "skipped" : "success",
      ),
      line("revenue_cents", "revenue_cents", promised.revenue_cents),
    ],
  };
}

/** What the app calls imported now, by a dry run, against what it imported then. */
function rereadProof(then: Said | undefined, now: Said): ItemProof {
  const statusOf = ({ status, reason }: Said) =>
    reason === "no_sales"
      ? "skipped"
      : reason === "already_imported"
        ? "success"
        : status === "error"
          ? "error"
          : null;
  const expected = then?.reason === "no_sales" ? "skipped" : "success";
  const found = statusOf(now);
  const evidence = [{ code: "import_status", expected, found, ok: found === expected }];
  const revenue = then && {
    code: "revenue_cents",
    expected: then.revenue_cents,
    found: now.revenue_cents,
    ok: found === expected && now.revenue_cents === then.revenue_cents,
  };
  const lines = revenue ? [...evidence, revenue] : evidence;
  return { status: lines.every(({ ok }) => ok) ? "verified" : "unverified", evidence: lines };
}

/** The app's dry run as the preview; then its import, integration by integration, and a look at its log. */
export const rerunImports: Handler = {
  async survey(params, targets, turn) {
    const { month, user_id, provider } = params as ImportScope;
    await turn("app");
    // What is imported already is not asked of a provider: "only what failed" is chosen by the targets.
    const { results } = await runImport(
      { month, ...(user_id && { user_id }), ...(provider && { provider }) },
      { dryRun: true },
    );
    const said = new Map(results.map((result) => [keyOf(result), saidOf(result)]));
    return Object.fromEntries(
      targets.flatMap(({ id, payload }) => {
        const own = said.get(keyOf(payload as Payload));
        return own ? [[id, own]] : [];
      }),
    );
  },

  async perform({ target, observed, applied, steps }, { turn, step, apply, compare }) {
    const payload = target.payload as Payload;
    const { month, user_id, provider } = payload;
    const scope = { month, user_id, provider };
    const promised = observed as Said | null;
    if (promised === null) {
      return { status: "skipped", code: "not_in_dry_run", proof: unproved(payload) };
    }
    if (promised.status === "error") {
      const { error } = promised;
      return {
        status: "skipped",
        code: "dry_run_failed",
        args: { error },
        proof: unproved(payload),
      };
    }
    // What was seen before came by the browser: money is imported on what the app says now.
    if (steps.import === undefined) {
      await turn("app");
      const now = saidAbout(payload, await runImport(scope, { dryRun: true }));
      if (!sameRevenue(now, promised)) {
        const { error, revenue_cents } = now;
        return {
          status: "failed",
          code: "dry_run_changed",
          args: { promised_cents: promised.revenue_cents, revenue_cents, error },
          proof: unproved(payload),
        };
      }
    }

    const done = await step("import", "app", async (key) =>
      saidAbout(payload, await runImport(scope, { dryRun: false, key })),
    );
    if (done.status === "error") {
      return {
        status: "failed",
        code: "import_failed",
        args: { error: done.error },
        proof: unproved(payload),
      };
    }
    const changes = applied ? null : await apply(done);
    return {
      status: changes?.length === 0 ? "skipped" : "done",
      code:
        done.reason === "no_sales"
          ? "no_sales"
          : changes?.length === 0
            ? "already_imported"
            : "imported",
      args: { revenue_cents: done.revenue_cents, rows: done.rows },
      proof: await proofOf(promised, compare),
    };
  },

  async reread({ target, steps }, turn) {
    const { month, user_id, provider } = target.payload as Payload;
    await turn("app");
    const now = await runImport({ month, user_id, provider }, { dryRun: true });
    return rereadProof(steps.import as Said | undefined, saidAbout({ user_id, provider }, now));
  },
};
