import type { Database } from "../../stack/database.ts";

export type Customer = { id: string; email: string };

const WHERE = {
  /** Free by default, never had a grant, a subscription or a run. */
  free: `u.plan = 'free' and u.subscription_status is null
    and not exists (select from private.grants g where g.user_id = u.id)`,
  /** Premium by a running grant alone. */
  granted: "u.plan_source = 'grant' and u.plan = 'premium' and u.subscription_status is null",
  /** Pays for Premium. */
  subscribed: "u.plan_source = 'subscription' and u.plan = 'premium' and u.grant_ends_at is null",
} as const;

/** Customers of the demo data in a situation; each call gives one that was not given before. */
export function customersOf(database: Database): (kind: keyof typeof WHERE) => Promise<Customer> {
  const given: string[] = [];
  return async (kind) => {
    const [customer] = await database.query<Customer>(
      `select u.id, u.email from private.users u
       where ${WHERE[kind]} and u.email not like '%@comptalyze.test'
         and u.banned_until is null and u.id <> all ($1::uuid[])
         and not exists (select from private.runs r where r.target_user = u.id)
       order by u.email limit 1`,
      [given],
    );
    if (customer === undefined) throw new Error(`no more ${kind} customers in the demo data`);
    given.push(customer.id);
    return customer;
  };
}
