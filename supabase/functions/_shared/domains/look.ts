import { lookUp, type RecordType } from "../vendors/dns.ts";
import { ExternalError } from "../vendors/external.ts";
import type { WantedRecord } from "./records.ts";
import { dmarcRecords, type Verdict, verdictOf } from "./verdict.ts";

export type Wanted = Pick<WantedRecord, "record" | "name" | "type" | "value"> & { domain: string };

/** What DNS says about a record; `unknown` when the resolver gave no answer. */
export type Seen = Wanted & {
  status: Verdict | "unknown";
  found: string[];
  /** The name above that answers for this one. */
  inherited_from: string | null;
};

type LookUp = typeof lookUp;

const TYPES: RecordType[] = ["CNAME", "MX", "TXT"];
const isKnown = (type: string): type is RecordType => TYPES.some((known) => known === type);

/** `_dmarc` of every domain above, the nearest first; a top-level domain answers for nobody. */
function namesAbove(name: string): string[] {
  const above = name.split(".").slice(2);
  return above.slice(0, -1).map((_, place) => ["_dmarc", ...above.slice(place)].join("."));
}

/** Looks each name up once, however many records ask for it. */
function once(look: LookUp): LookUp {
  const asked = new Map<string, Promise<string[]>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const answer = asked.get(key) ?? look(name, type);
    asked.set(key, answer);
    return answer;
  };
}

async function see(wanted: Wanted, look: LookUp): Promise<Seen> {
  const { record, name, type } = wanted;
  const seen = (found: string[], inherited_from: string | null = null): Seen => ({
    ...wanted,
    status: verdictOf(wanted, found),
    found,
    inherited_from,
  });
  if (!isKnown(type)) return { ...seen([]), status: "unknown" };
  const found = await look(name, type);
  if (record !== "DMARC" || dmarcRecords(found).length > 0) return seen(found);
  for (const above of namesAbove(name)) {
    const inherited = dmarcRecords(await look(above, "TXT"));
    if (inherited.length > 0) return seen(inherited, above);
  }
  return seen(found);
}

/** What DNS says about each record; with the resolver's failure when it gave no answer at all. */
export async function lookAt(
  wanted: Wanted[],
  look: LookUp = lookUp,
): Promise<{ records: Seen[]; failure: ExternalError | null }> {
  const shared = once(look);
  const failures: ExternalError[] = [];
  const records = await Promise.all(
    wanted.map((one) =>
      see(one, shared).catch((error: unknown): Seen => {
        if (!(error instanceof ExternalError)) throw error;
        failures.push(error);
        return { ...one, status: "unknown", found: [], inherited_from: null };
      }),
    ),
  );
  const silent = failures.length === wanted.length;
  return { records, failure: silent ? (failures[0] ?? null) : null };
}
