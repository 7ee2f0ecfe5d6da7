import { z } from "zod";
import { defineVendor, type Vendor } from "./control.ts";
import { ownDomains } from "./resend/domains.ts";

export const DNS_DEMO_PATH = "/dns-query";

const TYPES = { CNAME: 5, SOA: 6, MX: 15, TXT: 16 } as const;
const TYPE_NAMES = ["CNAME", "MX", "TXT"] as const;

const entry = z.strictObject({
  name: z.string().toLowerCase(),
  type: z.enum(TYPE_NAMES),
  /** Texts without quotes, "10 mx.example.com" for MX; an empty list takes the name's records away. */
  data: z.string().array(),
});

/** What POST /_test/seed of the resolver takes, and GET /_test/state gives. */
const dnsSeed = z.strictObject({
  zone: entry.array().default([]),
  /** Names whose servers do not answer the resolver. */
  lost: z.string().toLowerCase().array().default([]),
});

type Entry = z.output<typeof entry>;
export type DnsSeed = z.input<typeof dnsSeed>;

const LONGEST_STRING = 255;
const TTL = 300;

/** What Resend asks for and the team entered: all but DMARC of the product, and a key that got lost. */
function ownZone(): Entry[] {
  const asked = ownDomains().flatMap(({ name, records }) => {
    const zone = name.split(".").slice(-2).join(".");
    return records
      .filter(({ status }) => status === "verified")
      .map(({ name: host, type, value, priority }) => ({
        name: `${host}.${zone}`,
        type: z.enum(TYPE_NAMES).parse(type),
        data: [priority === undefined ? value.replaceAll('"', "") : `${priority} ${value}`],
      }));
  });
  return [
    ...asked,
    { name: "_dmarc.comptalyze.test", type: "TXT", data: ["v=DMARC1; p=quarantine; adkim=r"] },
  ];
}

/** As a resolver writes a text: in strings of 255 signs, each in quotes. */
function quoted(text: string): string {
  const strings = text.match(new RegExp(`.{1,${LONGEST_STRING}}`, "gs")) ?? [""];
  return strings.map((one) => `"${one.replace(/["\\]/g, "\\$&")}"`).join(" ");
}

const dataOf = (type: Entry["type"], data: string) =>
  type === "TXT" ? quoted(data) : data.replace(/\.?$/, ".");

/** Stands in for a resolver that speaks DNS over HTTPS in JSON, as Cloudflare's and Google's do. */
export function createDns(): Vendor {
  let zone = ownZone();
  let lost: string[] = [];

  const put = (entries: Entry[]) => {
    const replaced = (old: Entry) =>
      entries.some(({ name, type }) => name === old.name && type === old.type);
    zone = [...zone.filter((old) => !replaced(old)), ...entries.filter(({ data }) => data.length)];
  };

  function answer(url: URL): Response {
    const name = (url.searchParams.get("name") ?? "").toLowerCase().replace(/\.$/, "");
    const type = z.enum(TYPE_NAMES).safeParse(url.searchParams.get("type")).data;
    if (name === "" || type === undefined) {
      return new Response(JSON.stringify({ error: "Invalid query" }), { status: 400 });
    }
    const said = (Status: number, lines: object) =>
      Response.json(
        {
          Status,
          TC: false,
          RD: true,
          RA: true,
          AD: false,
          CD: false,
          Question: [{ name, type: TYPES[type] }],
          ...lines,
        },
        { headers: { "content-type": "application/dns-json" } },
      );
    if (lost.includes(name)) return said(2, {});
    const here = zone.filter((one) => one.name === name);
    const alias = here.find((one) => one.type === "CNAME")?.data[0];
    const [target, followed] =
      alias !== undefined && type !== "CNAME"
        ? [
            alias.toLowerCase().replace(/\.$/, ""),
            [{ name, type: TYPES.CNAME, TTL, data: `${alias.replace(/\.$/, "")}.` }],
          ]
        : [name, []];
    const found = zone
      .filter((one) => one.name === target && one.type === type)
      .flatMap(({ data }) =>
        data.map((one) => ({ name: target, type: TYPES[type], TTL, data: dataOf(type, one) })),
      );
    const Answer = [...followed, ...found];
    if (Answer.length > 0) return said(0, { Answer });
    const soa = { name: name.split(".").slice(-2).join("."), type: TYPES.SOA, TTL: 900 };
    // A name with other records exists; one without any does not.
    return said(here.length > 0 ? 0 : 3, {
      Authority: [{ ...soa, data: "ns1.example.net. dns.example.net. 1 7200 900 1209600 900" }],
    });
  }

  return defineVendor({
    name: "dns",
    routes: [
      {
        method: "GET",
        path: DNS_DEMO_PATH,
        handle: ({ request, url }) =>
          request.headers.get("accept")?.includes("application/dns-json")
            ? answer(url)
            : new Response("Bad request", { status: 400 }),
      },
    ],
    unknown: () => new Response("Not Found", { status: 404 }),
    failure: (kind) => new Response("", { status: Number(kind) }),
    reset: () => {
      zone = ownZone();
      lost = [];
    },
    state: () => ({ zone, lost }),
    seed: (seed) => {
      const parsed = dnsSeed.parse(seed);
      put(parsed.zone);
      lost = parsed.lost;
    },
  });
}
