import { expect, test, vi } from "vitest";
import {
  domains,
  emailById,
  liftSuppression,
  sendEmail,
  suppressionOf,
  suppressions,
} from "./resend.ts";
import { templates } from "./resendTemplates.ts";
import { always, standIns } from "./test/standIns.ts";

const turn = vi.fn(async () => {});
const { seed } = standIns();

const email = { to: "zoe.lambert@example.fr", subject: "Test d’envoi", html: "<p>Bonjour</p>" };

test("sends once for a key, and tells what became of it", async () => {
  const { id } = await sendEmail(email, "test/1");
  expect(await sendEmail(email, "test/1")).toEqual({ id });
  expect(await emailById(id)).toMatchObject({
    id,
    from: "Comptalyze <bonjour@comptalyze.com>",
    to: ["zoe.lambert@example.fr"],
    html: "<p>Bonjour</p>",
    last_event: "delivered",
  });
  await expect(sendEmail({ ...email, subject: "Autre" }, "test/1")).rejects.toMatchObject({
    kind: "refused",
  });
  vi.stubEnv("RESEND_FROM", "Nobody <x@example.org>");
  await expect(sendEmail(email, "test/2")).rejects.toMatchObject({ kind: "refused" });
});

test("finds why an address gets nothing, and lifts it once", async () => {
  const to = "bounced+zoe@example.fr";
  expect(await suppressionOf(to)).toBeNull();
  const { id } = await sendEmail({ ...email, to }, "test/3");
  expect(await suppressionOf(to)).toMatchObject({ email: to, origin: "bounce", source_id: id });
  expect(await liftSuppression(to)).toBe(true);
  expect(await suppressionOf(to)).toBeNull();
  expect(await liftSuppression(to)).toBe(false);
});

test("a list that Resend does not offer is not a list without the address", async () => {
  const vendor = await always(404, {
    statusCode: 404,
    name: "not_found",
    message: "The requested endpoint does not exist.",
  });
  vi.stubEnv("RESEND_BASE_URL", vendor.url);
  await expect(suppressionOf("zoe@example.fr")).rejects.toMatchObject({ kind: "refused" });
  await expect(liftSuppression("zoe@example.fr")).rejects.toMatchObject({ kind: "refused" });
  await vendor.close();
});

test("whatever stands in an e-mail, the database can hold it", async () => {
  const vendor = await always(200, {
    id: "re_1",
    from: "a@example.fr",
    to: ["zoe@example.fr"],
    subject: "Bonjour Zo\0é \ud83d",
    html: "<p>\ud83d</p>",
    text: null,
    created_at: "2026-11-01T08:00:00.000Z",
    last_event: "delivered",
  });
  vi.stubEnv("RESEND_BASE_URL", vendor.url);
  expect(await emailById("re_1")).toMatchObject({
    subject: "Bonjour Zo\uFFFDé \uFFFD",
    html: "<p>\uFFFD</p>",
  });
  await vendor.close();
});

test("lists every suppressed address and every domain with its records, in turn", async () => {
  const many = Array.from({ length: 130 }, (_, n) => ({
    id: `00000000-0000-4000-a000-${String(n).padStart(12, "0")}`,
    email: `a${n}@example.fr`,
    origin: "bounce",
    source_id: null,
    created_at: "2026-11-01T08:00:00.000+00:00",
  }));
  await seed("resend", { suppressions: many });
  const found = await suppressions(turn);
  expect(found.map((one) => one.email)).toEqual(many.map((one) => one.email).reverse());
  expect(turn).toHaveBeenCalledTimes(2);
  expect(await domains(turn)).toContainEqual(
    expect.objectContaining({
      name: "actu.comptalyze.com",
      status: "partially_failed",
      records: expect.arrayContaining([
        expect.objectContaining({ record: "DKIM", status: "failed", type: "TXT" }),
      ]),
    }),
  );
});

test("a list whose pages do not go on is garbage", async () => {
  const line = { id: "1", name: "x", alias: null, status: "published" };
  const more = { email: "a@example.fr", origin: "bounce", source_id: null, created_at: "x" };
  const vendor = await always(200, { data: [{ ...line, ...more }], has_more: true });
  vi.stubEnv("RESEND_BASE_URL", vendor.url);
  const endless = async () => {
    await turn();
    if (turn.mock.calls.length > 9) throw new Error("it does not end");
  };
  await expect(suppressions(endless)).rejects.toMatchObject({ kind: "garbage" });
  await expect(templates(endless)).rejects.toMatchObject({ kind: "garbage" });
  await vendor.close();
});

test.each([
  [200, null, "garbage"],
  [200, { object: "list" }, "garbage"],
  [500, { error: "oops" }, "garbage"],
  [403, { statusCode: 403, name: "invalid_api_key", message: "API key is invalid" }, "not_allowed"],
  [429, { statusCode: 429, name: "daily_quota_exceeded", message: "Quota" }, "refused"],
  [
    409,
    { statusCode: 409, name: "concurrent_idempotent_requests", message: "Still in progress" },
    "busy",
  ],
  [500, { statusCode: 500, name: "application_error", message: "Unexpected" }, "broken"],
])("%s with %j is %s", async (status, body, kind) => {
  const vendor = await always(status, body);
  vi.stubEnv("RESEND_BASE_URL", vendor.url);
  await expect(sendEmail(email, "k")).rejects.toMatchObject({ service: "resend", kind });
  await vendor.close();
});
