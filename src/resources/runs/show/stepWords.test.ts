import { expect, test } from "vitest";
import { NAMED_STEPS } from "../../../../tests/functions/faultTable";
import french from "../../../i18n/fr/run";

const calls = NAMED_STEPS.map((line) => line.split(" ")).filter(([, kind]) => kind === "step");

test.each(calls)("%s: its %s %s at %s has words", (_action, _kind, name = "", service = "") => {
  expect(french.step).toHaveProperty(name);
  expect(french.service).toHaveProperty(service);
});
