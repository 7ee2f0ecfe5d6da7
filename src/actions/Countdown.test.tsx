import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderAt } from "../test/renderAt";
import { Countdown } from "./Countdown";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  vi.setSystemTime("2026-11-24T10:00:00Z");
});
afterEach(() => vi.useRealTimers());

test("counts down to the end of the window, then says that it is over and no more", () => {
  renderAt("/", <Countdown end="2026-11-24T10:01:00Z" />);
  expect(screen.getByText(/^60\ss au plus$/)).toBeTruthy();
  act(() => vi.advanceTimersByTime(18_000));
  expect(screen.getByText(/^42\ss au plus$/)).toBeTruthy();
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByText("Fenêtre écoulée")).toBeTruthy();
  expect(screen.queryByText(/Vérifié|débloqué/)).toBeNull();
});
