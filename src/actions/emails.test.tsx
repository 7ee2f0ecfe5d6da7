import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { settings } from "../providers/settings";
import { renderAt } from "../test/renderAt";
import { ActionButton } from "./ActionButton";
import { ActionHost } from "./ActionHost";
import type { ActionTarget } from "./definition";
import { actionServer } from "./test/actionServer";
import { buildPreview, buildRun, refused } from "./test/answers";

// A whole drawer on a busy machine takes its time; nothing here waits for a time.
vi.setConfig({ testTimeout: 30_000 });

const ADDRESS = "zoe.lambert@example.fr";
const address: ActionTarget = { kind: "address", id: ADDRESS, label: ADDRESS, name: null };
const email: ActionTarget = {
  kind: "email",
  id: "7f3a0000-0000-4000-8000-0000000e3a11",
  label: ADDRESS,
  name: "Votre reçu de paiement",
};

const { server, answers, reset, sent } = actionServer();
beforeEach(() => {
  reset();
  server.use(
    http.get(`${settings.supabaseUrl}/functions/v1/email-templates`, ({ request }) => {
      const name = new URL(request.url).searchParams.get("name");
      return HttpResponse.json(
        name === null
          ? {
              templates: [
                { name: "receipt", title: "Reçu" },
                { name: "winter", title: "Hiver" },
              ],
            }
          : {
              template: {
                name,
                title: "Reçu",
                subject: "[Test] Votre reçu",
                html: "<p>Bonjour [exemple PRENOM]</p><script>alert(1)</script>",
              },
            },
      );
    }),
  );
});
afterEach(() => server.resetHandlers());

const changes = [
  {
    entity: "address",
    id: ADDRESS,
    field: "last_email",
    before: { subject: "Bienvenue", at: "2026-11-20T08:00:00.000Z" },
    after: { subject: "[Test] Votre reçu" },
  },
];

const page = (
  <ActionHost resource="emails" targets={[email, address]}>
    <ActionButton action="send-test-email" record={address} />
    <ActionButton action="resend-email" record={email} />
  </ActionHost>
);

async function openDrawer(title: string) {
  const view = renderAt(`/emails/${email.id}/show`, page);
  await view.person.click(screen.getByRole("button", { name: title }));
  const dialog = await screen.findByRole("dialog", { name: title });
  return { ...view, dialog, drawer: within(dialog) };
}

const bounced = { code: "hard_bounce", args: { at: "2026-11-20T08:00:00.000Z", reason: "550" } };

function bounceUnlessOverridden() {
  answers.preview = ({ body }) =>
    HttpResponse.json(
      (body.params as { override: boolean }).override
        ? buildPreview({ changes, unchanged: [], warnings: [bounced] })
        : buildPreview({ changes, unchanged: [], blockers: [bounced] }),
    );
}

