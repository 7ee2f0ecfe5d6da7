export type Translate = (key: string, args?: Record<string, unknown>) => string;

/** Translates a code by the words of an action, else by those that all actions share. */
export const wordsOf =
  (t: Translate, action: string | null): Translate =>
  (code, args = {}) => {
    const shared = t(`actions.${code}`, args);
    return action ? t(`actions.${action}.${code}`, { ...args, _: shared }) : shared;
  };
