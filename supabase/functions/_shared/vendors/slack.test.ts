import { afterEach, expect, test, vi } from "vitest";
import { postToSlack } from "./slack.ts";

const URL = "https://hooks.slack.example/services/T0/B0/secret-of-the-channel";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test.each([
  [200, "ok", null],
  [404, "no_service", "404 no_service"],
  [502, `Bad gateway: POST ${URL}`, "502"],
  [200, "<html>", "200"],
  [500, "", "500"],
])("an answer of %d with %j", async (status, text, said) => {
  vi.stubEnv("SLACK_WEBHOOK_URL", URL);
  vi.stubGlobal("fetch", async () => new Response(text, { status }));
  expect(await postToSlack("Bonjour")).toBe(said);
});

test("no answer keeps nothing of the address either", async () => {
  vi.stubEnv("SLACK_WEBHOOK_URL", URL);
  vi.stubGlobal("fetch", async () => {
    throw new TypeError(`cannot reach ${URL}`);
  });
  expect(await postToSlack("Bonjour")).toBe("unreachable");
});
