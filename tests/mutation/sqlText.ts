const PAIRS: Record<string, string> = { "(": ")", "[": "]" };

/** Where what is opened at `start` ends; texts in quotes are passed over. */
export function closing(text: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === "'") {
      at = text.indexOf("'", at + 1);
      if (at < 0) break;
    } else if (PAIRS[sign]) open.push(PAIRS[sign] ?? "");
    else if (sign === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  throw new Error(`nothing closes what opens at ${start} in ${text.slice(start, start + 60)}`);
}

/** The parts of a condition between its outer "or"s; one when it has none, or an outer "and". */
export function disjuncts(condition: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < condition.length; at += 1) {
    const sign = condition[at] ?? "";
    if (sign === "'") at = condition.indexOf("'", at + 1);
    else if (PAIRS[sign]) at = closing(condition, at);
    else if (/^(and|between)\b/.test(condition.slice(at)) && /\s/.test(condition[at - 1] ?? " ")) {
      return [condition];
    } else if (/^case\b/.test(condition.slice(at))) return [condition];
    else if (/^or\b/.test(condition.slice(at)) && /\s/.test(condition[at - 1] ?? "")) {
      parts.push(condition.slice(from, at));
      from = at + 2;
    }
  }
  return [...parts, condition.slice(from)];
}

/** One line, short enough for a name. */
export const brief = (text: string): string => {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
};
