import type { ValueWords } from "./fieldWords";

type LastEmail = { subject?: unknown; at?: unknown };
type Suppression = { origin?: unknown; since?: unknown };

const lastEmail: ValueWords = (value, t, format) => {
  if (typeof value !== "object" || value === null) return t("actions.value.nothing");
  const { subject, at } = value as LastEmail;
  const quoted = t("actions.value.quoted", { text: String(subject) });
  return typeof at === "string" ? `${quoted}, ${format.dateTime(at)}` : quoted;
};

const suppression: ValueWords = (value, t, format) => {
  if (typeof value !== "object" || value === null) return t("actions.value.not_suppressed");
  const { origin, since } = value as Suppression;
  return t("actions.value.suppressed", {
    origin: t(`status.suppression.${String(origin)}`, { _: String(origin) }),
    since: typeof since === "string" ? format.dateTime(since) : "",
  });
};

const delivery: ValueWords = (value, t) =>
  typeof value === "string" ? t(`status.email.${value}`, { _: value }) : t("actions.value.untold");

/** What the e-mail actions change and read again, in words. */
export const emailValues = { last_email: lastEmail, suppression, delivery };
