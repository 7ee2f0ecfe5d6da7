import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import type { ActionFailure } from "./failure";
import { afterwards, failureSentence, issueWords } from "./failureWords";
import { Notice } from "./Notice";

type Props = {
  failure: ActionFailure;
  /** The action that failed, for its own words. */
  of: string | null;
  /** Something was typed that one could fear for. */
  typed?: boolean;
  action?: ReactNode;
};

/** A failure as one sentence, with the refused fields and what one may count on. */
export function FailureNotice({ failure, of, typed = false, action }: Props) {
  const t = useTranslate();
  const issues = issueWords(failure, of, t);
  return (
    <Notice severity="error" title={failureSentence(failure, of, t)} action={action}>
      {issues.map(({ path, words }) => (
        <div key={path}>{words}</div>
      ))}
      {typed ? <div>{afterwards(failure, t)}</div> : null}
    </Notice>
  );
}
