import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

/** What may be loaded, scripts, gzipped, before the first list shows. */
const LIMIT_KB = 410;
const LIST = "src/resources/users/UserList.tsx";

type Chunk = { file: string; name?: string; src?: string; isEntry?: boolean; imports?: string[] };
type Manifest = Record<string, Chunk>;

const folder = resolve(process.argv[2] ?? "dist");
const manifest = JSON.parse(
  readFileSync(resolve(folder, ".vite/manifest.json"), "utf8"),
) as Manifest;

function withImports(key: string, found: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (!chunk || found.has(key)) return found;
  found.add(key);
  for (const imported of chunk.imports ?? []) withImports(imported, found);
  return found;
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (!entry) throw new Error(`${folder} holds no entry: run vite build first.`);
const first = withImports(entry, new Set());
// A list in a file of its own comes on top; as a part of the entry it does not stand in the manifest.
withImports(LIST, first);

const files = [...first].flatMap((key) => {
  const file = manifest[key]?.file;
  return file?.endsWith(".js") ? [file] : [];
});
const sizes = files.map((file) => ({
  file,
  kb: gzipSync(readFileSync(resolve(folder, file))).length / 1000,
}));
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);

for (const { file, kb } of sizes)
  process.stdout.write(`${kb.toFixed(1).padStart(8)} kB  ${file}\n`);
process.stdout.write(
  `${total.toFixed(1).padStart(8)} kB  gzipped before the first list, files: ${files.length} (limit ${LIMIT_KB} kB)\n`,
);
if (total > LIMIT_KB) process.exitCode = 1;

/** Its class names: they stay in the built file whatever it is called. */
const CHARTS = "recharts-";
const drawing = files.filter((file) =>
  readFileSync(resolve(folder, file), "utf8").includes(CHARTS),
);
if (drawing.length > 0) {
  process.stdout.write(`Chart code is loaded before the first list: ${drawing.join(", ")}\n`);
  process.exitCode = 1;
}
