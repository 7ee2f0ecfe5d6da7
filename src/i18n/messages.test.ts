import { expect, test } from "vitest";
import { messages as english } from "./en";
import { messages as french } from "./fr";

type Tree = { [key: string]: string | Tree };

function sentences(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : sentences(value, `${path}${key}.`),
  );
}

const inFrench = new Map(sentences(french));
const inEnglish = new Map(sentences(english));
const gaps = (sentence: string) => [...sentence.matchAll(/%\{\w+\}/g)].map(([gap]) => gap).sort();
const unique = (values: string[]) => [...new Set(values)];

test("English has exactly French's sentences", () => {
  expect([...inEnglish.keys()].sort()).toEqual([...inFrench.keys()].sort());
});

test("each sentence has the same gaps and the same plural in both languages", () => {
  const different = [...inFrench].filter(([key, sentence]) => {
    const translation = inEnglish.get(key) ?? "";
    return (
      sentence === "" ||
      translation === "" ||
      unique(gaps(translation)).join() !== unique(gaps(sentence)).join() ||
      translation.includes("||||") !== sentence.includes("||||")
    );
  });
  expect(different).toEqual([]);
});

test("no sentence uses a straight apostrophe", () => {
  const straight = [...inFrench, ...inEnglish].filter(([, sentence]) => sentence.includes("'"));
  expect(straight).toEqual([]);
});
