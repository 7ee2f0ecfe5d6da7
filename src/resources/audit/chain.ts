/** The row of backoffice.audit_chain. */
export type AuditChain = {
  id: number;
  head_seq: number;
  head_hash: string;
  verified_seq: number | null;
  verified_at: string | null;
  broken_seq: number | null;
  broken_why: string | null;
  broken_at: string | null;
  kept_day: string | null;
  kept_seq: number | null;
  kept_at: string | null;
  kept_error: string | null;
};

/** The answer of backoffice.verify_audit. */
export type AuditVerdict = {
  ok: boolean;
  rows: number;
  until_seq: number;
  until_hash: string;
  head_seq: number;
  head_hash: string;
  first_broken: { seq: number; why: string } | null;
};

export type ChainWords =
  | { kind: "broken"; seq: number; why: string; at: string | null }
  | { kind: "whole"; seq: number; at: string; since: number }
  | { kind: "unknown" };

/** What the page says of the chain: a break before everything else, then up to where it was whole. */
export function chainWords(chain: AuditChain): ChainWords {
  const { broken_seq, broken_why, broken_at, verified_seq, verified_at, head_seq } = chain;
  if (broken_seq !== null) {
    return { kind: "broken", seq: broken_seq, why: broken_why ?? "changed", at: broken_at };
  }
  if (verified_seq === null || verified_at === null) return { kind: "unknown" };
  return {
    kind: "whole",
    seq: verified_seq,
    at: verified_at,
    since: Math.max(0, head_seq - verified_seq),
  };
}

/** As many lines as one request verifies in a second or two. */
const LINES_AT_ONCE = 100_000;

type Verify = (args: {
  after_seq: number;
  after_hash?: string;
  most: number;
}) => Promise<AuditVerdict>;

/** The whole chain, from its first line to its head, in as many requests as it takes. */
export async function verifyWhole(verify: Verify): Promise<AuditVerdict> {
  let verdict = await verify({ after_seq: 0, most: LINES_AT_ONCE });
  while (verdict.ok && verdict.rows > 0 && verdict.until_seq < verdict.head_seq) {
    const { until_seq, until_hash } = verdict;
    verdict = await verify({ after_seq: until_seq, after_hash: until_hash, most: LINES_AT_ONCE });
  }
  return verdict;
}
