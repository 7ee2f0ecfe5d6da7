import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../test/renderAt";
import { QuickSearch } from "./QuickSearch";

test("Enter lists who was found and takes the keyboard there", async () => {
  const { person } = renderAt(
    "/",
    <>
      <QuickSearch />
      <section id="content" tabIndex={-1} aria-label="Page" />
    </>,
  );
  await person.type(screen.getByRole("textbox", { name: "Chercher un client" }), "zoe.l{Enter}");
  expect(decodeURIComponent(screen.getByLabelText("address").textContent ?? "")).toBe(
    '/users?filter={"search@ilike":"zoe.l"}',
  );
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "Page" }));
});
