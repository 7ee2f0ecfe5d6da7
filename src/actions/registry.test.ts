// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import type { Subject } from "../../supabase/functions/_shared/contract";
import { type ActionName, contracts } from "../../supabase/functions/_shared/contracts";
import english from "../i18n/en/actions";
import { createFormats } from "../i18n/formats";
import french from "../i18n/fr/actions";
import type { FormValues } from "./actionState";
import { type ActionTarget, wantsRecord } from "./definition";
import { FAILURE_CODES } from "./failure";
import { ACTION_NAMES } from "./names";
import { actionsOf, definitionOf, registry } from "./registry";
import { sceneOf } from "./scene";
import { targetsOf } from "./targets";
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

/** Forms that start empty, as somebody fills them in. */
const FILLED: Partial<Record<ActionName, FormValues>> = {
  "lift-suppression": { email: zoe.label },
  "send-test-email": { to: zoe.label, template: "welcome", override: false },
  "rerun-imports": { month: "2026-10", reach: "one", provider: "" },
};
/** What reaches something without a record, where the form starts with wanting one. */
const ALONE: Partial<Record<ActionName, FormValues>> = {
  "reconcile-subscriptions": { reach: "all" },
  "replay-webhooks": { since: "2026-11-23T12:01:00.000Z", type: "invoice.paid" },
  "rerun-imports": { month: "2026-10", reach: "failed", provider: "shopify" },
};

const record = (kind: Subject, index = 0): ActionTarget => {
  const label = index === 0 ? zoe.label : `client${index}@example.fr`;
  const uuid = `${String(index).padStart(8, "0")}${zoe.id.slice(8)}`;
  const id = kind === "address" ? label : kind === "event" ? `evt_${index}` : uuid;
  return { ...zoe, kind, label, id, facts: { user_id: zoe.id, provider: "stripe" } };
};

const t = (key: string, args?: object) => `${key} ${JSON.stringify(args ?? {})}`;
const format = createFormats("fr");

describe.each(actions.map((contract) => [contract.name, contract] as const))(
  "%s",
  (name, contract) => {
    const definition = registry[name];
    const { subject } = contract;
    const values = FILLED[name] ?? definition.initialValues;
    const scene = (targets: ActionTarget[], of = values) =>
      sceneOf({ subject, targets }, { values: of, changes: buildPreview().changes }, t, format);
    const said = (targets: ActionTarget[], of = values) => {
      const seen = scene(targets, of);
      const { sentence, parameters, outcome } = definition;
      return [sentence(seen), parameters(seen), outcome(seen)];
    };

    test("has a form, an icon, fields, and a way to be opened", () => {
      expect(definitionOf(name)).toBe(definition);
      expect(definition.name).toBe(name);
      expect(definition.subject).toBe(subject);
      expect(definition.rereadable).toBe(contract.rereadable);
      for (const remedy of Object.values(definition.remedies ?? {})) {
        expect(definitionOf(remedy)).not.toBeNull();
      }
      expect(definition.Form).toBeTypeOf("function");
      expect(definition.icon).toBeTruthy();
      expect(definition.fields.length).toBeGreaterThan(0);
      expect(definition.alone || definition.places.length > 0).toBe(true);
      for (const place of definition.places) expect(actionsOf(place)).toContain(definition);
    });

    test("its form makes parameters that the contract takes, and can be filled from a run", () => {
      const { toParams, fromParams } = definition;
      const params = contract.params.safeParse(toParams(values, [record(subject)]));
      expect(params.error?.issues).toBeUndefined();
      expect(fromParams({ ...(params.data as object) })).toEqual(values);
    });

    test("its button and its outcome are sentences about the record", () => {
      const target = record(subject);
      const [sentence, parameters, outcome] = said([target]);
      expect(sentence).toContain(target.label);
      expect(outcome).toContain(subject === "user" ? "Zoé" : target.label);
      expect(parameters).toContain(name);
      const next = definition.next(scene([target]));
      expect(next && "resource" in next ? next.resource : "none").toMatch(/^[a-z_]+$/);
    });

    test("without a record it says what it reaches, or asks for one", () => {
      const alone = ALONE[name] ?? values;
      if (wantsRecord(definition, alone)) {
        expect(contract.params.safeParse(definition.toParams(values, [])).success).toBe(false);
        return;
      }
      for (const words of said([], alone)) expect(words).not.toMatch(/undefined|"…"/);
      const params = contract.params.safeParse(definition.toParams(alone, []));
      expect(params.error?.issues).toBeUndefined();
      expect(definition.fromParams({ ...(params.data as object) })).toEqual(alone);
    });

    test.each(Object.entries(languages))("has its words in %s", (_, words) => {
      const expected = contract.undoable ? [...WORDS, ...UNDO_WORDS] : WORDS;
      for (const word of expected) expect(wordsAt(words, `${name}.${word}`), word).toBeTruthy();
      for (const field of definition.fields) {
        const found = wordsAt(words, `${name}.field.${field}`) ?? wordsAt(words, `field.${field}`);
        expect(found, field).toBeTruthy();
      }
      for (const kind of ["many", "kind", "unnamed"]) {
        expect(wordsAt(words, `${kind}.${subject}`), kind).toBeTruthy();
      }
    });
  },
);

const inBulk = actions.flatMap(({ name, params, subject }) => {
  const definition = registry[name];
  return definition.most
    ? [[name, { definition, params, subject, most: definition.most }] as const]
    : [];
});

describe.each(inBulk)("%s on many records", (_, { definition, params, subject, most }) => {
  const values = FILLED[definition.name] ?? definition.initialValues;
  const records = (count: number) =>
    Array.from({ length: count }, (_, index) => record(subject, index));

  test("speaks of them by their number", () => {
    const scene = sceneOf({ subject, targets: records(12) }, { values, changes: [] }, t, format);
    for (const words of [definition.sentence(scene), definition.outcome(scene)]) {
      expect(words).toContain(`actions.many.${subject}`);
      expect(words).toContain("12");
    }
  });

  test("takes as many as the contract, and no more", () => {
    const takes = (count: number) =>
      params.safeParse(definition.toParams(values, records(count))).success;
    expect([takes(most), takes(most + 1)]).toEqual([true, false]);
  });
});

test("no action stands in the console without a contract, nor has words without one", () => {
  const names = actions.map(({ name }) => name).sort();
  expect(Object.keys(registry).sort()).toEqual(names);
  expect([...ACTION_NAMES].sort()).toEqual(names);
});

test("a place of an action is a list whose rows stand for its kind of record", () => {
  const row = {
    id: zoe.id,
    email: zoe.label,
    user_id: zoe.id,
    user_email: zoe.label,
    to_email: zoe.label,
    integration_id: zoe.id,
    repair: "reconcile-subscriptions",
    closed_at: null,
    provider: "stripe",
  };
  const strangers = Object.values(registry).flatMap(({ name, subject, places }) =>
    places
      .filter((place) => !targetsOf(place, row).some(({ kind }) => kind === subject))
      .map((place) => `${name} on ${place}`),
  );
  expect(strangers).toEqual([]);
});

test.each(Object.entries(languages))("every failure has its sentence in %s", (_, words) => {
  for (const code of FAILURE_CODES) expect(wordsAt(words, `error.${code}`), code).toBeTruthy();
});
