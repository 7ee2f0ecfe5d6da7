import { expect, test } from "vitest";
import { messages as english } from "./en";
import { messages as french } from "./fr";
import { insideSentence } from "./insideSentence";

type Tree = { [key: string]: string | Tree };

function sentences(tree: Tree, path: readonly string[] = []): { path: string; text: string }[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? value.split("||||").map((text) => ({ path: [...path, key].join("."), text: text.trim() }))
      : sentences(value, [...path, key]),
  );
}

/** Words that have a capital where no sentence begins. */
function namesIn(all: readonly { text: string }[]): Set<string> {
  const found = all.flatMap(({ text }) => [
    ...text.matchAll(/(?<=[\p{Ll},] (?:\p{Ll}’)?)\p{Lu}[\p{L}_]+/gu),
  ]);
  return new Set(found.map(([word]) => word));
}

const isReason = (path: string) => /\.blocker\.|^approval\.off\./.test(path);

test.each([
  ["French", french],
  ["English", english],
])("every reason in %s goes on in lower case, but for names", (_, messages) => {
  const all = sentences(messages as Tree);
  const names = namesIn(all);
  expect([...names]).toEqual(expect.arrayContaining(["Stripe", "Resend", "Premium"]));
  const reasons = all.filter(({ path }) => isReason(path));
  expect(reasons.length).toBeGreaterThan(40);
  for (const { text } of reasons) {
    const [first = ""] = /^\p{L}+/u.exec(text) ?? [];
    const inside = insideSentence(text);
    expect(inside.slice(1)).toBe(text.slice(1));
    expect(inside.charAt(0)).toBe(names.has(first) ? text.charAt(0) : text.charAt(0).toLowerCase());
  }
});

test.each([
  ["Stripe essaie encore, jusqu’à 14:05", "Stripe essaie encore, jusqu’à 14:05"],
  ["Resend says that it arrived", "Resend says that it arrived"],
  ["L’app a déjà traité cet événement", "l’app a déjà traité cet événement"],
  ["Stripes", "stripes"],
  ["A colleague has to agree", "a colleague has to agree"],
  [
    "Zoe@example.fr n’est l’adresse d’aucun client",
    "Zoe@example.fr n’est l’adresse d’aucun client",
  ],
  ["RUN-1208 est déjà en cours", "RUN-1208 est déjà en cours"],
])("%s", (sentence, inside) => {
  expect(insideSentence(sentence)).toBe(inside);
});
