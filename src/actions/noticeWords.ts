import type { Sentence } from "../../supabase/functions/_shared/contract";
import type { Formats } from "../i18n/formats";
import { argsInWords } from "./argsInWords";
import { type Translate, wordsOf } from "./wordsOf";

/** Who speaks: the action whose code it is, about whom, in which language. */
export type Speech = { action: string; name: string; t: Translate; format: Formats };

function argsOf({ code, args }: Sentence, { name, t, format }: Speech) {
  const { plan, ends_at: end, at, email, reason, origin, status } = args;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    ...argsInWords(args, t, format),
    name,
    email: text(email),
    reason: text(reason),
    // Words of a chip, here at the end of a sentence.
    origin: t(`status.suppression.${text(origin)}`, { _: text(origin) }).toLowerCase(),
    status: t(`status.email.${text(status)}`, { _: text(status) }).toLowerCase(),
    at: typeof at === "string" ? format.dateTime(at) : "",
    code: typeof args.code === "string" ? args.code : code,
    plan: typeof plan === "string" ? t(`display.plan.${plan}`, { _: plan }) : "",
    end: typeof end === "string" ? format.dateTime(end) : "",
  };
}

/** A warning of a preview: the fact, and what follows from it. */
export function warningWords(warning: Sentence, speech: Speech) {
  const words = wordsOf(speech.t, speech.action);
  const args = argsOf(warning, speech);
  const part = (name: "title" | "body") =>
    words(`warning.${warning.code}.${name}`, {
      ...args,
      _: words(`warning.other.${name}`, { code: warning.code }),
    });
  return { title: part("title"), body: part("body") };
}

/**
 * What became of an item of a run, and what one does about it where a person has to. In doubt nobody says
 * that nothing was done, whatever failed last.
 */
export function outcomeWords(
  outcome: Sentence,
  { action, t, format, doubtful = false }: Omit<Speech, "name"> & { doubtful?: boolean },
) {
  const words = wordsOf(t, action);
  const args = argsInWords(outcome.args, t, format);
  return {
    title: words(`item.${outcome.code}`, {
      ...args,
      _: words("item.other", { code: outcome.code }),
    }),
    advice: doubtful
      ? words("advice.doubtful")
      : words(`advice.${outcome.code}`, { ...args, _: "" }),
  };
}

/** Why an action is off, here or in the menu. */
export function blockerWords(blocker: Sentence, speech: Speech) {
  const words = wordsOf(speech.t, speech.action);
  return words(`blocker.${blocker.code}`, {
    ...argsOf(blocker, speech),
    _: words("blocker.other", { code: blocker.code }),
  });
}
