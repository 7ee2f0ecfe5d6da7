import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { forgetMe } from "../providers/me";
import { settings } from "../providers/settings";
import { supabaseClient } from "../providers/supabaseClient";
import { mockServer } from "../test/mockServer";
import { renderAt } from "../test/renderAt";
import { StaffGate } from "./StaffGate";

let me: () => Response;
mockServer(http.post(`${settings.supabaseUrl}/rest/v1/rpc/me`, () => me()));
beforeEach(() => {
  forgetMe();
  me = () => HttpResponse.json({ role: "support", email: "support@comptalyze.test" });
});

const open = () =>
  renderAt(
    "/users",
    <StaffGate>
      <p>Les clients</p>
    </StaffGate>,
  );

test("the team comes in", async () => {
  open();
  expect(await screen.findByText("Les clients")).toBeTruthy();
});

test("someone else sees « Pas d’accès », no page, and is not signed out", async () => {
  const signOut = vi.spyOn(supabaseClient.auth, "signOut");
  me = () => HttpResponse.json({ code: "PT403", message: "not_staff" }, { status: 403 });
  const { person } = open();
  expect(await screen.findByText("Pas d’accès")).toBeTruthy();
  expect(screen.queryByText("Les clients")).toBeNull();
  expect(signOut).not.toHaveBeenCalled();

  me = () => HttpResponse.json({ role: "support", email: "support@comptalyze.test" });
  await person.click(screen.getByRole("button", { name: "Vérifier à nouveau" }));
  expect(await screen.findByText("Les clients")).toBeTruthy();
});

test("a server that is down is not a refusal", async () => {
  me = () => HttpResponse.json({}, { status: 503 });
  open();
  expect(await screen.findByText("La console n’a pas pu s’ouvrir")).toBeTruthy();
  expect(screen.queryByText("Pas d’accès")).toBeNull();
});
