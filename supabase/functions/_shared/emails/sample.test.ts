import { expect, test } from "vitest";
import { sampleEmail } from "./sample.ts";

const template = {
  id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
  alias: "receipt",
  name: "Reçu",
  subject: "Votre reçu de {{{ MONTANT }}}",
  from: null,
  html: '<a href="{{{LIEN_FACTURE}}}">{{{PRENOM}}}</a> {{{NUMERO}}} {{{INCONNUE}}}',
  variables: [
    { key: "MONTANT", type: "string" },
    { key: "LIEN_FACTURE", type: "string" },
    { key: "PRENOM", type: "string" },
    { key: "NUMERO", type: "number" },
  ],
};

test("every value names its variable, a link leads nowhere, and what is not declared stays", () => {
  expect(sampleEmail(template)).toEqual({
    subject: "[Test] Votre reçu de [exemple MONTANT]",
    html: '<a href="https://example.com/exemple">[exemple PRENOM]</a> 123 {{{INCONNUE}}}',
    sending: {
      id: "receipt",
      variables: {
        MONTANT: "[exemple MONTANT]",
        LIEN_FACTURE: "https://example.com/exemple",
        PRENOM: "[exemple PRENOM]",
        NUMERO: 123,
      },
    },
  });
});

test("without subject and alias it is sent under its name, by its id, from its own sender", () => {
  const from = "Comptalyze <factures@comptalyze.com>";
  const sample = sampleEmail({ ...template, subject: null, alias: null, variables: null, from });
  expect(sample.subject).toBe("[Test] Reçu");
  expect(sample.sending).toEqual({ id: template.id, variables: {}, from });
});
