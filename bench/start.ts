import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../stack/database.ts";
import { root } from "../stack/options.ts";

// node bench/start.ts: how long npm start takes to a page that answers, and what the stack then holds in memory.

const ALLOWED = { first: 20, later: 6, megabytes: 900 };
const LATER = 3;
const REST_MS = 20_000;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Resident memory of a process and everything that it started, in megabytes; what they share counts for each. */
function memoryOf(pid: number): number {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,rss="], { encoding: "utf8" });
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const kilobytes = (of: number): number =>
    all.reduce((sum, [own = 0, parent = 0, rss = 0]) => {
      if (own === of) return sum + rss;
      return parent === of ? sum + kilobytes(own) : sum;
    }, 0);
  return Math.round(kilobytes(pid) / 1024);
}

/** Starts the stack, waits for its page, lets it rest, and ends it. */
async function start(data: string, restMs = 0): Promise<{ seconds: number; megabytes: number }> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [resolve(root, "stack/start.ts"), "--port", String(port), "--data", data],
    { cwd: root, stdio: "ignore" },
  );
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const page = () =>
    fetch(`http://localhost:${port}/`)
      .then((answer) => answer.ok)
      .catch(() => false);
  while (!(await page())) {
    if (child.exitCode !== null) throw new Error("npm start ended before its page answered.");
    await sleep(50);
  }
  const seconds = (performance.now() - started) / 1000;
  await sleep(restMs);
  const megabytes = memoryOf(child.pid ?? 0);
  child.kill("SIGINT");
  await ended;
  return { seconds, megabytes };
}

const folder = mkdtempSync(join(tmpdir(), "comptalyze-bench-start-"));
const built = resolve(root, "dist");
const aside = `${built}.aside`;
try {
  // As after npm install: nothing built, no data.
  if (existsSync(built)) renameSync(built, aside);
  const first = await start(join(folder, "data"));
  const later = [];
  for (let n = 0; n < LATER; n += 1)
    later.push(await start(join(folder, "data"), n === LATER - 1 ? REST_MS : 0));
  const slowest = Math.max(...later.map(({ seconds }) => seconds));
  const { megabytes = 0 } = later.at(-1) ?? {};
  const line = (name: string, found: string, allowed: string) =>
    process.stdout.write(`${name.padEnd(44)} ${found.padStart(8)}  allowed ${allowed}\n`);
  line("the first time after npm install", `${first.seconds.toFixed(1)} s`, `${ALLOWED.first} s`);
  line(`later, the slowest of ${LATER}`, `${slowest.toFixed(1)} s`, `${ALLOWED.later} s`);
  line("memory at rest, all processes", `${megabytes} MB`, `${ALLOWED.megabytes} MB`);
  if (first.seconds > ALLOWED.first || slowest > ALLOWED.later || megabytes > ALLOWED.megabytes) {
    process.exitCode = 1;
  }
} finally {
  if (existsSync(aside)) {
    rmSync(built, { recursive: true, force: true });
    renameSync(aside, built);
  }
  rmSync(folder, { recursive: true, force: true });
}
