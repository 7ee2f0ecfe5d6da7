import { expect, test } from "vitest";
import { spaceFrench, withFrenchSpacing } from "./frenchSpacing";

const WIDE = "\u00a0";
const NARROW = "\u202f";

test.each([
  ["Filtres actifs : %{filters}.", `Filtres actifs${WIDE}: %{filters}.`],
  ["« zoe »", `«${WIDE}zoe${WIDE}»`],
  ["Vraiment ? Oui ! Non ; rien", `Vraiment${NARROW}? Oui${NARROW}! Non${NARROW}; rien`],
  ["au plus 5 % et 19 €", `au plus 5${WIDE}% et 19${WIDE}€`],
  ["dans %{count} j", `dans %{count}${WIDE}j`],
  ["Export… %{count} lignes", `Export… %{count}${WIDE}lignes`],
  ["%{first} à %{last} sur %{total}", "%{first} à %{last} sur %{total}"],
  ["il est 14:05", "il est 14:05"],
])("%s", (typed, set) => {
  expect(spaceFrench(typed)).toBe(set);
});

test("every sentence of a tree is set", () => {
  expect(withFrenchSpacing({ a: { b: "Motif : long" } })).toEqual({
    a: { b: `Motif${WIDE}: long` },
  });
});
