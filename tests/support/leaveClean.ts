import { afterAll, vi } from "vitest";

// Files share the modules and globals of their worker: each leaves them as it found them.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
