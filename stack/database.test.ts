import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const module = JSON.stringify(resolve(import.meta.dirname, "database.ts"));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "comptalyze-exit-"));
  // As root the server runs as another user, who must reach the folder.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script with a PostgreSQL server of its own; gives its exit code and the server's pid. */
function run(end: string): Promise<{ code: number | null; pid: number }> {
  const script = `
    import { startPostgres } from ${module};
    const server = await startPostgres(${JSON.stringify(join(folder, "data"))}, { fsync: "off" });
    console.warn("pid " + server.pid);
    ${end}
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  let said = "";
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  return new Promise((done) => {
    child.once("close", (code) => done({ code, pid: Number(/pid (\d+)/.exec(said)?.[1]) }));
  });
}

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a process that used PostgreSQL ends with its own code, and its server with it", async () => {
  for (const [end, expected] of [
    ["await server.stop();", 0],
    ["await server.stop(); process.exitCode = 3;", 3],
    ["process.exit(4);", 4],
  ] as const) {
    const { code, pid } = await run(end);
    expect([end, code]).toEqual([end, expected]);
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
  }
}, 60_000);
