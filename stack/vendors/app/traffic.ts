import { z } from "zod";

const SLOT_MS = 300_000;
const DAY_SLOTS = 288;

/** How many requests a slot has; those that were not told follow the hour of the day. */
export const trafficSeed = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  requests: z.int().min(0),
  errors_5xx: z.int().min(0),
});

type Slot = z.output<typeof trafficSeed>;

/** The same number for the same slot, between 0 and 1. */
function chance(slot: number, salt: number): number {
  let n = Math.imul(slot ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  n = Math.imul(n ^ (n >>> 13), 0xc2b2ae35);
  return ((n ^ (n >>> 16)) >>> 0) / 2 ** 32;
}

/** Between a few by night and some hundreds by day, two in a thousand answered with 5xx. */
function usual(slot: number, share: number): Slot {
  const hour = ((slot % DAY_SLOTS) / DAY_SLOTS) * 24;
  const busy = 0.15 + Math.max(0, Math.sin(((hour - 5) / 16) * Math.PI));
  const whole = Math.round(240 * busy * (0.8 + 0.4 * chance(slot, 1)));
  const requests = Math.ceil(whole * share);
  return {
    at: new Date(slot * SLOT_MS).toISOString(),
    requests,
    errors_5xx: requests > 0 && chance(slot, 2) < whole * 0.002 ? 1 : 0,
  };
}

/** The slots from the one that holds `since` to the present one, which is still growing; a day at most. */
export function trafficSince(since: Date, now: Date, told: Slot[]): Slot[] {
  const last = Math.floor(now.getTime() / SLOT_MS);
  const first = Math.max(Math.floor(since.getTime() / SLOT_MS), last - DAY_SLOTS);
  const known = new Map(told.map((slot) => [Date.parse(slot.at) / SLOT_MS, slot]));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => {
    const slot = first + step;
    const share = slot === last ? (now.getTime() - slot * SLOT_MS) / SLOT_MS : 1;
    return known.get(slot) ?? usual(slot, share);
  });
}
