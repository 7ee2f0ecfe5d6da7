import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { clonePostgres } from "../support/backend.ts";
import { openSession, type Session } from "./session.ts";

const ASKING = "00000000-0000-4000-8000-0000000000a1";
const OTHER = "00000000-0000-4000-8000-0000000000b2";
const CUSTOMER = "cus_shared";

let database: Database;
let session: Session;

beforeAll(async () => {
  database = await clonePostgres();
  session = await openSession(database);
  await session.query(
    `insert into auth.users (id, email, email_confirmed_at) values
      ($1, 'demande@example.fr', now()), ($2, 'autre@example.fr', now())`,
    [ASKING, OTHER],
  );
});
afterAll(async () => {
  await session?.close();
  await database?.close();
});
beforeEach(async () => {
  await session.query("delete from public.subscriptions where stripe_customer_id = $1", [CUSTOMER]);
});

/** A row of the app's that runs. */
const here = (user: string, subscription: string) =>
  session.query(
    `insert into public.subscriptions (user_id, stripe_customer_id, stripe_subscription_id, plan, status, "interval", amount_cents)
    values ($1, '${CUSTOMER}', $2, 'premium', 'active', 'month', 1990)`,
    [user, subscription],
  );

/** What a worker found at Stripe by the asking customer's id, e-mail and records. */
const atStripe = (named: Record<string, string[]>) => ({
  subscriptions: Object.entries(named).map(([id, named_users]) => ({
    stripe_subscription_id: id,
    stripe_customer_id: CUSTOMER,
    plan: "premium",
    status: "active",
    interval: "month",
    amount_cents: 1990,
    currency: "eur",
    livemode: true,
    created_at: "2026-01-01T00:00:00Z",
    named_users,
  })),
});

async function reconcile(observed: object, user = ASKING): Promise<string> {
  try {
    await session.query("select private.reconcile_user($1, $2::jsonb)", [
      user,
      JSON.stringify(observed),
    ]);
    return "done";
  } catch (error) {
    const { message, detail = "" } = error as { message: string; detail?: string };
    const [first] = (JSON.parse(detail) as { blockers: { code: string }[] }).blockers;
    return `${message} ${first?.code}`;
  }
}

const owners = async () =>
  Object.fromEntries(
    (
      await session.query<{ id: string; owner: string }>(
        `select stripe_subscription_id as id, user_id::text as owner from public.subscriptions
        where stripe_customer_id = $1 and status = 'active'`,
        [CUSTOMER],
      )
    ).map(({ id, owner }) => [id, owner]),
  );

describe("a comparison moves nothing from one customer to another", () => {
  test("found by an e-mail, and our own record says whose it is: left where it is", async () => {
    await here(OTHER, "sub_1");
    expect(await reconcile(atStripe({ sub_1: [], sub_2: [] }))).toBe("done");
    expect(await owners()).toEqual({ sub_1: OTHER });
  });

  test.each([
    ["somebody else", OTHER],
    ["nobody whom we have", "00000000-0000-4000-8000-0000000000ff"],
    ["no account at all", "1; drop table"],
  ])("found by an e-mail, and Stripe names %s: left out", async (_name, named) => {
    expect(await reconcile(atStripe({ sub_1: [named] }))).toBe("done");
    expect(await owners()).toEqual({});
  });

  test("found by an e-mail, and nobody else is named or known: his", async () => {
    expect(await reconcile(atStripe({ sub_1: [] }))).toBe("done");
    expect(await owners()).toEqual({ sub_1: ASKING });
  });

  test("one customer of Stripe's with the records of two: refused, for both of them", async () => {
    await here(ASKING, "sub_1");
    await here(OTHER, "sub_2");
    const observed = atStripe({ sub_1: [], sub_2: [] });
    expect(await reconcile(observed)).toBe("blocked two_users");
    expect(await reconcile(observed, OTHER)).toBe("blocked two_users");
    expect(await owners()).toEqual({ sub_1: ASKING, sub_2: OTHER });
  });

  test.each([
    ["our record says one, Stripe names another", ASKING, [OTHER]],
    ["Stripe names the one, our record says another", OTHER, [ASKING]],
    ["the subscription names one, its customer another", null, [ASKING, OTHER]],
  ])("%s: refused, and nobody loses anything", async (_name, row, named) => {
    if (row !== null) await here(row, "sub_1");
    const before = await owners();
    expect(await reconcile(atStripe({ sub_1: named }))).toBe("blocked somebody_else");
    expect(await owners()).toEqual(before);
  });
});

describe("an e-mail that nobody confirmed", () => {
  beforeAll(() =>
    session.query("update auth.users set email_confirmed_at = null where id = $1", [ASKING]),
  );

  test("is nobody's who pays with it", async () => {
    await session.query(
      `insert into private.stripe_customers (id, email, checked_at) values ('cus_mail', 'demande@example.fr', now())`,
    );
    const owner = async () => {
      const [row] = await session.query<{ owner: string }>(
        "select private.stripe_owner('cus_mail', 'sub_mail', null)::text as owner",
      );
      return row?.owner;
    };
    expect(await owner()).toBe("(,unnamed)");
    await session.query("update auth.users set email_confirmed_at = now() where id = $1", [ASKING]);
    expect(await owner()).toBe(`(${ASKING},)`);
    await session.query("update auth.users set email_confirmed_at = null where id = $1", [ASKING]);
  });

  test("is not what he is looked for by at Stripe", async () => {
    const [row] = await session.query<{ payer: { email: string | null } }>(
      "select private.payer_of($1) as payer",
      [ASKING],
    );
    expect(row?.payer.email).toBeNull();
  });
});

test("an event whose id no event of Stripe's has does not keep the others of its page out", async () => {
  const event = (id: string) => ({
    id,
    type: "customer.created",
    created_at: new Date().toISOString(),
    livemode: true,
    pending: 0,
  });
  await session.query("select private.keep_events($1::jsonb)", [
    JSON.stringify([event('evt_"><script>'), event("=cmd|' /C calc'!A0"), event("evt_whole")]),
  ]);
  expect(
    await session.query(
      "select id from private.stripe_events where created_at > now() - interval '1 minute'",
    ),
  ).toEqual([{ id: "evt_whole" }]);
});
