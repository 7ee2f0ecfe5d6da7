import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../../stack/options.ts";
import { mutantsFolder } from "./copy.ts";
import type { Mutant } from "./mutant.ts";
import type { Trial } from "./trial.ts";

const file = resolve(mutantsFolder, "results.jsonl");

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

const digest = (texts: string[]) => createHash("sha256").update(texts.join("\0")).digest("hex");

/** Everything that tests share: where it changed, nothing is known any more. */
const shared = () =>
  digest(
    ["supabase", "stack", "tests", "docs/permissions.md"].flatMap((part) => {
      const path = resolve(root, part);
      const files = part.includes(".") ? [path] : [...filesIn(path)].sort();
      return files
        .filter((one) => !/\.test\.ts$|tests.(mutation|torture|e2e)./.test(one))
        .map((one) => readFileSync(one, "utf8"));
    }),
  );

/** What was noticed before, by the same tests of the same sources, is not tried again. */
export function keptResults() {
  const base = shared();
  const keyOf = (mutant: Mutant) =>
    digest([
      base,
      JSON.stringify(mutant),
      ...mutant.tests.map((test) => readFileSync(resolve(root, test), "utf8")),
    ]);
  const kept = new Map<string, Trial>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const { key, ...trial } = JSON.parse(line) as Trial & { key: string };
      if (trial.outcome === "noticed") kept.set(key, trial);
    }
  }
  return {
    of: (mutant: Mutant) => kept.get(keyOf(mutant)),
    keep(mutant: Mutant, trial: Trial): void {
      mkdirSync(mutantsFolder, { recursive: true });
      appendFileSync(file, `${JSON.stringify({ key: keyOf(mutant), ...trial })}\n`);
    },
  };
}
