import { expect, test, vi } from "vitest";
import { retryAfterOf } from "./external.ts";

test.each([
  ["7", 7],
  ["0", 0],
  ["Fri, 27 Nov 2026 12:00:30 GMT", 30],
  ["Fri, 27 Nov 2026 11:59:00 GMT", 0],
  ["99999999999", 3600],
  ["Fri, 27 Nov 2099 12:00:00 GMT", 3600],
  ["-3", null],
  ["soon", null],
  ["", null],
  [undefined, null],
] as const)("Retry-After %j is %j seconds", (header, seconds) => {
  vi.useFakeTimers({ now: Date.parse("2026-11-27T12:00:00Z") });
  expect(retryAfterOf(header)).toBe(seconds);
  vi.useRealTimers();
});
