import { useTranslate } from "react-admin";

/** A value in the team's words: a template, a provider, an action; a new one is shown as it came. */
export function useWord() {
  const translate = useTranslate();
  return (
    kind: "template" | "provider" | "action" | "plan" | "plan_source",
    value: string | null | undefined,
  ) => (value ? translate(`display.${kind}.${value}`, { _: value }) : "");
}
