import { expect, test } from "vitest";
import { buildResendState } from "./resend-state.ts";
import type { EmailRow } from "./rows.ts";

let n = 0;
const email = (to_email: string, status: string, more: Partial<EmailRow> = {}): EmailRow => {
  n += 1;
  return {
    provider_id: `00000000-0000-4000-a000-${String(n).padStart(12, "0")}`,
    to_email,
    name: "Zoé Lambert",
    subject: "Bienvenue sur Comptalyze",
    status,
    bounce_reason: status === "bounced" ? "550 5.1.1 The email account does not exist" : null,
    created: new Date(Date.UTC(2026, 10, 1, 8, n)).toISOString(),
    ...more,
  };
};

const state = (emails: EmailRow[]) =>
  buildResendState({ now: 0, users: [], subscriptions: [], revoked: [], events: [], emails });

test("every e-mail is known with its status", () => {
  const rows = [email("zoe@example.fr", "opened"), email("zoe@example.fr", "scheduled")];
  expect(state(rows).emails).toMatchObject([
    {
      id: rows[0]?.provider_id,
      to: ["zoe@example.fr"],
      last_event: "opened",
      scheduled_at: null,
      html: expect.stringContaining("Bonjour Zoé"),
    },
    { last_event: "scheduled", scheduled_at: expect.any(String) },
  ]);
});

test("who bounced for good or complained is suppressed, with the e-mail that did it", () => {
  const rows = [
    email("gone@example.fr", "bounced"),
    email("gone@example.fr", "suppressed"),
    email("angry@example.fr", "complained"),
    email("full@example.fr", "bounced", {
      bounce_reason: "552 5.2.2 The recipient's inbox is out of storage space",
    }),
    email("lifted@example.fr", "bounced"),
    email("lifted@example.fr", "delivered"),
    email("before@example.fr", "suppressed"),
  ];
  expect(state(rows).suppressions).toMatchObject([
    { email: "gone@example.fr", origin: "bounce", source_id: rows[0]?.provider_id },
    { email: "angry@example.fr", origin: "complaint", source_id: rows[2]?.provider_id },
    { email: "before@example.fr", origin: "bounce", source_id: null },
  ]);
});
