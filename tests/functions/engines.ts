import type { Database } from "../../stack/database.ts";
import { clonePostgres, freshPglite } from "../support/backend.ts";
import { POSTGRES_ALONE } from "../support/postgresServer.ts";

/**
 * Both databases that the console runs on, each with the demo data. Files about who may act, refusals,
 * vendors, the worker, odd arguments and calls at the same moment run on PostgreSQL alone: PGlite is one
 * connection, and tests/database holds the rules themselves on both.
 */
export const engines: { engine: string; open: () => Promise<Database> }[] = [
  ...(POSTGRES_ALONE ? [] : [{ engine: "PGlite", open: () => freshPglite() }]),
  { engine: "PostgreSQL", open: clonePostgres },
];
