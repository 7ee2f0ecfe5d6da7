import type { Formats } from "../../../i18n/formats";
import { insideSentence } from "../../../i18n/insideSentence";
import type { AccessReason, UserOverview } from "../overview";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** Statuses with a sentence of their own, which needs the moment. */
const TOLD = new Set(["canceled", "unpaid"]);

/** Why the customer has the plan, and why not Premium: the rule, and the records that decided. */
export function reasonWords({ access, counts }: UserOverview, t: Translate, f: Formats): string {
  const { plan, reasons } = access;
  const because = reasons.find(({ decides }) => decides);
  const said = because ? [becauseWords(because, t, f)] : [];
  const closed = reasons.filter(({ decides }) => !decides).map((reason) => clause(reason, t, f));
  if (plan === "free" && counts.subscriptions === 0) {
    closed.push(t(`user.why.clause.${closed.length === 0 ? "nothing" : "never"}`));
  }
  if (plan !== "premium" && closed.length > 0) {
    said.push(
      t("user.why.missing", {
        plan: t("display.plan.premium"),
        clauses: closed.join(t("user.why.separator")),
      }),
    );
  }
  return said.join(" ");
}

function becauseWords(reason: AccessReason, t: Translate, f: Formats): string {
  const plain = reason.standing === "running" && !reason.by;
  return t(`user.why.because.${reason.standing}${plain ? "_plain" : ""}`, argsOf(reason, t, f));
}

function clause(reason: AccessReason, t: Translate, f: Formats): string {
  const { standing, status, since } = reason;
  const told = standing === "no_access" && status !== null && TOLD.has(status) && since !== null;
  return t(`user.why.clause.${standing}${told ? `_${status}` : ""}`, argsOf(reason, t, f));
}

function argsOf({ code, plan, status, since, until, by }: AccessReason, t: Translate, f: Formats) {
  return {
    code,
    by,
    plan: t(`display.plan.${plan}`, { _: plan }),
    status: status ? insideSentence(t(`status.subscription.${status}`, { _: status })) : "",
    since: since ? f.date(since) : "",
    until: until ? f.dateTime(until) : "",
  };
}
