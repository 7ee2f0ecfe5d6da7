import { describe, expect, test, vi } from "vitest";
import type { lookUp } from "../vendors/dns.ts";
import { ExternalError } from "../vendors/external.ts";
import { lookAt, type Wanted } from "./look.ts";
import { recordsOf, wholeName } from "./records.ts";
import { verdictOf } from "./verdict.ts";

describe("the names of records", () => {
  test.each([
    ["send", "comptalyze.com", "send.comptalyze.com"],
    ["send.actu", "actu.comptalyze.com", "send.actu.comptalyze.com"],
    ["resend._domainkey.actu", "actu.comptalyze.com", "resend._domainkey.actu.comptalyze.com"],
    ["send.actu.comptalyze.com", "actu.comptalyze.com", "send.actu.comptalyze.com"],
    ["send.send", "send.comptalyze.com", "send.send.comptalyze.com"],
    ["@", "comptalyze.com", "comptalyze.com"],
    ["Send", "Comptalyze.com.", "send.comptalyze.com"],
  ])("%s of %s", (name, domain, whole) => {
    expect(wholeName(name, domain)).toBe(whole);
  });

  test("a domain needs what Resend asks for and DMARC, each by what one types at the zone", () => {
    const record = { ttl: "Auto", status: "verified" };
    const { domain, records } = recordsOf({
      id: "d",
      name: "Actu.comptalyze.com",
      status: "verified",
      records: [
        {
          ...record,
          record: "SPF",
          name: "send.actu",
          type: "MX",
          value: "mx.ses.com",
          priority: 10,
        },
        { ...record, record: "SPF", name: "send.actu", type: "TXT", value: '"v=spf1 ~all"' },
        { ...record, record: "DKIM", name: "k._domainkey.actu", type: "TXT", value: "p=AB" },
        { ...record, record: "Tracking", name: "links.actu", type: "CNAME", value: "l.resend.com" },
      ],
    });
    expect(domain).toBe("actu.comptalyze.com");
    expect(records.map(({ record, type, host, value }) => [record, type, host, value])).toEqual([
      ["SPF", "MX", "send.actu", "mx.ses.com"],
      ["SPF", "TXT", "send.actu", "v=spf1 ~all"],
      ["DKIM", "TXT", "k._domainkey.actu", "p=AB"],
      ["DMARC", "TXT", "_dmarc.actu", "v=DMARC1; p=none;"],
    ]);
    expect(records.map(({ name }) => name.endsWith("actu.comptalyze.com"))).not.toContain(false);
  });
});

const SPF = "v=spf1 include:amazonses.com ~all";

describe("what DNS has against what it must have", () => {
  test.each([
    ["ours alone", [SPF], "ok"],
    ["ours among others", ["v=spf1 include:_spf.google.com +include:amazonses.com -all"], "ok"],
    ["in other letters, beside other texts", ["V=SPF1 INCLUDE:AMAZONSES.COM ~ALL", "x=1"], "ok"],
    ["somebody else's", ["v=spf1 include:_spf.google.com ~all"], "wrong"],
    ["ours behind all", ["v=spf1 ~all include:amazonses.com"], "wrong"],
    ["ours refused", ["v=spf1 -include:amazonses.com ~all"], "wrong"],
    ["two records", [SPF, "v=spf1 include:_spf.google.com ~all"], "wrong"],
    ["twice the same", [SPF, SPF], "wrong"],
    ["another text", ["google-site-verification=x"], "missing"],
    ["another version", ["v=spf10 include:amazonses.com"], "missing"],
    ["nothing", [], "missing"],
  ])("SPF: %s is %s", (_what, found, verdict) => {
    expect(verdictOf({ record: "SPF", type: "TXT", value: SPF }, found)).toBe(verdict);
  });

  test.each([
    ["the host", ["10 feedback-smtp.amazonses.com."], "ok"],
    ["its name in capitals", ["10 Feedback-SMTP.amazonses.com"], "ok"],
    ["the host first of two", ["20 mx.other.com.", "10 feedback-smtp.amazonses.com."], "ok"],
    ["another first", ["1 mx.other.com.", "10 feedback-smtp.amazonses.com."], "wrong"],
    ["another host", ["10 mx.other.com."], "wrong"],
    ["nothing", [], "missing"],
  ])("MX: %s is %s", (_what, found, verdict) => {
    const wanted = { record: "SPF", type: "MX", value: "feedback-smtp.amazonses.com" } as const;
    expect(verdictOf(wanted, found)).toBe(verdict);
  });

  test.each([
    ["the key", ["p=MIGfMA0"], "ok"],
    ["with version and type", ["v=DKIM1; k=rsa; p=MIGfMA0;"], "ok"],
    ["with white space in it", ["v=DKIM1;p=MIG fMA\t0"], "ok"],
    ["another key", ["p=MIGfMA1"], "wrong"],
    ["the key in other letters", ["p=migfma0"], "wrong"],
    ["a key that was taken back", ["v=DKIM1; p="], "wrong"],
    ["two keys", ["p=MIGfMA0", "p=MIGfMA1"], "wrong"],
    ["something else", ["hello"], "wrong"],
    ["nothing", [], "missing"],
  ])("DKIM: %s is %s", (_what, found, verdict) => {
    expect(verdictOf({ record: "DKIM", type: "TXT", value: "p=MIGfMA0" }, found)).toBe(verdict);
  });

  test.each([
    ["the alias", ["k.dkim.amazonses.com."], "ok"],
    ["another", ["k.example.com."], "wrong"],
    ["nothing", [], "missing"],
  ])("DKIM by alias: %s is %s", (_what, found, verdict) => {
    const wanted = { record: "DKIM", type: "CNAME", value: "K.dkim.amazonses.com." } as const;
    expect(verdictOf(wanted, found)).toBe(verdict);
  });

  test.each([
    ["a policy", ["v=DMARC1; p=reject; rua=mailto:a@b.fr"], "ok"],
    ["the mildest", ["v=DMARC1;p=none"], "ok"],
    ["no policy", ["v=DMARC1; rua=mailto:a@b.fr"], "wrong"],
    ["an unknown policy", ["v=DMARC1; p=maybe"], "wrong"],
    ["two records", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "wrong"],
    ["a misspelt version", ["v=dmarc1; p=none"], "wrong"],
    ["another text", ["v=spf1 -all"], "missing"],
    ["nothing", [], "missing"],
  ])("DMARC: %s is %s", (_what, found, verdict) => {
    expect(verdictOf({ record: "DMARC", type: "TXT", value: "v=DMARC1; p=none;" }, found)).toBe(
      verdict,
    );
  });
});

