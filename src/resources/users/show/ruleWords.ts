import type { Formats } from "../../../i18n/formats";
import type { AccessStep, UserOverview } from "../overview";

type Translate = (key: string, args?: Record<string, unknown>) => string;

const stepOf = (overview: UserOverview, source: AccessStep["source"]) =>
  overview.access.ladder.find((step) => step.source === source);

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Which rule gives the customer their plan, and the record that decided. */
export function ruleWords(overview: UserOverview, t: Translate, f: Formats) {
  const { access } = overview;
  const step = stepOf(overview, access.source);
  const status = statusWords(step, t);
  switch (access.source) {
    case "grant": {
      const by = text(step?.detail?.granted_by_email);
      return {
        title: t("user.why.grant.title", { end: access.ends_at ? f.dateTime(access.ends_at) : "" }),
        body: t(`user.why.grant.${by ? "body" : "body_plain"}`, { code: text(step?.code), by }),
      };
    }
    case "subscription":
      return {
        title: access.ends_at
          ? t("user.why.subscription.title_end", { end: f.date(access.ends_at) })
          : t("user.why.subscription.title"),
        body: t("user.why.subscription.body", { code: text(step?.code), status }),
      };
    default: {
      const idle = stepOf(overview, "subscription");
      return {
        title: t("user.why.default.title"),
        body: idle?.code
          ? t("user.why.default.body_subscription", {
              code: idle.code,
              status: statusWords(idle, t),
            })
          : t("user.why.default.body"),
      };
    }
  }
}

/** « actif », as the end of a sentence. */
export function statusWords(step: AccessStep | undefined, t: Translate): string {
  const status = text(step?.detail?.status);
  return status ? t(`status.subscription.${status}`, { _: status }).toLowerCase() : "";
}
