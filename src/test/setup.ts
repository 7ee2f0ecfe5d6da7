import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, vi } from "vitest";

// How long a test waits for what must come: a busy machine is slower, never wrong.
configure({ asyncUtilTimeout: 5_000 });

afterEach(cleanup);

// Files share the window and the modules of their worker: each leaves them as it found them.
afterAll(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  Reflect.get(window, "happyDOM").setViewport({ width: 1024, height: 768 });
});
