import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../stack/database.ts";
import { type Backend, startBackend } from "../support/backend.ts";
import { ENGINES } from "./session.ts";

const ACTION = "reconcile-subscriptions";
const REASON = "Webhooks refusés pendant la nuit";

type Claimed = {
  items: {
    id: string;
    lease: string;
    attempts: number;
    applied: boolean;
    steps: Record<string, unknown>;
  }[];
  waiting_ms: number | null;
};
type RunAnswer = { run: { id: string; status: string; items: number } };

describe.each(ENGINES)("runs with items on %s", (_engine, open) => {
  let database: Database;
  let backend: Backend;
  let token: string;

  beforeAll(async () => {
    database = await open();
    backend = await startBackend(database, { functions: false });
    token = await backend.signIn("ops@comptalyze.test");
  });
  afterAll(() => backend?.close());

  /** What the worker calls, as the worker calls it: with the secret key and no token. */
  async function asWorker<Answer>(name: string, args: unknown): Promise<Answer> {
    const response = await fetch(`${backend.url}/rest/v1/rpc/${name}`, {
      method: "POST",
      headers: {
        apikey: backend.keys.secretKey,
        "content-type": "application/json",
        "content-profile": "backoffice",
      },
      body: JSON.stringify(args),
    });
    const body = (await response.json()) as Answer;
    if (!response.ok) throw new Error(JSON.stringify(body));
    return body;
  }

  async function start(number: number, key = randomUUID()): Promise<RunAnswer["run"]> {
    const users = await database.query<{ id: string }>(
      "select id::text from private.users where email like '%@example.%' order by random() limit $1",
      [number],
    );
    const params = { user_ids: users.map(({ id }) => id) };
    const planned = await backend.rpc<{ plan: string }>(
      "plan_run",
      { action: ACTION, params },
      token,
    );
    expect(planned.status).toBe(200);
    const started = await backend.rpc<RunAnswer>(
      "start_run",
      {
        action: ACTION,
        params,
        plan: planned.body.plan,
        reason: REASON,
        idempotency_key: key,
      },
      token,
    );
    expect(started.status).toBe(200);
    return started.body.run;
  }

  const claim = (run_id: string, most: number) =>
    asWorker<Claimed>("claim_items", { run_id, most });

  const finish = (item: Claimed["items"][number], status: string) =>
    asWorker("finish_item", {
      item_id: item.id,
      lease: item.lease,
      status,
      outcome: { code: status, args: {} },
      proof: { status: "verified", evidence: [] },
      retry_after_seconds: 0,
    });

  async function targetOf(item: string | undefined): Promise<string | undefined> {
    const [row] = await database.query<{ target_id: string }>(
      "select target_id from private.run_items where id = $1",
      [item],
    );
    return row?.target_id;
  }

  async function record(id: string) {
    await asWorker("close_runs", {});
    const [row] = await database.query<{ status: string; counts: Record<string, number> }>(
      "select status, coalesce(counts, private.item_counts(id)) as counts from private.runs where id = $1",
      [id],
    );
    return row;
  }

  test("two claims never share an item, and an item is finished once", async () => {
    const run = await start(4);
    const [one, two] = await Promise.all([claim(run.id, 2), claim(run.id, 2)]);
    const ids = [...one.items, ...two.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claim(run.id, 4);
    expect(ids.length + rest.items.length).toBe(4);
    for (const item of [...one.items, ...two.items, ...rest.items]) await finish(item, "done");
    const [first] = one.items;
    if (first === undefined) throw new Error("nothing was claimed");
    await expect(finish(first, "failed")).rejects.toThrow("lease_lost");
    expect(await record(run.id)).toEqual({ status: "succeeded", counts: { done: 4 } });
  });

  test("who dies loses the lease: the next worker gets the item with the steps that were done", async () => {
    const run = await start(1);
    const [lost] = (await claim(run.id, 1)).items;
    if (lost === undefined) throw new Error("nothing was claimed");
    const held = { item_id: lost.id, lease: lost.lease, name: "send" };
    const begun = await asWorker<{ key: string }>("begin_step", { ...held, service: "resend" });
    await asWorker("end_step", { ...held, status: "done", detail: { id: "e1" } });
    expect((await claim(run.id, 1)).items).toEqual([]);
    await database.query(
      "update private.run_items set lease_until = now() - interval '1 second' where id = $1",
      [lost.id],
    );
    const [again] = (await claim(run.id, 1)).items;
    expect(again).toMatchObject({
      id: lost.id,
      attempts: 2,
      // The vendor did its part; ours is still to be written.
      applied: false,
      steps: { send: { status: "done", detail: { id: "e1" } } },
    });
    await expect(finish(lost, "done")).rejects.toThrow("lease_lost");
    const same = await asWorker<{ key: string; status: string }>("begin_step", {
      ...held,
      lease: again?.lease,
      service: "resend",
    });
    expect(same).toMatchObject({ key: begun.key, status: "done" });
  });

  test("a worker that dies at every attempt leaves an item for a person to look at", async () => {
    const run = await start(1);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await claim(run.id, 1);
      await database.query(
        "update private.run_items set lease_until = now() - interval '1 second' where run_id = $1",
        [run.id],
      );
    }
    expect(await record(run.id)).toEqual({ status: "failed", counts: { attention: 1 } });
  });

  test.each([
    ["timeout", "attention"],
    ["unreachable", "attention"],
    ["garbage", "attention"],
    ["broken", "failed"],
    ["rate_limited", "failed"],
  ])("a call that failed with %s at the last attempt leaves the item %s", async (kind, ends) => {
    const run = await start(1);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const [item] = (await claim(run.id, 1)).items;
      if (item === undefined) throw new Error(`attempt ${attempt} found nothing`);
      const held = { item_id: item.id, lease: item.lease, name: "send" };
      await asWorker("begin_step", { ...held, service: "resend" });
      // The first attempt is the one that counts: what it left in doubt, a later refusal does not settle.
      const detail = { kind: attempt === 1 ? kind : "broken" };
      await asWorker("end_step", { ...held, status: "failed", detail });
      await finish(item, attempt === 5 ? "given_up" : "retry");
    }
    expect((await record(run.id))?.counts).toEqual({ [ends]: 1 });
  });

  test("an item that waits for another attempt is claimed again, so many times", async () => {
    const run = await start(1);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const [item] = (await claim(run.id, 1)).items;
      if (item === undefined) throw new Error(`attempt ${attempt} found nothing`);
      await finish(item, "retry");
    }
    expect(await claim(run.id, 1)).toMatchObject({ items: [], waiting_ms: null });
    expect(await record(run.id)).toEqual({ status: "failed", counts: { failed: 1 } });
  });

  describe("a call without an answer", () => {
    /** One attempt of a step, which ends like this; null: its worker dies. */
    async function attempt(runId: string, kind: string | null, { effect = true } = {}) {
      const [item] = (await claim(runId, 1)).items;
      if (item === undefined) throw new Error("nothing was claimed");
      const held = { item_id: item.id, lease: item.lease, name: "send" };
      const begun = await asWorker<{ status: string }>("begin_step", {
        ...held,
        service: "resend",
        effect,
      });
      if (kind === null) {
        await database.query(
          "update private.run_items set lease_until = now() - interval '1 second' where id = $1",
          [item.id],
        );
      } else {
        await asWorker("end_step", { ...held, status: "failed", detail: { kind } });
      }
      return { item, begun };
    }

    test.each([
      ["timeout", true, "attention"],
      ["unreachable", true, "attention"],
      ["garbage", true, "attention"],
      ["broken", true, "failed"],
      ["rate_limited", true, "failed"],
      ["timeout", false, "failed"],
    ])("%s (an effect: %s), then a refusal: %s", async (kind, effect, status) => {
      const run = await start(1);
      await finish((await attempt(run.id, kind, { effect })).item, "retry");
      await finish((await attempt(run.id, "refused", { effect })).item, "given_up");
      expect(await record(run.id)).toEqual({ status: "failed", counts: { [status]: 1 } });
    });

    test("a worker that died in the middle of it is a doubt as well", async () => {
      const run = await start(1);
      await attempt(run.id, null);
      await finish((await attempt(run.id, "refused")).item, "given_up");
      expect(await record(run.id)).toEqual({ status: "failed", counts: { attention: 1 } });
    });

    test("what a handler knows to have failed has failed", async () => {
      const run = await start(1);
      await finish((await attempt(run.id, "timeout")).item, "failed");
      expect(await record(run.id)).toEqual({ status: "failed", counts: { failed: 1 } });
    });

    test("is not repeated once the vendor has forgotten the key, unless nothing was done", async () => {
      for (const [kind, status] of [
        ["timeout", "expired"],
        ["broken", "started"],
      ]) {
        const run = await start(1);
        await finish((await attempt(run.id, kind ?? null)).item, "retry");
        await database.query(
          `update private.run_steps s set started_at = now() - interval '21 hours'
          from private.run_items i where i.id = s.item_id and i.run_id = $1`,
          [run.id],
        );
        expect((await attempt(run.id, "refused")).begun.status).toBe(status);
      }
    });
  });

  test("after ten failures the rest does not begin", async () => {
    const run = await start(14);
    for (const item of (await claim(run.id, 12)).items.slice(0, 10)) await finish(item, "failed");
    expect((await record(run.id))?.counts).toEqual({ failed: 10, running: 2, cancelled: 2 });
  });

  test("cancelling ends what waits, not what is under way; once", async () => {
    const run = await start(5);
    const { items } = await claim(run.id, 2);
    const cancel = () =>
      backend.rpc<RunAnswer>("cancel_run", { run_id: run.id, reason: REASON }, token);
    expect((await cancel()).status).toBe(200);
    expect((await record(run.id))?.counts).toEqual({ running: 2, cancelled: 3 });
    for (const item of items) await finish(item, "done");
    expect(await record(run.id)).toEqual({
      status: "cancelled",
      counts: { done: 2, cancelled: 3 },
    });
    expect((await cancel()).status).toBe(409);
  });

  test("a retry takes the failed items only, once", async () => {
    const run = await start(4);
    const { items } = await claim(run.id, 4);
    for (const [place, item] of items.entries()) await finish(item, place < 3 ? "done" : "failed");
    const retry = (key: string = randomUUID()) =>
      backend.rpc<RunAnswer>(
        "retry_run",
        { run_id: run.id, reason: REASON, idempotency_key: key },
        token,
      );
    expect((await retry()).status).toBe(409);
    expect(await record(run.id)).toEqual({ status: "partial", counts: { done: 3, failed: 1 } });
    const key = randomUUID();
    const again = await retry(key);
    expect(again.body.run).toMatchObject({ status: "running", items: 1 });
    const taken = await database.query(
      "select target_id from private.run_items where run_id = $1",
      [again.body.run.id],
    );
    expect(taken).toEqual([{ target_id: await targetOf(items[3]?.id) }]);
    expect((await retry(key)).body.run.id).toBe(again.body.run.id);
    expect((await retry()).status).toBe(409);
  });

  test("one key starts one run, with another request it is refused", async () => {
    const key = randomUUID();
    await start(1, key);
    const other = await backend.rpc<{ error: { code: string } }>(
      "retry_run",
      { run_id: (await start(1)).id, reason: REASON, idempotency_key: key },
      token,
    );
    expect(other).toMatchObject({
      status: 422,
      body: { error: { code: "idempotency_key_reused" } },
    });
  });

  test("turns keep a vendor's rate over all who ask, and a rest holds everybody", async () => {
    const turns = await Promise.all(
      Array.from({ length: 5 }, () =>
        asWorker<{ wait_ms: number }>("take_turn", { service: "resend" }),
      ),
    );
    const waits = turns.map(({ wait_ms }) => wait_ms).sort((a, b) => a - b);
    // Two a second: the fifth goes two seconds after the first, less what asking took.
    expect(waits[4]).toBeGreaterThan(1000);
    expect(waits[4]).toBeLessThanOrEqual(2000);
    await asWorker("rest_vendor", { service: "resend", seconds: 60 });
    const { wait_ms } = await asWorker<{ wait_ms: number }>("take_turn", { service: "resend" });
    expect(wait_ms).toBeGreaterThan(30_000);
  });

  test("what the worker calls answers nobody else", async () => {
    for (const name of ["claim_items", "close_runs", "open_work"]) {
      for (const who of [token, null]) {
        expect((await backend.rpc(name, {}, who)).status, name).toBeGreaterThanOrEqual(401);
      }
    }
  });
});
