import { describe, expect, test } from "vitest";
import { MAX_BODY_BYTES, readJson } from "./body.ts";

const post = (body: BodyInit | null, headers: HeadersInit = {}) =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);

const stream = (...chunks: (string | Error)[]) =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else if (chunk instanceof Error) controller.error(chunk);
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });

describe("the body of a request", () => {
  test("is JSON in UTF-8, in however many pieces it comes", async () => {
    expect(await readJson(post('{"a":"é🧾"}'))).toEqual({ a: "é🧾" });
    expect(await readJson(post(stream('{"a"', ":1", "}")))).toEqual({ a: 1 });
    expect(await readJson(post("7".padEnd(MAX_BODY_BYTES)))).toBe(7);
  });

  test.each([
    ["announced", () => post("1", { "content-length": String(MAX_BODY_BYTES + 1) })],
    ["sent at once", () => post("7".padEnd(MAX_BODY_BYTES + 1))],
    ["sent in pieces", () => post(stream(..."12345678".split("").map((d) => d.repeat(50_000))))],
  ])("is too large as %s", async (_, request) => {
    await expect(readJson(request())).rejects.toMatchObject({
      code: "too_large",
      details: { max_bytes: MAX_BODY_BYTES },
    });
  });

  test("stops reading once it is too large", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    await expect(readJson(post(endless))).rejects.toMatchObject({ code: "too_large" });
    expect(pulled).toBeLessThan(8);
  });

  test.each([
    ["nothing", null],
    ["an empty text", ""],
    ["half an object", '{"a":'],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xc3, 0x28, 0x22])],
    ["a connection that breaks", stream('{"a":', new Error("reset"))],
  ] as const)("is malformed: %s", async (_, body) => {
    await expect(readJson(post(body))).rejects.toMatchObject({ code: "malformed" });
  });
});
