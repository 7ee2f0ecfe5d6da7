import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../stack/database.ts";
import { root } from "../../stack/options.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "comptalyze-start-"));
  // As root PostgreSQL runs as another user, who must reach it.
  chmodSync(folder, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { code: number | null; output: string };

function start(...args: string[]): {
  child: ChildProcess;
  output: () => string;
  ended: Promise<Ended>;
} {
  // A group of its own, as a terminal gives it: Ctrl-C goes to all of it.
  const child = spawn(process.execPath, [resolve(root, "stack/start.ts"), ...args], {
    cwd: root,
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => {
    output += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    output += data;
  });
  return {
    child,
    output: () => output,
    ended: new Promise((done) => child.once("exit", (code) => done({ code, output }))),
  };
}

/** Ctrl-C */
const interrupt = ({ pid }: ChildProcess) => process.kill(-(pid ?? Number.NaN), "SIGINT");

/** What a person reads who gets no console: one sentence that says what to do, no stack trace. */
async function refusal(...args: string[]): Promise<string> {
  const { code, output } = await start(...args).ended;
  expect(code).toBe(1);
  expect(output).not.toMatch(/\n\s+at /);
  return output;
}

test("a taken port is named, with the way out", async () => {
  const server = createServer();
  const port = await new Promise<number>((done) => {
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port));
  });
  const said = await refusal("--port", String(port), "--data", join(folder, "port"));
  expect(said).toContain(`Port ${port} is taken`);
  expect(said).toContain("--port");
  server.close();
});

test("a folder that cannot be written is named", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  expect(await refusal("--data", join(file, "below"))).toContain("cannot be written");
});

test("an unknown option and a bad number get the list of options", async () => {
  expect(await refusal("--frehs")).toContain("--fresh");
  expect(await refusal("--users", "many")).toContain("whole number");
});

type Process = { pid: number; parent: number; command: string };

function processes(): Process[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** A process and everything that it started. */
function treeOf(pid: number, all = processes()): Process[] {
  const own = all.filter((one) => one.pid === pid);
  return [
    ...own,
    ...all.filter(({ parent }) => parent === pid).flatMap((child) => treeOf(child.pid, all)),
  ];
}

const stillRunning = (tree: Process[]) =>
  processes().filter(({ pid, command }) =>
    tree.some((one) => one.pid === pid && one.command === command),
  );

test("with --postgres a real server comes up with it, and ends with it", async () => {
  const data = join(folder, "postgres");
  const port = await freePort();
  const { child, output, ended } = start("--postgres", "--port", String(port), "--data", data);
  await expect
    .poll(output, { timeout: 120_000, interval: 200 })
    .toContain(`http://localhost:${port}`);
  const tree = treeOf(child.pid ?? 0);
  expect(tree.some(({ command }) => /postgres/.test(command) && command.includes(data))).toBe(true);
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  interrupt(child);
  expect((await ended).code).toBe(0);
  expect(existsSync(join(data, "env"))).toBe(false);
  expect(existsSync(join(data, "vendors.json"))).toBe(true);
  await expect.poll(() => stillRunning(tree)).toEqual([]);
});

test("it comes up, keeps a second one away from its data, and Ctrl-C ends all of it", async () => {
  const data = join(folder, "up");
  const port = await freePort();
  const first = start("--port", String(port), "--data", data, "--users", "40");
  await expect
    .poll(() => first.output(), { timeout: 120_000, interval: 200 })
    .toContain(`http://localhost:${port}`);

  const page = await fetch(`http://localhost:${port}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('id="console-config"');
  const env = readFileSync(join(data, "env"), "utf8");
  for (const name of [
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "SUPABASE_SECRET_KEY",
    "STRIPE_API_BASE",
    "RESEND_BASE_URL",
    "SLACK_WEBHOOK_URL",
    "VERCEL_API_BASE",
    "APP_BASE_URL",
  ]) {
    expect(env).toContain(`${name}="`);
  }
  // The secret key and the signing secret are never part of what the browser gets.
  const secret = /SUPABASE_SECRET_KEY="([^"]+)"/.exec(env)?.[1] ?? "";
  expect(await (await fetch(`http://localhost:${port}/`)).text()).not.toContain(secret);

  const second = await start("--port", String(await freePort()), "--data", data).ended;
  expect(second.code).toBe(1);
  expect(second.output).toContain("Another console");

  const tree = treeOf(first.child.pid ?? 0);
  // The stack itself, and the runtime of the functions.
  expect(tree.some(({ command }) => command.includes("functions-host"))).toBe(true);
  interrupt(first.child);
  expect((await first.ended).code).toBe(0);
  expect(existsSync(join(data, "env"))).toBe(false);
  await expect.poll(() => stillRunning(tree)).toEqual([]);
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
});
