import { useSyncExternalStore } from "react";

const STEP = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) {
    // Nobody has moved the hand since the last listener left; React asks again after this.
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const notify of listeners) notify();
    }, STEP);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const current = () => now;

/** The time in milliseconds, moving every ten seconds: one clock for all ages on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, current, current);
}
