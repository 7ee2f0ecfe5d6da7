import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { StackFailure } from "./failure.ts";
import { root } from "./options.ts";

const folder = resolve(root, "supabase/functions");

/** The functions of the project: every folder that is not shared code. */
export function functionNames(): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map((entry) => entry.name)
    .sort();
}

export type Functions = {
  address: () => string | null;
  pid: () => number | undefined;
  stop(): Promise<void>;
};

export const denoBinary = resolve(root, "node_modules/.bin/deno");

/** How the functions run: the packages that npm installed and nothing from elsewhere. */
export const denoArguments = [
  "run",
  "--quiet",
  "--no-remote",
  "--no-check",
  "--node-modules-dir=manual",
  `--config=${resolve(folder, "deno.json")}`,
  "--allow-net=127.0.0.1,localhost",
  "--allow-env",
  `--allow-read=${root}`,
];

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Serves the Edge Functions in a Deno process of their own, started again when it dies. */
export async function startFunctions(
  env: Record<string, string>,
  log: (line: string) => void,
): Promise<Functions> {
  if (!existsSync(denoBinary)) {
    throw new StackFailure("The Deno binary is missing from node_modules: run npm install again.");
  }
  let child: ChildProcess | undefined;
  let address: string | null = null;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;

  function launch(): Promise<void> {
    return new Promise((ready, failed) => {
      const started = spawn(
        denoBinary,
        [...denoArguments, resolve(root, "stack/functions-host.ts")],
        {
          cwd: root,
          // Nothing is written to it: it ends with this process, and the runtime with it.
          stdio: ["pipe", "pipe", "pipe"],
          env: {
            PATH: process.env.PATH ?? "",
            HOME: process.env.HOME ?? "",
            DENO_NO_UPDATE_CHECK: "1",
            NO_COLOR: "1",
            FUNCTION_NAMES: functionNames().join(","),
            ...env,
          },
        },
      );
      child = started;
      const last: string[] = [];
      for (const stream of [started.stdout, started.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on("line", (line) => {
          const port = /^listening (\d+)$/.exec(line)?.[1];
          if (port) {
            address = `http://127.0.0.1:${port}`;
            pause = FIRST_PAUSE_MS;
            ready();
          } else {
            last.push(line);
            if (last.length > 8) last.shift();
            log(`functions: ${line}`);
          }
        });
      }
      started.once("error", (error) =>
        failed(new StackFailure(`Deno did not start: ${error.message}`)),
      );
      started.once("exit", (code, signal) => {
        address = null;
        failed(
          new StackFailure(
            `The Edge Functions ended (${signal ?? code}): ${last.join(" ").slice(-400)}`,
          ),
        );
        if (stopping) return;
        setTimeout(() => {
          if (!stopping) launch().catch((error: Error) => log(error.message));
        }, pause).unref();
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      });
    });
  }

  try {
    await launch();
  } catch (error) {
    stopping = true;
    throw error;
  }
  return {
    address: () => address,
    pid: () => child?.pid,
    stop: () =>
      new Promise((done) => {
        stopping = true;
        if (!child || child.exitCode !== null || child.signalCode !== null) return done();
        child.once("exit", () => done());
        child.kill("SIGTERM");
      }),
  };
}
