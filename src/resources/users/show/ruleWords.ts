import type { Formats } from "../../../i18n/formats";
import type { AccessStep, UserOverview } from "../overview";
import { reasonWords } from "./reasonWords";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** Which rule gives the customer their plan, and the record that decided. */
export function ruleWords(overview: UserOverview, t: Translate, f: Formats) {
  return { title: titleOf(overview, t, f), body: reasonWords(overview, t, f) };
}

function titleOf({ access: { source, ends_at } }: UserOverview, t: Translate, f: Formats) {
  switch (source) {
    case "grant":
      return t("user.why.grant.title", { end: ends_at ? f.dateTime(ends_at) : "" });
    case "subscription":
      return ends_at
        ? t("user.why.subscription.title_end", { end: f.date(ends_at) })
        : t("user.why.subscription.title");
    default:
      return t("user.why.default.title");
  }
}

/** « actif », as the end of a sentence. */
export function statusWords(step: AccessStep | undefined, t: Translate): string {
  const status = step?.detail?.status;
  return typeof status === "string"
    ? t(`status.subscription.${status}`, { _: status }).toLowerCase()
    : "";
}
