import { useLocale } from "react-admin";
import { createFormats, type Formats, type Locale } from "./formats";

const formats = new Map<Locale, Formats>();

/** Numbers, euros and times in the person's language. */
export function useFormat(): Formats {
  const locale: Locale = useLocale() === "en" ? "en" : "fr";
  let found = formats.get(locale);
  if (!found) {
    found = createFormats(locale);
    formats.set(locale, found);
  }
  return found;
}
