import { useTranslate } from "react-admin";
import { useNow } from "../../display/useNow";
import { useFormat } from "../../i18n/useFormat";
import type { Alert } from "./alert";
import { lastedMs, measured, subjectWords } from "./alertWords";

export function SubjectText({ alert }: { alert: Alert }) {
  const t = useTranslate();
  return subjectWords(alert, t);
}

export function MeasuredText({ alert, value }: { alert: Alert; value: Alert["value"] }) {
  const t = useTranslate();
  const f = useFormat();
  return measured(alert, value, t, f);
}

export function LastedText({ alert }: { alert: Alert }) {
  const f = useFormat();
  const now = useNow();
  return f.elapsed(lastedMs(alert, now));
}

/** Whether the team was told, and if not why. */
export function ToldText({ alert: { announced_at, status } }: { alert: Alert }) {
  const t = useTranslate();
  const f = useFormat();
  if (announced_at) return f.dateTime(announced_at);
  return t(status === "pending" ? "alerts.not_yet" : "alerts.muted");
}
