import { type ActionFailure, isUncertain } from "./failure";
import { causeOf, issuesOf } from "./failureDetails";
import { type Translate, wordsOf } from "./wordsOf";

/** The one table from a failure to a sentence. */
export function failureSentence(
  failure: ActionFailure,
  action: string | null,
  t: Translate,
): string {
  const words = wordsOf(t, action);
  const sentence = words(`error.${failure.code}`);
  const cause = causeOf(failure.details);
  return failure.code === "not_undoable" && cause
    ? words(`cause.${cause}`, { _: sentence })
    : sentence;
}

/** What is refused, field by field. */
export function issueWords(
  failure: ActionFailure,
  action: string | null,
  t: Translate,
): { path: string; words: string }[] {
  return issuesOf(failure.details).map(({ path }) => ({
    path,
    words: issueWord(path, action, t),
  }));
}

export function issueWord(path: string, action: string | null, t: Translate): string {
  const words = wordsOf(t, action);
  return words(`issue.${path}`, { _: words("issue.other", { path }) });
}

/** What one may count on after a failure. */
export function afterwards(failure: ActionFailure, t: Translate): string {
  const kept = t("actions.error.kept");
  return isUncertain(failure.code) ? `${kept} ${t("actions.error.again")}` : kept;
}
