import { z } from "zod";
import { stamp, uuidOf } from "./ids.ts";

const recordSeed = z.strictObject({
  record: z.enum(["SPF", "DKIM", "Receiving", "Tracking", "TrackingCAA"]),
  name: z.string(),
  type: z.enum(["MX", "TXT", "CNAME", "CAA"]),
  ttl: z.string().default("Auto"),
  status: z.enum(["pending", "verified", "failed", "temporary_failure", "not_started"]),
  value: z.string(),
  priority: z.int().optional(),
});

export const domainSeed = z.strictObject({
  id: z.guid(),
  name: z.string(),
  status: z.enum([
    "pending",
    "verified",
    "failed",
    "not_started",
    "partially_verified",
    "partially_failed",
  ]),
  created_at: z.string(),
  region: z.enum(["us-east-1", "eu-west-1", "sa-east-1", "ap-northeast-1"]).default("eu-west-1"),
  records: recordSeed.array(),
});

export type Domain = z.output<typeof domainSeed>;

const PUBLIC_KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC-demo-no-real-key";

/** A domain as Resend asks for it in DNS. It knows SPF and DKIM; DMARC is none of its records. */
function domain(name: string, dkim: "verified" | "failed"): Domain {
  // A subdomain's records are named from the zone: send.actu for actu.comptalyze.com.
  const label = name.split(".").slice(0, -2).join(".");
  const tail = label === "" ? "" : `.${label}`;
  return {
    id: uuidOf(`domain ${name}`),
    name,
    status: dkim === "verified" ? "verified" : "partially_failed",
    created_at: stamp(new Date("2025-01-06T09:00:00Z")),
    region: "eu-west-1",
    records: [
      {
        record: "SPF",
        name: `send${tail}`,
        type: "MX",
        ttl: "Auto",
        status: "verified",
        value: "feedback-smtp.eu-west-1.amazonses.com",
        priority: 10,
      },
      {
        record: "SPF",
        name: `send${tail}`,
        type: "TXT",
        ttl: "Auto",
        status: "verified",
        // In quotes, as Resend gives it.
        value: '"v=spf1 include:amazonses.com ~all"',
      },
      {
        record: "DKIM",
        name: `resend._domainkey${tail}`,
        type: "TXT",
        ttl: "Auto",
        status: dkim,
        value: PUBLIC_KEY,
      },
    ],
  };
}

/** The domain of the product, the one of the demo's own e-mails, and one whose DKIM record is missing. */
export const ownDomains = (): Domain[] => [
  domain("comptalyze.com", "verified"),
  domain("comptalyze.test", "verified"),
  domain("actu.comptalyze.com", "failed"),
];

/** How a list shows it: without its records. */
export function listedDomain({ records: _records, ...listed }: Domain) {
  return { ...listed, capabilities: { sending: "enabled", receiving: "disabled" } };
}

export const domainObject = (found: Domain) => ({
  object: "domain",
  ...listedDomain(found),
  open_tracking: true,
  click_tracking: true,
  records: found.records,
});
