import { describe, expect, test } from "vitest";
import { createFormats } from "../../../i18n/formats";
import { i18nProvider } from "../../../providers/i18nProvider";
import { buildEvent } from "./test/buildEvent";
import { browserOf, statusDomain, timelineWords, toneOf } from "./timelineWords";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const words = (event: Parameters<typeof timelineWords>[0]) => {
  const { title, details } = timelineWords(event, i18nProvider.translate, createFormats("fr"));
  return [plain(title), ...details.filter(Boolean).map(plain)];
};

describe("what happened, in a sentence", () => {
  test("an import that went well, and one that did not", () => {
    const args = { provider: "stripe", month: "2026-10", rows: 4, duration_ms: 1800 };
    expect(words(buildEvent({ title_args: { ...args, revenue_cents: 124_000 } }))).toEqual([
      "Import Stripe, octobre 2026 : 1 240,00 €",
      "4 lignes",
      "1,8 s",
    ]);
    expect(
      words(
        buildEvent({
          status: "error",
          title_args: { provider: "shopify", month: "2026-10", error: "Jeton expiré" },
        }),
      ),
    ).toEqual(["Import Shopify, octobre 2026", "Jeton expiré"]);
  });

  test("a webhook says what Stripe told, for how much, and why it failed", () => {
    const webhook = buildEvent({
      kind: "webhook",
      event: "webhook",
      status: "failed",
      title_args: {
        type: "invoice.paid",
        id: "evt_1",
        amount_cents: 1990,
        currency: "eur",
        cause: "signature",
      },
    });
    expect(words(webhook)).toEqual([
      "Webhook invoice.paid",
      "evt_1",
      "19,90 €",
      "Refus à l’entrée",
    ]);
    expect(statusDomain(webhook)).toBe("webhook");
    expect(toneOf(webhook)).toBe("error");
  });

  test("a run says what it did, until when, who and why", () => {
    expect(
      words(
        buildEvent({
          kind: "team",
          event: "run",
          title_args: {
            action: "grant-premium",
            params: { plan: "premium" },
            code: "RUN-1208",
            actor_email: "ops@comptalyze.test",
            reason: "Payé, webhook refusé.",
            ends_at: "2026-11-30T13:05:00Z",
          },
        }),
      ),
    ).toEqual([
      "Premium octroyé jusqu’au 30 nov. 2026, 14:05",
      "RUN-1208",
      "ops@comptalyze.test",
      "« Payé, webhook refusé. »",
    ]);
  });

  test("an event that nobody foresaw is still told", () => {
    expect(words(buildEvent({ kind: "sign_in", event: "mfa_reset", status: null }))).toEqual([
      "Accès : mfa_reset",
    ]);
  });
});

test("colour only for failures and money", () => {
  expect(toneOf(buildEvent({ status: "success" }))).toBeNull();
  expect(toneOf(buildEvent({ status: "error" }))).toBe("error");
  expect(toneOf(buildEvent({ kind: "email", event: "email", status: "bounced" }))).toBe("error");
  expect(
    toneOf(buildEvent({ kind: "payment", event: "subscription_created", status: "active" })),
  ).toBe("success");
});

test("a status is in the words of its source", () => {
  expect(statusDomain(buildEvent({ kind: "email", status: "bounced" }))).toBe("email");
  expect(statusDomain(buildEvent({ kind: "sign_in", status: null }))).toBeNull();
});

test("a browser's signature as two words", () => {
  expect(
    browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"),
  ).toBe("Safari, iPhone");
  expect(browserOf("")).toBe("");
});