describe("send-test-email", () => {
  async function withTemplate() {
    const view = await openDrawer("Envoyer un e-mail de test");
    const select = await view.drawer.findByRole("combobox", { name: "Modèle" });
    await waitFor(() => expect(select.getAttribute("aria-disabled")).toBeNull());
    await view.person.click(select);
    // A name that we know in our words, one that only Resend knows in its own.
    expect(await screen.findByRole("option", { name: "Hiver" })).toBeTruthy();
    await view.person.click(screen.getByRole("option", { name: "Reçu de paiement" }));
    return view;
  }

  test("shows the chosen template in a frame without scripts, and what it changes", async () => {
    answers.preview = () => HttpResponse.json(buildPreview({ changes, unchanged: [] }));
    const { drawer, dialog } = await withTemplate();
    expect(await drawer.findByText("[Test] Votre reçu")).toBeTruthy();
    const frame = dialog.querySelector("iframe");
    expect(frame?.getAttribute("sandbox")).toBe("");
    expect(frame?.getAttribute("srcdoc")).toContain("[exemple PRENOM]");
    const row = await drawer.findByRole("row", { name: /Dernier e-mail à cette adresse/ });
    expect(row.textContent).toMatch(/«\sBienvenue\s», 20\snov\.\s2026.*«\s\[Test\] Votre reçu\s»/);
    expect(sent("preview").at(-1)?.body.params).toEqual({
      to: ADDRESS,
      template: "receipt",
      override: false,
    });
    expect(
      drawer.getByRole("button", {
        name: /^Envoyer le test «\sReçu de paiement\s» à zoe\.lambert@example\.fr$/,
      }),
    ).toBeTruthy();
  });

  test("goes to oneself by one click, and is not asked about a half typed address", async () => {
    const { drawer, person } = await withTemplate();
    await waitFor(() => expect(sent("preview")).toHaveLength(1));
    await person.click(await drawer.findByRole("button", { name: "Moi" }));
    await waitFor(() =>
      expect(sent("preview").at(-1)?.body.params).toMatchObject({ to: "ops@comptalyze.test" }),
    );
    const asked = sent("preview").length;
    const field = drawer.getByRole("textbox", { name: "Destinataire" });
    await person.clear(field);
    await person.type(field, "zoe@");
    expect(await drawer.findByText("Cette adresse n’est pas complète.")).toBeTruthy();
    expect(sent("preview")).toHaveLength(asked);
  });

  test("says what the server refuses, in words", async () => {
    const issues = [{ path: ["params", "template"], code: "unknown_template" }];
    answers.preview = () =>
      HttpResponse.json(refused("invalid_input", { issues }), { status: 422 });
    const { drawer } = await withTemplate();
    expect(await drawer.findByText("Un champ est refusé. Rien n’a été écrit.")).toBeTruthy();
  });

  test("an address that refused an e-mail for good asks for an override", async () => {
    bounceUnlessOverridden();
    const { drawer, person } = await withTemplate();
    await person.click(
      await drawer.findByRole("checkbox", { name: "Envoyer malgré tout à cette adresse" }),
    );
    await waitFor(() =>
      expect(sent("preview").at(-1)?.body.params).toMatchObject({ to: ADDRESS, override: true }),
    );
    expect(await drawer.findByText(/^Cette adresse a rejeté un e-mail pour de bon/)).toBeTruthy();
  });

  test("a suppressed address leads to lifting its suppression", async () => {
    const blockers = [{ code: "suppressed", args: { origin: "bounce", email: ADDRESS } }];
    answers.preview = () => HttpResponse.json(buildPreview({ changes, blockers, unchanged: [] }));
    const { drawer, person } = await withTemplate();
    expect(
      await drawer.findByText(/^Cette adresse est bloquée chez Resend\s: rejet définitif\.$/),
    ).toBeTruthy();
    await person.click(drawer.getByRole("button", { name: "Lever le blocage des e-mails" }));
    const lift = within(
      await screen.findByRole("dialog", { name: "Lever le blocage des e-mails" }),
    );
    expect(
      await lift.findByRole("button", { name: `Lever le blocage de ${ADDRESS}` }),
    ).toBeTruthy();
    expect(sent("preview").at(-1)?.body.params).toEqual({ email: ADDRESS });
  });
});

describe("resend-email", () => {
  test("asks for an override where one is needed, and sends it", async () => {
    bounceUnlessOverridden();
    const { drawer, person } = await openDrawer("Renvoyer l’e-mail");
    const override = await drawer.findByRole("checkbox", {
      name: "Envoyer malgré tout à cette adresse",
    });
    expect(drawer.getByText("Un blocage empêche l’action.")).toBeTruthy();
    await person.click(override);
    expect(await drawer.findByText(/^Envoi malgré un rejet définitif/)).toBeTruthy();
    expect(sent("preview").at(-1)?.body.params).toEqual({ email_id: email.id, override: true });
  });

  test("where nothing stands against it, there is no override to tick", async () => {
    answers.preview = () => HttpResponse.json(buildPreview({ changes, unchanged: [] }));
    const { drawer } = await openDrawer("Renvoyer l’e-mail");
    await drawer.findByText(/rien n’est encore écrit/);
    expect(drawer.queryByRole("checkbox")).toBeNull();
  });

  test("what Resend lost is told as lost, and can be read again at Resend", async () => {
    answers.preview = () => HttpResponse.json(buildPreview({ changes, unchanged: [] }));
    const ended = (status: "failed" | "verified", found: string) => {
      const { run } = buildRun();
      const evidence = [
        { code: "delivery", expected: "delivered", found, ok: status === "verified" },
      ];
      return buildRun({
        run: { ...run, action: "resend-email", items: 1 },
        changes,
        undo: false,
        proof: { status, checked_at: "2026-11-23T13:06:05.000Z", evidence },
      });
    };
    answers.run = () => HttpResponse.json(ended("failed", "bounced"));
    answers.prove = () => HttpResponse.json(ended("verified", "delivered"));
    const { drawer, person } = await openDrawer("Renvoyer l’e-mail");
    await drawer.findByText(/rien n’est encore écrit/);
    await person.click(drawer.getByRole("textbox", { name: "Motif" }));
    await person.paste("Le client attend cet e-mail depuis hier");
    await person.click(drawer.getByRole("button", { name: `Renvoyer l’e-mail à ${ADDRESS}` }));
    const told = await drawer.findByRole("status");
    expect(told.textContent).toContain(`Resend dit que l’e-mail à ${ADDRESS} n’arrivera pas.`);
    expect(drawer.getByText("Rejeté")).toBeTruthy();
    await person.click(drawer.getByRole("button", { name: "Relire maintenant" }));
    expect(await drawer.findByText("Remis")).toBeTruthy();
    expect(sent("prove")[0]?.body).toEqual({ mode: "prove", run_id: buildRun().run.id });
  });
});
