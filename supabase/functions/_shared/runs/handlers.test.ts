import { expect, test } from "vitest";
import { contracts } from "../contracts/index.ts";
import { handlers } from "./handlers.ts";

test("a handler reads again after the run where its contract says so, and nowhere else", () => {
  const promised = Object.values(contracts).filter(({ rereadable }) => rereadable);
  const kept = Object.entries(handlers).filter(([, { reread }]) => reread !== undefined);
  expect(kept.map(([name]) => name).sort()).toEqual(promised.map(({ name }) => name).sort());
});
