import { useTranslate } from "react-admin";
import { isActionName } from "../../actions/names";
import { registry } from "../../actions/registry";
import { manyWords } from "../../actions/scene";
import { pathOf } from "../../actions/targets";
import { useFormat } from "../../i18n/useFormat";
import { EmailText, RecordLink } from "../../list/RecordLink";
import type { Run } from "./run";

type Props = {
  run: Pick<Run, "action" | "target_kind" | "target_id" | "target_label" | "items">;
  plain?: boolean;
};

/** What a run was about: its record with the way to it, or how many. */
export function RunTarget({ run, plain = false }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { action, target_kind: kind, target_id: id, target_label: label, items } = run;
  if (kind === "many") {
    const count = items ?? 0;
    return isActionName(action)
      ? manyWords(registry[action].subject, count, t, format)
      : t("run.several", { count: format.number(count) });
  }
  const page = plain ? null : pathOf({ kind, id });
  const words = <EmailText email={label} />;
  return page ? <RecordLink to={page}>{words}</RecordLink> : words;
}
