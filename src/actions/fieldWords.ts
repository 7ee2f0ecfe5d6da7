import type { Formats } from "../i18n/formats";
import type { Translate } from "./wordsOf";

/** Says a value of a field. */
export type ValueWords = (value: unknown, t: Translate, format: Formats) => string;

/** Fields whose values are shown as they are stored, in the code font. */
export const isRaw = (field: string) => field.startsWith("mirror.");

function rawWords(value: unknown, t: Translate): string {
  if (value === null || value === undefined) return t("actions.value.absent");
  if (Array.isArray(value)) return value.map((part) => rawWords(part, t)).join(", ");
  if (typeof value === "object") {
    return Object.values(value)
      .map((part) => rawWords(part, t))
      .join(", ");
  }
  return String(value);
}

/** A value of a diff or of a proof, in the words of its field: those of its action, else the usual ones. */
export function fieldWords(
  field: string,
  value: unknown,
  t: Translate,
  format: Formats,
  own: Readonly<Record<string, ValueWords>> = {},
): string {
  const ownWords = own[field];
  if (ownWords) return ownWords(value, t, format);
  switch (field) {
    case "stripe_plan":
      return t(`display.plan.${String(value)}`, { _: t("actions.value.nothing") });
    case "plan":
      return t(`display.plan.${String(value)}`, { _: String(value) });
    case "decided_by":
      return t(`actions.value.decided_by.${String(value)}`, { _: String(value) });
    case "status":
      return t(`status.subscription.${String(value)}`, { _: rawWords(value, t) });
    case "interval":
      return t(`actions.value.interval.${String(value)}`, { _: rawWords(value, t) });
    case "amount_cents":
      return typeof value === "number" ? format.money(value) : t("actions.value.nothing");
    case "access_ends_at":
    case "grant_ends_at":
    case "current_period_start":
    case "current_period_end":
    case "cancel_at":
    case "canceled_at":
    case "muted_until":
    case "updated_at":
    case "created_at":
      return typeof value === "string" ? format.dateTime(value) : t("actions.value.none");
    case "banned_until":
      return banWords(value, t, format);
    case "quota_limit":
      return value === null
        ? t("actions.value.unlimited")
        : t("actions.value.per_month", { count: Number(value) });
    case "stripe_subscription":
      return subscriptionWords(value, t);
    case "sessions":
      return format.number(Number(value));
  }
  if (typeof value === "number") return format.number(value);
  if (typeof value === "boolean" && !isRaw(field)) return t(value ? "common.yes" : "common.no");
  return rawWords(value, t);
}

function banWords(value: unknown, t: Translate, format: Formats): string {
  if (typeof value !== "string") return t("actions.value.not_banned");
  // A ban without end is stored as infinity.
  return Number.isFinite(Date.parse(value)) ? format.dateTime(value) : t("actions.value.endless");
}

function subscriptionWords(value: unknown, t: Translate): string {
  if (typeof value !== "object" || value === null) return t("actions.value.nothing");
  const { plan, status } = value as { plan?: unknown; status?: unknown };
  return [
    t(`display.plan.${String(plan)}`, { _: String(plan) }),
    t(`status.subscription.${String(status)}`, { _: String(status) }).toLowerCase(),
  ].join(", ");
}

/** The field that a line of proof is about, which decides how its values are said. */
const PROVES: Record<string, string> = {
  entitlement: "plan",
  rule: "decided_by",
  ends_at: "access_ends_at",
  mirror: "mirror.all",
};

export const fieldOfProof = (code: string): string => PROVES[code] ?? code;
