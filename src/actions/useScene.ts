import { useTranslate } from "react-admin";
import type { Change } from "../../supabase/functions/_shared/contract";
import { useFormat } from "../i18n/useFormat";
import type { FormValues } from "./actionState";
import type { ActionDefinition, ActionTarget, Scene } from "./definition";
import { sceneOf } from "./scene";

type Said = {
  targets: readonly ActionTarget[];
  count?: number | null;
  values: FormValues;
  changes: readonly Change[];
  labels?: Scene["labels"];
  warned?: Scene["warned"];
};

/** What an action's sentences are made of, in the reader's language. */
export function useScene(
  definition: Pick<ActionDefinition, "subject"> | null,
  { targets, count, ...said }: Said,
): Scene {
  const t = useTranslate();
  const format = useFormat();
  const subject = definition?.subject ?? targets[0]?.kind ?? "user";
  return sceneOf({ subject, targets, count }, said, t, format);
}
