const ZONE = "Europe/Paris";
const offsetFormat = new Intl.DateTimeFormat("en", { timeZone: ZONE, timeZoneName: "longOffset" });
const dayFormat = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Minutes that Paris is ahead of UTC at that moment. */
function offsetAt(moment: number): number {
  const name = offsetFormat.formatToParts(moment).find((part) => part.type === "timeZoneName");
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name?.value ?? "") ?? [];
  if (!hours || !minutes) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The moment at which a Paris day, "2026-11-23", begins. */
export function startOfDay(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The clock changes at night, after midnight: the offset of the evening before is the right one.
  return new Date(midnight - offsetAt(midnight - 3 * 60 * MINUTE) * MINUTE).toISOString();
}

/** The Paris day, "2026-11-23", that a moment falls in. */
export function dayOf(moment: number | string): string {
  return dayFormat.format(new Date(moment));
}

/** The moment at which the clocks of Paris show "2026-11-23T13:01"; null for what is no time. */
export function momentOf(local: string): string | null {
  const shown = Date.parse(`${local}Z`);
  if (Number.isNaN(shown)) return null;
  const near = shown - offsetAt(shown) * MINUTE;
  return new Date(shown - offsetAt(near) * MINUTE).toISOString();
}

/** What the clocks of Paris show at a moment, to the minute: "2026-11-23T13:01". */
export function clockOf(moment: string): string {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? "" : new Date(at + offsetAt(at) * MINUTE).toISOString().slice(0, 16);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}
