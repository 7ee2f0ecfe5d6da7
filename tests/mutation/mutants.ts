import { connectPostgres } from "../../stack/database.ts";
import { catalogMutants, privateFunctions } from "./catalogMutants.ts";
import { chosenMutants } from "./chosenMutants.ts";
import { codeMutants } from "./codeMutants.ts";
import { functionMutants } from "./functionMutants.ts";
import type { Mutant } from "./mutant.ts";
import type { Server } from "./trial.ts";

/** Every control that can be taken away: from the catalog, from the functions' text, and chosen by hand. */
export async function allMutants({ url, template, owner }: Server): Promise<Mutant[]> {
  // The template itself must stay free of connections.
  await owner.exec(`create database of_mutants template ${template}`);
  const database = await connectPostgres(url.replace(/postgres$/, "of_mutants"));
  try {
    const sources = await privateFunctions(database.query);
    return [
      ...(await catalogMutants(database.query)),
      ...functionMutants(sources),
      ...chosenMutants(sources),
      ...codeMutants(),
    ];
  } finally {
    await database.close();
    await owner.exec("drop database of_mutants");
  }
}
