import { beforeEach, describe, expect, test } from "vitest";
import { createResend, RESEND_DEMO_KEY, RESEND_DEMO_SENDING_KEY } from "./resend.ts";

let now = new Date("2026-11-23T12:00:00Z");
const vendor = createResend({ now: () => now });
const message = {
  from: "Comptalyze <bonjour@comptalyze.com>",
  to: "zoe.lambert@example.fr",
  subject: "Bienvenue sur Comptalyze",
  html: "<p>Bonjour Zoé</p>",
};

async function call(
  path: string,
  body?: unknown,
  { key = RESEND_DEMO_KEY, idempotency = "", method = body === undefined ? "GET" : "POST" } = {},
) {
  const headers = new Headers();
  if (key !== "") headers.set("authorization", `Bearer ${key}`);
  if (idempotency !== "") headers.set("idempotency-key", idempotency);
  const response = await vendor.fetch(
    new Request(`http://resend.test${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const idOf = async (body: unknown) => String((await call("/emails", body)).body.id);

const control = (name: string, body?: unknown) =>
  vendor.fetch(
    new Request(
      `http://resend.test/_test/${name}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    ),
  );

beforeEach(() => {
  now = new Date("2026-11-23T12:00:00Z");
  vendor.reset();
});

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
    ["a wrong key", { key: "re_wrong" }, 400, "validation_error"],
    ["a key that may only send", { key: RESEND_DEMO_SENDING_KEY }, 401, "restricted_api_key"],
  ])("%s", async (_who, options, status, name) => {
    expect(await call("/emails", undefined, options)).toMatchObject({
      status,
      body: { statusCode: status, name, message: expect.any(String) },
    });
  });

  test("a wrong key that wants to send gets another status", async () => {
    expect(await call("/emails", message, { key: "re_wrong" })).toMatchObject({
      status: 401,
      body: { statusCode: 401, name: "validation_error", message: "API key is invalid" },
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

describe("suppressions", () => {
  const seed = (email: string, n: number) => ({
    id: `00000000-0000-4000-a000-00000000000${n}`,
    email,
    origin: n === 3 ? "complaint" : "bounce",
    source_id: null,
    created_at: `2026-11-0${n}T08:00:00.000+00:00`,
  });

  test("an address that bounced is listed, sent nothing, and sent again once it is lifted", async () => {
    const to = "Bounced+Paul@example.fr";
    const first = await idOf({ ...message, to: to.replace("B", "b") });
    expect((await call(`/suppressions/${encodeURIComponent(to)}`)).body).toEqual({
      object: "suppression",
      id: expect.any(String),
      email: "bounced+paul@example.fr",
      origin: "bounce",
      source_id: first,
      created_at: "2026-11-23T12:00:00.000+00:00",
    });
    const second = await idOf({ ...message, to: `Paul <${to}>` });
    expect((await call(`/emails/${second}`)).body.last_event).toBe("suppressed");

    const lift = () =>
      call("/suppressions/bounced%2Bpaul%40example.fr", undefined, { method: "DELETE" });
    expect(await lift()).toMatchObject({
      status: 200,
      body: { object: "suppression", deleted: true },
    });
    expect(await lift()).toMatchObject({
      status: 404,
      body: { name: "not_found", message: "Suppression not found" },
    });
    expect((await call(`/suppressions/${to}`)).status).toBe(404);
    const third = await idOf({ ...message, to: to.replace("B", "b") });
    expect((await call(`/emails/${third}`)).body.last_event).toBe("bounced");
  });

  test("the list goes by cursor and origin, one is found by its id too", async () => {
    await control("seed", { suppressions: [1, 2, 3].map((n) => seed(`a${n}@example.fr`, n)) });
    const page = async (query: string) => {
      const { body } = await call(`/suppressions${query}`);
      return { who: (body.data as { email: string }[]).map((s) => s.email), more: body.has_more };
    };
    expect(await page("?limit=2")).toEqual({
      who: ["a3@example.fr", "a2@example.fr"],
      more: true,
    });
    expect(await page(`?after=${seed("", 2).id}`)).toEqual({ who: ["a1@example.fr"], more: false });
    expect(await page("?origin=complaint")).toEqual({ who: ["a3@example.fr"], more: false });
    expect((await call("/suppressions?origin=nothing")).status).toBe(422);
    expect((await call(`/suppressions/${seed("", 2).id}`)).body).toMatchObject({
      email: "a2@example.fr",
    });
  });

  test("one can be added by hand", async () => {
    const added = await call("/suppressions", { email: " Lea.Fontaine@example.fr" });
    expect(added).toMatchObject({ status: 201, body: { object: "suppression" } });
    expect(await call("/suppressions", { email: "lea.fontaine@example.fr" })).toEqual(added);
    expect((await call(`/suppressions/${added.body.id}`)).body).toMatchObject({ origin: "manual" });
    expect((await call("/suppressions", {})).status).toBe(422);
  });
});

describe("domains", () => {
  test("say of every record what to put into DNS and whether it is there", async () => {
    const { body } = await call("/domains");
    const listed = body.data as { id: string; name: string; status: string }[];
    expect(listed.map(({ name, status }) => [name, status])).toContainEqual([
      "actu.comptalyze.com",
      "partially_failed",
    ]);
    expect(body.data).not.toContainEqual(expect.objectContaining({ records: expect.anything() }));
    const failing = listed.find(({ name }) => name === "actu.comptalyze.com");
    expect((await call(`/domains/${failing?.id}`)).body).toMatchObject({
      object: "domain",
      records: expect.arrayContaining([
        {
          record: "SPF",
          type: "TXT",
          name: "send.actu",
          value: '"v=spf1 include:amazonses.com ~all"',
          ttl: "Auto",
          status: "verified",
        },
        expect.objectContaining({ record: "DKIM", status: "failed" }),
      ]),
    });
    expect((await call("/domains/8a3f0000-0000-4000-a000-000000000000")).status).toBe(404);
  });

  test("nothing is sent from one that is not verified", async () => {
    const from = "Actu <bonjour@actu.comptalyze.com>";
    expect(await call("/emails", { ...message, from })).toMatchObject({
      status: 403,
      body: { name: "validation_error" },
    });
  });
});

describe("too many requests, in Resend's words", () => {
  const refused = { status: 429, body: { statusCode: 429, name: "rate_limit_exceeded" } };

  test("once, when it was ordered", async () => {
    await control("faults", { match: "POST /emails", kind: "429", retry_after: 1 });
    expect(await call("/emails", message)).toMatchObject(refused);
    expect((await call("/emails", message)).status).toBe(200);
  });

  test("from the third one of a second on, when the rate is kept", async () => {
    await control("seed", { rate_per_second: 2 });
    expect((await call("/emails")).status).toBe(200);
    expect((await call("/domains")).status).toBe(200);
    expect(await call("/emails", message)).toMatchObject(refused);
    now = new Date(now.getTime() + 1000);
    expect((await call("/emails", message)).status).toBe(200);
  });
});

test("a fault on the removal of a suppression, after and before its effect", async () => {
  const remove = () => call("/suppressions/a%40example.fr", undefined, { method: "DELETE" });
  await call("/suppressions", { email: "a@example.fr" });
  await control("faults", [{ match: "DELETE /suppressions/*", kind: "500" }]);
  expect(await remove()).toMatchObject({ status: 500, body: { name: "internal_server_error" } });
  expect((await call("/suppressions/a%40example.fr")).status).toBe(200);
  await control("faults", [{ match: "DELETE /suppressions/*", kind: "timeout_after", ms: 1 }]);
  await expect(remove()).rejects.toBeDefined();
  expect((await call("/suppressions/a%40example.fr")).status).toBe(404);
});

test("what the state gives can be seeded again, with the keys that were used", async () => {
  const first = await call(
    "/emails",
    { ...message, to: "bounced@example.fr" },
    { idempotency: "k" },
  );
  const state: unknown = await (await control("state")).json();
  vendor.reset();
  expect((await control("seed", state)).status).toBe(204);
  expect(await (await control("state")).json()).toEqual(state);
  const again = await call(
    "/emails",
    { ...message, to: "bounced@example.fr" },
    { idempotency: "k" },
  );
  expect(again).toEqual(first);
  expect((await call("/suppressions/bounced@example.fr")).status).toBe(200);
});
