import { useTranslate } from "react-admin";
import { relativeWords } from "../../../display/RelativeTime";
import { useNow } from "../../../display/useNow";
import { useFormat } from "../../../i18n/useFormat";
import type { UserOverview } from "../overview";
import { AnswerCell } from "./AnswerCell";
import { openedUser } from "./openedUser";

export function WhoCell({ overview }: { overview: UserOverview }) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const user = openedUser(overview);
  const since = user.email_confirmed_at ? "since" : "since_unverified";
  return (
    <AnswerCell
      label={t("user.who.label")}
      title={<span>{user.activity ?? t("user.who.no_activity")}</span>}
    >
      <div>{t(`user.who.${since}`, { date: format.date(user.created_at) })}</div>
      <div>
        {user.last_active_at
          ? t("user.who.seen", {
              age: relativeWords(Date.parse(user.last_active_at), now, format, t),
            })
          : t("user.who.never_seen")}
      </div>
    </AnswerCell>
  );
}
