import { z } from "zod";
import { failure } from "./failures.ts";
import { stamp, uuidOf } from "./ids.ts";
import { listPage } from "./lists.ts";

const value = z.union([z.string(), z.number()]);

export const templateSeed = z.strictObject({
  id: z.guid(),
  alias: z.string().nullable(),
  name: z.string(),
  status: z.enum(["draft", "published"]),
  subject: z.string().nullable(),
  from: z.string().nullable().default(null),
  html: z.string(),
  variables: z
    .strictObject({
      key: z.string(),
      type: z.enum(["string", "number"]),
      fallback_value: value.nullable(),
    })
    .array()
    .default([]),
  created_at: z.string(),
  has_unpublished_versions: z.boolean().default(false),
});

export type Template = z.output<typeof templateSeed>;

/** How a send names a template. */
export const templateReference = z.object({
  id: z.string(),
  variables: z.record(z.string(), value).default({}),
});

const INK = "#171b24";
const QUIET = "#626c7d";

/** A letter of the product: a heading, its paragraphs, a button where there is something to do. */
function letter(heading: string, paragraphs: string[], button?: { words: string; to: string }) {
  const text = `margin:0 0 16px;font-size:15px;line-height:24px;color:${INK}`;
  return [
    `<div style="max-width:560px;margin:0 auto;padding:32px 24px;font-family:Helvetica,Arial,sans-serif">`,
    `<p style="margin:0 0 24px;font-size:15px;font-weight:bold;color:#2952cc">Comptalyze</p>`,
    `<h1 style="margin:0 0 16px;font-size:22px;line-height:30px;color:${INK}">${heading}</h1>`,
    ...paragraphs.map((words) => `<p style="${text}">${words}</p>`),
    button
      ? `<p style="margin:24px 0"><a href="${button.to}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#2952cc;color:#ffffff;text-decoration:none;font-size:15px">${button.words}</a></p>`
      : "",
    `<p style="margin:32px 0 0;font-size:13px;line-height:20px;color:${QUIET}">L’équipe Comptalyze</p></div>`,
  ].join("");
}

const APP = "https://comptalyze.com";

type Draft = {
  alias: string;
  name: string;
  subject: string;
  html: string;
  /** Numbers; everything else is text. */
  numbers?: string[];
};

const hello = "Bonjour {{{PRENOM}}},";

const drafts: Draft[] = [
  {
    alias: "welcome",
    name: "Bienvenue",
    subject: "Bienvenue sur Comptalyze",
    html: letter(
      "Bienvenue",
      [
        hello,
        "Votre compte est prêt. Calculez vos cotisations du mois en deux minutes : il suffit de votre chiffre d’affaires.",
      ],
      { words: "Faire ma première simulation", to: `${APP}/simulation` },
    ),
  },
  {
    alias: "monthly_recap",
    name: "Récapitulatif",
    subject: "Votre récap {{{MOIS}}}",
    html: letter("Votre mois en bref", [
      hello,
      "En {{{MOIS}}}, vous avez encaissé {{{CHIFFRE_AFFAIRES}}} et vous devrez {{{COTISATIONS}}} de cotisations.",
    ]),
  },
  {
    alias: "receipt",
    name: "Reçu de paiement",
    subject: "Votre reçu de paiement",
    html: letter(
      "Merci pour votre paiement",
      [hello, "Nous avons bien reçu {{{MONTANT}}} pour votre formule {{{FORMULE}}}."],
      { words: "Voir ma facture", to: "{{{LIEN_FACTURE}}}" },
    ),
  },
  {
    alias: "payment_failed",
    name: "Paiement refusé",
    subject: "Votre paiement n’a pas abouti",
    html: letter(
      "Votre paiement n’a pas abouti",
      [
        hello,
        "Votre banque a refusé {{{MONTANT}}}. Votre formule {{{FORMULE}}} reste ouverte quelques jours, le temps de mettre votre carte à jour.",
      ],
      { words: "Mettre ma carte à jour", to: "{{{LIEN_PAIEMENT}}}" },
    ),
  },
  {
    alias: "trial_started",
    name: "Début d’essai",
    subject: "Votre essai de 14 jours commence",
    html: letter("Votre essai commence", [
      hello,
      "Toutes les fonctions de {{{FORMULE}}} sont à vous jusqu’au {{{FIN_ESSAI}}}.",
    ]),
  },
  {
    alias: "cancellation",
    name: "Résiliation",
    subject: "Votre résiliation est enregistrée",
    html: letter("Votre résiliation est enregistrée", [
      hello,
      "Votre formule {{{FORMULE}}} s’arrête le {{{FIN_ACCES}}}. Vos données restent consultables.",
    ]),
  },
  {
    alias: "quota_reached",
    name: "Quota atteint",
    subject: "Vous avez utilisé vos {{{QUOTA}}} simulations du mois",
    html: letter(
      "Vos simulations du mois sont faites",
      [hello, "Vous avez utilisé vos {{{QUOTA}}} simulations. Le compteur repart le 1er du mois."],
      { words: "Passer à Pro", to: `${APP}/formules` },
    ),
    numbers: ["QUOTA"],
  },
  {
    alias: "integration_expired",
    name: "Connexion expirée",
    subject: "Votre compte {{{SERVICE}}} n’est plus connecté",
    html: letter(
      "Une connexion a expiré",
      [hello, "Nous ne pouvons plus lire vos ventes chez {{{SERVICE}}}. Reconnectez votre compte."],
      { words: "Reconnecter", to: "{{{LIEN_CONNEXION}}}" },
    ),
  },
  {
    alias: "test",
    name: "Test d’envoi",
    subject: "Test d’envoi Comptalyze",
    html: letter("Test d’envoi", ["Si vous lisez ces lignes, l’envoi de Comptalyze fonctionne."]),
  },
];

