import { z } from "zod";
import { setting } from "../setting.ts";
import { ExternalError, kindOfStatus, retryAfterOf, vendorTimeoutMs } from "./external.ts";

const RESOLVER = "https://cloudflare-dns.com/dns-query";

/** The numbers of RFC 1035 by which an answer names its kind. */
const NUMBER = { CNAME: 5, MX: 15, TXT: 16 } as const;
export type RecordType = keyof typeof NUMBER;

const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const answer = z.object({
  Status: z.int(),
  TC: z.boolean().optional(),
  Answer: z.object({ name: z.string(), type: z.int(), data: z.string() }).array().optional(),
});

/** One text, whatever number of strings it was cut into; some resolvers give it bare. */
export function textOf(data: string): string {
  const strings = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, inside = ""]) =>
    inside.replace(/\\(\d{3}|.)/gs, (_, sign: string) =>
      sign.length === 3 ? String.fromCharCode(Number(sign)) : sign,
    ),
  );
  return data.trimStart().startsWith('"') && strings.length > 0 ? strings.join("") : data;
}

/** What DNS has under a name, [] when nothing: texts whole and without quotes. ExternalError when the resolver does not know. */
export async function lookUp(name: string, type: RecordType): Promise<string[]> {
  const url = new URL(setting("DNS_RESOLVER_URL") ?? RESOLVER);
  url.searchParams.set("name", name);
  url.searchParams.set("type", type);
  const signal = AbortSignal.timeout(vendorTimeoutMs());
  const { response, body } = await fetch(url, {
    headers: { accept: "application/dns-json" },
    signal,
  })
    .then(async (answered) => ({ response: answered, body: await answered.text() }))
    .catch(() => {
      throw new ExternalError("dns", signal.aborted ? "timeout" : "unreachable");
    });
  const { status, headers } = response;
  if (!response.ok) {
    const page = headers.get("content-type")?.includes("html");
    throw new ExternalError("dns", page ? "garbage" : kindOfStatus(status), {
      retryAfter: retryAfterOf(headers.get("retry-after")),
    });
  }
  const said = answerOf(body);
  // SERVFAIL, REFUSED and the like: the resolver could not find out. Half an answer is none either.
  if (said.TC || ![NO_ERROR, NO_SUCH_NAME].includes(said.Status)) {
    throw new ExternalError("dns", "broken");
  }
  // An alias on the way to the text is a line of its own.
  return (said.Answer ?? [])
    .filter((line) => line.type === NUMBER[type])
    .map(({ data }) => (type === "TXT" ? textOf(data) : data));
}

function answerOf(body: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(body));
  } catch {
    throw new ExternalError("dns", "garbage");
  }
}
