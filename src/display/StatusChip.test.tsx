import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import french from "../i18n/fr/status";
import { AUDIT_OUTCOMES } from "../resources/audit/auditEntry";
import { EMAIL_STATUSES } from "../resources/emails/email";
import { GRANT_STATES } from "../resources/grants/grant";
import { IMPORT_STATUSES } from "../resources/importLogs/importLog";
import { INTEGRATION_STATUSES } from "../resources/integrations/integration";
import { RUN_STATUSES } from "../resources/runs/run";
import { SUBSCRIPTION_STATUSES } from "../resources/subscriptions/subscription";
import { renderAt } from "../test/renderAt";
import { StatusChip } from "./StatusChip";
import { type StatusDomain, statuses } from "./statuses";

const known: [StatusDomain, readonly string[]][] = [
  ["audit", AUDIT_OUTCOMES],
  ["email", EMAIL_STATUSES],
  ["grant", GRANT_STATES],
  ["import", IMPORT_STATUSES],
  ["integration", INTEGRATION_STATUSES],
  ["run", RUN_STATUSES],
  ["subscription", SUBSCRIPTION_STATUSES],
];

test.each(known)("every %s status has its shape", (domain, list) => {
  expect(Object.keys(statuses[domain]).sort()).toEqual([...list].sort());
});

test("every status of the map has a word", () => {
  for (const domain of Object.keys(statuses) as StatusDomain[]) {
    expect(Object.keys(french[domain]).sort()).toEqual(Object.keys(statuses[domain]).sort());
  }
});

test("not verified is never green, even after a success", () => {
  renderAt("/", <StatusChip domain="proof" status="unverified" />);
  const chip = screen.getByText("Non vérifié").parentElement;
  expect(chip?.className).toContain("MuiChip-warning");
  expect(chip?.className).not.toContain("success");
});

test("a status that Stripe invents tomorrow is shown as it came", () => {
  renderAt("/", <StatusChip domain="subscription" status="hibernating" />);
  expect(screen.getByText("hibernating")).toBeTruthy();
});

test("a status is a sign and a word, not a colour alone", () => {
  const { container } = renderAt("/", <StatusChip domain="import" status="error" />);
  expect(screen.getByText("Échec")).toBeTruthy();
  expect(container.querySelector("svg")).not.toBeNull();
});
