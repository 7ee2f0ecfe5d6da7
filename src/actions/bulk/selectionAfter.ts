import type { Followed, Rows } from "./followedRun";

/**
 * What is selected once a run has ended: the rows of its targets that did not succeed. A request may be agreed
 * to hours later, so they are never added to another selection.
 */
export function selectionAfter<Id>(
  selected: readonly Id[],
  rows: Rows<Id>,
  failed: ReadonlySet<string>,
): { selected: Id[]; left: NonNullable<Followed["left"]> } {
  const targets = Object.keys(rows).filter((target) => failed.has(target));
  const toDo = new Set(targets.flatMap((target) => rows[target] ?? []));
  const own = new Set(Object.values(rows).flat());
  const mixed = selected.some((id) => !own.has(id));
  const after = mixed ? selected.filter((id) => !own.has(id) || toDo.has(id)) : [...toDo];
  return {
    selected: after,
    left: { failed: targets.length, selected: [...toDo].every((id) => after.includes(id)) },
  };
}
