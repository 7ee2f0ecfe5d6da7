import { randomUUID } from "node:crypto";
import type { VendorSet } from "../../stack/vendors/serve.ts";
import { clonePostgres, startBackend } from "../support/backend.ts";
import { webhookStand } from "./webhookStand.ts";

const ROLES = ["support", "ops", "admin", "admin2"] as const;
export type Role = (typeof ROLES)[number];

export type Received = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  status: number | null;
};

export type Person = { id: string; email: string };

/** An event that the customer app refused, of somebody who pays and has nothing of it. */
export type Lost = Person & { customer: string; event: string };

/**
 * A backend for calls to any action: the vendors, who may ask and who may agree, people who have done
 * nothing yet, and so many whom the app did not hear of.
 */
export async function setStage({
  unheard,
  env = {},
}: {
  unheard: number;
  env?: Record<string, string>;
}) {
  const backend = await startBackend(await clonePostgres(), { vendors: true, env });
  const { database } = backend;
  // What is tested here is not the vendors' rates; and where the app counts, the console can clear it.
  await database.exec(`
    update private.vendor_rates set per_second = 100000;
    update private.settings set value = '"shared"' where key = 'limiter_store';
  `);
  const tokens = Object.fromEntries(
    await Promise.all(
      ROLES.map(async (role) => [role, await backend.signIn(`${role}@comptalyze.test`)]),
    ),
  ) as Record<Role, string>;
  const stand = webhookStand(backend);
  await stand.sync();

  async function control<Answer>(vendor: keyof VendorSet, name: string, body?: unknown) {
    const answer = await backend.vendors?.vendors[vendor].fetch(
      new Request(`http://vendor.test/_test/${name}`, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      }),
    );
    if (!answer?.ok) throw new Error(`${vendor} ${name}: ${await answer?.text()}`);
    return (answer.status === 204 ? null : await answer.json()) as Answer;
  }

  /** Somebody who registered a minute ago, and has done nothing. An e-mail to there arrives. */
  async function newcomer(): Promise<Person> {
    const email = `client+${randomUUID().slice(0, 13)}@example.fr`;
    const [person] = await database.query<Person>(
      `insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
      values (gen_random_uuid(), 'authenticated', 'authenticated', $1, now(), '{}', '{}', now() - interval '1 minute', now())
      returning id::text, email`,
      [email],
    );
    if (person === undefined) throw new Error("nobody came");
    return person;
  }

  async function pay({ id, email }: Person): Promise<string> {
    const metadata = { user_id: id };
    const payer = await stand.stripe.customers.create({ email, metadata });
    await stand.stripe.subscriptions.create({
      customer: payer.id,
      items: [{ price: "price_demo_premium_month" }],
      metadata,
    });
    return payer.id;
  }

  const lost: Lost[] = [];
  // As after a deploy with the old signing secret: people pay, and the app refuses what Stripe says of it.
  await stand.wrongSecret(true);
  const payers: (Person & { customer: string })[] = [];
  while (payers.length < unheard) {
    const person = await newcomer();
    payers.push({ ...person, customer: await pay(person) });
  }
  await stand.wrongSecret(false);
  await stand.sync();
  await stand.age();
  for (const payer of payers) {
    const [event] = await database.query<{ id: string }>(
      "select id from private.stripe_events where stripe_customer_id = $1 and type = 'invoice.paid'",
      [payer.customer],
    );
    if (event === undefined) throw new Error(`no event of ${payer.email}`);
    lost.push({ ...payer, event: event.id });
  }

  return {
    backend,
    tokens,
    control,
    newcomer,
    /** Somebody who pays and has nothing of it, because the app refused Stripe's events. */
    unheard(): Lost {
      const next = lost.shift();
      if (next === undefined) throw new Error("everybody was heard of");
      return next;
    },
    received: async (vendor: keyof VendorSet) =>
      (await control<{ requests: Received[] }>(vendor, "requests")).requests,
  };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
