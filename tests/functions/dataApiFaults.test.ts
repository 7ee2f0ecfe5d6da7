import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freePort } from "../../stack/database.ts";
import { type Functions, startFunctions } from "../../stack/functions.ts";
import { CUT, type Handler, type Listener, listen } from "../../stack/http.ts";
import { REASON } from "./premiumCalls.ts";

const PATIENCE_MS = 400;
const ID = "00000000-0000-4000-8000-000000000000";
const PREVIEW = { mode: "preview", params: { user_id: ID, days: 7 } };
const RUN = { mode: "run", params: { user_id: ID, days: 7 }, plan: "x", reason: REASON };
const UNDO = { mode: "undo", run_id: ID, reason: REASON };
const DONE = { run: { id: ID, status: "succeeded" }, changes: [], proof: null, undo: true };

let dataApi: Listener;
let functions: Functions;
let answering: Handler;

beforeAll(async () => {
  dataApi = await listen((request) => answering(request));
  functions = await startFunctions(
    {
      SUPABASE_URL: `http://127.0.0.1:${dataApi.port}`,
      DATABASE_TIMEOUT_MS: String(PATIENCE_MS),
    },
    () => {},
  );
});
afterAll(async () => {
  await functions.stop();
  await dataApi.close();
});
beforeEach(() => {
  answering = async () => Response.json({});
});

async function post(body: unknown, runtime = functions) {
  const started = performance.now();
  const answer = await fetch(`${runtime.address()}/functions/v1/grant-premium`, {
    method: "POST",
    headers: { apikey: "key", authorization: "Bearer token", "idempotency-key": "a-key-of-faults" },
    body: JSON.stringify(body),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { error?: { code: string } },
    milliseconds: performance.now() - started,
  };
}

const html = (status: number) =>
  new Response("<html><h1>Bad gateway</h1></html>", {
    status,
    headers: { "content-type": "text/html" },
  });
const text = (body: string, status = 200) => new Response(body, { status });
const json = (body: unknown, status: number) => Response.json(body, { status });

const DOWN = { status: 503, code: "database_down" };

test.each([
  { name: "HTML with 502", answer: () => html(502), expected: DOWN },
  { name: "HTML with 504", answer: () => html(504), expected: DOWN },
  { name: "HTML with 521", answer: () => html(521), expected: DOWN },
  { name: "HTML with 500", answer: () => html(500), expected: DOWN },
  { name: "HTML with 200", answer: () => html(200), expected: DOWN },
  { name: "nothing with 200", answer: () => text(""), expected: DOWN },
  { name: "nothing with 404", answer: () => text("", 404), expected: DOWN },
  { name: "half of a JSON", answer: () => text('{"plan":"a'), expected: DOWN },
  ...["null", "[]", "{}", '"text"', "7", "true"].flatMap((body) => [
    { name: `${body} with 200`, answer: () => text(body), expected: DOWN },
    { name: `${body} with 500`, answer: () => text(body, 500), expected: DOWN },
  ]),
  {
    name: "too many connections",
    answer: () => json({ code: "53300", message: "sorry, too many clients already" }, 503),
    expected: DOWN,
  },
  {
    name: "no connection to the database",
    answer: () => json({ code: "PGRST002", message: "Could not query the database" }, 503),
    expected: DOWN,
  },
  {
    name: "a statement that took too long",
    answer: () => json({ code: "57014", message: "canceling statement due to time-out" }, 500),
    expected: DOWN,
  },
  {
    name: "a function that is not there",
    answer: () => json({ code: "PGRST202", message: "Could not find the function" }, 404),
    expected: { status: 503, code: "not_configured" },
  },
  {
    name: "a schema that is not exposed",
    answer: () => json({ code: "PGRST106", message: "Invalid schema: backoffice" }, 406),
    expected: { status: 503, code: "not_configured" },
  },
  {
    name: "a limit of requests",
    answer: () => json({ message: "rate limit" }, 429),
    expected: { status: 429, code: "too_many_requests" },
  },
  {
    name: "a deadlock",
    answer: () => json({ code: "40P01", message: "deadlock detected" }, 500),
    expected: { status: 409, code: "conflict" },
  },
  {
    name: "a token that is refused",
    answer: () => json({ code: "PGRST301", message: "JWSError" }, 401),
    expected: { status: 401, code: "unauthorized" },
  },
])("the Data API answers $name", async ({ answer, expected }) => {
  answering = async () => answer();
  for (const body of [PREVIEW, RUN, UNDO]) {
    const { status, body: said } = await post(body);
    expect({ status, code: said.error?.code }).toEqual(expected);
  }
});

test("the Data API cuts the connection, or sends one around in a circle", async () => {
  answering = () => Promise.reject(CUT);
  expect(await post(RUN)).toMatchObject({ status: 503, body: { error: { code: DOWN.code } } });
  answering = async (request) => Response.redirect(request.url, 307);
  expect(await post(RUN)).toMatchObject({ status: 503, body: { error: { code: DOWN.code } } });
});

test("the Data API never answers, or never ends its answer: nobody waits for ever", async () => {
  const silent: Handler = () => new Promise(() => {});
  const endless: Handler = async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"plan":"'));
        },
      }),
    );
  for (const slow of [silent, endless]) {
    answering = slow;
    const answer = await post(PREVIEW);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: DOWN.code } } });
    expect(answer.milliseconds).toBeGreaterThan(PATIENCE_MS * 0.9);
    expect(answer.milliseconds).toBeLessThan(10_000);
  }
});

test.each([
  { name: "a run", body: RUN, routine: "run_action" },
  { name: "an undo", body: UNDO, routine: "undo_run" },
])("$name that is done stays done when its proof cannot be made", async ({ body, routine }) => {
  for (const proof of [
    () => html(502),
    () => text("garbage"),
    () => new Promise<Response>(() => {}),
  ]) {
    answering = async (request) =>
      request.url.endsWith(`/rpc/${routine}`) ? Response.json(DONE) : proof();
    expect(await post(body)).toMatchObject({ status: 200, body: DONE });
  }
});

test("nobody listens where the database should be", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const lonely = await startFunctions({ SUPABASE_URL: url }, () => {});
  try {
    for (const body of [PREVIEW, RUN, UNDO]) {
      expect(await post(body, lonely)).toMatchObject({
        status: 503,
        body: { error: { code: "database_down" } },
      });
    }
  } finally {
    await lonely.stop();
  }
});

test("the address of the database is not set", async () => {
  const unset = await startFunctions({}, () => {});
  try {
    expect(await post(RUN, unset)).toMatchObject({
      status: 503,
      body: { error: { code: "not_configured" } },
    });
  } finally {
    await unset.stop();
  }
});
