import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Listener, listen } from "./http.ts";
import { siteHandler } from "./site.ts";

/** The gateway before a runtime that listens on a port. */
async function siteOver(port: number): Promise<Listener> {
  const site = await listen(
    siteHandler({
      supabase: null,
      functions: {
        address: () => `http://127.0.0.1:${port}`,
        pid: () => undefined,
        stop: async () => {},
      },
      control: null,
      page: () => new Response("the console"),
    }),
  );
  onTestFinished(() => site.close());
  return site;
}

const call = ({ port }: Listener) =>
  fetch(`http://127.0.0.1:${port}/functions/v1/grant-premium`, { method: "POST", body: "{}" });

test("a runtime that dies halfway through its answer is one that is away, and the caller is told so", async () => {
  const runtime = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "40" });
    response.write('{"run":', () => response.destroy());
  });
  await new Promise<void>((ready) => runtime.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void runtime.close());
  const site = await siteOver((runtime.address() as AddressInfo).port);
  const answer = await call(site);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(await answer.json()).toMatchObject({ error: { code: "database_down" } });
});

test.each([200, 204, 409])("an answer with status %i is passed on as it is", async (status) => {
  const text = status === 204 ? null : '{"code":"plan_outdated"}';
  const runtime = await listen(
    async () => new Response(text, { status, headers: { "x-request-id": "one" } }),
  );
  onTestFinished(() => runtime.close());
  const site = await siteOver(runtime.port);
  const answer = await call(site);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-request-id")).toBe("one");
  expect(await answer.text()).toBe(text ?? "");
});
