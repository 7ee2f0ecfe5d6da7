import { beforeEach, expect, test } from "vitest";
import { createResend, RESEND_DEMO_KEY } from "../resend.ts";
import { ownTemplates } from "./templates.ts";

const vendor = createResend();
const to = "zoe.lambert@example.fr";
const from = "Comptalyze <bonjour@comptalyze.com>";

async function call(path: string, body?: unknown) {
  const response = await vendor.fetch(
    new Request(`http://resend.test${path}`, {
      headers: { authorization: `Bearer ${RESEND_DEMO_KEY}` },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

beforeEach(() => vendor.reset());

test("the templates are listed without content, and each is found by its alias or its id", async () => {
  const { body } = await call("/templates?limit=100");
  expect(JSON.stringify(body)).not.toContain("Bonjour");
  const aliases = (body.data as { alias: string }[]).map(({ alias }) => alias);
  expect(aliases.sort()).toEqual(
    ownTemplates()
      .map(({ alias }) => alias)
      .sort(),
  );
  const named = await call("/templates/receipt");
  expect(named.body).toMatchObject({
    object: "template",
    alias: "receipt",
    status: "published",
    variables: expect.arrayContaining([
      expect.objectContaining({ key: "MONTANT", type: "string", fallback_value: null }),
    ]),
  });
  expect(await call(`/templates/${named.body.id}`)).toEqual(named);
  expect(await call("/templates/nothing")).toMatchObject({
    status: 404,
    body: { name: "not_found", message: "Template not found" },
  });
});

test("an e-mail of a template is filled, with its own subject unless another is given", async () => {
  const template = { id: "quota_reached", variables: { PRENOM: "Zoé", QUOTA: 3 } };
  const sent = async (more: object) => {
    const { body } = await call("/emails", { from, to, template, ...more });
    return (await call(`/emails/${body.id}`)).body;
  };
  expect(await sent({})).toMatchObject({
    subject: "Vous avez utilisé vos 3 simulations du mois",
    html: expect.stringContaining("Bonjour Zoé,"),
  });
  expect(await sent({ subject: "[Test] Quota" })).toMatchObject({ subject: "[Test] Quota" });
});

test.each([
  ["unknown", { template: { id: "nothing" } }, 404],
  ["a value is missing", { template: { id: "welcome" } }, 422],
  ["a body beside it", { template: { id: "test" }, html: "<p>x</p>" }, 422],
  ["a draft", { template: { id: "draft" } }, 422],
])("%s: nothing is sent", async (_why, body, status) => {
  const draft = {
    id: "00000000-0000-4000-a000-000000000001",
    alias: "draft",
    name: "Brouillon",
    status: "draft",
    subject: "Brouillon",
    html: "<p>x</p>",
    created_at: "2026-11-01T08:00:00.000+00:00",
  };
  expect((await call("/_test/seed", { templates: [draft] })).status).toBe(204);
  expect((await call("/emails", { from, to, ...body })).status).toBe(status);
  expect((await call("/emails")).body.data).toEqual([]);
});
