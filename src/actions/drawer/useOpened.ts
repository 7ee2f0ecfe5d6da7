import { useQuery } from "@tanstack/react-query";
import { type RaRecord, useDataProvider, useRecordSelection } from "react-admin";
import type { ActionDefinition, ActionTarget } from "../definition";
import { SELECTION } from "../selection";
import { homeOf, targetOf } from "../targets";

/** Ids in one request: they stand in its address, which is not endless. */
const AT_ONCE = 100;

export type Place = {
  resource: string | null;
  known: readonly ActionTarget[] | null;
  on: string | null;
};

/** The rows of a selection, by the target that they stand for. */
export type Rows = ReadonlyMap<string, string[]>;

export type Opened = {
  targets: readonly ActionTarget[];
  /** None unless a selection was opened. */
  rows: Rows;
  /** No record is at hand: one may look for it here. */
  free: boolean;
  pending: boolean;
  error: unknown;
  refetch: () => void;
};

export const chosenKey = (resource: string, ids: readonly string[]) => [resource, "chosen", ids];

/** What an action is about: the page's record, a record of a list, a selection, or nothing yet. */
export function useOpened(definition: ActionDefinition, { resource, known, on }: Place): Opened {
  const { subject } = definition;
  const dataProvider = useDataProvider();
  const list = resource ?? homeOf(subject);
  const [selected] = useRecordSelection({ resource: resource ?? "" });
  const ids = known || !on ? [] : on === SELECTION ? selected.map(String) : [on];

  const { data, isLoading, error, refetch } = useQuery({
    queryKey: chosenKey(list ?? "", ids),
    queryFn: async ({ signal }): Promise<RaRecord[]> => {
      const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, part) =>
        ids.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
      );
      const answers = await Promise.all(
        parts.map((part) => dataProvider.getMany(list ?? "", { ids: part, signal })),
      );
      return answers.flatMap((answer) => answer.data);
    },
    enabled: list !== null && ids.length > 0,
    staleTime: Infinity,
    retry: false,
  });

  const rows = new Map<string, string[]>();
  // A page may be about several of a kind: a customer's integrations.
  const targets: ActionTarget[] = known
    ? known.filter(({ kind, id }) => kind === subject && (on === null || on === id))
    : [];
  for (const row of data ?? []) {
    const target = targetOf(list ?? "", subject, row);
    if (!target) continue;
    const sharing = rows.get(target.id);
    if (!sharing) targets.push(target);
    rows.set(target.id, [...(sharing ?? []), String(row.id)]);
  }
  return {
    targets,
    rows: on === SELECTION ? rows : new Map(),
    free: resource === null || (known ? targets.length === 0 : !on),
    pending: isLoading,
    error,
    refetch: () => void refetch(),
  };
}
