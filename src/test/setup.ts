import "./ownerStacks";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach } from "vitest";
import { forgetMe } from "../providers/me";

// Every name that is looked for asks the style of all that may bear it, and each answer is sought in every rule
// of the page. What hides here hides by an attribute or inline; what a class hides the browser tests see.
window.getComputedStyle = (element) => (element as HTMLElement).style;

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
