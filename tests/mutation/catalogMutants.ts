import type { Database } from "../../stack/database.ts";
import { readMatrix } from "../database/matrix.ts";
import type { Source } from "./functionMutants.ts";
import type { Mutant } from "./mutant.ts";

type Query = Database["query"];

const PERMISSIONS = ["tests/database/permissions.test.ts"];
const FUNCTIONS = ["tests/database/permissions.functions.test.ts"];
const TRIGGERS = ["tests/database/triggers.test.ts"];
const CONSTRAINTS = ["tests/database/constraints.test.ts"];

/** Every n-th of a long list, the same ones each time. */
const someOf = <Item>(list: Item[], most: number): Item[] => {
  const every = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, index) => index % every === 0);
};

/** The functions of schema private, as they were created. */
export const privateFunctions = (query: Query): Promise<Source[]> =>
  query<Source>(
    `select format('%s.%s', n.nspname, p.proname) as name, p.oid::regprocedure::text as signature,
      pg_get_functiondef(p.oid) as definition
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'private' and p.prokind = 'f' order by 2`,
  );

/** Both gates of each view: the one before the plan, and each of those within. */
async function viewMutants(query: Query): Promise<Mutant[]> {
  const views = await query<{ name: string; definition: string }>(
    `select format('%s.%s', schemaname, viewname) as name, definition
    from pg_views where schemaname = 'backoffice' order by 1`,
  );
  return views.flatMap(({ name, definition }) => {
    const mutant = (what: string, changed: string): Mutant => ({
      name: `${name}: without ${what}`,
      kind: "gate of a view",
      change: { sql: `create or replace view ${name} as ${changed}` },
      tests: PERMISSIONS,
      only: `^rights on PostgreSQL .*${name}\\b`,
    });
    // Of a union the first part that refuses refuses for all.
    const admitting = /private\.admit\('\w+'::text\)/g;
    const gates = [...definition.matchAll(/\( SELECT private\.can_read\('(\w+)'::text\)[^)]*\)/g)];
    return [
      ...(admitting.test(definition)
        ? [mutant("the gate before its plan", definition.replaceAll(admitting, "true"))]
        : []),
      ...gates.map((gate, index) =>
        mutant(
          `gate ${index + 1}, ${gate[1]}`,
          `${definition.slice(0, gate.index)}true${definition.slice(gate.index + gate[0].length)}`,
        ),
      ),
    ];
  });
}

async function rowSecurityMutants(query: Query): Promise<Mutant[]> {
  const tables = await query<{ name: string; schema: string }>(
    `select c.oid::regclass::text as name, n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' and c.relrowsecurity order by 1`,
  );
  const policies = await query<{ name: string; tablename: string }>(
    "select policyname as name, tablename from pg_policies where schemaname = 'public' order by 2, 1",
  );
  const off = ({ name }: { name: string }): Mutant => ({
    name: `${name}: row security off`,
    kind: "row security",
    change: { sql: `alter table ${name} disable row level security` },
    tests: PERMISSIONS,
    only: `^rights on PostgreSQL .*${name.replace(/^public\./, "")}`,
  });
  return [
    ...tables.filter(({ schema }) => schema === "public").map(off),
    ...someOf(
      tables.filter(({ schema }) => schema === "private"),
      8,
    ).map(off),
    ...policies.flatMap(({ name, tablename }): Mutant[] => {
      const mutant = (what: string, sql: string): Mutant => ({
        name: `public.${tablename}: policy "${name}" ${what}`,
        kind: "policy",
        change: { sql },
        tests: [...PERMISSIONS, "tests/database/permissions.http.test.ts"],
      });
      const of = `"${name}" on public.${tablename}`;
      return [
        mutant("gone", `drop policy ${of}`),
        mutant(
          "for everybody",
          `alter policy ${of} ${/insert|moment/.test(name) ? "with check" : "using"} (true)`,
        ),
      ];
    }),
  ];
}

