import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { StackFailure } from "./failure.ts";
import { root } from "./options.ts";

const SOURCES = [
  "src",
  "public",
  "supabase/functions/_shared",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
];

function* filesUnder(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesUnder(resolve(root, source))) {
      hash.update(file.slice(root.length)).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** Builds the console into dist/ unless the build there is already of these sources; says whether it did. */
export async function buildConsole(): Promise<boolean> {
  const mark = resolve(root, "dist/.sources");
  const wanted = fingerprint();
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return false;
  await new Promise<void>((done, failed) => {
    const child = spawn(
      process.execPath,
      [resolve(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
      {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
        // Whoever starts the stack (a test runner, for one) may have set another mode for itself.
        env: { ...process.env, NODE_ENV: "production" },
      },
    );
    const lines: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => lines.push(data));
    child.stderr.on("data", (data: Buffer) => lines.push(data));
    child.once("error", failed);
    child.once("exit", (code) =>
      code === 0
        ? done()
        : failed(
            new StackFailure(
              `The console did not build:\n${Buffer.concat(lines).toString().slice(-2000)}`,
            ),
          ),
    );
  });
  writeFileSync(mark, wanted);
  return true;
}
