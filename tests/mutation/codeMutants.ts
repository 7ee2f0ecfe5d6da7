import type { Mutant } from "./mutant.ts";

const shared = (file: string) => `supabase/functions/_shared/${file}`;

const ACTION = shared("action.ts");
const BODY = shared("body.ts");
const CONTRACT = shared("contract.ts");
const DATABASE = shared("database.ts");
const HTTP = shared("http.ts");

const UNITS = {
  action: [shared("action.test.ts")],
  body: [shared("body.test.ts")],
  contract: [shared("contract.test.ts"), shared("action.test.ts")],
  contracts: [shared("contracts/index.test.ts")],
  database: [shared("database.test.ts")],
};

type Chosen = { what: string; file: string; from: string; to: string; tests: string[] };

const CHOSEN: Chosen[] = [
  {
    what: "a request without a token",
    file: HTTP,
    from: '!/^Bearer [\\x21-\\x7e]+$/.test(authorization) || apikey === ""',
    to: 'apikey === ""',
    tests: UNITS.action,
  },
  {
    what: "a request without a key of the project",
    file: HTTP,
    from: ' || apikey === ""',
    to: "",
    tests: UNITS.action,
  },
  {
    what: "any idempotency key",
    file: ACTION,
    from: "if (!/^[\\x21-\\x7e]{8,200}$/.test(key)) {",
    to: "if (key === null) {",
    tests: UNITS.action,
  },
  {
    what: "other methods than the function's",
    file: HTTP,
    from: "if (request.method !== method) throw",
    to: 'if (request.method === "") throw',
    tests: UNITS.action,
  },
  {
    what: "unchecked parameters of a run",
    file: ACTION,
    from: 'const params = parse(contract.params, body.params, ["params"]);\n  const request',
    to: "const params = body.params as z.output<Params>;\n  const request",
    tests: UNITS.action,
  },
  {
    what: "a fault tells its words",
    file: HTTP,
    from: '"Something unforeseen happened. The request can be repeated safely."',
    to: "String(error)",
    tests: UNITS.action,
  },
  {
    what: "a failed proof looks like a failed run",
    file: ACTION,
    from: "} catch {\n    return done;\n  }",
    to: "} catch (error) {\n    throw error;\n  }",
    tests: UNITS.action,
  },
  {
    what: "an undo of any action's run",
    file: ACTION,
    from: "action: contract.name,\n    },",
    to: "},",
    tests: ["tests/functions/premium.test.ts", "tests/functions/badInput.test.ts"],
  },
  {
    what: "answers may be kept by caches",
    file: HTTP,
    from: '"cache-control": "no-store",',
    to: "",
    tests: [...UNITS.action, "tests/functions/callers.test.ts"],
  },
  {
    what: "a body of any announced size",
    file: BODY,
    from: "if (announced > MAX_BODY_BYTES) throw tooLarge;",
    to: "",
    tests: UNITS.body,
  },
  {
    what: "a body of any size",
    file: BODY,
    from: "if (size > MAX_BODY_BYTES) throw tooLarge;",
    to: "",
    tests: UNITS.body,
  },
  {
    what: "bytes that are not UTF-8",
    file: BODY,
    from: "{ fatal: true }",
    to: "{ fatal: false }",
    tests: UNITS.body,
  },
  {
    what: "unknown fields of a run",
    file: CONTRACT,
    from: 'z.strictObject({\n    mode: z.literal("run")',
    to: 'z.object({\n    mode: z.literal("run")',
    tests: UNITS.contract,
  },
  {
    what: "unknown fields of a preview",
    file: CONTRACT,
    from: 'z.strictObject({ mode: z.literal("preview")',
    to: 'z.object({ mode: z.literal("preview")',
    tests: UNITS.contract,
  },
  {
    what: "a short reason",
    file: CONTRACT,
    from: ".refine((text) => [...text].length >= REASON_MIN",
    to: ".refine((text) => [...text].length >= 0",
    tests: UNITS.contract,
  },
  {
    what: "a long reason",
    file: CONTRACT,
    from: ".refine((text) => [...text].length <= REASON_MAX",
    to: ".refine((text) => [...text].length <= 100_000",
    tests: UNITS.contract,
  },
  {
    what: "blanks as a reason",
    file: CONTRACT,
    from: ".transform((text) => text.trim())",
    to: ".transform((text) => text)",
    tests: UNITS.contract,
  },
  {
    what: "a NUL",
    file: CONTRACT,
    from: '!text.includes("\\u0000") && text.isWellFormed()',
    to: "text.isWellFormed()",
    tests: UNITS.contract,
  },
  {
    what: "half a pair",
    file: CONTRACT,
    from: '!text.includes("\\u0000") && text.isWellFormed()',
    to: '!text.includes("\\u0000")',
    tests: UNITS.contract,
  },
  {
    what: "unknown parameters of a grant",
    file: shared("contracts/grant-premium.ts"),
    from: "z.strictObject",
    to: "z.looseObject",
    tests: ["tests/database/registry.test.ts"],
  },
  {
    what: "a grant of any length",
    file: shared("contracts/grant-premium.ts"),
    from: ".max(366)",
    to: "",
    tests: ["tests/database/registry.test.ts"],
  },
  {
    what: "the words of the database go out",
    file: DATABASE,
    from: "{ sqlstate: code },",
    to: "{ sqlstate: code, message: body.message },",
    tests: UNITS.database,
  },
  {
    what: "an answer of somebody else",
    file: DATABASE,
    from: "if (!(holds in data)) throw databaseDown();",
    to: "",
    tests: ["tests/functions/dataApiFaults.test.ts"],
  },
  {
    what: "the secret key for everybody",
    file: DATABASE,
    from: "return databaseOf(connect(apikey, authorization));",
    to: 'return databaseOf(connect(setting("SUPABASE_SECRET_KEY") ?? apikey));',
    tests: ["tests/functions/callers.test.ts"],
  },
  {
    what: "a job for anybody with a key",
    file: shared("job.ts"),
    from: "if (!secret || (await digest(given)) !== (await digest(secret))) {",
    to: 'if (!secret || given === "") {',
    tests: ["tests/functions/auditHead.test.ts"],
  },
  {
    what: "a job where no secret is set",
    file: shared("job.ts"),
    from: "if (!secret || (await digest(given)) !== (await digest(secret))) {",
    to: "if (secret && (await digest(given)) !== (await digest(secret))) {",
    tests: UNITS.contracts,
  },
  {
    what: "a banned customer signs in",
    file: "stack/supabase.ts",
    from: "refuseBanned(database, refuseOddArguments(answer))",
    to: "refuseOddArguments(answer)",
    tests: ["tests/functions/bans.test.ts", "stack/bans.test.ts"],
  },
  {
    what: "any script may run in the console",
    file: "stack/console-files.ts",
    from: '"content-security-policy": CONTENT_SECURITY_POLICY,',
    to: "",
    tests: ["stack/console-files.test.ts"],
  },
];

/** Controls of the functions' code and of the stack, each in a copy of the project. */
export const codeMutants = (): Mutant[] =>
  CHOSEN.map(({ what, file, from, to, tests }) => ({
    name: `${file}: ${what}`,
    kind: "code",
    change: { file, from, to },
    tests,
  }));
