import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { codeOf, StackFailure } from "./failure.ts";

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Keeps a second stack away from the same data; gives what lets go of it. */
export function holdLock(dataDir: string): () => void {
  const file = resolve(dataDir, "lock");
  for (const attempt of [1, 2]) {
    try {
      const handle = openSync(file, "wx", 0o600);
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      const holder = Number(readFileSync(file, "utf8"));
      if (attempt === 2 || (holder > 0 && alive(holder))) {
        throw new StackFailure(
          `Another console (process ${holder}) uses ${dataDir}: stop it, or choose another folder with --data.`,
        );
      }
      // Its process is gone: what it left is ours.
      rmSync(file, { force: true });
    }
  }
  return () => {};
}
