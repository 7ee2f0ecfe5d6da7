import { expect, test } from "vitest";
import { createFormats } from "../../../i18n/formats";
import { i18nProvider } from "../../../providers/i18nProvider";
import type { APPROVAL_STATUSES } from "../approval";
import { decidedWords } from "./decidedWords";

const said = (status: (typeof APPROVAL_STATUSES)[number], who: string | null) =>
  decidedWords(
    {
      status,
      decided_by_email: who,
      decided_at: "2026-11-23T13:20:00Z",
      expires_at: "2026-11-24T13:05:00Z",
    },
    i18nProvider.translate,
    createFormats("fr"),
  ).replace(/[\u00a0\u202f]/g, " ");

const SOMEBODY = "admin2@comptalyze.test";

test.each([
  ["approved", SOMEBODY, /^Approuvée par admin2@comptalyze\.test le 23 nov\. 2026/],
  ["approved", null, /^Exécutée sans approbation, après le délai, le 23 nov\./],
  ["stale", SOMEBODY, /^Approuvée par admin2@.*, mais elle n’était plus possible/],
  ["stale", null, /^Sans approbation, elle n’était plus possible à la fin du délai, le 23 nov\./],
  ["rejected", SOMEBODY, /^Refusée par admin2@/],
  ["withdrawn", SOMEBODY, /^Retirée par admin2@/],
  ["expired", null, /^Personne n’a décidé à temps/],
] as const)("%s by %s", (status, who, words) => {
  expect(said(status, who)).toMatch(words);
});

test("where nobody decided, nobody is named", () => {
  for (const status of ["approved", "stale", "expired"] as const) {
    expect(said(status, null)).not.toMatch(/Approuvée|par {2}/);
  }
});
