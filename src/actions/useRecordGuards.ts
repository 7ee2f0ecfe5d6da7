import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { Subject } from "../../supabase/functions/_shared/contract";
import type { ConsoleDataProvider } from "../providers/dataProvider";
import type { Guards } from "./guard";

const FRESH = 30_000;

/** What may be done with a record now, and why not: one request for all actions. Empty until it has come. */
export function useRecordGuards(record: { kind: Subject; id: string } | null): Guards | undefined {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ["recordGuards", record?.kind, record?.id],
    queryFn: () => (record ? dataProvider.recordGuards(record.kind, record.id) : {}),
    enabled: record !== null,
    staleTime: FRESH,
    retry: false,
  });
  return data;
}
