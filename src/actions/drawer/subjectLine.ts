import type { Scene } from "../definition";

const NAMED = 3;

/** On whom or what, in one line under the title; empty while nobody knows. */
export function subjectLine({ targets, target, count, label, t, format }: Scene): string {
  if (count > 1) {
    if (targets.length !== count) return label;
    const named = targets.slice(0, NAMED).map((one) => one.label);
    const others = count - named.length;
    return t(others > 0 ? "actions.several_more" : "actions.several", {
      label,
      named: named.join(", "),
      smart_count: others,
      count: format.number(others),
    });
  }
  if (!target) return "";
  return target.name ? `${target.name}, ${target.label}` : target.label;
}
