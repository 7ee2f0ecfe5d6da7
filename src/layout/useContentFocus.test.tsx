import { screen } from "@testing-library/react";
import { Link, Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { renderAt } from "../test/renderAt";
import { useContentFocus } from "./useContentFocus";

function Frame({ page }: { page: "gone" | "hidden" }) {
  const content = useContentFocus();
  const row = <Link to="/users/zoe">Zoé</Link>;
  return (
    <>
      <Link to="/users">Utilisateurs</Link>
      <section ref={content} tabIndex={-1} aria-label="Page">
        <Routes>
          <Route path="/" element={row} />
          <Route path="*" element={page === "hidden" ? <div hidden>{row}</div> : null} />
        </Routes>
      </section>
    </>
  );
}

test.each(["gone", "hidden"] as const)(
  "a row that is %s gives the keyboard to the page that it opened",
  async (page) => {
    const { person } = renderAt("/", <Frame page={page} />);
    expect(document.activeElement).toBe(document.body);
    await person.click(screen.getByRole("link", { name: "Zoé" }));
    expect(document.activeElement).toBe(screen.getByRole("region", { name: "Page" }));
  },
);

test("a link that stays keeps the keyboard", async () => {
  const { person } = renderAt("/", <Frame page="gone" />);
  const stays = screen.getByRole("link", { name: "Utilisateurs" });
  await person.click(stays);
  expect(screen.getByLabelText("address").textContent).toBe("/users");
  expect(document.activeElement).toBe(stays);
});
