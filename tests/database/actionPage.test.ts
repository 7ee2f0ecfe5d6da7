import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { contracts } from "../../supabase/functions/_shared/contracts/index.ts";
import { grantOnce, undo } from "./actions.ts";
import { onePersonOfEach, type PersonName } from "./people.ts";
import { asPerson, ENGINES, openSession, type Person, type Session } from "./session.ts";

type Row = {
  name: string;
  roles: string[];
  runs: {
    id: string;
    code: string;
    status: string;
    undone: boolean;
    actor_email: string;
    started_at: string;
  }[];
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
      session.query<Row>("select name, roles, runs from backoffice.actions"),
    );
    return new Map(found.map((row) => [row.name, row]));
  };

  test("has every action once, with the roles of the matrix from the least to the most", async () => {
    const found = await rows();
    expect([...found.keys()].sort()).toEqual(Object.keys(contracts).sort());
    expect(found.get("grant-premium")?.roles).toEqual(["support", "ops", "admin"]);
    expect(found.get("ban-user")?.roles).toEqual(["ops", "admin"]);
  });

  test("tells the last three runs and by whom, the newest first, and nothing where there was none", async () => {
    await grantOnce(session, people.support, "malik.benali@example.fr");
    const first = await grantOnce(session, people.ops, "hugo.perrin@example.fr");
    const second = await grantOnce(session, people.admin, "clara.dubreuil@example.fr");
    const third = await grantOnce(session, people.ops, "fatou.sarr@example.fr");
    const found = await rows();
    expect(found.get("grant-premium")?.runs).toEqual(
      [
        [third, people.ops] as const,
        [second, people.admin] as const,
        [first, people.ops] as const,
      ].map(([{ run }, actor]) => ({
        id: run.id,
        code: run.code,
        status: "succeeded",
        undone: false,
        actor_email: actor?.email,
        started_at: expect.any(String),
      })),
    );
    expect(found.get("unban-user")?.runs).toEqual([]);

    const taken = await undo(session, people.ops, third.run.id);
    const after = (await rows()).get("grant-premium")?.runs;
    expect(after?.map(({ id, undone }) => [id, undone])).toEqual([
      [taken.body.run.id, false],
      [third.run.id, true],
      [second.run.id, false],
    ]);
  });
});
