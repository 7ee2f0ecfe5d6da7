import type { Database } from "../database.ts";
import { seedDatabase } from "./database.ts";

/** Makes the demo data in a database that has no user yet; says whether it did. */
export async function seedOnce(database: Database, users: number): Promise<boolean> {
  const [found] = await database.query<{ seeded: boolean }>(
    "select exists (select from auth.users) as seeded",
  );
  if (found?.seeded) return false;
  await seedDatabase(database.exec, users);
  return true;
}
