import polyglotI18nProvider from "ra-i18n-polyglot";
import french from "../i18n/fr";

/** French comes with the console; English is fetched by those who read it. */
export const i18nProvider = polyglotI18nProvider(
  (locale) => (locale === "en" ? import("../i18n/en").then((english) => english.default) : french),
  "fr",
  [
    { locale: "fr", name: "Français" },
    { locale: "en", name: "English" },
  ],
);
