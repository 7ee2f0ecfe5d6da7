import { expect, test } from "vitest";
import { contracts } from "../contracts/index.ts";
import { Problem } from "../problem.ts";
import { handlers } from "./handlers.ts";
import { orUnreadable } from "./reconcile.ts";

test("a handler reads again after the run where its contract says so, and nowhere else", () => {
  const promised = Object.values(contracts).filter(({ rereadable }) => rereadable);
  const kept = Object.entries(handlers).filter(([, { reread }]) => reread !== undefined);
  expect(kept.map(([name]) => name).sort()).toEqual(promised.map(({ name }) => name).sort());
});

test("what the database refuses to move ends the item with its reason, every other refusal is passed on", async () => {
  const blocker = { code: "two_users", args: { subscription: "sub_1" } };
  const refuse = (details: unknown) => () =>
    Promise.reject(new Problem("blocked", "blocked", details));
  expect(await orUnreadable(refuse({ blockers: [blocker] }))).toEqual({
    status: "failed",
    ...blocker,
  });
  await expect(orUnreadable(refuse({ blockers: [] }))).rejects.toThrow(Problem);
});
