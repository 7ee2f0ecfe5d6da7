import { expect, test } from "vitest";
import { selectionAfter } from "./selectionAfter";

const rows = { zoe: ["z"], malik: ["m1", "m2"], agathe: ["a"] };

test.each([
  {
    name: "those that failed stay",
    selected: ["z", "m1", "m2", "a"],
    failed: ["malik"],
    after: ["m1", "m2"],
    left: { failed: 1, selected: true },
  },
  {
    name: "those that failed come back when nothing else was selected since",
    selected: [],
    failed: ["malik", "agathe"],
    after: ["m1", "m2", "a"],
    left: { failed: 2, selected: true },
  },
  {
    name: "another selection is not mixed with them",
    selected: ["other"],
    failed: ["agathe"],
    after: ["other"],
    left: { failed: 1, selected: false },
  },
  {
    name: "those that stayed beside others stay, and those that succeeded go",
    selected: ["z", "a", "other"],
    failed: ["agathe"],
    after: ["a", "other"],
    left: { failed: 1, selected: true },
  },
  {
    name: "nothing failed, nothing is selected",
    selected: ["z", "a"],
    failed: [],
    after: [],
    left: { failed: 0, selected: true },
  },
])("$name", ({ selected, failed, after, left }) => {
  expect(selectionAfter(selected, rows, new Set(failed))).toEqual({ selected: after, left });
});
