import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";

/** Answers the requests of one test file. What it does not foresee is an error: nothing asks a real server. */
export function mockServer(...handlers: Parameters<typeof setupServer>) {
  const server = setupServer(...handlers);
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterAll(() => server.close());
  return server;
}
