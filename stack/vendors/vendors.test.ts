import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ServedVendors, serveVendors } from "./serve.ts";
import { VERCEL_DEMO_TOKEN } from "./vercel.ts";

let served: ServedVendors;

beforeAll(async () => {
  served = await serveVendors();
});
afterAll(() => served.close());
beforeEach(() => {
  for (const vendor of Object.values(served.vendors)) vendor.reset();
});

const post = (url: string, body: string, type = "application/json") =>
  fetch(url, { method: "POST", headers: { "content-type": type }, body });

test("every stand-in listens on its own port of loopback", () => {
  const origins = Object.values(served.addresses).map((address) => new URL(address));
  expect(origins.every((origin) => origin.hostname === "127.0.0.1")).toBe(true);
  expect(new Set(origins.map((origin) => origin.port)).size).toBe(6);
});

describe("slack", () => {
  const hook = () => served.addresses.SLACK_WEBHOOK_URL;
  const answer = async (response: Response) => [response.status, await response.text()];

  test("takes a message and says ok", async () => {
    expect(await answer(await post(hook(), '{"text":"Import en échec"}'))).toEqual([200, "ok"]);
    const form = `payload=${encodeURIComponent('{"text":"Deuxième"}')}`;
    expect((await post(hook(), form, "application/x-www-form-urlencoded")).status).toBe(200);
    const state: unknown = await (await fetch(new URL("/_test/state", hook()))).json();
    expect(state).toMatchObject({ messages: [{ text: "Import en échec" }, { text: "Deuxième" }] });
  });

  test.each([
    ["not JSON", "hello", 400, "invalid_payload"],
    ["not an object", '["hello"]', 400, "invalid_payload"],
    ["nothing in it", "{}", 400, "no_text"],
  ])("%s", async (_what, body, status, text) => {
    expect(await answer(await post(hook(), body))).toEqual([status, text]);
  });

  test("another address is no service; an archived channel is gone", async () => {
    const elsewhere = new URL("/services/T0/B0/wrong", hook()).href;
    expect(await answer(await post(elsewhere, '{"text":"x"}'))).toEqual([404, "no_service"]);
    await post(new URL("/_test/seed", hook()).href, '{"refusal":"channel_is_archived"}');
    expect(await answer(await post(hook(), '{"text":"x"}'))).toEqual([410, "channel_is_archived"]);
  });

  test("the secret part of the address is not logged", async () => {
    await post(hook(), '{"text":"x"}');
    const log = await (await fetch(new URL("/_test/requests", hook()))).text();
    expect(log).toContain("/services/T0DEMO/B0DEMO/***");
    expect(log).not.toContain("comptalyze-demo");
  });
});

describe("vercel", () => {
  type Listed = { deployments: { uid: string; created: number }[]; pagination: { next: number } };
  const get = (path: string, token: string | null = VERCEL_DEMO_TOKEN) =>
    fetch(`${served.addresses.VERCEL_API_BASE}${path}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });

  test("lists deployments newest first, page by page, and shows one", async () => {
    const first = (await (await get("/v7/deployments?limit=4")).json()) as Listed;
    expect(first.deployments).toHaveLength(4);
    const rest = (await (
      await get(`/v7/deployments?until=${first.pagination.next}`)
    ).json()) as Listed;
    expect(rest).toMatchObject({ pagination: { count: 2, next: null } });
    const newest = first.deployments[0];
    expect(await (await get(`/v13/deployments/${newest?.uid}`)).json()).toMatchObject({
      id: newest?.uid,
      readyState: "READY",
      createdAt: newest?.created,
      meta: { githubCommitRef: "main" },
    });
    const failed = (await (await get("/v7/deployments?state=ERROR")).json()) as Listed;
    expect(failed.deployments).toHaveLength(1);
  });

  test.each([
    ["no token", "/v7/deployments", null, 403, "forbidden"],
    ["a wrong token", "/v7/deployments", "wrong", 403, "forbidden"],
    ["an unknown deployment", "/v13/deployments/dpl_x", VERCEL_DEMO_TOKEN, 404, "not_found"],
    ["an unknown address", "/v9/projects", VERCEL_DEMO_TOKEN, 404, "not_found"],
  ])("%s", async (_what, path, token, status, code) => {
    const response = await get(path, token);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
  });
});

describe("the customer app", () => {
  const health = () => fetch(`${served.addresses.APP_BASE_URL}/api/health`);
  const control = (path: string, body: object) =>
    post(`${served.addresses.APP_BASE_URL}/_test/${path}`, JSON.stringify(body));

  test("is well, or says what is not", async () => {
    expect(await (await health()).json()).toMatchObject({ status: "ok" });
    await control("seed", { checks: { database: "down" } });
    const ill = await health();
    expect(ill.status).toBe(503);
    expect(await ill.json()).toMatchObject({ status: "degraded", checks: { database: "down" } });
  });

  test("slow, cut in the middle, silent or behind a broken proxy", async () => {
    await control("faults", { kind: "latency", ms: 120 });
    const started = performance.now();
    expect((await health()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(100);

    await control("faults", { kind: "cut" });
    const half = await health();
    await expect(half.text()).rejects.toThrow();

    await control("faults", { kind: "timeout_before", ms: 30 });
    await expect(health()).rejects.toThrow();

    await control("faults", { kind: "html" });
    const page = await health();
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html"]);
  });

  test("a caller that gives up does not wait for the time-out", async () => {
    await control("faults", { kind: "timeout_before" });
    const given = fetch(`${served.addresses.APP_BASE_URL}/api/health`, {
      signal: AbortSignal.timeout(50),
    });
    await expect(given).rejects.toThrow();
    expect((await health()).status).toBe(200);
  });

  test("a fault that nobody knows is refused, and nothing breaks", async () => {
    expect((await control("faults", { kind: "earthquake" })).status).toBe(422);
    expect((await health()).status).toBe(200);
  });
});
