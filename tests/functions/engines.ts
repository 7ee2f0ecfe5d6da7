import type { Database } from "../../stack/database.ts";
import { clonePostgres, freshPglite } from "../support/backend.ts";

/** Both databases that the console runs on, each with the demo data. */
export const engines: { engine: string; open: () => Promise<Database> }[] = [
  { engine: "PGlite", open: () => freshPglite() },
  { engine: "PostgreSQL", open: clonePostgres },
];
