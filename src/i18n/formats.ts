const ZONE = "Europe/Paris";
const CURRENCY = "EUR";

export type Locale = "fr" | "en";
type Moment = string | number | Date;

/** English is written with European dates, so that 4/12 can never be read as April. */
const tags: Record<Locale, string> = { fr: "fr-FR", en: "en-GB" };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function lazily<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

/** A date stays on one line; in French the first of a month is "1er". */
function dayWords(text: string, locale: Locale): string {
  const [day = "", ...clock] = text.split(", ");
  const words = locale === "fr" ? day.replace(/(^|\s)1(?=\s)/, "$11er") : day;
  return [words.replaceAll(" ", "\u00a0"), ...clock].join(", ");
}

/** Numbers, euros and times in the words of one locale, always in Paris time. */
export function createFormats(locale: Locale) {
  const tag = tags[locale];
  const dates = (options: Intl.DateTimeFormatOptions) =>
    lazily(() => new Intl.DateTimeFormat(tag, { timeZone: ZONE, ...options }));
  const day = { day: "numeric", month: "short" } as const;
  const clock = { hour: "2-digit", minute: "2-digit" } as const;

  const numberFormat = lazily(() => new Intl.NumberFormat(tag));
  const moneyFormat = lazily(
    () => new Intl.NumberFormat(tag, { style: "currency", currency: CURRENCY }),
  );
  const wholeMoneyFormat = lazily(
    () =>
      new Intl.NumberFormat(tag, {
        style: "currency",
        currency: CURRENCY,
        maximumFractionDigits: 0,
      }),
  );
  const percentFormat = lazily(
    () => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 }),
  );
  const unit = (name: "minute" | "hour" | "day") =>
    lazily(() => new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay: "short" }));
  const minutesFormat = unit("minute");
  const hoursFormat = unit("hour");
  const daysFormat = unit("day");
  const relativeFormat = lazily(
    () => new Intl.RelativeTimeFormat(tag, { style: "short", numeric: "always" }),
  );
  const dateFormat = dates({ ...day, year: "numeric" });
  const shortDateFormat = dates(day);
  const dateTimeFormat = dates({ ...day, year: "numeric", ...clock });
  const dayTimeFormat = dates({ weekday: "long", ...day, year: "numeric", ...clock });
  const exactFormat = dates({ ...day, year: "numeric", ...clock, second: "2-digit" });
  const timeFormat = dates(clock);
  const timeSecondsFormat = dates({ ...clock, second: "2-digit" });
  const monthFormat = lazily(
    () => new Intl.DateTimeFormat(tag, { month: "long", year: "numeric", timeZone: "UTC" }),
  );
  const shortMonthFormat = dates({ month: "short", year: "2-digit" });
  const longDayFormat = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const dayKeyFormat = lazily(() => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }));

  const at = (moment: Moment) => new Date(moment);
  const said = (format: Intl.DateTimeFormat, moment: Moment) =>
    dayWords(format.format(at(moment)), locale);
  const dayKey = (moment: Moment) => dayKeyFormat().format(at(moment));

  return {
    locale,
    number: (value: number) => numberFormat().format(value),
    /** Integer cents to "19,90 €". */
    money: (cents: number) => moneyFormat().format(cents / 100),
    /** Integer cents to "1 990 €", for the edge of a chart. */
    wholeMoney: (cents: number) => wholeMoneyFormat().format(cents / 100),
    /** A ratio, 0.0474, to "4,74 %". */
    percent: (ratio: number) => percentFormat().format(ratio),
    /** "23 nov. 2026" */
    date: (moment: Moment) => said(dateFormat(), moment),
    /** "23 nov." */
    shortDate: (moment: Moment) => said(shortDateFormat(), moment),
    /** "23 nov. 2026, 14:05" */
    dateTime: (moment: Moment) => said(dateTimeFormat(), moment),
    /** "23 nov. 2026, 14:05:12", for a tooltip. */
    exact: (moment: Moment) => said(exactFormat(), moment),
    /** "Lundi 23 nov. 2026, 14:05", as a line begins. */
    dayTime: (moment: Moment) => {
      const words = said(dayTimeFormat(), moment);
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
    /** "14:05" */
    time: (moment: Moment) => timeFormat().format(at(moment)),
    /** "14:05:12" */
    timeSeconds: (moment: Moment) => timeSecondsFormat().format(at(moment)),
    /** "lundi 23 novembre 2026" */
    longDay: (moment: Moment) => said(longDayFormat(), moment),
    /** "2026-11" to "novembre 2026". */
    month: (month: string) => monthFormat().format(new Date(`${month}-01T00:00:00Z`)),
    /** "nov. 26" */
    shortMonth: (moment: Moment) => shortMonthFormat().format(at(moment)),
    /** The Paris day as "2026-11-23": equal keys are the same day. */
    dayKey,
    /** Whole Paris days from `now` to `moment`: tomorrow is 1, whatever the hour. */
    daysUntil: (moment: Moment, now: Moment) =>
      Math.round((Date.parse(dayKey(moment)) - Date.parse(dayKey(now))) / (DAY * 1000)),
    /** "il y a 6 min", "dans 3 j". */
    relative: (moment: Moment, now: Moment) => {
      const seconds = Math.round((at(moment).getTime() - at(now).getTime()) / 1000);
      const size = Math.abs(seconds);
      const format = relativeFormat();
      if (size < MINUTE) return format.format(seconds, "second");
      if (size < HOUR) return format.format(Math.trunc(seconds / MINUTE), "minute");
      if (size < DAY) return format.format(Math.trunc(seconds / HOUR), "hour");
      return format.format(Math.trunc(seconds / DAY), "day");
    },
    /** "il y a 3 j" */
    relativeDays: (days: number) => relativeFormat().format(days, "day"),
    /** How long something has lasted: "59 min", "3 h", "2 j". */
    elapsed: (milliseconds: number) => {
      const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
      if (minutes < 60) return minutesFormat().format(minutes);
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return hoursFormat().format(hours);
      return daysFormat().format(Math.floor(hours / 24));
    },
    /** "1,8 s", "212 ms", "4 min". */
    duration: (milliseconds: number) =>
      milliseconds >= 90_000
        ? `${numberFormat().format(Math.round(milliseconds / 60_000))}\u00a0min`
        : milliseconds < 1000
          ? `${numberFormat().format(milliseconds)}\u00a0ms`
          : `${new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(milliseconds / 1000)}\u00a0s`,
  };
}

export type Formats = ReturnType<typeof createFormats>;
