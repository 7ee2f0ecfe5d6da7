import { useNotify } from "react-admin";

/** Puts words on the clipboard and tells whether they are there: a browser may refuse, and does without https. */
export function useCopy() {
  const notify = useNotify();
  return async (words: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      notify("common.not_copied", { type: "warning" });
      return false;
    }
  };
}