const VARIABLE = /\{\{\{\s*([\w.]+)\s*\}\}\}/g;

/** The templates by whose names the demo's e-mails were sent. */
export const ownTemplates = (): Template[] =>
  drafts.map(({ numbers = [], ...draft }) => ({
    ...draft,
    id: uuidOf(`template ${draft.alias}`),
    status: "published",
    from: null,
    variables: [
      ...new Set(Array.from(`${draft.subject} ${draft.html}`.matchAll(VARIABLE), ([, key]) => key)),
    ].flatMap((key) =>
      key === undefined
        ? []
        : [{ key, type: numbers.includes(key) ? "number" : "string", fallback_value: null }],
    ),
    created_at: stamp(new Date("2025-01-06T09:00:00Z")),
    has_unpublished_versions: false,
  }));

export function createTemplates() {
  let byId = new Map(ownTemplates().map((one) => [one.id, one]));
  const find = (name: string) =>
    byId.get(name) ?? [...byId.values()].find(({ alias }) => alias === name);

  const listed = ({ id, alias, name, status, created_at }: Template) => ({
    id,
    alias,
    name,
    status,
    created_at,
    updated_at: created_at,
    published_at: status === "published" ? created_at : null,
  });

  return {
    list: (url: URL) => listPage(url, [...byId.values()].reverse(), listed),
    get(name: string): Response {
      const found = find(name);
      if (found === undefined) return failure("not_found", "Template not found");
      const { created_at } = found;
      const variables = found.variables.map((variable) => ({
        ...variable,
        id: uuidOf(`variable ${found.id} ${variable.key}`),
        created_at,
        updated_at: created_at,
      }));
      return Response.json({
        object: "template",
        ...found,
        ...listed(found),
        reply_to: null,
        text: null,
        variables,
        current_version_id: uuidOf(`version ${found.id}`),
      });
    },
    /** What an e-mail of a template says, or why it cannot be sent. */
    fill({ id, variables }: z.output<typeof templateReference>) {
      const found = find(id);
      if (found === undefined) return failure("not_found", "Template not found");
      if (found.status !== "published") {
        return failure("validation_error", "The template must be published before it can be used.");
      }
      const values = new Map(
        found.variables.map(({ key, fallback_value }) => [key, variables[key] ?? fallback_value]),
      );
      for (const [key, given] of values) {
        if (given === null) {
          return failure("validation_error", `Missing value for template variable \`${key}\`.`);
        }
      }
      const fill = (text: string) =>
        text.replace(VARIABLE, (whole, key: string) => String(values.get(key) ?? whole));
      return {
        html: fill(found.html),
        subject: found.subject === null ? undefined : fill(found.subject),
        from: found.from ?? undefined,
      };
    },
    reset() {
      byId = new Map(ownTemplates().map((one) => [one.id, one]));
    },
    state: () => [...byId.values()],
    seed(templates: Template[]) {
      for (const one of templates) byId.set(one.id, one);
    },
  };
}
