import { screen, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderAt } from "../test/renderAt";
import { ActionHost } from "./ActionHost";
import { ActionMenu } from "./ActionMenu";
import { actionServer } from "./test/actionServer";
import { buildPreview, buildRun, zoe } from "./test/answers";

vi.setConfig({ testTimeout: 30_000 });

const { server, answers, reset, sent } = actionServer();
beforeEach(reset);
afterEach(() => server.resetHandlers());

const change = (field: string, before: unknown, after: unknown) => ({
  entity: "user",
  id: zoe.id,
  field,
  before,
  after,
});
const changes = [
  change("banned_until", null, "2026-11-24T13:05:12.000Z"),
  change("sessions", 2, 0),
];
const REASON = "Spam envoyé depuis ce compte.";

async function openBan() {
  const { person } = renderAt(
    `/users/${zoe.id}/show`,
    <ActionHost
      resource="users"
      targets={[zoe]}
      guards={{
        "ban-user": { allowed: true, code: null, details: {} },
        "unban-user": { allowed: false, code: "not_banned", details: {} },
      }}
    >
      <ActionMenu except={[]} />
    </ActionHost>,
  );
  await person.click(screen.getByRole("button", { name: "Autres actions" }));
  const items = screen.getAllByRole("menuitem");
  expect(items.at(-1)?.textContent).toContain("Bannir…");
  expect(screen.getByText(/aucun bannissement en cours/)).toBeTruthy();
  await person.click(screen.getByRole("menuitem", { name: /Bannir…/ }));
  const drawer = within(await screen.findByRole("dialog", { name: "Bannir" }));
  await drawer.findByText(/rien n’est encore écrit/);
  await person.click(drawer.getByRole("textbox", { name: "Motif" }));
  await person.paste(REASON);
  return { person, drawer, go: drawer.getByRole("button", { name: /^Bannir zoe\.lambert/ }) };
}

test("a destructive action runs only once the customer's address is typed, and sends it", async () => {
  answers.preview = () => HttpResponse.json(buildPreview({ changes, unchanged: [] }));
  answers.run = () =>
    HttpResponse.json(buildRun({ changes, proof: { ...buildRun().proof, evidence: [] } as never }));
  const { person, drawer, go } = await openBan();
  expect(go.hasAttribute("disabled")).toBe(true);
  expect(drawer.getByText("Écrivez l’adresse demandée pour confirmer.")).toBeTruthy();

  const field = drawer.getByRole("textbox", { name: "Confirmation" });
  await person.click(field);
  await person.paste("zoe.lambert@example.f");
  expect(go.hasAttribute("disabled")).toBe(true);
  await person.paste("r ");
  expect(go.hasAttribute("disabled")).toBe(false);
  await person.click(go);
  expect((await drawer.findByRole("status")).textContent).toContain(
    "Zoé ne peut plus se connecter jusqu’au",
  );
  expect(sent("run")[0]?.body).toMatchObject({
    params: { user_id: zoe.id, hours: 24 },
    confirm: zoe.label,
    reason: REASON,
  });
});

test("the usual durations are one click, others are typed, and wrong ones are told", async () => {
  answers.preview = () => HttpResponse.json(buildPreview({ changes, unchanged: [] }));
  const { person, drawer } = await openBan();
  const hours = drawer.getByRole("textbox", { name: "Durée" });
  await person.click(drawer.getByRole("button", { name: /^7\sjours$/ }));
  expect(hours).toHaveProperty("value", "168");
  await person.clear(hours);
  await person.type(hours, "8761");
  expect(await drawer.findByText(/De 1 à 8\s760 heures/)).toBeTruthy();
  expect(drawer.getByText("Corrigez les paramètres.")).toBeTruthy();
});
