import "./ownerStacks";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach } from "vitest";
import { forgetMe } from "../providers/me";

// How long a test waits for what must come: a busy machine is slower, never wrong.
// Looking whether each ancestor is hidden costs more than all else; what is hidden from whom axe tells, in the browser.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true });

afterEach(cleanup);

// Files share the window of their worker: each leaves it as it found it.
afterAll(() => {
  forgetMe();
  localStorage.clear();
  sessionStorage.clear();
  Reflect.get(window, "happyDOM").setViewport({ width: 1024, height: 768 });
});
