import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { giveRows } from "./actions.ts";
import {
  attemptsOn,
  executedPlan,
  privilegesOn,
  REFUSALS,
  type Relation,
  relationsOf,
  routinesOf,
  WRITES,
} from "./catalog.ts";
import { readMatrix } from "./matrix.ts";
import { onePersonOfEach, PEOPLE, type PersonName } from "./people.ts";
import {
  asPerson,
  become,
  ENGINES,
  openSession,
  type Person,
  refusalOf,
  type Session,
} from "./session.ts";

const matrix = readMatrix();
const API_ROLES = ["anon", "authenticated", "service_role"];

describe.each(ENGINES)("rights on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;
  let relations: Map<string, Relation>;

  const relation = (name: string): Relation => {
    const found = relations.get(name);
    if (found === undefined) throw new Error(`${name} is in docs/permissions.md only`);
    return found;
  };

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
    await giveRows(session, people);
    await session.query(
      `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
      values ($1, 'cus_of_before', 'sub_of_before', 'pro', 'canceled', 'month', 900)`,
      [people.customer?.userId],
    );
    relations = new Map((await relationsOf(session)).map((one) => [one.name, one]));
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  test("every object has its line in docs/permissions.md, and every line its object", async () => {
    const written = (...tables: string[]) =>
      tables.flatMap((table) => [...matrix(table).keys()]).sort();
    expect(written("View", "Table", "Private relation")).toEqual([...relations.keys()].sort());
    expect(
      written("Function", "Open private function", "Closed private function", "Worker function"),
    ).toEqual((await routinesOf(session)).map((routine) => routine.name).sort());
    const schemas = await session.query<{ name: string }>(
      `select nspname::text as name from pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
    );
    expect(written("Schema")).toEqual(schemas.map((schema) => schema.name).sort());
  });

  test.each([...matrix("Schema")])("schema %s", async (schema, expected) => {
    const [found] = await session.query(
      `select case when has_schema_privilege('anon', $1, 'usage') then 'usage' else '–' end as anon,
        case when has_schema_privilege('authenticated', $1, 'usage') then 'usage' else '–' end as "signed-in",
        case when has_schema_privilege('service_role', $1, 'usage') then 'usage' else '–' end as service_role`,
      [schema],
    );
    expect(found).toEqual({ ...expected, "What it is": undefined });
    for (const role of API_ROLES) {
      const [may] = await session.query<{ create: boolean }>(
        "select has_schema_privilege($1, $2, 'create') as create",
        [role, schema],
      );
      expect({ role, ...may }).toEqual({ role, create: false });
    }
  });

  describe.each([...matrix("View")])("%s", (name, expected) => {
    test.each(PEOPLE)("is read or not by %s", async (person) => {
      const found = await asPerson(session, people[person], async () => {
        const refused = await refusalOf(session, `select * from ${name} limit 1`);
        if (refused !== null) return refused === "42501" ? "refused" : refused.replace(/^PT/, "");
        return (await session.query(`select * from ${name} limit 3`)).length > 0
          ? "reads"
          : "no rows";
      });
      expect(found).toBe(expected[person]);
    });

    test("is written by nobody", async () => {
      for (const role of API_ROLES) {
        const held = await privilegesOn(session, role, relation(name));
        expect({ role, held }).toEqual({ role, held: role === "authenticated" ? ["select"] : [] });
      }
      for (const person of PEOPLE) {
        await asPerson(session, people[person], async () => {
          for (const [verb, sql] of Object.entries(attemptsOn(relation(name)))) {
            // Which of the two gates speaks first is the engine's matter.
            expect([...REFUSALS, "PT403"], `${person} ${verb}`).toContain(
              await refusalOf(session, sql),
            );
          }
        });
      }
    });

    test("is gated before a query is planned", async () => {
      for (const person of PEOPLE.filter((one) => expected[one] === "403")) {
        await asPerson(session, people[person], async () => {
          expect(await refusalOf(session, `explain select * from ${name}`)).toBe("PT403");
        });
      }
    });

    /** A plan that was made for an admin, as it runs for somebody else. */
    async function planOf(
      view: string,
      person: Person,
      tries = 5,
    ): ReturnType<typeof executedPlan> {
      try {
        return await asPerson(session, people.admin, async () => {
          await session.query("deallocate all");
          await session.query("set local plan_cache_mode = force_generic_plan");
          await session.query(`prepare of_admin as select * from ${view}`);
          await session.query("execute of_admin");
          await become(session, person);
          return await executedPlan(session, "execute of_admin");
        });
      } catch (error) {
        // The server has thrown the plan away, as it may: the new one refused while it was made.
        if ((error as { code?: string }).code !== "PT403" || tries === 1) throw error;
        return planOf(view, person, tries - 1);
      }
    }

    test("is gated when a colleague's plan is used again: no table is read", async () => {
      const [view] = await session.query<{ definition: string }>(
        "select pg_get_viewdef($1::regclass) as definition",
        [name],
      );
      const gates = [...(view?.definition ?? "").matchAll(/private\.can_read\('(\w+)'/g)];
      expect([...new Set(gates.map((gate) => gate[1]))].join(", ")).toBe(expected.Gate);
      for (const person of ["customer", "former staff"] as const) {
        const nodes = await planOf(name, people[person]);
        expect(nodes.some((node) => node["One-Time Filter"] !== undefined)).toBe(true);
        const read = nodes.filter(
          (node) => node["Relation Name"] !== undefined && node["Actual Loops"] > 0,
        );
        expect(read).toEqual([]);
      }
    });
  });

  describe.each([...matrix("Table")])("%s", (name, expected) => {
    const verbs = /^own rows: (.*)$/.exec(expected["signed-in"] ?? "")?.[1]?.split(", ") ?? [];

    test("rights of the roles", async () => {
      expect(relation(name).rls).toBe(true);
      expect(await privilegesOn(session, "anon", relation(name))).toEqual([]);
      expect(await privilegesOn(session, "authenticated", relation(name))).toEqual(verbs);
      expect(expected.anon).toBe("refused");
    });

    test.each(PEOPLE)("what %s can do", async (person) => {
      await asPerson(session, people[person], async () => {
        const allowed = person === "anon" ? [] : verbs;
        const attempts = { select: `select * from ${name}`, ...attemptsOn(relation(name)) };
        for (const [verb, sql] of Object.entries(attempts)) {
          const refused = await refusalOf(session, sql);
          // What may be inserted has a test of its own.
          if (!allowed.includes(verb)) expect(refused, verb).toBe("42501");
          else if (verb !== "insert") expect(refused, verb).toBeNull();
        }
        if (!allowed.includes("select")) return;
        const rows = await session.query<{ user_id: string }>(`select user_id from ${name}`);
        expect(rows.filter((row) => row.user_id !== people[person]?.userId)).toEqual([]);
        if (person === "customer") expect(rows.length).toBeGreaterThan(0);
      });
    });
  });

  test("a customer writes own simulations and no others", async () => {
    const insert = (userId: string) =>
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents)
      values ('${userId}', '2026-11', 'BNC', 100, 10)`;
    await asPerson(session, people.customer, async () => {
      expect(await refusalOf(session, insert(people.customer?.userId ?? ""))).toBeNull();
      expect(await refusalOf(session, insert(people.support?.userId ?? ""))).toBe("42501");
      const gone = await session.query<{ user_id: string }>(
        "delete from public.urssaf_records returning user_id",
      );
      expect(new Set(gone.map((row) => row.user_id))).toEqual(new Set([people.customer?.userId]));
    });
    // A statement that reads no column is held back by the rule of its verb alone.
    const others = () =>
      session.query("select count(*) from public.urssaf_records where user_id <> $1", [
        people.customer?.userId,
      ]);
    const before = await others();
    const left = await asPerson(session, people.customer, async () => {
      await session.query("delete from public.urssaf_records");
      await session.query("reset role");
      return others();
    });
    expect(left).toEqual(before);
  });

  test("a customer cannot put a simulation where no calendar reaches", async () => {
    const insert = (moment: string) =>
      `insert into public.urssaf_records (user_id, month, activity, revenue_cents, contributions_cents, created_at)
      values ('${people.customer?.userId}', '2026-11', 'BNC', 100, 10, ${moment})`;
    await asPerson(session, people.customer, async () => {
      for (const moment of ["now()", "now() - interval '90 days'"]) {
        expect(await refusalOf(session, insert(moment)), moment).toBeNull();
      }
      for (const moment of ["'infinity'", "'-infinity'", "'20000-01-01'", "'0044-03-15 BC'"]) {
        expect(await refusalOf(session, insert(moment)), moment).toBe("42501");
      }
    });
  });

  test.each([...matrix("Private relation").keys()])("%s is refused to all", async (name) => {
    const own = relation(name);
    if (own.kind === "table") expect(own.rls).toBe(true);
    for (const role of API_ROLES) {
      expect({ role, held: await privilegesOn(session, role, own) }).toEqual({ role, held: [] });
    }
    for (const person of PEOPLE) {
      await asPerson(session, people[person], async () => {
        const attempts = { select: `select * from ${name}`, ...attemptsOn(own) };
        for (const [verb, sql] of Object.entries(attempts)) {
          expect({ person, verb, refused: await refusalOf(session, sql) }).toEqual({
            person,
            verb,
            refused: "42501",
          });
        }
      });
    }
  });

  test("nobody holds a right on single columns", async () => {
    const columns = await session.query(
      `select a.attrelid::regclass::text as relation, a.attname::text as column, a.attacl::text as rights
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attacl is not null and c.relnamespace::regnamespace::text in ('public', 'private', 'backoffice')`,
    );
    expect(columns).toEqual([]);
    expect(WRITES).toContain("truncate");
  });
});
