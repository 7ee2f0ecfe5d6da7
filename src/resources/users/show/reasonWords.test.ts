import polyglotI18nProvider from "ra-i18n-polyglot";
import { describe, expect, test } from "vitest";
import english from "../../../i18n/en";
import { createFormats } from "../../../i18n/formats";
import { i18nProvider } from "../../../providers/i18nProvider";
import type { Plan } from "../../plan";
import type { AccessReason } from "../overview";
import { reasonWords } from "./reasonWords";
import { buildOverview, buildReason } from "./test/buildOverview";

const inEnglish = polyglotI18nProvider(() => english, "en");
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

type Case = { plan?: Plan; subscriptions?: number; reasons: AccessReason[] };

function words({ plan = "free", subscriptions = 1, reasons }: Case) {
  const base = buildOverview();
  const overview = buildOverview({
    access: { ...base.access, plan, reasons },
    counts: { ...base.counts, subscriptions },
  });
  return [
    plain(reasonWords(overview, i18nProvider.translate, createFormats("fr"))),
    plain(reasonWords(overview, inEnglish.translate, createFormats("en"))),
  ];
}

const since = "2026-11-03T09:00:00Z";
const until = "2026-11-10T09:00:00Z";
const grant = (more: Partial<AccessReason>) =>
  buildReason({ source: "grant", code: "GR-0003", status: null, since, until, ...more });

describe("who has a plan is told by which record", () => {
  test.each<[string, AccessReason, string, string]>([
    [
      "a renewing subscription",
      buildReason(),
      "Décidé par l’abonnement sub_1, actif, qui se renouvelle.",
      "Decided by the subscription sub_1, active, which renews.",
    ],
    [
      "one that is cancelling",
      buildReason({ standing: "cancelling", until, decides: true }),
      "Décidé par l’abonnement sub_1, actif, résilié pour le 10 nov. 2026, 10:00.",
      "Decided by the subscription sub_1, active, cancelled for 10 Nov 2026, 10:00.",
    ],
    [
      "one in its grace",
      buildReason({ standing: "in_grace", status: "past_due", since, until, decides: true }),
      "Décidé par l’abonnement sub_1, impayé depuis le 3 nov. 2026 : le délai tient jusqu’au 10 nov. 2026, 10:00.",
      "Decided by the subscription sub_1, unpaid since 3 Nov 2026: the grace holds until 10 Nov 2026, 10:00.",
    ],
    [
      "a grant of a colleague",
      grant({ standing: "running", by: "ops@comptalyze.test", decides: true }),
      "Décidé par l’octroi GR-0003, posé par ops@comptalyze.test, jusqu’au 10 nov. 2026, 10:00.",
      "Decided by the grant GR-0003, given by ops@comptalyze.test, until 10 Nov 2026, 10:00.",
    ],
    [
      "a grant of somebody who left",
      grant({ standing: "running", decides: true }),
      "Décidé par l’octroi GR-0003, jusqu’au 10 nov. 2026, 10:00.",
      "Decided by the grant GR-0003, until 10 Nov 2026, 10:00.",
    ],
  ])("%s", (_name, reason, french, inWords) => {
    expect(words({ plan: "premium", reasons: [reason] })).toEqual([french, inWords]);
  });
});