describe("looking", () => {
  const dmarc = (domain: string): Wanted => ({
    domain,
    record: "DMARC",
    name: `_dmarc.${domain}`,
    type: "TXT",
    value: "v=DMARC1; p=none;",
  });
  const zone = (names: Record<string, string[] | ExternalError>) =>
    vi.fn<typeof lookUp>(async (name) => {
      const found = names[name] ?? [];
      if (found instanceof ExternalError) throw found;
      return found;
    });
  const seen = async (wanted: Wanted[], look: typeof lookUp) =>
    (await lookAt(wanted, look)).records.map(({ status, found, inherited_from }) => [
      status,
      found,
      inherited_from,
    ]);

  test("the domain above answers for one without a DMARC record of its own", async () => {
    const look = zone({ "_dmarc.comptalyze.com": ["v=DMARC1; p=reject"] });
    expect(await seen([dmarc("news.actu.comptalyze.com"), dmarc("comptalyze.com")], look)).toEqual([
      ["ok", ["v=DMARC1; p=reject"], "_dmarc.comptalyze.com"],
      ["ok", ["v=DMARC1; p=reject"], null],
    ]);
    // Each name once, and no top-level domain.
    expect(look.mock.calls.map(([name]) => name).sort()).toEqual([
      "_dmarc.actu.comptalyze.com",
      "_dmarc.comptalyze.com",
      "_dmarc.news.actu.comptalyze.com",
    ]);
  });

  test("an own record stands, even where the one above is better", async () => {
    const look = zone({
      "_dmarc.actu.comptalyze.com": ["v=DMARC1; rua=mailto:a@b.fr"],
      "_dmarc.comptalyze.com": ["v=DMARC1; p=reject"],
    });
    expect(await seen([dmarc("actu.comptalyze.com")], look)).toEqual([
      ["wrong", ["v=DMARC1; rua=mailto:a@b.fr"], null],
    ]);
  });

  test("where the resolver fails for one name, the others are known", async () => {
    const lost = new ExternalError("dns", "broken");
    const look = zone({ "_dmarc.a.fr": lost, "_dmarc.b.fr": ["v=DMARC1; p=none"] });
    const { records, failure } = await lookAt([dmarc("a.fr"), dmarc("b.fr")], look);
    expect(records.map(({ status }) => status)).toEqual(["unknown", "ok"]);
    expect(failure).toBeNull();
    // Above nobody answered: whether there is one is not known.
    expect(await seen([dmarc("x.a.fr")], look)).toEqual([["unknown", [], null]]);
    expect((await lookAt([dmarc("a.fr")], look)).failure).toBe(lost);
  });

  test("what is not a vendor's failure is no answer of DNS", async () => {
    const look = async () => {
      throw new TypeError("a mistake of ours");
    };
    await expect(lookAt([dmarc("a.fr")], look)).rejects.toThrow("a mistake of ours");
  });
});
