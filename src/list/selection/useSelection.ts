import { useRef } from "react";
import { type Identifier, type RaRecord, useRecordSelection } from "react-admin";

export type Selection = {
  ids: readonly Identifier[];
  has: (id: Identifier) => boolean;
  /** How many rows of this page can be selected, and how many of them are. */
  rows: number;
  here: number;
  toggle: (id: Identifier, upToHere: boolean) => void;
  togglePage: () => void;
  clear: () => void;
};

/**
 * The selected rows of a list, in react-admin's own store: they survive paging, filters and a reload.
 * A list that keeps its parameters in the address alone would keep its selection in memory only.
 */
export function useSelection(resource: string, rows: readonly RaRecord[]): Selection {
  const [ids, { select, unselect, clearSelection }] = useRecordSelection({ resource });
  const last = useRef<Identifier | null>(null);
  const page = rows.map(({ id }) => id);
  const chosen = new Set(ids);
  const add = (more: Identifier[]) => select([...new Set([...ids, ...more])]);

  return {
    ids,
    has: (id) => chosen.has(id),
    rows: page.length,
    here: page.filter((id) => chosen.has(id)).length,
    toggle(id, upToHere) {
      const [from, to] = [page.indexOf(last.current ?? ""), page.indexOf(id)].sort((a, b) => a - b);
      const range = upToHere && from !== undefined && from >= 0 && to !== undefined;
      const touched = range ? page.slice(from, to + 1) : [id];
      last.current = id;
      if (chosen.has(id)) unselect(touched);
      else add(touched);
    },
    togglePage() {
      if (page.every((id) => chosen.has(id))) unselect(page);
      else add(page);
    },
    clear: () => clearSelection(),
  };
}
