import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the first test file that needs a PGlite leaves an image of it for the others. */
    imageFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "comptalyze-pglite-"));
  project.provide("imageFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
