import { useTranslate } from "react-admin";

type Kind = "template" | "provider" | "action" | "plan" | "plan_source" | "probe_failure";

const keyOf = (kind: Kind, value: string) =>
  kind === "action" ? `actions.${value}.title` : `display.${kind}.${value}`;

/** A value in the team's words: a template, a provider, an action; a new one is shown as it came. */
export function useWord() {
  const translate = useTranslate();
  return (kind: Kind, value: string | null | undefined) =>
    value ? translate(keyOf(kind, value), { _: value }) : "";
}
