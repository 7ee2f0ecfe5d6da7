import { expect, test } from "vitest";
import { messages as en } from "../../i18n/en";
import { messages as fr } from "../../i18n/fr";
import { resources } from "..";
import { PLAYBOOKS } from "./incident";
import { PLAYBOOK_STEPS } from "./playbooks";

type Words = Record<string, { prose?: string; do?: string } | string>;

test.each(PLAYBOOKS)(
  "%s has its words in both languages, and each of its steps leads somewhere",
  (playbook) => {
    for (const { incidents } of [fr, en]) {
      const words = incidents.playbook[playbook] as Words;
      const { name, symptom, ...steps } = words;
      expect([name, symptom].every((word) => typeof word === "string" && word.length > 3)).toBe(
        true,
      );
      expect(Object.keys(steps)).toEqual(PLAYBOOK_STEPS[playbook].map(({ key }) => key));
      for (const { key, to } of PLAYBOOK_STEPS[playbook]) {
        const step = steps[key];
        if (typeof step !== "object") throw new Error(`${key} has no words`);
        expect(step.prose?.length).toBeGreaterThan(10);
        expect(step.do === undefined).toBe(to === undefined);
      }
    }
  },
);

test("a step inside the console is one of its pages", () => {
  const pages = [...resources.map(({ name }) => name), "reliability", "actions", "email_domains"];
  const inside = Object.values(PLAYBOOK_STEPS)
    .flat()
    .flatMap(({ to }) => (to?.startsWith("/") ? [to.split(/[/?]/)[1]] : []));
  expect(inside.filter((page) => page === undefined || !pages.includes(page))).toEqual([]);
});
