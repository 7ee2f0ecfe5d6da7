import { LOCKS, testsOf } from "./areas.ts";
import type { Mutant } from "./mutant.ts";
import { brief, closing, disjuncts } from "./sqlText.ts";

/** A function of schema private, as the catalog gives it. */
export type Source = { name: string; signature: string; definition: string };

type Cut = { what: string; kind: string; definition: string };

const replaceAt = (text: string, start: number, end: number, by: string) =>
  text.slice(0, start) + by + text.slice(end);

/** What refuses: an exception, an invalid parameter, or a blocker that is answered at once. */
const REFUSES =
  /\bthen\s+(?:perform private\.require_\w+\([^;]*\);\s+)?(raise exception using errcode = '(PT4\d\d)', message = '(\w+)'|perform private\.invalid_\w+\(([^;]*)\);|return '\{"warnings":\[\],"blockers":\[\{"code":"(\w+)")/g;

/** "if … then raise": never, or without one of its alternatives. */
function* conditions({ name, definition }: Source): Generator<Cut> {
  for (const refusal of definition.matchAll(REFUSES)) {
    const [, , status, message, invalid, blocker] = refusal;
    const before = definition.slice(0, refusal.index);
    const keyword = [...before.matchAll(/\b(?:els)?if\b/g)].at(-1);
    if (keyword === undefined) continue;
    const start = keyword.index + keyword[0].length;
    const condition = before.slice(start);
    if (condition.includes(";")) continue;
    const what = blocker ?? (invalid ? `invalid ${brief(invalid)}` : `${status} ${message}`);
    const parts = disjuncts(condition);
    for (const [index, part] of parts.entries()) {
      const rest = parts.map((one, at) => (at === index ? " false " : one)).join(" or ");
      yield {
        kind: "refusal",
        what: `${name}: ${what}, without "${brief(part)}"`,
        definition: replaceAt(definition, start, refusal.index, `${rest} `),
      };
    }
  }
}

/** "perform private.require_…();" and its like are not done. */
function* checks({ name, definition }: Source): Generator<Cut> {
  const pattern = /perform private\.(require_\w+|refuse_\w+|check_\w+|user_exists|lock_\w+)(?=\()/g;
  for (const call of definition.matchAll(pattern)) {
    const end = definition.indexOf(";", closing(definition, call.index + call[0].length)) + 1;
    const whole = definition.slice(call.index, end);
    // Within "then … raise" it chooses between two refusals.
    if (
      /then\s+$/.test(definition.slice(0, call.index)) &&
      /^\s+raise/.test(definition.slice(end))
    ) {
      continue;
    }
    yield {
      kind: call[1]?.startsWith("lock_") ? "lock" : "check",
      what: `${name}: without ${brief(whole.slice("perform private.".length, -1))}`,
      definition: replaceAt(definition, call.index, end, "null;"),
    };
  }
}

/** A cleaned value is taken as it came; who may run something is anybody who works here. */
function* values({ name, definition }: Source): Generator<Cut> {
  const pattern = /:= private\.(clean_\w+|require_permission|require_staff)(?=\()/g;
  for (const call of definition.matchAll(pattern)) {
    const open = call.index + call[0].length;
    const end = closing(definition, open) + 1;
    const argument = definition.slice(open + 1, end - 1);
    const [, routine = ""] = call;
    // Where the right is asked for as well, the first question only tells apart two refusals.
    if (routine === "require_staff" && /private\.require_permission\(/.test(definition)) continue;
    const by =
      routine === "require_permission"
        ? "private.require_staff()"
        : routine === "require_staff"
          ? "(select row(u.id, u.email, 'admin')::private.caller from auth.users u where u.id = (select auth.uid()))"
          : argument;
    yield {
      kind: "check",
      what: `${name}: without ${routine}(${brief(argument)})`,
      definition: replaceAt(definition, call.index, end, `:= ${by}`),
    };
  }
}

const ADDS = "v_blockers := v_blockers || ";

/** A blocker is not added. */
function* blockers({ name, definition }: Source): Generator<Cut> {
  for (const added of definition.matchAll(/v_blockers := v_blockers \|\| [^;]*;/g)) {
    const code = /"code":"(\w+)"|'code', '(\w+)'/.exec(added[0]);
    yield {
      kind: "blocker",
      what: `${name}: never ${code?.[1] ?? code?.[2] ?? brief(added[0].slice(ADDS.length))}`,
      definition: replaceAt(definition, added.index, added.index + added[0].length, "null;"),
    };
  }
  // In an expression: case when … then '[{"code":"…"}]'.
  for (const branch of definition.matchAll(
    /\bwhen\b((?:(?!\bwhen\b|\bthen\b)[^;])*)\bthen '\[\{"code":"(\w+)"/g,
  )) {
    const [, condition = "", code] = branch;
    if (!/'blockers'/.test(definition.slice(0, branch.index))) continue;
    const start = branch.index + "when".length;
    yield {
      kind: "blocker",
      what: `${name}: never ${code}`,
      definition: replaceAt(definition, start, start + condition.length, " false "),
    };
  }
}

/** A lock is not taken. */
function* locks({ name, definition }: Source): Generator<Cut> {
  const pattern =
    / for (?:update|share)(?: of \w+)?(?: skip locked)?(?=[;\s)])|perform pg_advisory_xact_lock\([^;]*\);/g;
  for (const [index, lock] of [...definition.matchAll(pattern)].entries()) {
    const advisory = lock[0].startsWith("perform");
    yield {
      kind: "lock",
      what: `${name}: without ${advisory ? "its advisory lock" : lock[0].trim()} (${index + 1})`,
      definition: replaceAt(
        definition,
        lock.index,
        lock.index + lock[0].length,
        advisory ? "null;" : "",
      ),
    };
  }
}

/** Every check inside the functions, taken out one at a time. */
export const functionMutants = (sources: Source[]): Mutant[] =>
  sources.flatMap((source) =>
    [conditions, checks, values, blockers, locks].flatMap((cuts) =>
      [...cuts(source)].map(
        ({ what, kind, definition }): Mutant => ({
          name: what,
          kind,
          change: { sql: definition },
          tests: kind === "lock" ? LOCKS : testsOf(source.name.replace(/^\w+\./, "")),
        }),
      ),
    ),
  );
