import { describe, expect, test } from "vitest";
import { contracts } from "../../supabase/functions/_shared/contracts";
import english from "../i18n/en/actions";
import french from "../i18n/fr/actions";
import { FAILURE_CODES } from "./failure";
import { isActionName, registry } from "./registry";
import { buildPreview, zoe } from "./test/answers";

type Tree = { [key: string]: string | Tree };
const languages = { french, english } satisfies Record<string, Tree>;

function wordsAt(tree: Tree, path: string): string | undefined {
  let found: string | Tree | undefined = tree;
  for (const key of path.split(".")) {
    found = typeof found === "object" ? found[key] : undefined;
  }
  return typeof found === "string" ? found : undefined;
}

const WORDS = ["title", "hint", "sentence", "running", "outcome", "done"];
const UNDO_WORDS = ["undo", "undone"];
const actions = Object.values(contracts);

describe.each(actions.map((contract) => [contract.name, contract] as const))(
  "%s",
  (name, contract) => {
    test("has a form, an icon, fields and a next step", () => {
      expect(isActionName(name)).toBe(true);
      const definition = registry[name];
      expect(definition.name).toBe(name);
      expect(definition.Form).toBeTypeOf("function");
      expect(definition.icon).toBeTruthy();
      expect(definition.fields.length).toBeGreaterThan(0);
    });

    test("its form starts with parameters that the contract takes, and can be filled from a run", () => {
      const { initialValues, toParams, fromParams } = registry[name];
      const params = contract.params.safeParse(toParams(initialValues, zoe));
      expect(params.success).toBe(true);
      expect(fromParams({ ...params.data })).toEqual(initialValues);
    });

    test("its button and its outcome are sentences with the target", () => {
      const scene = {
        target: zoe,
        values: registry[name].initialValues,
        changes: buildPreview().changes,
        t: (key: string, args?: object) => `${key} ${JSON.stringify(args ?? {})}`,
        day: String,
        dateTime: String,
      };
      expect(registry[name].sentence(scene)).toContain(zoe.email);
      expect(registry[name].outcome(scene)).toContain("Zoé");
      expect(registry[name].parameters(scene)).toContain(name);
      expect(registry[name].next(scene).resource).toMatch(/^[a-z_]+$/);
    });

    test.each(Object.entries(languages))("has its words in %s", (_, words) => {
      const expected = contract.undoable ? [...WORDS, ...UNDO_WORDS] : WORDS;
      for (const word of expected) expect(wordsAt(words, `${name}.${word}`), word).toBeTruthy();
      for (const field of registry[name].fields) {
        expect(wordsAt(words, `field.${field}`), field).toBeTruthy();
      }
    });
  },
);

test("no action stands in the console without a contract", () => {
  expect(Object.keys(registry).sort()).toEqual(actions.map(({ name }) => name).sort());
});

test.each(Object.entries(languages))("every failure has its sentence in %s", (_, words) => {
  for (const code of FAILURE_CODES) expect(wordsAt(words, `error.${code}`), code).toBeTruthy();
});
