import { fireEvent, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { settings } from "../../providers/settings";
import { mockServer } from "../../test/mockServer";
import { renderAt } from "../../test/renderAt";
import { ImportFailures } from "./ImportFailures";
import type { ImportFailure } from "./importFailure";

vi.setConfig({ testTimeout: 30_000 });

let failures: ImportFailure[] = [];
mockServer(
  http.get(`${settings.supabaseUrl}/rest/v1/import_failures`, () => HttpResponse.json(failures)),
);

const failure = (more: Partial<ImportFailure> = {}): ImportFailure => ({
  id: "token_expired",
  cause: "token_expired",
  open: 4,
  customers: 3,
  providers: ["stripe"],
  months: ["2026-10", "2026-09"],
  example: "Stripe 401 : token expired",
  last_at: new Date().toISOString(),
  ...more,
});

test("each cause counts the imports that its filter lists, and leads to what mends it", async () => {
  failures = [
    failure(),
    failure({ id: "reconnect", cause: "reconnect", open: 1, customers: 1, example: null }),
  ];
  renderAt("/import_logs", <ImportFailures />);
  fireEvent.click(await screen.findByRole("button", { name: "5 imports · 2 causes" }));
  const hrefs = (await screen.findAllByRole("link")).map((link) =>
    decodeURIComponent(link.getAttribute("href") ?? ""),
  );
  expect(hrefs).toEqual([
    '/import_logs?filter={"open":"true","cause":"token_expired"}',
    '/integrations?filter={"status":"expired"}',
    '/import_logs?filter={"open":"true","cause":"reconnect"}',
    '/integrations?filter={"cause":"reconnect"}',
  ]);
  expect(screen.getByText(/^3 clients · octobre 2026, septembre 2026/)).toBeTruthy();
});

test("when all months are imported it says so", async () => {
  failures = [];
  renderAt("/import_logs", <ImportFailures />);
  expect(await screen.findByText("Aucun import en échec")).toBeTruthy();
});
