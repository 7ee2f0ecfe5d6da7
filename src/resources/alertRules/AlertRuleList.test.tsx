import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { forgetMe } from "../../providers/me";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import AlertRuleList from "./AlertRuleList";
import { buildRule } from "./test/buildRule";

const api = `${settings.supabaseUrl}/rest/v1`;
let verbs: string[];
const sent: unknown[] = [];

mockServer(
  http.post(`${api}/rpc/me`, () =>
    HttpResponse.json({
      user_id: "a",
      email: "ops@comptalyze.test",
      name: null,
      role: "ops",
      environment: "demo",
      permissions: verbs.map((verb) => ({ verb, subject: "alerts" })),
    }),
  ),
  http.get(`${api}/alert_rules`, () => HttpResponse.json([buildRule()])),
  http.get(`${api}/metrics`, () => HttpResponse.json([])),
  http.post(`${api}/rpc/:name`, async ({ request, params }) => {
    sent.push([params.name, await request.json()]);
    return params.name === "test_alert_rule"
      ? HttpResponse.json({ notice_id: 7 })
      : HttpResponse.json(
          { error: { code: "invalid_input", details: { issues: [{ path: ["threshold"] }] } } },
          { status: 422 },
        );
  }),
  http.get(`${api}/deliveries`, () =>
    HttpResponse.json([
      {
        id: 7,
        status: "retrying",
        last_error: "timeout",
        next_attempt_at: new Date().toISOString(),
      },
    ]),
  ),
);
beforeEach(() => {
  forgetMe();
  verbs = ["read", "edit"];
  sent.length = 0;
});

test("a test message goes out, and what became of it is shown", async () => {
  const { person } = renderAt("/alert_rules?rule=4&do=test", <AlertRuleList />);
  const drawer = within(await screen.findByRole("dialog", { name: "Envoyer un test" }));
  await person.click(await drawer.findByRole("button", { name: "Envoyer le test" }));
  expect(await drawer.findByText("Nouvel essai")).toBeTruthy();
  expect(drawer.getByText(/Slack ne répond pas à temps/)).toBeTruthy();
  expect(sent).toEqual([["test_alert_rule", { id: 4 }]]);
});

test("what the server refuses is said by its field, and what was typed stays", async () => {
  const { person } = renderAt("/alert_rules?rule=4&do=edit", <AlertRuleList />);
  const drawer = within(await screen.findByRole("dialog", { name: "Modifier la règle" }));
  const threshold = drawer.getByRole("textbox", { name: "Seuil" });
  await person.click(threshold);
  await person.paste("2,5");
  const save = drawer.getByRole("button", { name: "Enregistrer la règle" });
  expect(save).toHaveProperty("disabled", true);
  await person.click(drawer.getByRole("textbox", { name: "Motif" }));
  await person.paste("Trop de bruit la nuit");
  await person.click(save);
  expect(await drawer.findByText("Ce seuil est refusé.")).toBeTruthy();
  expect(threshold).toHaveProperty("value", "2,5");
  expect(sent).toMatchObject([
    ["save_alert_rule", { id: 4, fields: { threshold: 2.5 }, reason: "Trop de bruit la nuit" }],
  ]);
});

test("one of the six cannot be deleted and says why; who may only read finds the buttons off", async () => {
  verbs = ["read"];
  const { person } = renderAt("/alert_rules", <AlertRuleList />);
  expect(await screen.findByText(/Votre rôle peut lire les alertes/)).toBeTruthy();
  const row = within(await screen.findByRole("listitem"));
  expect(row.getByRole("button", { name: "Modifier" })).toHaveProperty("disabled", true);
  await person.click(row.getByRole("button", { name: /^Actions sur/ }));
  const entry = await screen.findByRole("menuitem", { name: /^Supprimer/ });
  expect(entry.getAttribute("aria-disabled")).toBe("true");
  expect(entry.textContent).toContain("Une des six du runbook");
});
