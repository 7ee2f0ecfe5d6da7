import { screen } from "@testing-library/react";
import { Notification } from "react-admin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderAt } from "../test/renderAt";
import { CopyText } from "./CopyText";
import { DateText } from "./DateText";
import { ErrorState } from "./ErrorState";
import { Money } from "./Money";
import { Quota } from "./Quota";
import { RelativeTime } from "./RelativeTime";
import { SignalChip } from "./SignalChip";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T13:05:00Z") });
});
afterEach(() => vi.useRealTimers());

test.each([
  ["2026-11-23T13:04:40Z", "à l’instant"],
  ["2026-11-23T12:59:00Z", "il y a 6 min"],
  ["2026-11-22T21:14:00Z", "hier, 22:14"],
  ["2026-11-20T08:00:00Z", "il y a 3 j"],
  ["2025-03-14T08:00:00Z", "14 mars 2025"],
])("%s reads « %s »", (at, words) => {
  renderAt("/", <RelativeTime at={at} />);
  const time = screen.getByText(words);
  expect(time.title).toMatch(/\d\d:\d\d:\d\d$/);
});

test.each(["infinity", "0044-03-15T00:00:00+00:00 BC"])("%s is shown as it came", (at) => {
  renderAt(
    "/",
    <>
      <RelativeTime at={at} />
      <DateText at={at} time />
    </>,
  );
  expect(screen.getAllByText(at)).toHaveLength(2);
});

test.each([
  ["grant_expiring", "2026-11-24T09:00:00Z", "Octroi expire demain"],
  ["grant_expiring", "2026-11-26T09:00:00Z", "Octroi expire dans 3 j"],
  ["cancelling", "2026-12-04T09:00:00Z", "Résiliation le 4 déc."],
  ["past_due", "2026-12-04T09:00:00Z", "Impayé"],
  ["email_unverified", null, "E-mail non vérifié"],
])("%s reads « %s »", (signal, at, words) => {
  renderAt("/", <SignalChip signal={signal} at={at} />);
  expect(screen.getByText(words)).toBeTruthy();
});

test("a healthy customer has no signal at all", () => {
  const { container } = renderAt("/", <SignalChip signal={null} />);
  expect(container.querySelector(".MuiChip-root")).toBeNull();
});

test("a quota says how much of how much, also to those who hear it", () => {
  renderAt("/", <Quota used={2} limit={3} />);
  expect(screen.getByText("2 / 3")).toBeTruthy();
  expect(screen.getByLabelText("2 simulations sur 3 ce mois-ci")).toBeTruthy();
});

test("no limit is said in words", () => {
  renderAt("/", <Quota used={12} limit={null} />);
  expect(screen.getByText("Sans limite")).toBeTruthy();
});

test("an unknown amount is not zero", () => {
  const { container } = renderAt("/", <Money cents={null} />);
  expect(container.textContent).not.toContain("€");
});

test("an id is shortened on the page and whole on the clipboard", async () => {
  const { person } = renderAt("/", <CopyText value="7f3ae90d-1111-4222-8333-0123456789ab" />);
  expect(screen.getByText("7f3ae90d…89ab")).toBeTruthy();
  await person.click(screen.getByRole("button"));
  expect(await navigator.clipboard.readText()).toBe("7f3ae90d-1111-4222-8333-0123456789ab");
  expect(screen.getByRole("button", { name: "Copié" })).toBeTruthy();
});

test("where the browser refuses to copy nothing claims that it did", async () => {
  const { person } = renderAt(
    "/",
    <>
      <CopyText value="7f3ae90d" />
      <Notification />
    </>,
  );
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  await person.click(screen.getByRole("button"));
  expect(await screen.findByText(/refuse la copie/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copier 7f3ae90d" })).toBeTruthy();
});

test("an error says what the server said and that nothing was changed", () => {
  renderAt("/", <ErrorState error={{ status: 503, requestId: "req_81c" }} onRetry={() => {}} />);
  expect(screen.getByRole("alert").textContent).toContain(
    "Le serveur répond 503. Rien n’a été modifié. Demande req_81c.",
  );
  expect(screen.getByRole("button", { name: "Réessayer" })).toBeTruthy();
});
