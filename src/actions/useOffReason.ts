import { useContext } from "react";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { insideSentence } from "../i18n/insideSentence";
import { useFormat } from "../i18n/useFormat";
import { useMe } from "../layout/useMe";
import { may } from "../providers/me";
import { ActionsOff } from "./actionsOff";
import type { ActionTarget } from "./definition";
import type { Guard } from "./guard";
import { blockerWords } from "./noticeWords";
import { shortName } from "./scene";

/**
 * Says why an action is off, as the end of a sentence; null when it may be run. By the page where none may
 * be started, by its guard where the database gave one; without one, by the role.
 */
export function useOffReason(target: ActionTarget | null) {
  const t = useTranslate();
  const format = useFormat();
  const { data: me } = useMe();
  const offHere = useContext(ActionsOff);
  const off = (sentence: string) =>
    t("actions.off", { reason: insideSentence(sentence).replace(/\.$/, "") });
  return (action: ActionName, guard: Guard | undefined): string | null => {
    if (offHere !== null) return off(offHere);
    if (guard?.allowed || (!guard && (!me || may(me, action, "run")))) return null;
    const sentence = blockerWords(
      { code: guard?.code ?? "not_allowed", args: guard?.details ?? {} },
      { action, name: target ? shortName(target) : "", t, format },
    );
    return off(sentence);
  };
}
