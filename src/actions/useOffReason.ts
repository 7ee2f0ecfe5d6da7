import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import type { Guard } from "../resources/users/overview";
import { type ActionTarget, shortName } from "./definition";
import { blockerWords } from "./noticeWords";

/** Says why an action is off here, as the end of a sentence; null when it may be run. */
export function useOffReason(target: ActionTarget) {
  const t = useTranslate();
  const format = useFormat();
  return (guard: Guard | undefined): string | null => {
    if (!guard || guard.allowed) return null;
    const sentence = blockerWords(
      { code: guard.code ?? "not_allowed", args: guard.details ?? {} },
      shortName(target),
      t,
      format,
    );
    const reason = sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
    return t("actions.off", { reason });
  };
}
