import { afterEach, expect, test, vi } from "vitest";
import { lookUp, textOf } from "./dns.ts";

const answers = (body: unknown, init: ResponseInit = {}) => {
  const asked = vi.fn(async (_url: URL, _init: RequestInit) =>
    typeof body === "string" ? new Response(body, init) : Response.json(body, init),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
};
afterEach(() => vi.unstubAllGlobals());

/** As Cloudflare answers: flags, the question, an alias on the way, texts in quotes. */
const CLOUDFLARE = {
  Status: 0,
  TC: false,
  RD: true,
  RA: true,
  AD: false,
  CD: false,
  Question: [{ name: "resend._domainkey.comptalyze.com", type: 16 }],
  Answer: [
    { name: "resend._domainkey.comptalyze.com", type: 5, TTL: 300, data: "key.example.net." },
    { name: "key.example.net", type: 16, TTL: 300, data: '"p=MIGfMA0GCSq" "GSIb3DQEB"' },
  ],
};

test("asks for JSON by name and type, and gives the texts whole", async () => {
  const asked = answers(CLOUDFLARE);
  expect(await lookUp("resend._domainkey.comptalyze.com", "TXT")).toEqual([
    "p=MIGfMA0GCSqGSIb3DQEB",
  ]);
  const [url, init] = asked.mock.calls[0] ?? [];
  expect(`${url}`).toBe(
    "https://cloudflare-dns.com/dns-query?name=resend._domainkey.comptalyze.com&type=TXT",
  );
  expect(init?.headers).toEqual({ accept: "application/dns-json" });
});

test("as Google answers: a trailing dot, bare texts, a comment", async () => {
  answers({
    Status: 0,
    TC: false,
    Question: [{ name: "example.com.", type: 16 }],
    Answer: [
      { name: "example.com.", type: 16, TTL: 86399, data: "v=spf1 -all" },
      { name: "example.com.", type: 16, TTL: 86399, data: "docusign=1b0a6754" },
    ],
    Comment: "Response from 199.43.135.53.",
  });
  expect(await lookUp("example.com", "TXT")).toEqual(["v=spf1 -all", "docusign=1b0a6754"]);
});

test("mail servers and aliases come as they are", async () => {
  answers({ Status: 0, Answer: [{ name: "send.a.fr", type: 15, TTL: 1, data: "10 mx.a.fr." }] });
  expect(await lookUp("send.a.fr", "MX")).toEqual(["10 mx.a.fr."]);
});

test.each([
  ["no such name", { Status: 3, Authority: [{ name: "fr", type: 6, TTL: 900, data: "a b 1" }] }],
  ["a name without such a record", { Status: 0 }],
])("%s is an empty answer", async (_what, body) => {
  answers(body);
  expect(await lookUp("_dmarc.a.fr", "TXT")).toEqual([]);
});

test.each([
  ["the zone's servers do not answer", { Status: 2 }, {}, "broken"],
  ["the resolver refuses", { Status: 5 }, {}, "broken"],
  ["half an answer", { ...CLOUDFLARE, TC: true }, {}, "broken"],
  ["another shape", { status: "ok" }, {}, "garbage"],
  ["no JSON", "hello", {}, "garbage"],
  ["not that fast", "", { status: 429, headers: { "retry-after": "9" } }, "rate_limited"],
  ["its own fault", "", { status: 503 }, "broken"],
  ["a wrong question", { error: "Invalid query" }, { status: 400 }, "refused"],
])("%s: nobody knows", async (_what, body, init, kind) => {
  answers(body, init);
  const retryAfter = kind === "rate_limited" ? 9 : null;
  await expect(lookUp("a.fr", "TXT")).rejects.toMatchObject({ service: "dns", kind, retryAfter });
});

test.each([
  ['"one"', "one"],
  ['"one" "two"', "onetwo"],
  ['"one""two"', "onetwo"],
  ['"a \\"quoted\\" word"', 'a "quoted" word'],
  ['"a\\\\b"', "a\\b"],
  ['"caf\\233"', "café"],
  ['""', ""],
  ["bare; p=x", "bare; p=x"],
  ['bare with "quotes" inside', 'bare with "quotes" inside'],
])("%s reads %s", (data, text) => {
  expect(textOf(data)).toBe(text);
});
