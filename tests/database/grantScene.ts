import { expect } from "vitest";
import type { Database } from "../../stack/database.ts";
import { preview, type RunRequest, run, userId } from "./actions.ts";
import { dump } from "./dump.ts";
import { onePersonOfEach } from "./people.ts";
import { openSession, type Person } from "./session.ts";

/** Who asks for a grant of Premium, and what that answers. */
export type GrantScene = Awaited<ReturnType<typeof openGrants>>;

/** Grants of Premium on a database of its own. */
export async function openGrants(open: () => Promise<Database>) {
  const database = await open();
  const session = await openSession(database);
  const people = await onePersonOfEach(database);
  return {
    session,
    people,
    /** The parameters of a grant to a customer, and its plan made by support. */
    async planned(email: string, days = 7) {
      const params = { user_id: await userId(session, email), days };
      const { body } = await preview(session, people.support, "grant-premium", params);
      return { params, plan: body.plan };
    },
    /** What a run answers, and that it wrote nothing but its line of the journal. */
    async refused(
      person: Person,
      params: Record<string, unknown>,
      request: RunRequest,
      options: { clock?: string } = {},
    ) {
      const before = await dump(session, ["private.audit"]);
      const answer = await run(session, person, "grant-premium", params, request, options);
      expect(await dump(session, ["private.audit"])).toEqual(before);
      return { status: answer.status, ...answer.body.error };
    },
    async close() {
      await session.close();
      await database.close();
    },
  };
}
