import { expect } from "vitest";
import type { FaultOrder } from "../../stack/vendors/faults.ts";
import type { Backend } from "../support/backend.ts";

export type Integration = {
  id: string;
  user_id: string;
  email: string;
  provider: "stripe" | "shopify";
};

type Ended = { status: string; code: string; attempts: number };

export type Received = { method: string; path: string; query: Record<string, string> };

/** The customer app's stand-in and its tables. Who was not given an integration connected it after every month. */
export async function customerApp(backend: Backend) {
  const { database } = backend;
  await database.query("update public.integration_tokens set created_at = '2030-01-01'");

  async function control(name: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${backend.vendors?.addresses.APP_BASE_URL}/_test/${name}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }

  const given: string[] = [];
  return {
    /** Another integration each time, of a customer with no other, whose token is valid for long. */
    async integration({
      provider = "stripe",
      expired = false,
    }: {
      provider?: string;
      expired?: boolean;
    } = {}): Promise<Integration> {
      const [found] = await database.query<Integration>(
        `select t.id::text, t.user_id::text, u.email, t.provider from public.integration_tokens t
        join auth.users u on u.id = t.user_id
        where t.provider = $1 and t.user_id::text <> all ($2::text[])
          and not exists (select from public.integration_tokens o where o.user_id = t.user_id and o.id <> t.id)
        order by u.email limit 1`,
        [provider, given],
      );
      if (found === undefined) throw new Error(`no more ${provider} in the demo data`);
      given.push(found.user_id);
      await database.query(
        `update public.integration_tokens set created_at = '2021-01-01', last_error = null,
          expires_at = now() + case when $2 then '-1 day' else '60 days' end::interval where id = $1::uuid`,
        [found.id, expired],
      );
      await control("seed", { connections: [{ id: found.id, state: "fine" }] });
      return found;
    },
    given: () => given.length,
    /** What the customer's provider says from now on. */
    provider: (id: string, state: "fine" | "revoked" | "refuses" | "down") =>
      control("seed", { connections: [{ id, state }] }),
    fault: (...orders: FaultOrder[]) => control("faults", orders),
    received: async () =>
      ((await control("requests")) as { requests: Received[] }).requests.filter(({ path }) =>
        path.startsWith("/api/admin/"),
      ),
    logs: (month: string) =>
      database.query<{
        user_id: string;
        provider: string;
        status: string;
        revenue_cents: number;
        error_message: string | null;
      }>(
        `select user_id::text, provider, status, revenue_cents, error_message from public.import_logs
        where month = $1 and not dry_run order by user_id, provider, created_at, id`,
        [month],
      ),
    /** Everything of a table, byte for byte, but for the rows of some customers. */
    rest: (table: string, but: string[]) =>
      database.query<{ row: string }>(
        `select t::text as row from ${table} t where t.user_id::text <> all ($1::text[]) order by t.id`,
        [but],
      ),
    /** The end of a run, once it has come. */
    async ended(runId: string): Promise<{ status: string; items: Ended[] }> {
      const read = async () =>
        (
          await database.query<{ status: string }>(
            "select status from private.runs where id = $1::uuid and finished_at is not null",
            [runId],
          )
        )[0]?.status;
      await expect.poll(read, { timeout: 40_000 }).toBeTruthy();
      const items = await database.query<Ended>(
        `select status, outcome ->> 'code' as code, attempts from private.run_items where run_id = $1::uuid order by position`,
        [runId],
      );
      return { status: (await read()) ?? "", items };
    },
  };
}
