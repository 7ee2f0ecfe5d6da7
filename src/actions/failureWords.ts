import { type ActionFailure, isUncertain } from "./failure";
import { causeOf, issuesOf } from "./failureDetails";

type Translate = (key: string, args?: Record<string, unknown>) => string;

/** The one table from a failure to a sentence. */
export function failureSentence(failure: ActionFailure, t: Translate): string {
  const cause = causeOf(failure.details);
  if (failure.code === "not_undoable" && cause) {
    return t(`actions.undo.causes.${cause}`, { _: t("actions.error.not_undoable") });
  }
  return t(`actions.error.${failure.code}`);
}

/** What is refused, field by field. */
export function issueWords(
  failure: ActionFailure,
  t: Translate,
): { path: string; words: string }[] {
  return issuesOf(failure.details).map(({ path }) => ({ path, words: issueWord(path, t) }));
}

export const issueWord = (path: string, t: Translate): string =>
  t(`actions.issue.${path}`, { _: t("actions.issue.other", { path }) });

/** What one may count on after a failure. */
export function afterwards(failure: ActionFailure, t: Translate): string {
  const kept = t("actions.error.kept");
  return isUncertain(failure.code) ? `${kept} ${t("actions.error.again")}` : kept;
}
