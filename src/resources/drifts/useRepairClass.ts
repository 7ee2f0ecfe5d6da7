import { useMutation } from "@tanstack/react-query";
import { useDataProvider, useNotify, useRecordSelection, useTranslate } from "react-admin";
import { useActionHost } from "../../actions/ActionHost";
import { SELECTION } from "../../actions/selection";
import type { Drift, DriftClass } from "./drift";

/** So many customers one run may be about. */
export const REPAIRED_AT_ONCE = 500;

/** Selects what is open of a class, and opens its repair on it: what is about to be touched can be seen in the list. */
export function useRepairClass(kind: DriftClass) {
  const t = useTranslate();
  const notify = useNotify();
  const host = useActionHost();
  const dataProvider = useDataProvider();
  const [, { select }] = useRecordSelection({ resource: "drifts" });
  return useMutation({
    mutationFn: async (_: HTMLElement) => {
      const { data } = await dataProvider.getList<Drift>("drifts", {
        filter: { class: kind, status: "open" },
        sort: { field: "since", order: "ASC" },
        pagination: { page: 1, perPage: REPAIRED_AT_ONCE },
      });
      return data;
    },
    onSuccess: (rows, opener) => {
      const repair = rows[0]?.repair;
      if (!repair) return;
      select(rows.map(({ id }) => id));
      host?.open(repair, opener, { on: SELECTION });
    },
    onError: () => notify(t("drifts.not_read"), { type: "error" }),
  });
}
