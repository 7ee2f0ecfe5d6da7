import type { Subject } from "../../supabase/functions/_shared/contract";
import type { Formats } from "../i18n/formats";
import type { ActionTarget, Scene } from "./definition";
import type { Translate } from "./wordsOf";

/** The name one uses when talking about a record: a customer's first name, else what identifies it. */
export function shortName({ kind, name, label }: ActionTarget): string {
  return (kind === "user" && name?.trim().split(/\s+/)[0]) || label;
}

/** "12 clients" */
export const manyWords = (subject: Subject, count: number, t: Translate, format: Formats) =>
  t(`actions.many.${subject}`, { smart_count: count, count: format.number(count) });

type About = {
  subject: Subject;
  targets: readonly ActionTarget[];
  /** When the server knows better than `targets`. */
  count?: number | null;
};

/** How the records of an action are called, one, many or none yet. */
export function namesOf(
  { subject, targets, count: known }: About,
  t: Translate,
  format: Formats,
): Pick<Scene, "target" | "count" | "label" | "name"> {
  const target = targets[0] ?? null;
  const count = known ?? targets.length;
  if (count > 1 || (count === 1 && !target)) {
    const many = manyWords(subject, count, t, format);
    return { target, count, label: many, name: many };
  }
  return target
    ? { target, count, label: target.label, name: shortName(target) }
    : { target, count, label: "…", name: t(`actions.unnamed.${subject}`) };
}

export function sceneOf(
  about: About,
  said: Pick<Scene, "values" | "changes" | "labels" | "warned">,
  t: Translate,
  format: Formats,
): Scene {
  return { targets: about.targets, ...namesOf(about, t, format), ...said, t, format };
}
