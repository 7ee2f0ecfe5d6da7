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

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}
