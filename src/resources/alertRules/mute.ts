import { addDays, dayOf, momentOf } from "../../i18n/parisDay";

export const MUTES = ["1h", "4h", "tomorrow", "week"] as const;
export type Mute = (typeof MUTES)[number];

const MINUTE = 60_000;

/** How many minutes a mute lasts from now; until tomorrow is until nine by the clocks of Paris. */
export function muteMinutes(mute: Mute, now: number): number {
  switch (mute) {
    case "1h":
      return 60;
    case "4h":
      return 4 * 60;
    case "week":
      return 7 * 24 * 60;
    case "tomorrow": {
      const nine = momentOf(`${addDays(dayOf(now), 1)}T09:00`) ?? "";
      return Math.ceil((Date.parse(nine) - now) / MINUTE);
    }
  }
}
