import type { Database } from "../../database.ts";

/** The app's way to its database: transactions with the rights of the secret key. */
export type AppDatabase = Pick<Database, "asService">;
export type { Query } from "../../database.ts";
