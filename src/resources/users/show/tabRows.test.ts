import { expect, test } from "vitest";
import { createFormats } from "../../../i18n/formats";
import { i18nProvider } from "../../../providers/i18nProvider";
import { resources } from "../..";
import { tabRow } from "./tabRows";
import { tabsOf } from "./tabs";

const tabs = tabsOf({
  simulations: 1,
  imports: 1,
  integrations: 1,
  webhooks: 1,
  emails: 1,
  subscriptions: 1,
  grants: 1,
  runs: 1,
  audit: 1,
});
const row = { id: "1", created_at: "2026-11-23T13:05:12Z", started_at: "2026-11-23T13:05:12Z" };
const dated = { ...row, at: row.created_at, starts_at: row.created_at, ends_at: row.created_at };

test.each(tabs)("a row of $name leads to its page when it has one", ({ name, resource }) => {
  const hasPage = resources.some((one) => one.name === resource && one.show !== undefined);
  const { to } = tabRow(
    name,
    { ...dated, month: "2026-11" },
    i18nProvider.translate,
    createFormats("fr"),
  );
  expect(to).toEqual(hasPage ? { resource, id: "1" } : null);
});

test("a grant and a line of the journal lead to the run that wrote them", () => {
  for (const name of ["grants", "audit"]) {
    const { to } = tabRow(
      name,
      { ...dated, run_id: "r" },
      i18nProvider.translate,
      createFormats("fr"),
    );
    expect(to).toEqual({ resource: "runs", id: "r" });
  }
});
