import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { root } from "../../stack/options.ts";

const database = (...names: string[]) => names.map((name) => `tests/database/${name}.test.ts`);
const functions = (...names: string[]) => names.map((name) => `tests/functions/${name}.test.ts`);

const REQUESTS = database("actions.requests", "actions", "actions.records", "actions.undo");

/** What every function is asked, in milliseconds: first of all. */
const QUICK = database("gates", "refusals", "inside");

/** Which tests claim to prove what a migration holds. */
const PROVED_BY: Record<string, string[]> = {
  customer_app: database("permissions", "permissions.http"),
  access: database("permissions", "permissions.functions", "permissions.http", "actions.records"),
  entitlement: database("entitlement", "accessRule", "histories"),
  access_rule: database("accessRule", "permissions"),
  users: database("users", "entitlement"),
  audit: database("auditChain", "auditChain.race", "outside", "actions.records"),
  registry: [...REQUESTS, ...database("registry", "permissions.functions")],
  runs: [...REQUESTS, ...database("approvals", "items", "registry", "histories")],
  actions: [
    ...REQUESTS,
    ...database("permissions.functions", "registry", "approvals", "histories"),
  ],
  notices: [...functions("approvals"), ...database("approvals")],
  approvals: [
    ...database("approvals", "staff", "permissions.functions", "histories"),
    ...functions("approvals"),
  ],
  items: [...database("items", "approvals", "permissions.functions"), ...functions("reconcile")],
  work: [...database("items"), ...functions("reconcile")],
  premium: database("actions", "actions.undo", "approvals", "entitlement", "histories"),
  open_imports: database("openImports", "openImports.race", "locks", "triggers"),
  lists: database("lists", "permissions"),
  user_search: database("userSearch", "permissions.functions"),
  user_page: database(
    "accessReasons",
    "actions.records",
    "permissions.functions",
    "users",
    "lists",
  ),
  access_history: database("accessReasons", "permissions.functions"),
  audit_checks: [...database("auditChain", "permissions.functions"), ...functions("auditHead")],
  quota: database("quota", "quota.reset", "registry"),
  bans: database("bans", "signOut", "registry", "histories"),
  sign_out: database("signOut", "registry"),
  unblock: database("unblock", "registry"),
  outside: database("outside", "auditChain"),
  staff: database("staff", "approvals", "registry", "histories"),
  reconcile: [...database("drift"), ...functions("reconcile"), ...database("registry", "items")],
  stripe_side: [...database("drift"), ...functions("drift")],
  drift: [...database("drift", "triggers", "permissions"), ...functions("drift")],
  thresholds: database("metrics", "constraints"),
  rollups: database("rollups", "metrics", "triggers"),
  revenue: database("revenue", "triggers"),
  metrics: database("metrics", "rollups", "revenue", "permissions.functions"),
  alerts: database("alerts", "locks"),
  incidents: database(
    "incidents",
    "incidents.refusals",
    "incidents.race",
    "constraints",
    "locks",
    "permissions.functions",
  ),
  collecting: [...database("collecting", "permissions"), ...functions("collect")],
  action_page: database("actionPage", "permissions"),
};

/** Functions of a kind have one table of what they are asked, whichever migration they are in. */
const PROVED_ALIKE: [RegExp, string[]][] = [
  [/^parse_/, database("params")],
  [/^guard_(?!run$|approval$)/, database("guards")],
  [/^(guard_run|guard_approval|refuse_change|hold_admins|keep_an_admin)$/, database("triggers")],
];

const folder = resolve(root, "supabase/migrations");
const migrations = readdirSync(folder)
  .sort()
  .map((file) => ({
    name: basename(file, ".sql").replace(/^\d+_/, ""),
    text: readFileSync(resolve(folder, file), "utf8"),
  }));

const tests = ["tests/database", "tests/functions"].flatMap((place) =>
  readdirSync(resolve(root, place))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => ({
      file: `${place}/${file}`,
      text: readFileSync(resolve(root, place, file), "utf8"),
    })),
);

/** The migration that makes a function or a table of ours, by its name without the schema. */
function homeOf(name: string) {
  const made = new RegExp(`create (table|function|view)( if not exists)? \\w+\\.${name}\\b`);
  return migrations.find(({ text }) => made.test(text));
}

/** The locks of all functions are tried in one table. */
export const LOCKS = database("locks");

/**
 * The tests of whatever a name belongs to, the quick ones first. A migration that is not listed above is proved by the tests
 * that speak of its actions or functions.
 */
export function testsOf(name: string): string[] {
  const alike = PROVED_ALIKE.find(([pattern]) => pattern.test(name));
  return alike?.[1] ?? [...QUICK, ...testsOfHome(name)];
}

function testsOfHome(name: string): string[] {
  const home = homeOf(name);
  if (home === undefined) throw new Error(`no migration makes ${name}`);
  const listed = PROVED_BY[home.name];
  if (listed !== undefined) return listed;
  const words = [
    ...home.text.matchAll(/^ {2}\('([a-z-]+)', /gm),
    ...home.text.matchAll(/create function \w+\.(\w+)/g),
  ].flatMap(([, word]) => (word === undefined ? [] : [word]));
  const speaking = tests.filter(({ text }) => words.some((word) => text.includes(word)));
  if (speaking.length === 0) throw new Error(`no test speaks of what ${home.name} holds`);
  return speaking.map(({ file }) => file);
}
