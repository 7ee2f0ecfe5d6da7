import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunAnswer } from "../../supabase/functions/_shared/contract.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { customersOf } from "./customers.ts";
import { fingerprint } from "./databaseState.ts";
import { type Either, preview, REASON, run, runByTwo } from "./premiumCalls.ts";

describe("requests for a colleague over HTTP", () => {
  let backend: Backend;
  let token: Record<"support" | "ops" | "admin" | "admin2", string>;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), {
      vendors: true,
      env: { CONSOLE_URL: "https://console.example" },
    });
    token = {
      support: await backend.signIn("support@comptalyze.test"),
      ops: await backend.signIn("ops@comptalyze.test"),
      admin: await backend.signIn("admin@comptalyze.test"),
      admin2: await backend.signIn("admin2@comptalyze.test"),
    };
  });
  afterAll(() => backend?.close());

  const decide = (approval_id: string | undefined, decision: string, who: string) =>
    backend.rpc<Either<RunAnswer>>("decide_approval", { approval_id, decision }, who);

  async function ask(key = randomUUID(), id?: string) {
    const user_id = id ?? (await customersOf(backend.database)("free")).id;
    const params = { user_id, days: 200 };
    const planned = await preview(backend, token.support, "grant-premium", params);
    const send = () =>
      backend.act<Either<RunAnswer>>(
        "grant-premium",
        { mode: "run", params, plan: planned.body.plan, reason: REASON },
        token.support,
        key,
      );
    return { user_id, send };
  }

  const slack = async (path: string, body?: unknown) => {
    const { origin } = new URL(backend.vendors?.addresses.SLACK_WEBHOOK_URL ?? "");
    return fetch(`${origin}/_test/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  };
  const posted = async () =>
    ((await (await slack("state")).json()) as { messages: { text: string }[] }).messages.map(
      ({ text }) => text,
    );
  const post = () =>
    fetch(`${backend.functions?.address()}/functions/v1/post-notices`, {
      method: "POST",
      headers: { apikey: backend.keys.secretKey },
    });

  test("fifty equal requests are one, answered with 202; fifty equal decisions run it once", async () => {
    const { user_id, send } = await ask();
    const before = await fingerprint(backend.database);
    const asked = await Promise.all(Array.from({ length: 50 }, send));
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));
    const [id, ...others] = [...new Set(asked.map(({ body }) => body.approval?.id))];
    expect(others).toEqual([]);
    expect(await fingerprint(backend.database)).toEqual(before);

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => decide(id, "approve", token.ops)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.run?.id)).size).toBe(1);
    const grants = await backend.database.query(
      "select from private.grants where user_id = $1 and run_id is not null",
      [user_id],
    );
    expect(grants).toHaveLength(1);
    // The first key still answers: with the run now, and 200.
    expect(await send()).toMatchObject({ status: 200, body: { approval: { status: "approved" } } });
  });

  test("approve and withdraw at the same moment: one of them, never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { user_id, send } = await ask();
      const { body } = await send();
      const [agreed, withdrawn] = await Promise.all([
        decide(body.approval?.id, "approve", token.ops),
        decide(body.approval?.id, "withdraw", token.support),
      ]);
      expect([agreed.status, withdrawn.status].sort()).toEqual([200, 409]);
      const grants = await backend.database.query(
        "select from private.grants where user_id = $1 and run_id is not null",
        [user_id],
      );
      expect(grants).toHaveLength(agreed.status === 200 ? 1 : 0);
    }
  });

  test("a key that carried a request is refused for another", async () => {
    const key = randomUUID();
    const first = await ask(key);
    expect((await first.send()).status).toBe(202);
    const second = await ask(key);
    const refused = await second.send();
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: "idempotency_key_reused" } },
    });
  });

  test("the team reads of it in Slack once, also when Slack was away", async () => {
    await post();
    await slack("reset", {});
    await slack("seed", { refusal: "channel_is_archived" });
    const { send } = await ask();
    const { body } = await send();
    await post();
    expect(await posted()).toEqual([]);
    await slack("seed", { refusal: null });
    await backend.database.query(
      "update private.notices set next_attempt_at = now() where delivered_at is null",
    );
    await Promise.all([post(), post(), post()]);
    const mine = (await posted()).filter((text) => text.includes(body.approval?.code ?? "–"));
    expect(mine).toHaveLength(1);
    expect(mine[0]).toContain("support@comptalyze.test demande une approbation");
    expect(mine[0]).toContain(`https://console.example/approvals/${body.approval?.id}/show`);
  });

  test("a colleague by two admins: added, then removed with every session", async () => {
    const email = "cliente@comptalyze.test";
    const [customer] = await backend.database.query<{ id: string }>(
      "select id::text from auth.users where email = $1",
      [email],
    );
    const id = customer?.id ?? "";
    const both: [string, string] = [token.admin, token.admin2];
    await runByTwo(backend, both, "add-staff", { user_id: id, role: "ops" });
    const newcomer = await backend.signIn(email);
    expect((await backend.rpc("me", {}, newcomer)).status).toBe(200);
    const planned = await preview(backend, token.admin, "remove-staff", { user_id: id });
    const unconfirmed = await run(
      backend,
      token.admin,
      "remove-staff",
      { user_id: id },
      planned.body.plan,
    );
    expect(unconfirmed.status).toBe(422);
    const asked = await backend.act<RunAnswer>(
      "remove-staff",
      {
        mode: "run",
        params: { user_id: id },
        plan: planned.body.plan,
        reason: REASON,
        confirm: email,
      },
      token.admin,
      randomUUID(),
    );
    await decide(asked.body.approval?.id, "approve", token.admin2);
    // The token is still valid and opens nothing.
    expect((await backend.rpc("me", {}, newcomer)).status).toBe(403);
  });
});
