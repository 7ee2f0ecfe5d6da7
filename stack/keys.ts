import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

export type Keys = { publishableKey: string; secretKey: string; jwtSecret: string };

function makeKeys(): Keys {
  const text = (bytes: number) => randomBytes(bytes).toString("base64url");
  return {
    publishableKey: `sb_publishable_${text(16)}`,
    secretKey: `sb_secret_${text(16)}`,
    jwtSecret: text(48),
  };
}

/** The keys of this stack: made once, kept beside its data for its owner alone. */
export function keysIn(dataDir: string | null): Keys {
  if (dataDir === null) return makeKeys();
  const file = resolve(dataDir, "keys.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Keys;
  const keys = makeKeys();
  writeFileSync(file, JSON.stringify(keys, null, 2), { mode: 0o600 });
  return keys;
}
