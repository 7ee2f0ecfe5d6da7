import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../stack/options.ts";
import type { ActionName } from "../../supabase/functions/_shared/contracts/index.ts";
import { handlers } from "../../supabase/functions/_shared/runs/handlers.ts";
import { torture } from "../support/effort.ts";
import { type Cell, faultCells, titleOf, VENDORS, type Vendor } from "./faultCells.ts";
import { endingOf, FAULTS, type Fault, type Lasting, NAMED_STEPS, STEPS } from "./faultTable.ts";
import { scenariosOn } from "./scenarios.ts";
import { type Stage, setStage } from "./stage.ts";

const ACTIONS = Object.keys(STEPS) as ActionName[];
const KINDS = Object.keys(FAULTS) as Fault[];
const LASTING: Lasting[] = ["once", "always"];
const AT_ONCE = 6;

const SERVED: [start: string, vendor: Vendor][] = [
  ["/v1/", "stripe"],
  ["/api/", "app"],
  ["/", "resend"],
];
const vendorOf = (call: string) =>
  SERVED.find(([start]) => call.split(" ")[1]?.startsWith(start))?.[1] ?? "app";

/** Calls whose address or body says which target they are about; the test below compares. */
const NAMES_ITS_TARGET = /suppressions|integrations|run-import|v1|^POST \/emails$/;

/** The cells of a step. In the short form every effect meets every fault, once or always in turn, and every reading one. */
function cellsOf(action: ActionName, index: number): Cell[] {
  const steps = STEPS[action] ?? [];
  const step = steps[index];
  if (step === undefined) return [];
  const [purpose, call] = step;
  const skip =
    purpose === "reread" ? 0 : steps.slice(0, index).filter((one) => one[1] === call).length;
  const isEffect = purpose === "effect" || purpose === "delivery";
  return LASTING.flatMap((lasting, other) =>
    KINDS.filter((_, kind) => {
      const inTurn = isEffect ? kind + index : index;
      const met = isEffect || kind === index % KINDS.length;
      return torture || (met && other === inTurn % LASTING.length);
    }).map((fault) => ({
      action,
      vendor: vendorOf(call),
      step,
      skip,
      named: NAMES_ITS_TARGET.test(call),
      fault,
      lasting,
    })),
  );
}

const CELLS = ACTIONS.flatMap((action) =>
  (STEPS[action] ?? []).flatMap((_, index) => cellsOf(action, index)),
);
const STRIPE = CELLS.filter(({ vendor }) => vendor === "stripe").length + 2;

let stage: Stage;
let cells: ReturnType<typeof faultCells>;
const healthy = new Map<string, { vendor: Vendor; call: string; named: boolean }[]>();
const endings = new Map<Cell, string>();

async function attempt(cell: Cell): Promise<void> {
  endings.set(cell, await cells.ending(cell).catch((error: unknown) => `test failed: ${error}`));
}

/** Works through cells, so many at once. */
async function workThrough(some: Cell[], atOnce: number): Promise<void> {
  const waiting = [...some];
  const lane = async () => {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift())
      await attempt(cell);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

beforeAll(async () => {
  stage = await setStage({ unheard: STRIPE, env: { VENDOR_TIMEOUT_MS: "1500" } });
  await stage.backend.database.query(
    "update private.settings set value = '2' where key = 'item_attempts'",
  );
  cells = faultCells(stage, scenariosOn(stage));
  for (const action of ACTIONS) healthy.set(action, await cells.healthy(action));
  await workThrough(
    CELLS.filter(({ named }) => named),
    AT_ONCE,
  );
  // A fault that names nothing would meet anybody's call.
  await Promise.all(
    VENDORS.map((vendor) =>
      workThrough(
        CELLS.filter((cell) => !cell.named && cell.vendor === vendor),
        1,
      ),
    ),
  );
}, 3_600_000);
afterAll(() => stage?.backend.close());

describe("every call of a vendor has its line", () => {
  test("every action with items has its steps", () => {
    expect([...ACTIONS].sort()).toEqual(Object.keys(handlers).sort());
  });

  test.each(ACTIONS)("%s calls what its lines say, in their order", (action) => {
    const pattern = (call: string) =>
      new RegExp(`^${call.replace(/[/.]/g, "\\$&").replace("*", "[^/]+")}$`);
    const steps = STEPS[action] ?? [];
    const calls = healthy.get(action) ?? [];
    const lines = calls.map(({ call }, index) => {
      const line = steps[index]?.[1];
      return line !== undefined && pattern(line).test(call) ? line : call;
    });
    expect(lines).toEqual(steps.map(([, call]) => call));
    for (const [index, { vendor, named }] of calls.entries()) {
      const line = lines[index] ?? "";
      expect([line, vendorOf(line), !NAMES_ITS_TARGET.test(line) || named]).toEqual([
        line,
        vendor,
        true,
      ]);
    }
  });

  test("every step that a handler names is in the table, and was met", async () => {
    const inSource = Object.keys(handlers).flatMap((action) => {
      const file = resolve(root, `supabase/functions/_shared/runs/${action}.ts`);
      const calls = readFileSync(file, "utf8").matchAll(
        /\b(step|keep)(?:<[^(]*>)?\(\s*"([^"]+)",\s*"([^"]+)"/g,
      );
      return [...calls].map(([, kind, name, service]) => `${action} ${kind} ${name} ${service}`);
    });
    expect(inSource.sort()).toEqual(NAMED_STEPS);
    expect(await cells.named()).toEqual(NAMED_STEPS);
  });
});

test.each(CELLS.map((cell) => [titleOf(cell), cell] as const))("%s", (_, cell) => {
  expect(endings.get(cell)).toBe(endingOf(cell.step[0], cell.lasting, cell.fault));
});
