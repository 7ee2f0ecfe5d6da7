import { useTranslate } from "react-admin";
import { DateText } from "../../display/DateText";
import { useNow } from "../../display/useNow";
import { useFormat } from "../../i18n/useFormat";
import { Muted } from "../customerCells";

/** Until when an unpaid subscription gives access all the same; in words once that is over. */
export function GraceText({ until }: { until: string | null }) {
  const translate = useTranslate();
  const format = useFormat();
  const now = useNow();
  if (until === null) return null;
  if (Date.parse(until) > now) return <DateText at={until} />;
  return (
    <Muted>
      <time dateTime={until} title={format.exact(until)} style={{ whiteSpace: "nowrap" }}>
        {translate("resources.subscriptions.grace_over", { date: format.shortDate(until) })}
      </time>
    </Muted>
  );
}
