import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEEDED_DRIFTS } from "../../stack/seed/drifts.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { webhookStand } from "./webhookStand.ts";

describe("the comparison with Stripe", () => {
  let backend: Backend;
  let stand: ReturnType<typeof webhookStand>;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), { vendors: true });
    stand = webhookStand(backend);
    await backend.database.query("update private.vendor_rates set per_second = 500");
  });
  afterAll(() => backend?.close());

  const findings = () =>
    backend.database.query<{ class: string; code: string; who: string }>(
      `select d.class, d.code, coalesce(u.email, c.email, d.subject) as who, d.amount_cents, d.since, d.there, d.here
       from private.drifts d left join private.users u on u.id = d.user_id
       left join private.stripe_customers c on c.id = d.stripe_customer_id
       where d.closed_at is null order by 1, 3`,
    );

  test("x", async () => {
    expect(await stand.compare()).toEqual({ done: true });
    const found = await findings();
    console.log(JSON.stringify(found, null, 1));
    console.log(await backend.database.query("select * from private.syncs"));
    console.log(SEEDED_DRIFTS);
  });
});
