import { beforeEach, describe, expect, test } from "vitest";
import { createResend, RESEND_DEMO_KEY, RESEND_DEMO_SENDING_KEY } from "./resend.ts";

const vendor = createResend({ now: () => new Date("2026-11-23T12:00:00Z") });
const message = {
  from: "Comptalyze <bonjour@comptalyze.com>",
  to: "zoe.lambert@example.fr",
  subject: "Bienvenue sur Comptalyze",
  html: "<p>Bonjour Zoé</p>",
};

async function call(
  path: string,
  body?: unknown,
  { key = RESEND_DEMO_KEY, idempotency = "" } = {},
) {
  const headers = new Headers();
  if (key !== "") headers.set("authorization", `Bearer ${key}`);
  if (idempotency !== "") headers.set("idempotency-key", idempotency);
  const response = await vendor.fetch(
    new Request(
      `http://resend.test${path}`,
      body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) },
    ),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const idOf = async (body: unknown) => String((await call("/emails", body)).body.id);

beforeEach(() => vendor.reset());

test("an e-mail that was sent can be read back", async () => {
  const id = await idOf(message);
  expect((await call(`/emails/${id}`)).body).toMatchObject({
    object: "email",
    id,
    to: ["zoe.lambert@example.fr"],
    subject: "Bienvenue sur Comptalyze",
    html: "<p>Bonjour Zoé</p>",
    last_event: "delivered",
    scheduled_at: null,
  });
});

test.each(["bounced", "complained", "suppressed", "delivery_delayed", "failed"])(
  "%s@… comes to that end",
  async (fate) => {
    const id = await idOf({ ...message, to: `${fate}+test@example.com` });
    expect((await call(`/emails/${id}`)).body.last_event).toBe(fate);
  },
);

test("one that is scheduled waits", async () => {
  const id = await idOf({ ...message, scheduled_at: "2026-11-24T08:00:00Z" });
  expect((await call(`/emails/${id}`)).body.last_event).toBe("scheduled");
});

test("the same idempotency key sends once", async () => {
  const first = await call("/emails", message, { idempotency: "welcome/zoe" });
  const again = await call("/emails", message, { idempotency: "welcome/zoe" });
  expect(again).toEqual(first);
  expect((await call("/emails")).body.data).toHaveLength(1);
  const other = { ...message, subject: "Autre" };
  expect(await call("/emails", other, { idempotency: "welcome/zoe" })).toMatchObject({
    status: 409,
    body: { statusCode: 409, name: "invalid_idempotent_request" },
  });
});

test("the list goes newest first by cursor, without bodies", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) ids.unshift(await idOf({ ...message, subject: `n° ${i}` }));
  const page = async (query: string) => {
    const { body } = await call(`/emails${query}`);
    return { ids: (body.data as { id: string }[]).map((e) => e.id), more: body.has_more };
  };
  expect(await page("?limit=2")).toEqual({ ids: ids.slice(0, 2), more: true });
  expect(await page(`?limit=3&after=${ids[1]}`)).toEqual({ ids: ids.slice(2), more: false });
  expect(await page(`?limit=2&before=${ids[3]}`)).toEqual({ ids: ids.slice(1, 3), more: true });
  const { body } = await call("/emails?limit=1");
  expect(JSON.stringify(body)).not.toContain("Bonjour");
  expect(body).toMatchObject({ object: "list", data: [{ cc: null }] });
  expect((await call("/emails?limit=101")).status).toBe(422);
});

describe("refusals", () => {
  test.each([
    ["no key", { key: "" }, 401, "missing_api_key"],
    ["a wrong key", { key: "re_wrong" }, 403, "invalid_api_key"],
    ["a key that may only send", { key: RESEND_DEMO_SENDING_KEY }, 401, "restricted_api_key"],
  ])("%s", async (_who, options, status, name) => {
    expect(await call("/emails", undefined, options)).toMatchObject({
      status,
      body: { statusCode: status, name, message: expect.any(String) },
    });
  });

  test("a key that may only send sends", async () => {
    expect((await call("/emails", message, { key: RESEND_DEMO_SENDING_KEY })).status).toBe(200);
  });

  test.each([
    ["no recipient", { ...message, to: undefined }, 422, "missing_required_field"],
    ["not an address", { ...message, to: "zoe" }, 422, "validation_error"],
    ["a foreign domain", { ...message, from: "x@gmail.com" }, 403, "validation_error"],
    ["nothing to say", { ...message, html: undefined }, 422, "validation_error"],
  ])("%s", async (_what, body, status, name) => {
    expect(await call("/emails", body)).toMatchObject({ status, body: { name } });
    expect((await call("/emails")).body.data).toEqual([]);
  });

  test("an unknown e-mail", async () => {
    expect((await call("/emails/8a3f0000-0000-4000-a000-000000000000")).status).toBe(404);
    expect((await call("/emails/zoe")).body.name).toBe("invalid_parameter");
  });
});

test("too many requests, in Resend's words", async () => {
  const fault = { match: "POST /emails", kind: "429", retry_after: 1 };
  await vendor.fetch(
    new Request("http://resend.test/_test/faults", { method: "POST", body: JSON.stringify(fault) }),
  );
  expect(await call("/emails", message)).toMatchObject({
    status: 429,
    body: { statusCode: 429, name: "rate_limit_exceeded" },
  });
  expect((await call("/emails", message)).status).toBe(200);
});
