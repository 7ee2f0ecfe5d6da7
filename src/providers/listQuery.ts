import type { FilterPayload, SortPayload } from "react-admin";

/** LIKE's own signs, meant literally; PostgREST reads `*` as `%`, so it becomes "any one sign". */
function pattern(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&").replaceAll("*", "_");
}

function words(text: unknown): string[] {
  return String(text).trim().toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Filters in react-admin's form, `{"created_at@gte": "…", plan: "pro"}`, as the Data API's
 * parameters. Several words of a search must all be found.
 */
export function filterParams(filter: FilterPayload = {}): [string, string][] {
  return Object.entries(filter).flatMap(([key, value]): [string, string][] => {
    if (value === undefined || value === null || value === "") return [];
    const [column = key, operator = "eq"] = key.split("@");
    if (operator === "ilike") {
      return words(value).map((word) => [column, `ilike.*${pattern(word)}*`]);
    }
    return [[column, `${operator}.${String(value)}`]];
  });
}

/**
 * The id decides between equals, so that pages never overlap, and goes the same way as the column:
 * then one index, (column desc, id desc), serves both directions.
 */
export function orderParam({ field, order }: SortPayload): string {
  const direction = order === "ASC" ? "asc" : "desc";
  return field === "id" ? `id.${direction}` : `${field}.${direction},id.${direction}`;
}

/** The number after the slash of `Content-Range: 0-0/1284`; null when the server did not count. */
export function countOf(contentRange: string | null): number | null {
  const count = Number.parseInt(contentRange?.split("/").pop() ?? "", 10);
  return Number.isNaN(count) ? null : count;
}
