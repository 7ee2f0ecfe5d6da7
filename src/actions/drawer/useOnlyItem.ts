import { useGetList } from "react-admin";
import type { RunReport } from "../../../supabase/functions/_shared/contract";
import type { RunItem } from "../../resources/runs/run";

/** The item of a run that has only one and did not succeed: it says why. Null for other runs. */
export function useOnlyItem({ run }: RunReport): RunItem | null {
  const asks = run.items === 1 && run.status !== "running" && run.status !== "succeeded";
  const { data } = useGetList<RunItem>(
    "run_items",
    {
      filter: { run_id: run.id },
      sort: { field: "position", order: "ASC" },
      pagination: { page: 1, perPage: 1 },
    },
    { enabled: asks, retry: false },
  );
  return asks ? (data?.[0] ?? null) : null;
}