describe("who has no Premium is told why", () => {
  test.each<[string, AccessReason, string, string]>([
    [
      "a grace that is over",
      buildReason({ standing: "past_grace", status: "past_due", since, until }),
      "l’abonnement Premium sub_1 est impayé depuis le 3 nov. 2026, et le délai a pris fin le 10 nov. 2026, 10:00",
      "the Premium subscription sub_1 is unpaid since 3 Nov 2026, and its grace ended on 10 Nov 2026, 10:00",
    ],
    [
      "an end that has passed",
      buildReason({ standing: "cancelled", since }),
      "l’abonnement Premium sub_1 a pris fin le 3 nov. 2026",
      "the Premium subscription sub_1 ended on 3 Nov 2026",
    ],
    [
      "cancelled",
      buildReason({ standing: "no_access", status: "canceled", since }),
      "l’abonnement Premium sub_1 est résilié depuis le 3 nov. 2026",
      "the Premium subscription sub_1 is cancelled since 3 Nov 2026",
    ],
    [
      "cancelled, nobody knows when",
      buildReason({ standing: "no_access", status: "canceled", since: null }),
      "l’abonnement Premium sub_1 n’ouvre rien (résilié)",
      "the Premium subscription sub_1 opens nothing (cancelled)",
    ],
    [
      "unpaid",
      buildReason({ standing: "no_access", status: "unpaid", since }),
      "l’abonnement Premium sub_1 n’est plus payé depuis le 3 nov. 2026",
      "the Premium subscription sub_1 is not paid any more since 3 Nov 2026",
    ],
    [
      "paused",
      buildReason({ standing: "no_access", status: "paused", since }),
      "l’abonnement Premium sub_1 n’ouvre rien (en pause)",
      "the Premium subscription sub_1 opens nothing (paused)",
    ],
    [
      "a status of tomorrow",
      buildReason({ standing: "unknown_status", status: "on_hold" }),
      "l’abonnement Premium sub_1 a un statut que la règle ne connaît pas (on_hold)",
      "the Premium subscription sub_1 has a status that the rule does not know (on_hold)",
    ],
    [
      "a plan that nobody knows",
      buildReason({ standing: "unknown_plan", plan: "gold" }),
      "l’abonnement sub_1 porte une formule que la règle ne connaît pas (gold)",
      "the subscription sub_1 is to a plan that the rule does not know (gold)",
    ],
    [
      "a grant that ended",
      grant({ standing: "ended" }),
      "l’octroi Premium GR-0003 a pris fin le 3 nov. 2026",
      "the Premium grant GR-0003 ended on 3 Nov 2026",
    ],
    [
      "a grant that was revoked",
      grant({ standing: "revoked" }),
      "l’octroi Premium GR-0003 a été révoqué le 3 nov. 2026",
      "the Premium grant GR-0003 was revoked on 3 Nov 2026",
    ],
    [
      "a grant that was undone",
      grant({ standing: "undone" }),
      "l’octroi Premium GR-0003 a été annulé le 3 nov. 2026",
      "the Premium grant GR-0003 was undone on 3 Nov 2026",
    ],
    [
      "a grant to come",
      grant({ standing: "future" }),
      "l’octroi Premium GR-0003 ne commence que le 3 nov. 2026",
      "the Premium grant GR-0003 only starts on 3 Nov 2026",
    ],
  ])("%s", (_name, reason, french, inWords) => {
    expect(words({ reasons: [reason] })).toEqual([
      `Pas de Premium : ${french}.`,
      `No Premium: ${inWords}.`,
    ]);
  });

  test("never paid, nothing given", () => {
    expect(words({ subscriptions: 0, reasons: [] })).toEqual([
      "Pas de Premium : jamais d’abonnement ni d’octroi.",
      "No Premium: never a subscription or a grant.",
    ]);
  });

  test("never paid, and a grant is over", () => {
    expect(words({ subscriptions: 0, reasons: [grant({ standing: "ended" })] })).toEqual([
      "Pas de Premium : l’octroi Premium GR-0003 a pris fin le 3 nov. 2026 ; jamais d’abonnement.",
      "No Premium: the Premium grant GR-0003 ended on 3 Nov 2026; never a subscription.",
    ]);
  });

  test("on Pro, what decides comes first", () => {
    const reasons = [buildReason({ plan: "pro" }), grant({ standing: "ended" })];
    expect(words({ plan: "pro", reasons })).toEqual([
      "Décidé par l’abonnement sub_1, actif, qui se renouvelle. Pas de Premium : l’octroi Premium GR-0003 a pris fin le 3 nov. 2026.",
      "Decided by the subscription sub_1, active, which renews. No Premium: the Premium grant GR-0003 ended on 3 Nov 2026.",
    ]);
    expect(words({ plan: "pro", reasons: [buildReason({ plan: "pro" })] })).toEqual([
      "Décidé par l’abonnement sub_1, actif, qui se renouvelle.",
      "Decided by the subscription sub_1, active, which renews.",
    ]);
  });
});
