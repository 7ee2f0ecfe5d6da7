import type { DomainRecord, EmailDomain } from "../emailDomain";

export const buildDomain = (more: Partial<EmailDomain> = {}): EmailDomain => ({
  id: "comptalyze.com",
  domain: "comptalyze.com",
  provider_status: "verified",
  status: "ok",
  told_at: new Date().toISOString(),
  told_failure: null,
  checked_at: new Date().toISOString(),
  checked_failure: null,
  ...more,
});

/** A record that is in place, but for what the test says. */
export const buildRecord = (more: Partial<DomainRecord> = {}): DomainRecord => {
  const { record = "DMARC", type = "TXT", domain = "comptalyze.com" } = more;
  return {
    id: `${domain} ${record} ${type}`,
    domain,
    record,
    type,
    name: `_dmarc.${domain}`,
    host: "_dmarc",
    value: "v=DMARC1; p=none;",
    priority: null,
    provider_status: null,
    status: "ok",
    known: "ok",
    found: ["v=DMARC1; p=none;"],
    inherited_from: null,
    since: "2026-09-23T22:00:00Z",
    checked_at: new Date().toISOString(),
    ...more,
  };
};
