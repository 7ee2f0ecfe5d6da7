/** Why a source gave no answer when it was asked last. */
type Failure = { kind: string } | null;

/** A row of backoffice.email_domains. */
export type EmailDomain = {
  id: string;
  domain: string;
  /** Resend's word for it, an open set. */
  provider_status: string;
  /** Of all its records; null when it has none. */
  status: "ok" | "broken" | "unknown" | null;
  told_at: string;
  told_failure: Failure;
  checked_at: string | null;
  checked_failure: Failure;
};

/** A row of backoffice.domain_records. */
export type DomainRecord = {
  id: string;
  domain: string;
  record: "SPF" | "DKIM" | "DMARC";
  type: string;
  name: string;
  /** As one types it at the zone. */
  host: string;
  value: string;
  priority: number | null;
  provider_status: string | null;
  status: "ok" | "missing" | "wrong" | "unknown";
  /** The last answer of DNS, whether or not it still holds. */
  known: "ok" | "missing" | "wrong" | null;
  found: string[];
  inherited_from: string | null;
  since: string | null;
  checked_at: string | null;
};

const RECORDS = ["spf", "mx", "dkim", "dmarc"] as const;
type RecordWord = (typeof RECORDS)[number];

/** SPF is two records: who may send, and where bounces go. */
export const wordOf = ({ record, type }: DomainRecord): RecordWord =>
  record === "DMARC" ? "dmarc" : record === "DKIM" ? "dkim" : type === "MX" ? "mx" : "spf";

export type Problem = { status: "missing" | "wrong"; word: RecordWord };

/** What is wrong with a domain, each once. */
export function problemsOf(records: DomainRecord[]): Problem[] {
  return RECORDS.flatMap((word) => {
    const own = records.filter((record) => wordOf(record) === word);
    return (["missing", "wrong"] as const)
      .filter((status) => own.some((record) => record.status === status))
      .map((status) => ({ status, word }));
  });
}

const STATES = ["broken", "unknown", "ok"];

/** What has to be mended comes first. */
export const byState = (one: EmailDomain, other: EmailDomain) =>
  STATES.indexOf(one.status ?? "unknown") - STATES.indexOf(other.status ?? "unknown") ||
  one.domain.localeCompare(other.domain);

const rank = ({ status }: DomainRecord) => (status === "ok" ? 2 : status === "unknown" ? 1 : 0);

/** The same for its records. */
export const inOrder = (one: DomainRecord, other: DomainRecord) =>
  rank(one) - rank(other) ||
  RECORDS.indexOf(wordOf(one)) - RECORDS.indexOf(wordOf(other)) ||
  one.name.localeCompare(other.name);