/** What must not be granted, granted. */
async function grantMutants(query: Query): Promise<Mutant[]> {
  const matrix = readMatrix();
  const relations = [...matrix("Private relation").keys()];
  const closed = [...matrix("Closed private function").keys()];
  const worker = [...matrix("Worker function").keys()];
  const open = [...matrix("Function").keys()];
  const tables = [...matrix("Table").keys()];
  const views = [...matrix("View").keys()];
  const sequences = await query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'private'::regnamespace and c.relkind = 'S'",
  );
  const isSequence = (name: string) => sequences.some((one) => one.name === name);
  const grant = (what: string, role: string, tests: string[]): Mutant => ({
    name: `grant ${what} to ${role}`,
    kind: "right",
    change: { sql: `grant ${what} to ${role}` },
    tests,
  });
  const onFunctions = (names: string[], role: string, most: number) =>
    someOf(names, most).map((name) => grant(`execute on function ${name}`, role, FUNCTIONS));
  const onRelations = (names: string[], verb: string, role: string, most: number) =>
    someOf(names, most).map((name) => ({
      ...grant(`${verb} on ${isSequence(name) ? "sequence " : ""}${name}`, role, PERMISSIONS),
      only: `^rights on PostgreSQL .*${name}`,
    }));
  return [
    ...onFunctions(closed, "authenticated", 6),
    ...onFunctions(closed, "anon", 3),
    ...onFunctions(closed, "public", 2),
    ...onFunctions(closed, "service_role", 3),
    ...onFunctions(worker, "authenticated", 4),
    ...onFunctions(open, "anon", 3),
    ...onFunctions(open, "service_role", 2),
    ...onRelations(relations, "select", "authenticated", 8),
    ...onRelations(relations, "select", "anon", 3),
    ...onRelations(relations, "select", "service_role", 3),
    ...onRelations(tables, "update", "authenticated", 3),
    ...onRelations(tables, "select", "anon", 2),
    ...onRelations(views, "select", "anon", 3),
    ...onRelations(views, "select", "service_role", 2),
    ...onRelations(views, "insert", "authenticated", 2),
    grant("usage on schema private", "authenticated", [...PERMISSIONS, ...FUNCTIONS]),
    grant("usage on schema private", "service_role", [...PERMISSIONS, ...FUNCTIONS]),
    grant("create on schema backoffice", "authenticated", PERMISSIONS),
    grant("select (email) on private.users", "authenticated", PERMISSIONS),
  ];
}

async function triggerMutants(query: Query): Promise<Mutant[]> {
  const triggers = await query<{
    name: string;
    relation: string;
    always: boolean;
  }>(
    `select t.tgname::text as name, t.tgrelid::regclass::text as relation, t.tgenabled = 'A' as always
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where not t.tgisinternal and p.pronamespace = 'private'::regnamespace order by 2, 1`,
  );
  return triggers.flatMap(({ name, relation, always }): Mutant[] => {
    const mutant = (what: string, sql: string): Mutant => ({
      name: `${relation}: trigger ${name} ${what}`,
      kind: "trigger",
      change: { sql },
      tests: TRIGGERS,
    });
    return [
      mutant("gone", `drop trigger ${name} on ${relation}`),
      ...(always ? [mutant("not always", `alter table ${relation} enable trigger ${name}`)] : []),
    ];
  });
}

async function constraintMutants(query: Query): Promise<Mutant[]> {
  const constraints = await query<{ name: string; relation: string }>(
    `select c.conname::text as name, c.conrelid::regclass::text as relation from pg_constraint c
    where c.connamespace = 'private'::regnamespace and c.contype in ('c', 'u') order by 2, 1`,
  );
  return constraints.map(({ name, relation }) => ({
    name: `${relation}: constraint ${name} gone`,
    kind: "constraint",
    change: { sql: `alter table ${relation} drop constraint ${name}` },
    tests: CONSTRAINTS,
  }));
}

async function functionSettingMutants(sources: Source[]): Promise<Mutant[]> {
  const wrappers = [...readMatrix()("Function").keys()];
  return [
    ...someOf(sources, 4).map(
      ({ signature }): Mutant => ({
        name: `${signature}: search_path not pinned`,
        kind: "function",
        change: { sql: `alter function ${signature} reset search_path` },
        tests: FUNCTIONS,
      }),
    ),
    ...someOf(wrappers, 2).map(
      (name): Mutant => ({
        name: `${name}: with its owner's rights`,
        kind: "function",
        change: { sql: `alter function ${name} security definer` },
        tests: FUNCTIONS,
      }),
    ),
    {
      name: "private.admit(text): not before the plan",
      kind: "function",
      change: { sql: "alter function private.admit(text) stable" },
      tests: PERMISSIONS,
    },
  ];
}

/** A role that may do what it may not. */
async function permissionMutants(query: Query): Promise<Mutant[]> {
  const missing = await query<{ role: string; verb: string; subject: string }>(
    `select r as role, p.verb, p.subject
    from (select distinct verb, subject from private.permissions) p, unnest('{support,ops,admin}'::text[]) r
    where not exists (select from private.permissions h where (h.role, h.verb, h.subject) = (r, p.verb, p.subject))
    order by 2, 3, 1`,
  );
  return missing.map(({ role, verb, subject }) => ({
    name: `${role} may ${verb} ${subject}`,
    kind: "permission",
    change: { sql: `insert into private.permissions values ('${role}', '${verb}', '${subject}')` },
    tests: FUNCTIONS,
  }));
}

/** What the catalog has: gates, policies, rights, triggers, constraints, and the written matrix. */
export async function catalogMutants(query: Query): Promise<Mutant[]> {
  const sources = await privateFunctions(query);
  return [
    ...(await viewMutants(query)),
    ...(await rowSecurityMutants(query)),
    ...(await grantMutants(query)),
    ...(await triggerMutants(query)),
    ...(await constraintMutants(query)),
    ...(await functionSettingMutants(sources)),
    ...(await permissionMutants(query)),
  ];
}
