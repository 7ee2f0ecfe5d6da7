import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { ConsoleDataProvider } from "../../../providers/dataProvider";

export const overviewKey = (id: string) => ["users", "openUser", id];

const UNKNOWN = new Set([400, 404]);
const statusOf = (error: unknown) => (error as { status?: number } | null)?.status;

/** A customer's page in one request. */
export function useOverview(id: string) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const query = useQuery({
    queryKey: overviewKey(id),
    queryFn: () => dataProvider.openUser(id),
    retry: false,
    refetchOnWindowFocus: false,
  });
  // What is not even an id is as unknown as an id that nobody has.
  return { ...query, unknown: UNKNOWN.has(statusOf(query.error) ?? 0) };
}
