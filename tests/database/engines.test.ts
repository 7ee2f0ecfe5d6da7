import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { SCHEMAS } from "./catalog.ts";
import { BOTH_ENGINES } from "./session.ts";

const SCHEMA = "n.nspname = any ($1)";
/** Rights of the owner go without saying: an engine may have them written out. */
const GRANTS = (acl: string, kind: string) =>
  `(select jsonb_agg(format('%s %s%s', coalesce(nullif(x.grantee, 0)::regrole::text, 'public'), x.privilege_type,
      case when x.is_grantable then ' *' else '' end) order by 1)
    from aclexplode(coalesce(${acl}, acldefault('${kind}', owner))) x where x.grantee <> owner)`;

/** What the migrations made, one question for each kind: a name, and all that is known of it. */
const CATALOG: Record<string, string> = {
  schemas: `select n.nspname as name, jsonb_build_object('grants', ${GRANTS("n.nspacl", "n")}) as what
    from pg_namespace n cross join lateral (select n.nspowner as owner) o where ${SCHEMA}`,
  relations: `select c.oid::regclass::text as name, jsonb_build_object('kind', c.relkind, 'persistence', c.relpersistence,
      'rls', c.relrowsecurity, 'forced', c.relforcerowsecurity, 'options', to_jsonb(c.reloptions),
      'bound', pg_get_expr(c.relpartbound, c.oid), 'parts', pg_get_partkeydef(c.oid),
      'parent', (select to_jsonb(array_agg(i.inhparent::regclass::text)) from pg_inherits i where i.inhrelid = c.oid),
      'grants', ${GRANTS("c.relacl", "r")}, 'comment', obj_description(c.oid, 'pg_class')) as what
    from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral (select c.relowner as owner) o
    where ${SCHEMA} and c.relkind in ('r', 'p', 'v', 'm', 'c', 'f')`,
  columns: `select format('%s.%s', a.attrelid::regclass, a.attname) as name, jsonb_build_object('place', a.attnum,
      'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,
      'collation', nullif(a.attcollation, 0)::regcollation::text, 'default', pg_get_expr(d.adbin, d.adrelid),
      'grants', (select jsonb_agg(x::text order by x::text) from unnest(a.attacl) x),
      'comment', col_description(a.attrelid, a.attnum)) as what
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where ${SCHEMA} and c.relkind in ('r', 'p', 'v', 'm', 'c', 'f') and a.attnum > 0 and not a.attisdropped`,
  views: `select c.oid::regclass::text as name, to_jsonb(pg_get_viewdef(c.oid)) as what
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${SCHEMA} and c.relkind in ('v', 'm')`,
  sequences: `select s.seqrelid::regclass::text as name, jsonb_build_object('type', s.seqtypid::regtype::text,
      'start', s.seqstart, 'step', s.seqincrement, 'most', s.seqmax, 'cycle', s.seqcycle, 'grants', ${GRANTS("c.relacl", "s")}) as what
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (select c.relowner as owner) o where ${SCHEMA}`,
  indexes: `select i.indexrelid::regclass::text as name,
      jsonb_build_object('is', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'clustered', i.indisclustered) as what
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${SCHEMA}`,
  // NOT NULL is with the columns: only newer versions of PostgreSQL keep it as a constraint too.
  constraints: `select format('%s.%s.%s', k.connamespace::regnamespace, coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text), k.conname) as name,
      jsonb_build_object('is', pg_get_constraintdef(k.oid), 'validated', k.convalidated, 'deferrable', k.condeferrable, 'deferred', k.condeferred) as what
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${SCHEMA} and k.contype <> 'n'`,
  triggers: `select format('%s.%s', t.tgrelid::regclass, t.tgname) as name,
      jsonb_build_object('is', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled, 'internal', t.tgisinternal) as what
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where (${SCHEMA} or n.nspname = 'auth') and not t.tgisinternal`,
  policies: `select format('%s.%s', p.polrelid::regclass, p.polname) as name, jsonb_build_object('for', p.polcmd, 'permissive', p.polpermissive,
      'roles', (select jsonb_agg(coalesce(nullif(r, 0)::regrole::text, 'public') order by 1) from unnest(p.polroles) r),
      'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) as what
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${SCHEMA}`,
  functions: `select p.oid::regprocedure::text as name, jsonb_build_object(
      'is', case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) end, 'kind', p.prokind,
      'grants', ${GRANTS("p.proacl", "f")}, 'comment', obj_description(p.oid, 'pg_proc')) as what
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join lateral (select p.proowner as owner) o where ${SCHEMA}`,
  types: `select t.oid::regtype::text as name, jsonb_build_object('kind', t.typtype, 'base', nullif(t.typbasetype, 0)::regtype::text,
      'required', t.typnotnull, 'default', t.typdefault, 'grants', ${GRANTS("t.typacl", "T")},
      'words', (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)) as what
    from pg_type t join pg_namespace n on n.oid = t.typnamespace cross join lateral (select t.typowner as owner) o
    where ${SCHEMA} and t.typtype in ('c', 'd', 'e', 'r')`,
  roles: `select r.rolname as name, jsonb_build_object('above', r.rolsuper, 'inherits', r.rolinherit, 'login', r.rolcanlogin, 'bypass', r.rolbypassrls,
      'settings', (select jsonb_agg(x order by x) from pg_db_role_setting s, unnest(s.setconfig) x where s.setrole = r.oid),
      'member', (select jsonb_agg(m.roleid::regrole::text order by 1) from pg_auth_members m where m.member = r.oid)) as what
    from pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role') and cardinality($1::text[]) > 0`,
};

type Entry = { name: string; what: unknown };

describe.skipIf(BOTH_ENGINES.length < 2)("the two engines", () => {
  let databases: Database[];

  beforeAll(async () => {
    databases = await Promise.all(BOTH_ENGINES.map(([, open]) => open()));
  });
  afterAll(() => Promise.all((databases ?? []).map((database) => database.close())));

  const onBoth = (sql: string, params: unknown[] = []) =>
    Promise.all(databases.map((database) => database.query<Entry>(sql, params)));

  test.each(Object.entries(CATALOG))("have the same %s", async (_kind, sql) => {
    const [postgres = [], pglite] = await onBoth(
      `select * from (${sql}) x order by name collate "C"`,
      [SCHEMAS],
    );
    expect(postgres.length).toBeGreaterThan(0);
    expect(pglite).toEqual(postgres);
  });

  test("hold as many rows of the demo in each table", async () => {
    const [tables = []] = await onBoth(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where (${SCHEMA} or n.nspname = 'auth') and c.relkind = 'r' order by 1`,
      [SCHEMAS],
    );
    expect(tables.length).toBeGreaterThan(0);
    const [postgres = [], pglite] = await onBoth(
      tables
        .map(({ name }) => `select '${name}' as name, count(*)::int as what from ${name}`)
        .join(" union all "),
    );
    expect(postgres.some(({ what }) => Number(what) > 0)).toBe(true);
    expect(pglite).toEqual(postgres);
  });
});
