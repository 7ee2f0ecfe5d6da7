import type { Database } from "../../stack/database.ts";
import { type Person, signedIn } from "./session.ts";

export const PEOPLE = ["anon", "customer", "former staff", "support", "ops", "admin"] as const;
export type PersonName = (typeof PEOPLE)[number];

/** One of each kind. The former colleague was an admin and still holds a valid token. */
export async function onePersonOfEach(database: Database): Promise<Record<PersonName, Person>> {
  const people = {
    anon: null,
    // She has rows of her own in the app's tables.
    customer: await signedIn(database, "zoe.lambert@example.fr"),
    "former staff": await signedIn(database, "admin2@comptalyze.test"),
    support: await signedIn(database, "support@comptalyze.test"),
    ops: await signedIn(database, "ops@comptalyze.test"),
    admin: await signedIn(database, "admin@comptalyze.test"),
  };
  await database.query("update private.staff set removed_at = now() where user_id = $1", [
    people["former staff"].userId,
  ]);
  return people;
}
