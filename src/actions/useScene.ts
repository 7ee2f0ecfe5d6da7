import { useTranslate } from "react-admin";
import type { Change } from "../../supabase/functions/_shared/contract";
import { useFormat } from "../i18n/useFormat";
import type { FormValues } from "./actionState";
import type { ActionTarget, Scene } from "./definition";

/** What an action's sentences are made of, in the reader's language. */
export function useScene(
  target: ActionTarget,
  values: FormValues,
  changes: readonly Change[],
): Scene {
  const t = useTranslate();
  const format = useFormat();
  return { target, values, changes, t, day: format.shortDate, dateTime: format.dateTime };
}
