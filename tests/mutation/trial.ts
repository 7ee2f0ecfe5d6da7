import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connectPostgres, type Database } from "../../stack/database.ts";
import { root } from "../../stack/options.ts";
import { changedCopy } from "./copy.ts";
import type { Mutant } from "./mutant.ts";

export type Trial = {
  name: string;
  kind: string;
  outcome: "noticed" | "survived" | "not applied";
  /** The test that failed, or why the mutant could not be applied. */
  by: string | null;
  seconds: number;
};

/** The server whose template is cloned, and a connection to it. */
export type Server = { url: string; template: string; owner: Database };

const LONGEST_MS = 600_000;

const PROJECTS: [RegExp, string][] = [
  [/^tests\/database\//, "database"],
  [/^tests\/functions\//, "functions"],
  [/^(stack|supabase)\//, "node"],
];

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

/** Runs test files on a database, or in a changed copy of the project, until the first one that fails. */
function runTests(
  files: string[],
  {
    folder,
    template,
    server,
    only,
  }: { folder: string; template: string; server: string; only?: string | undefined },
): Promise<Report | null> {
  const place = mkdtempSync(join(tmpdir(), "comptalyze-mutant-"));
  const report = join(place, "report.json");
  const projects = new Set(
    files.map((file) => PROJECTS.find(([pattern]) => pattern.test(file))?.[1] ?? "node"),
  );
  const { TORTURE: _torture, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [
      resolve(root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...[...projects].map((project) => `--project=${project}`),
      "--bail=1",
      "--maxWorkers=1",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...(only === undefined ? [] : ["-t", only]),
      ...files,
    ],
    {
      cwd: folder,
      stdio: "ignore",
      timeout: LONGEST_MS,
      env: { ...env, TEST_SERVER: server, TEST_TEMPLATE: template, TORTURE_SEED: "1" },
    },
  );
  return new Promise((done) => {
    child.once("exit", () => {
      try {
        done(JSON.parse(readFileSync(report, "utf8")) as Report);
      } catch {
        done(null);
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    });
  });
}

/** The first test or file that failed, with the first line of why; null when all passed. */
function failureIn({ testResults }: Report): string | null {
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.find((one) => one.status === "failed");
    const why = failed?.failureMessages[0] ?? message;
    if (failed ?? status === "failed") {
      return `${failed?.fullName ?? name}: ${why.split("\n")[0]?.slice(0, 120)}`;
    }
  }
  return null;
}

/** Tries once; a busy machine that ran out of time has not noticed anything. */
async function runTwice(...[files, place]: Parameters<typeof runTests>): Promise<Report | null> {
  const report = await runTests(files, place);
  return report !== null && /timed out/.test(failureIn(report) ?? "")
    ? runTests(files, place)
    : report;
}

async function withClone<Result>(
  { url, template, owner }: Server,
  work: (name: string, database: Database) => Promise<Result>,
): Promise<Result> {
  const name = `mutant_${randomBytes(6).toString("hex")}`;
  await owner.exec(`create database ${name} template ${template}`);
  try {
    const database = await connectPostgres(url.replace(/postgres$/, name));
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= database.close();
      return closing;
    };
    return await work(name, { ...database, close }).finally(close);
  } finally {
    const left = await owner.query<{ name: string }>(
      "select datname::text as name from pg_database where datname like $1",
      [`${name}%`],
    );
    for (const one of left) await owner.exec(`drop database if exists ${one.name} with (force)`);
  }
}

/** Takes a control away and runs the tests that claim to prove it. */
export function tryMutant(mutant: Mutant, server: Server, lane = 0): Promise<Trial> {
  const started = Date.now();
  const { name, kind, change, tests, only } = mutant;
  const end = (outcome: Trial["outcome"], by: string | null): Trial => ({
    name,
    kind,
    outcome,
    by,
    seconds: Math.round((Date.now() - started) / 1000),
  });
  return withClone(server, async (template, database) => {
    let folder = root;
    try {
      if ("sql" in change) await database.exec(change.sql);
      else folder = changedCopy(lane, change);
    } catch (error) {
      return end("not applied", String(error).slice(0, 200));
    }
    // Whoever is connected keeps a database from being cloned.
    await database.close();
    // One file after the other, for Vitest would begin with the largest: the first that fails is enough.
    let passed = 0;
    for (const file of tests) {
      const report = await runTwice([file], { folder, template, server: server.url, only });
      if (report === null) return end("noticed", "the tests did not end");
      const failure = failureIn(report);
      if (failure !== null) return end("noticed", failure);
      passed += report.numPassedTests;
    }
    if (passed === 0) return end("not applied", "no test was run");
    return end("survived", null);
  });
}

/** The tests must pass where nothing was taken away; gives what failed. */
export const tryNothing = (files: string[], server: Server): Promise<string | null> =>
  withClone(server, async (template, database) => {
    await database.close();
    const report = await runTwice(files, { folder: root, template, server: server.url });
    if (report === null || report.numPassedTests === 0) return "no test was run";
    return failureIn(report);
  });
