import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { ConsoleDataProvider } from "../providers/dataProvider";

/** Who is signed in: role and rights, as the staff table says. */
export function useMe() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ["me"],
    queryFn: () => dataProvider.me(),
    staleTime: 60_000,
    retry: false,
  });
}
