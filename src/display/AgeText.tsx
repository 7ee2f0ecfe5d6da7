import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import { relativeWords } from "./RelativeTime";
import { useNow } from "./useNow";

/** « actualisé il y a 5 s »: how old what one sees is. */
export function AgeText({ at }: { at: number }) {
  const translate = useTranslate();
  const format = useFormat();
  const now = useNow();
  const age = relativeWords(at, now, format, translate);
  return (
    <time dateTime={new Date(at).toISOString()} title={format.exact(at)}>
      {translate("common.updated", { age })}
    </time>
  );
}
