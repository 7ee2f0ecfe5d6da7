import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "../../stack/options.ts";

/** What tests of the functions and the stack read. */
const PARTS = [
  "src",
  "stack",
  "supabase",
  "tests",
  "docs",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** Kept between runs, and by no commit. */
export const mutantsFolder = resolve(root, ".mutants");

function replaceOnce(file: string, from: string, to: string): void {
  const parts = readFileSync(file, "utf8").split(from);
  if (parts.length !== 2) throw new Error(`${file} has its text ${parts.length - 1} times`);
  writeFileSync(file, parts.join(to));
}

/** A copy of the project in which one text of a file is another; each lane has its own. */
export function changedCopy(
  lane: number,
  { file, from, to }: { file: string; from: string; to: string },
): string {
  const folder = resolve(mutantsFolder, `lane-${lane}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(resolve(root, part), resolve(folder, part), { recursive: true });
  symlinkSync(resolve(root, "node_modules"), resolve(folder, "node_modules"), "junction");
  // The packages lie outside of the copy.
  replaceOnce(resolve(folder, "stack/functions.ts"), `\`--allow-read=\${root}\``, '"--allow-read"');
  replaceOnce(resolve(folder, file), from, to);
  return folder;
}
