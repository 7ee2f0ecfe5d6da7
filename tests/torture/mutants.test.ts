import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connectPostgres } from "../../stack/database.ts";
import { EQUIVALENTS } from "../mutation/equivalents.ts";
import type { Mutant } from "../mutation/mutant.ts";
import { allMutants } from "../mutation/mutants.ts";
import { keptResults } from "../mutation/results.ts";
import { type Server, type Trial, tryMutant, tryNothing } from "../mutation/trial.ts";
import { TEMPLATE } from "../support/postgresServer.ts";

/** How many are tried at the same moment, and which: MUTANTS is a pattern of their names. */
const LANES = Number(process.env.MUTANT_LANES ?? "") || 2;
const WANTED = new RegExp(process.env.MUTANTS ?? "");
const WANTED_SHARE = 0.95;

let server: Server;

beforeAll(async () => {
  const url = inject("postgresUrl");
  server = { url, template: TEMPLATE, owner: await connectPostgres(url) };
});
afterAll(() => server?.owner.close());

/** Works on a list, so many at a time. */
async function inLanes<Item>(items: Item[], work: (item: Item, lane: number) => Promise<void>) {
  const left = [...items];
  const lane = async (number: number) => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item, number);
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
}

const byDigest = (name: string) => createHash("sha256").update(name).digest("hex");

const shuffled = (mutants: Mutant[]) =>
  mutants
    .map((mutant) => ({ mutant, order: byDigest(mutant.name) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ mutant }) => mutant);

const say = (line: string) => process.stdout.write(`${line}\n`);

const named = (trials: Trial[]) =>
  trials.map(({ name, by }) => (by === null ? name : `${name} (${by})`));

/** For each kind of control: how many were taken away, how many of them were noticed. */
function table(trials: Trial[]): string {
  const kinds = Object.groupBy(trials, ({ kind }) => kind);
  const lines = Object.entries(kinds).map(([kind, all = []]) => {
    const noticed = all.filter(({ outcome }) => outcome === "noticed").length;
    return `${kind.padEnd(16)} ${String(noticed).padStart(4)} of ${String(all.length).padStart(4)}`;
  });
  return lines.join("\n");
}

test("of 100 controls that are taken away in turn, 95 are noticed by the tests that claim to prove them", async () => {
  const kept = keptResults();
  const mutants = (await allMutants(server)).filter(({ name }) => WANTED.test(name));
  const known = mutants.flatMap((mutant) => kept.of(mutant) ?? []);
  // In an order of chance: what was tried until somebody stops it is a fair sample of all.
  const open = shuffled(mutants.filter((mutant) => kept.of(mutant) === undefined));
  say(`${mutants.length} controls, ${known.length} of them tried before`);

  const broken: string[] = [];
  await inLanes([...new Set(open.flatMap(({ tests }) => tests))], async (file) => {
    const failure = await tryNothing([file], server);
    if (failure !== null) broken.push(`${file}: ${failure}`);
  });
  expect(broken, "tests that fail where nothing was taken away").toEqual([]);

  const trials = [...known];
  await inLanes(open, async (mutant, lane) => {
    const trial = await tryMutant(mutant, server, lane);
    trials.push(trial);
    kept.keep(mutant, trial);
    say(`${trials.length}/${mutants.length} ${trial.outcome}, ${trial.seconds} s: ${trial.name}`);
  });

  const equivalent = new Map(EQUIVALENTS.map(({ name, because }) => [name, because]));
  const counted = trials.filter(
    ({ name, outcome }) => outcome !== "survived" || !equivalent.has(name),
  );
  const survivors = counted.filter(({ outcome }) => outcome === "survived");
  say(`\n${table(counted)}\n\nsurvived:\n${named(survivors).join("\n")}\n`);
  expect(named(trials.filter(({ outcome }) => outcome === "not applied"))).toEqual([]);
  const noticed = counted.filter(({ outcome }) => outcome === "noticed").length;
  expect(noticed / counted.length).toBeGreaterThanOrEqual(WANTED_SHARE);
});
