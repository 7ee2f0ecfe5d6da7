import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Samples } from "../tests/database/offered.ts";

export type Query = { sql: string; values: string[] };

/** Who asks, as the claims of a token say. */
export type Claims = { sub: string; session_id: string };

export type Connection = {
  /** One request as the Data API makes it; gives its time in milliseconds. `refused`: with a 403. */
  request(claims: Claims, query: Query, refused?: boolean): Promise<number>;
  claimsOf(email: string): Promise<Claims>;
  samples(): Promise<Samples>;
  /** Customers, one after the other. */
  customers(number: number): Promise<string[]>;
  close(): Promise<void>;
};

const BECOME = `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true),
  set_config('request.jwt.claim.sub', $2, true)`;

export async function connect(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
  await client.connect();
  const one = async (sql: string, values: unknown[] = []) =>
    ((await client.query<Record<string, string>>(sql, values)).rows[0] ?? {}) as Record<
      string,
      string
    >;
  return {
    request: async (claims, { sql, values }, refused = false) => {
      const started = performance.now();
      await client.query("begin");
      await client.query(BECOME, [
        JSON.stringify({ ...claims, role: "authenticated" }),
        claims.sub,
      ]);
      const answered = await client.query(sql, values).then(
        () => true,
        (error: { code?: string }) => {
          if (!refused || error.code !== "PT403") throw error;
          return false;
        },
      );
      await client.query("commit");
      if (refused && answered) throw new Error(`A caller without rights got an answer: ${sql}`);
      return performance.now() - started;
    },
    claimsOf: async (email) => {
      const { id = "" } = await one("select id from auth.users where email = $1", [email]);
      const session_id = randomUUID();
      await client.query("insert into auth.sessions (id, user_id) values ($1, $2)", [
        session_id,
        id,
      ]);
      return { sub: id, session_id };
    },
    samples: async () => {
      const payer = await one(
        `select id, stripe_customer_id, stripe_subscription_id from private.users
        where stripe_customer_id is not null order by created_at limit 1`,
      );
      const run = await one("select id from private.runs limit 1");
      const event = await one("select id from private.stripe_events limit 1");
      const { now = "" } = await one("select now()::text as now");
      return {
        text: "zelie.martin8",
        userId: payer.id ?? "",
        runId: run.id ?? "",
        customer: payer.stripe_customer_id ?? "",
        subscription: payer.stripe_subscription_id ?? "",
        event: event.id ?? "",
        actor: "support",
        daysAgo: (days) => new Date(Date.parse(now) - days * 86_400_000).toISOString(),
        month: new Date(now).toISOString().slice(0, 7),
      };
    },
    customers: async (number) =>
      (
        await client.query<{ id: string }>(
          "select id from private.users tablesample bernoulli (5) limit $1",
          [number],
        )
      ).rows.map((row) => row.id),
    close: () => client.end(),
  };
}
