import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { settings } from "../providers/settings";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";
import EmailDomainsPage from "./EmailDomainsPage";
import type { DomainRecord, EmailDomain } from "./emailDomain";
import { buildDomain, buildRecord } from "./test/builders";

vi.setConfig({ testTimeout: 30_000 });

const api = `${settings.supabaseUrl}/rest/v1`;
let domains: EmailDomain[];
let records: DomainRecord[];
let resend: { id: string; status: string; code: string | null };
let away: boolean;

const list = (rows: () => unknown[]) => () =>
  away
    ? HttpResponse.json({ code: "57P03", message: "starting" }, { status: 503 })
    : HttpResponse.json(rows());
mockServer(
  http.get(
    `${api}/email_domains`,
    list(() => domains),
  ),
  http.get(
    `${api}/domain_records`,
    list(() => records),
  ),
  http.get(`${api}/services`, () => HttpResponse.json(resend)),
);
beforeEach(() => {
  away = false;
  domains = [buildDomain()];
  records = [buildRecord()];
  resend = { id: "resend", status: "unknown", code: "never_asked" };
});

const open = () => renderAt("/email_domains", <EmailDomainsPage />);
const sheet = (domain: string) => screen.findByRole("region", { name: domain });
const spf = (more: Partial<DomainRecord> = {}) =>
  buildRecord({
    record: "SPF",
    host: "send",
    name: "send.comptalyze.com",
    value: "v=spf1 include:amazonses.com ~all",
    found: ["v=spf1 include:amazonses.com ~all"],
    provider_status: "verified",
    ...more,
  });

test("a record that is missing says what that means, and gives what to paste", async () => {
  domains = [buildDomain({ status: "broken" })];
  records = [buildRecord({ status: "missing", known: "missing", found: [] }), spf()];
  const { person } = open();
  const own = within(await sheet("comptalyze.com"));
  expect(
    own.getByText("DMARC absent : les fournisseurs peuvent refuser vos e-mails", {
      normalizer: (text) => text.replace(/\s/g, " "),
    }),
  ).toBeTruthy();
  const line = own.getByRole("row", { name: /DMARC/ });
  expect(within(line).getByText("Absent")).toBeTruthy();
  expect(within(line).getByText("Rien")).toBeTruthy();
  expect(within(line).getByText("_dmarc.comptalyze.com")).toBeTruthy();
  expect(within(line).getByText("24 sept. 2026")).toBeTruthy();
  await person.click(within(line).getByRole("button", { name: "Copier v=DMARC1; p=none;" }));
  expect(await navigator.clipboard.readText()).toBe("v=DMARC1; p=none;");
  await person.click(within(line).getByRole("button", { name: "Copier _dmarc" }));
  expect(await navigator.clipboard.readText()).toBe("_dmarc");
  const inPlace = within(own.getByRole("row", { name: /SPF/ }));
  expect(inPlace.getByText("En place")).toBeTruthy();
  expect(inPlace.queryByRole("button", { name: /^Copier v=spf1/ })).toBeNull();
});

test("one that differs shows what is there instead, both of two", async () => {
  const found = ["v=spf1 include:amazonses.com ~all", "v=spf1 include:_spf.google.com ~all"];
  domains = [buildDomain({ status: "broken" })];
  records = [buildRecord(), spf({ status: "wrong", known: "wrong", found })];
  open();
  const own = within(await sheet("comptalyze.com"));
  expect(own.getByText(/^SPF différent/)).toBeTruthy();
  const line = within(own.getByRole("row", { name: /SPF/ }));
  expect(line.getByText("Différent")).toBeTruthy();
  expect(line.getByText(/_spf\.google\.com/).textContent).toBe(found.join("\n"));
});

test("a resolver that does not answer is unknown in grey, neither missing nor in place", async () => {
  const checked_at = new Date(Date.now() - 40 * 60_000).toISOString();
  domains = [buildDomain({ status: "unknown", checked_at, checked_failure: { kind: "timeout" } })];
  records = [buildRecord({ status: "unknown", known: "missing", found: [], checked_at })];
  open();
  const own = within(await sheet("comptalyze.com"));
  expect(own.getByText(/l’état de ce domaine n’est pas connu/)).toBeTruthy();
  const line = within(own.getByRole("row", { name: /DMARC/ }));
  const chip = line.getByText("Inconnu").closest(".MuiChip-root");
  expect(chip?.className).toContain("MuiChip-nodata");
  expect(line.getByText("Dernière réponse")).toBeTruthy();
  expect(line.getByText("il y a 40 min")).toBeTruthy();
  expect(own.queryByText(/DMARC absent/)).toBeNull();
  expect(own.queryByText(/sont en place/)).toBeNull();
  expect(own.getByText(/Le résolveur DNS ne répond pas à temps/)).toBeTruthy();
});

test("what has to be mended comes first; in place is said in words, with both sources and their age", async () => {
  domains = [
    buildDomain(),
    buildDomain({
      id: "actu.comptalyze.com",
      domain: "actu.comptalyze.com",
      status: "broken",
      provider_status: "partially_failed",
    }),
    buildDomain({ id: "a.fr", domain: "a.fr", status: "unknown" }),
  ];
  records = [
    buildRecord(),
    buildRecord({
      domain: "actu.comptalyze.com",
      found: ["v=DMARC1; p=none;"],
      inherited_from: "_dmarc.comptalyze.com",
    }),
    buildRecord({
      domain: "actu.comptalyze.com",
      record: "DKIM",
      status: "missing",
      known: "missing",
      found: [],
      provider_status: "failed",
    }),
  ];
  open();
  const well = within(await sheet("comptalyze.com"));
  expect(screen.getAllByRole("heading", { level: 2 }).map((head) => head.textContent)).toEqual([
    "actu.comptalyze.com",
    "a.fr",
    "comptalyze.com",
  ]);
  expect(well.getByText("SPF, DKIM et DMARC sont en place.")).toBeTruthy();
  expect(well.getByText(/^DNS relu/).textContent).toContain("à l’instant");
  expect(well.getByText(/^Resend relu/).textContent).toContain("à l’instant");
  const ill = within(await sheet("actu.comptalyze.com"));
  expect(ill.getByText("Vérifié en partie")).toBeTruthy();
  expect(ill.getByText("par _dmarc.comptalyze.com")).toBeTruthy();
  expect(ill.getByText(/^Resend.: non trouvé$/)).toBeTruthy();
});

test.each([
  ["not_configured", /La clé de Resend manque/],
  ["no_domain", /Resend n’a aucun domaine/],
  ["timeout", /Resend ne répond pas/],
  ["never_asked", /pas encore été interrogé/],
])("without a domain it says why: %s", async (code, words) => {
  domains = [];
  records = [];
  resend = { id: "resend", status: "unknown", code };
  open();
  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByText("Aucun domaine connu")).toBeTruthy();
});

test("a server that is away is said, and asked again on a click", async () => {
  away = true;
  const { person } = open();
  expect(await screen.findByText(/^Les domaines n’ont pas pu être lus/)).toBeTruthy();
  away = false;
  await person.click(screen.getByRole("button", { name: "Réessayer" }));
  expect(await sheet("comptalyze.com")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});
