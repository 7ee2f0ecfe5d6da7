import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { grantOnce } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, type Session } from "./session.ts";

type Row = {
  name: string;
  roles: string[];
  run_code: string | null;
  run_status: string | null;
  run_actor_email: string | null;
};

describe.each(ENGINES)("the page of all actions on %s", (_engine, open) => {
  let database: Database;
  let session: Session;
  let people: Record<PersonName, Person>;

  beforeAll(async () => {
    database = await open();
    session = await openSession(database);
    people = await onePersonOfEach(database);
  });
  afterAll(async () => {
    await session?.close();
    await database?.close();
  });

  const rows = async () => {
    const found = await asPerson(session, people.support, () =>
      session.query<Row>(
        "select name, roles, run_code, run_status, run_actor_email from backoffice.actions",
      ),
    );
    return new Map(found.map((row) => [row.name, row]));
  };

  test("has every action once, with the roles of the matrix from the least to the most", async () => {
    const found = await rows();
    expect([...found.keys()].sort()).toEqual(Object.keys(contracts).sort());
    expect(found.get("grant-premium")?.roles).toEqual(["support", "ops", "admin"]);
    expect(found.get("ban-user")?.roles).toEqual(["ops", "admin"]);
  });

  test("tells the last run and by whom, and nothing where there was none", async () => {
    await grantOnce(session, people.ops, "hugo.perrin@example.fr");
    const last = await grantOnce(session, people.admin, "clara.dubreuil@example.fr");
    const found = await rows();
    expect(found.get("grant-premium")).toMatchObject({
      run_code: last.run.code,
      run_status: "succeeded",
      run_actor_email: people.admin?.email,
    });
    expect(found.get("unban-user")).toMatchObject({ run_code: null, run_status: null });
  });
});
