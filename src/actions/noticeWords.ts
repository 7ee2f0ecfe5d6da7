import type { Sentence } from "../../supabase/functions/_shared/contract";
import type { Formats } from "../i18n/formats";

type Translate = (key: string, args?: Record<string, unknown>) => string;

function said(code: string, args: Record<string, unknown>, name: string, t: Translate, f: Formats) {
  const { plan, ends_at: end } = args;
  return {
    name,
    code: typeof args.code === "string" ? args.code : code,
    plan: typeof plan === "string" ? t(`display.plan.${plan}`, { _: plan }) : "",
    end: typeof end === "string" ? f.dateTime(end) : "",
  };
}

/** A warning of a preview: the fact, and what follows from it. */
export function warningWords({ code, args }: Sentence, name: string, t: Translate, f: Formats) {
  const words = said(code, args, name, t, f);
  const other = (part: string) => t(`actions.warning.other.${part}`, { code });
  return {
    title: t(`actions.warning.${code}.title`, { ...words, _: other("title") }),
    body: t(`actions.warning.${code}.body`, { ...words, _: other("body") }),
  };
}

/** Why an action is off, here or in the menu. */
export function blockerWords({ code, args }: Sentence, name: string, t: Translate, f: Formats) {
  return t(`actions.blocker.${code}`, {
    ...said(code, args, name, t, f),
    _: t("actions.blocker.other", { code }),
  });
}
