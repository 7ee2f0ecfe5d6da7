import type { ValueWords } from "./fieldWords";

/** A role of the console, or that there is none. */
export const roleWords: ValueWords = (role, t) =>
  typeof role === "string"
    ? t(`resources.staff.role.${role}`, { _: role })
    : t("actions.value.no_role");
