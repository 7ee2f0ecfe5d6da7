import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../../stack/database.ts";
import { ERROR_STATUS, type RunReport } from "../../supabase/functions/_shared/contract.ts";
import { type Backend, clonePostgres, startBackend } from "../support/backend.ts";
import { badRequests, previewBody, type Scene } from "./badRequests.ts";
import { customersOf } from "./customers.ts";
import { fingerprint, runsOf } from "./databaseState.ts";
import { perform, planOf } from "./premiumCalls.ts";

let backend: Backend;
let token: string;
let scene: Scene;
let before: Row;

beforeAll(async () => {
  backend = await startBackend(await clonePostgres());
  token = await backend.signIn("support@comptalyze.test");
  const customers = customersOf(backend.database);
  const granted = await customers("free");
  const done = await perform(backend, token, "grant-premium", { user_id: granted.id, days: 7 });
  const { id: user } = await customers("free");
  const plan = await planOf(backend, token, "grant-premium", { user_id: user, days: 7 });
  scene = { user, plan, run: done.run.id };
});
afterAll(() => backend.close());
beforeEach(async () => {
  before = await fingerprint(backend.database);
});

const asBody = (body: unknown): BodyInit | null => {
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body as BodyInit;
  return JSON.stringify(body);
};

const send = (
  body: BodyInit | null,
  { action = "grant-premium", key = randomUUID() as string | null, ...init } = {},
) =>
  backend.request(
    `/functions/v1/${action}`,
    {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key === null ? {} : { "idempotency-key": key }),
      },
      body,
      ...init,
    },
    token,
  );

test.each(badRequests)("$name", async ({ action, body, key, status, code, issue }) => {
  expect(ERROR_STATUS[code]).toBe(status);
  const answer = await send(asBody(body(scene)), {
    ...(action === undefined ? {} : { action }),
    ...(key === undefined ? {} : { key }),
  });
  const { error } = (await answer.json()) as { error: { details?: { issues?: unknown[] } } };
  expect({ status: answer.status, error }).toMatchObject({ status, error: { code } });
  if (code === "invalid_input") expect(error.details?.issues?.length).toBeGreaterThan(0);
  if (issue) expect(error.details?.issues?.[0]).toMatchObject({ code: issue });
  expect(await fingerprint(backend.database), "nothing changed").toEqual(before);
});

describe("limits of the way there", () => {
  const chunked = (chunks: number) => {
    let left = chunks;
    const chunk = new TextEncoder().encode(" ".repeat(100_000));
    const body = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk);
        else controller.close();
      },
    });
    return send(body, { duplex: "half" } as object);
  };

  test.each([
    { chunks: 80, where: "the function" },
    { chunks: 200, where: "the gateway" },
  ])(
    "$chunks chunks of 100 kB without an announced length are too large for $where",
    async ({ chunks }) => {
      const answer = await chunked(chunks);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ error: { code: "too_large" } });
      expect(await fingerprint(backend.database)).toEqual(before);
    },
  );

  test("a header of 20,000 characters is refused before it reaches a function", async () => {
    const { port } = new URL(backend.url);
    const answer = await new Promise<string>((done, failed) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        // Not all of it is sent: what stays unread could hide the answer behind a reset.
        socket.write(`POST /functions/v1/grant-premium HTTP/1.1\r\nHost: x\r\nIdempotency-Key: `);
        socket.write("x".repeat(16_384));
      });
      let text = "";
      socket.on("data", (data) => {
        text += data.toString();
      });
      socket.once("error", failed);
      socket.once("close", () => done(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe("what is unusual and right", () => {
  test("a body of exactly 256 kB", async () => {
    const answer = await send(JSON.stringify(previewBody(scene)).padEnd(256 * 1024));
    expect(answer.status).toBe(200);
  });

  test("the last of doubled fields counts", async () => {
    const answer = await send(
      `{"mode":"undo","mode":"preview","params":{},"params":{"user_id":"${scene.user}","days":0,"days":9}}`,
    );
    expect(await answer.json()).toMatchObject({ summary: { args: { days: 9 } } });
  });

  test("an id in capitals, a plan that is left out, a number written as 7.0", async () => {
    const answer = await send(
      `{"mode":"preview","params":{"user_id":"${scene.user.toUpperCase()}","days":7.0}}`,
    );
    expect(await answer.json()).toMatchObject({
      summary: { args: { user_id: scene.user, days: 7, plan: "premium" } },
    });
  });

  test("ten emoji are ten characters, and blanks around a reason are dropped", async () => {
    const { database } = backend;
    const customers = customersOf(database);
    for (const reason of ["🧾".repeat(10), "🧾".repeat(500), `\u00a0\n ${"é".repeat(10)} \t`]) {
      const { id } = await customers("free");
      const params = { user_id: id, days: 7 };
      const plan = await planOf(backend, token, "grant-premium", params);
      const answer = await send(JSON.stringify({ mode: "run", params, plan, reason }));
      expect((await answer.json()) as RunReport).toMatchObject({ run: { status: "succeeded" } });
      expect((await runsOf(database, id))[0]?.reason).toBe(reason.trim());
    }
  });
});
