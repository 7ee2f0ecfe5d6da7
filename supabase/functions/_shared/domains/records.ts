import { textOf } from "../vendors/dns.ts";
import type { Domain } from "../vendors/resend.ts";

export type RecordKind = "SPF" | "DKIM" | "DMARC";

/** What has to be in DNS. */
export type WantedRecord = {
  record: RecordKind;
  /** The whole name. */
  name: string;
  type: string;
  /** As one types it at the zone. */
  host: string;
  value: string;
  priority: number | null;
  /** Resend's word about it; null for what it does not look at. */
  provider_status: string | null;
};

export type WantedDomain = { domain: string; id: string; status: string; records: WantedRecord[] };

/** Asks for nothing but reports nowhere: the mildest record that counts. */
const DMARC = "v=DMARC1; p=none;";

const labels = (name: string) => name.toLowerCase().replace(/\.$/, "").split(".").filter(Boolean);

/**
 * The whole name of a record. Resend names it from the zone, which it does not tell: "send.actu" for
 * actu.comptalyze.com. Where the end of one is the beginning of the other they are the same labels.
 */
export function wholeName(name: string, domain: string): string {
  const [own, whole] = [name === "@" ? [] : labels(name), labels(domain)];
  for (let shared = Math.min(own.length, whole.length); shared > 0; shared -= 1) {
    if (own.slice(-shared).join(".") === whole.slice(0, shared).join(".")) {
      return [...own, ...whole.slice(shared)].join(".");
    }
  }
  return [...own, ...whole].join(".");
}

/** What the zone is called, by a record whose short and whole name are known. */
function zoneOf(domain: string, records: Pick<WantedRecord, "host" | "name">[]): string {
  const known = records.find(({ host, name }) => host !== name && name.endsWith(domain));
  return known ? known.name.slice(known.host.length + 1) : domain;
}

const isWanted = (record: string): record is "SPF" | "DKIM" => /^(SPF|DKIM)$/.test(record);

/** What a domain needs in DNS: what Resend asks for, and DMARC, without which large providers refuse e-mails. */
export function recordsOf({ id, name, status, records }: Domain): WantedDomain {
  const domain = labels(name).join(".");
  const asked = records.flatMap(({ record, name: host, type, value, priority, ...told }) =>
    isWanted(record)
      ? [
          {
            record,
            name: wholeName(host, domain),
            type: type.toUpperCase(),
            host: host === "@" ? host : labels(host).join("."),
            value: type.toUpperCase() === "TXT" ? textOf(value) : value,
            priority: priority ?? null,
            provider_status: told.status,
          },
        ]
      : [],
  );
  const zone = zoneOf(domain, asked);
  const dmarc = `_dmarc.${domain}`;
  return {
    domain,
    id,
    status,
    records: [
      ...asked,
      {
        record: "DMARC",
        name: dmarc,
        type: "TXT",
        host: dmarc.endsWith(`.${zone}`) ? dmarc.slice(0, -zone.length - 1) : dmarc,
        value: DMARC,
        priority: null,
        provider_status: null,
      },
    ],
  };
}
