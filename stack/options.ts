import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { StackFailure } from "./failure.ts";

export type StackOptions = {
  /** Where the data is kept between two starts; null keeps it in memory. */
  dataDir: string | null;
  port: number;
  engine: "pglite" | "postgres";
  fresh: boolean;
  /** Serve the sources through Vite's dev server instead of the build. */
  dev: boolean;
  users: number;
};

export const root = resolve(import.meta.dirname, "..");

export const USAGE = `npm start -- [options]
  --fresh        start over with new demo data
  --postgres     use a real PostgreSQL server instead of PGlite
  --dev          serve the sources with hot reload instead of the build
  --users N      how many demo customers a first start makes (default 300)
  --port N       where the console listens (default 5173)
  --data DIR     where the data is kept (default .stack)`;

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new StackFailure(
      `--${name} takes a whole number from ${least} to ${most}, not "${text}".`,
    );
  }
  return value;
}

export function readOptions(argv: string[]): StackOptions {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        fresh: { type: "boolean", default: false },
        postgres: { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        users: { type: "string", default: "300" },
        port: { type: "string", default: "5173" },
        data: { type: "string", default: resolve(root, ".stack") },
      },
    });
    return {
      dataDir: resolve(values.data),
      port: wholeNumber("port", values.port, 1, 65535),
      engine: values.postgres ? "postgres" : "pglite",
      fresh: values.fresh,
      dev: values.dev,
      users: wholeNumber("users", values.users, 10, 5_000_000),
    };
  } catch (error) {
    if (error instanceof StackFailure) throw error;
    throw new StackFailure(`${(error as Error).message}\n\n${USAGE}`);
  }
}
