import type { Session } from "./session.ts";

export const SCHEMAS = ["public", "private", "backoffice"];

export type Relation = {
  name: string;
  kind: "table" | "view" | "sequence" | "other";
  rls: boolean;
  /** A column that an UPDATE may name. */
  column: string | null;
};

export const WRITES = [
  "insert",
  "update",
  "delete",
  "truncate",
  "references",
  "trigger",
  "maintain",
];

/** Tables, views and sequences of the three schemas that are ours. */
export async function relationsOf(session: Session): Promise<Relation[]> {
  return session.query<Relation>(
    `select format('%s.%s', n.nspname, c.relname) as name,
      case when c.relkind in ('r', 'p') then 'table' when c.relkind = 'v' then 'view'
        when c.relkind = 'S' then 'sequence' else 'other' end as kind,
      c.relrowsecurity as rls,
      (select a.attname::text from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
       order by pg_column_is_updatable(c.oid, a.attnum, false) desc, a.attname = 'id', a.attnum limit 1) as column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind not in ('i', 'I', 't', 'c') order by 1`,
    [SCHEMAS],
  );
}

export type Routine = { name: string; pinned: boolean; definer: boolean; source: string };

/** The functions of the three schemas, named as docs/permissions.md does. */
export async function routinesOf(session: Session): Promise<Routine[]> {
  return session.query<Routine>(
    `select format('%s.%s(%s)', n.nspname, p.proname, (
        select string_agg(case when t.typnamespace = 'pg_catalog'::regnamespace then format_type(t.oid, null)
          else format('%s.%s', t.typnamespace::regnamespace, t.typname) end, ',' order by a.position)
        from unnest(p.proargtypes) with ordinality a (type, position) join pg_type t on t.oid = a.type)) as name,
      coalesce('search_path=""' = any (p.proconfig), false) or p.prosqlbody is not null as pinned,
      p.prosecdef as definer,
      case when p.prokind = 'f' then pg_get_functiondef(p.oid) else '' end as source
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any ($1) order by 1`,
    [SCHEMAS],
  );
}

/** Which of the verbs the role holds on a relation, by its name. */
export async function privilegesOn(
  session: Session,
  role: string,
  relation: Relation,
): Promise<string[]> {
  const sequence = relation.kind === "sequence";
  const verbs = sequence ? ["usage", "select", "update"] : ["select", ...WRITES];
  const rows = await session.query<{ verb: string }>(
    `select verb from unnest($3::text[]) with ordinality v (verb, position)
    where ${sequence ? "has_sequence_privilege" : "has_table_privilege"}($1, $2, verb) order by position`,
    [role, relation.name, verbs],
  );
  return rows.map((row) => row.verb);
}

/** One statement for each verb that touches a relation; the caller rolls them back. */
export function attemptsOn({ name, kind, column }: Relation): Record<string, string> {
  if (kind === "sequence") {
    return { nextval: `select nextval('${name}')`, select: `select * from ${name}` };
  }
  return {
    insert: `insert into ${name} default values`,
    update: `update ${name} set "${column}" = "${column}"`,
    delete: `delete from ${name}`,
    truncate: `truncate ${name}`,
  };
}

/** Not allowed, or not a thing that can be written at all, as a view of several tables. */
export const REFUSALS = ["42501", "55000", "42809"];

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Parent Relationship"?: string;
  "One-Time Filter"?: string;
  "Actual Loops": number;
  Plans?: PlanNode[];
};

/** A plan that was executed, as a flat list of its nodes. */
export async function executedPlan(session: Session, sql: string): Promise<PlanNode[]> {
  const [row] = await session.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>(
    `explain (analyze, timing off, format json) ${sql}`,
  );
  const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return (row?.["QUERY PLAN"] ?? []).flatMap(({ Plan }) => flat(Plan));
}
