import { useCreatePath } from "react-admin";

/** The address of a list that shows only what a filter holds. */
export function useFilteredList() {
  const createPath = useCreatePath();
  return (resource: string, filter: Record<string, unknown>) =>
    `${createPath({ resource, type: "list" })}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}
