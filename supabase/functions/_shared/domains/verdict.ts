import type { WantedRecord } from "./records.ts";

export type Verdict = "ok" | "missing" | "wrong";

type Judged = Pick<WantedRecord, "record" | "type" | "value">;

const hostOf = (name: string) => name.trim().toLowerCase().replace(/\.$/, "");

/** The tags of a DKIM or DMARC record, in order. */
const tagsOf = (text: string): [name: string, value: string][] =>
  text
    .split(";")
    .map((tag) => tag.trim())
    .filter(Boolean)
    .map((tag) => {
      const [name = "", ...value] = tag.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    });

const tag = (text: string, name: string) => tagsOf(text).find(([own]) => own === name)?.[1];

const isSpf = (text: string) => /^v=spf1( |$)/i.test(text.trim());

/** What lets somebody send, up to "all", behind which nothing is read. */
function sendersOf(text: string): string[] {
  const terms = text.trim().toLowerCase().split(/\s+/).slice(1);
  const all = terms.findIndex((term) => /^[+?~-]?all$/.test(term));
  return terms.slice(0, all < 0 ? terms.length : all).map((term) => term.replace(/^\+/, ""));
}

function spf(value: string, found: string[]): Verdict {
  const records = found.filter(isSpf);
  const [only] = records;
  if (only === undefined) return "missing";
  // Of two, a receiver takes neither.
  if (records.length > 1) return "wrong";
  const allowed = sendersOf(only);
  return sendersOf(value).every((sender) => allowed.includes(sender)) ? "ok" : "wrong";
}

function dkim(value: string, found: string[]): Verdict {
  const key = (text: string) => (tag(text, "p") ?? "").replace(/\s/g, "");
  if (found.length === 0) return "missing";
  const keys = found.filter((text) => tag(text, "p") !== undefined);
  const [only = ""] = keys;
  return keys.length === 1 && key(only) !== "" && key(only) === key(value) ? "ok" : "wrong";
}

function mx(value: string, found: string[]): Verdict {
  const hosts = found
    .map((line) => /^\s*(\d+)\s+(\S+)/.exec(line))
    .map((parts) => ({ priority: Number(parts?.[1]), host: hostOf(parts?.[2] ?? "") }));
  if (hosts.length === 0) return "missing";
  // Bounces go to whoever comes first.
  const first = Math.min(...hosts.map(({ priority }) => priority));
  return hosts.some(({ priority, host }) => priority === first && host === hostOf(value))
    ? "ok"
    : "wrong";
}

function alias(value: string, found: string[]): Verdict {
  const [only] = found;
  if (only === undefined) return "missing";
  return hostOf(only) === hostOf(value) ? "ok" : "wrong";
}

/** The DMARC records among the texts of a name; other texts there count for nothing. */
export const dmarcRecords = (found: string[]) =>
  found.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text.trim()));

/** Of what DNS has under `_dmarc`, of the domain itself or of the one above that answers for it. */
export function dmarc(found: string[]): Verdict {
  const records = dmarcRecords(found);
  const [only] = records;
  if (only === undefined)
    return found.some((text) => /^v\s*=\s*dmarc/i.test(text)) ? "wrong" : "missing";
  const policy = tag(only, "p")?.toLowerCase() ?? "";
  return records.length === 1 && ["none", "quarantine", "reject"].includes(policy) ? "ok" : "wrong";
}

/** Does DNS have what Resend asks for? */
export function verdictOf({ record, type, value }: Judged, found: string[]): Verdict {
  if (record === "DMARC") return dmarc(found);
  if (type === "MX") return mx(value, found);
  if (type === "CNAME") return alias(value, found);
  return record === "SPF" ? spf(value, found) : dkim(value, found);
}
