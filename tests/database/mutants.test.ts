import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connectPostgres } from "../../stack/database.ts";
import { root } from "../../stack/options.ts";
import type { Mutant } from "../mutation/mutant.ts";
import { allMutants } from "../mutation/mutants.ts";
import { type Server, tryMutant } from "../mutation/trial.ts";
import { clonePostgres } from "../support/backend.ts";
import { TEMPLATE } from "../support/postgresServer.ts";
import { openSession, refusalOf } from "./session.ts";

/** One of each kind, and the test that has to notice; npm run test:torture takes away every one of them. */
const CHOSEN: { name: string; only?: string }[] = [
  {
    name: 'public.urssaf_records: policy "own rows: select" for everybody',
    only: "urssaf_records.*what customer can do",
  },
  { name: "backoffice.staff: without gate 1, staff" },
  { name: "private.require_session: PT401 unauthorized" },
  { name: "private.audit: trigger append_only not always" },
  { name: "supabase/functions/_shared/contract.ts: a short reason" },
];

let server: Server;
let mutants: Mutant[];

beforeAll(async () => {
  const url = inject("postgresUrl");
  server = { url, template: TEMPLATE, owner: await connectPostgres(url) };
  mutants = await allMutants(server);
});
afterAll(() => server?.owner.close());

test("every control that is to be taken away is there", async () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  const database = await clonePostgres();
  const session = await openSession(database);
  const refused: unknown[] = [];
  try {
    await session.query("begin");
    for (const { name, change } of mutants) {
      const why =
        "sql" in change
          ? await refusalOf(session, change.sql)
          : readFileSync(resolve(root, change.file), "utf8").split(change.from).length - 1;
      if (why !== null && why !== 1) refused.push({ name, why });
    }
  } finally {
    await session.close();
    await database.close();
  }
  expect(refused).toEqual([]);
});

test.each(CHOSEN)(
  "without $name, a test fails",
  async ({ name, only }) => {
    const mutant = mutants.find((one) => one.name.startsWith(name));
    if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);
    const trial = await tryMutant({ ...mutant, ...(only === undefined ? {} : { only }) }, server);
    expect(trial).toMatchObject({
      outcome: "noticed",
      by: expect.stringContaining("AssertionError"),
    });
  },
  240_000,
);
