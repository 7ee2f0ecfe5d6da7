import { localStorageStore } from "react-admin";

const local = localStorageStore(undefined, "comptalyze-console");

/** Signing out forgets everything but the language: the sign-in page speaks it too. */
export const store = {
  ...local,
  reset: () => {
    const locale: unknown = local.getItem("locale");
    local.reset();
    if (locale) local.setItem("locale", locale);
  },
};
