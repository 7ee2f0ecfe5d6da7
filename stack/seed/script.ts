import { parseArgs } from "node:util";
import { StackFailure } from "../failure.ts";
import { type Env, openTarget, PROMISE_FLAG, readEnv, type SeedTarget } from "./target.ts";

export type ScriptOptions = { users: number; check: boolean; env: Env };

/** Runs one of the seed scripts: arguments, target, one line for what a person can mend. */
export async function runScript(
  work: (target: SeedTarget, options: ScriptOptions) => Promise<void>,
): Promise<void> {
  let target: SeedTarget | undefined;
  try {
    const { values } = parseArgs({
      options: {
        users: { type: "string", default: "300" },
        check: { type: "boolean", default: false },
        [PROMISE_FLAG]: { type: "boolean", default: false },
      },
    });
    const users = Number(values.users);
    if (!Number.isInteger(users) || users < 1) {
      throw new StackFailure(`--users takes a whole number, not "${values.users}".`);
    }
    const env = readEnv();
    target = await openTarget(env, values[PROMISE_FLAG] === true);
    await work(target, { users, check: values.check === true, env });
  } catch (error) {
    const expected = error instanceof StackFailure || codeIsKnown(error);
    console.error(expected ? (error as Error).message : error);
    process.exitCode = 1;
  } finally {
    await target?.close();
  }
}

/** Wrong arguments and an address where nobody listens need no stack trace. */
function codeIsKnown(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^(ERR_PARSE_ARGS|ECONNREFUSED)/.test(code);
}

export const say = (line: string) => process.stdout.write(`${line}\n`);
