import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";

describe("the daily head of the journal", () => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await startBackend(await clonePostgres(), { vendors: true });
  });
  afterAll(() => backend?.close());

  const control = async (path: string, body?: unknown) => {
    const { origin } = new URL(backend.vendors?.addresses.SLACK_WEBHOOK_URL ?? "");
    return fetch(`${origin}/_test/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  };
  const messages = async () =>
    ((await (await control("state")).json()) as { messages: { text: string }[] }).messages;
  const refusal = (kind: string | null) => control("seed", { refusal: kind });
  const post = () =>
    fetch(`${backend.functions?.address()}/functions/v1/post-audit-head`, {
      method: "POST",
      headers: { apikey: backend.keys.secretKey },
    });
  const delivery = async () => {
    const [row] = await backend.database.query(
      "select attempts, delivered_at is not null as delivered, error from private.audit_head_posts",
    );
    return row;
  };
  const due = () =>
    backend.database.query("update private.audit_head_posts set next_at = '-infinity'");

  test("is noted once a day, kept in Slack once, and tried again when Slack refuses", async () => {
    await backend.database.query("select private.write_audit(null, 'repaired', 'done', null)");
    await backend.database.query("select private.tick()");
    await backend.database.query("select private.tick()");
    const [head] = await backend.database.query<{ seq: number; hash: string; days: number }>(
      "select seq::int, encode(hash, 'hex') as hash, count(*) over ()::int as days from private.audit_heads",
    );
    expect(head?.days).toBe(1);

    await refusal("channel_is_archived");
    expect((await post()).status).toBe(200);
    expect(await delivery()).toEqual({
      attempts: 1,
      delivered: false,
      error: "410 channel_is_archived",
    });
    await refusal(null);
    // Not before its time.
    await post();
    expect(await messages()).toEqual([]);
    await due();
    await Promise.all([post(), post(), post()]);
    expect(await delivery()).toEqual({ attempts: 2, delivered: true, error: null });
    expect(await messages()).toHaveLength(1);
    const [message] = await messages();
    expect(message?.text).toContain(head?.hash);
    expect(message?.text).toContain(`ligne ${head?.seq}`);
    await due();
    await post();
    expect(await messages()).toHaveLength(1);
  });

  test("nobody but the schedule posts or claims it", async () => {
    const address = `${backend.functions?.address()}/functions/v1/post-audit-head`;
    const headers = { apikey: backend.keys.publishableKey };
    expect((await fetch(address, { method: "POST", headers })).status).toBe(401);
    const token = await backend.signIn("admin@comptalyze.test");
    expect((await backend.rpc("claim_audit_head", {}, token)).status).toBe(403);
  });
});
