import type { FilterPayload, SortPayload } from "react-admin";

/** LIKE's own signs, meant literally; PostgREST reads `*` as `%`, so it becomes "any one sign". */
function pattern(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&").replaceAll("*", "_");
}

function words(text: unknown): string[] {
  return String(text).trim().toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * The signs that would end a condition inside `and(…)`. Quoting is not read alike by every Data API
 * for `ilike`, so they become "any one sign" as well.
 */
function insideAnd(pattern: string): string {
  return pattern.replace(/[,(){}"]/g, "_");
}

/**
 * Filters in react-admin's form, `{"created_at@gte": "…", plan: "pro"}`, as the Data API's
 * parameters. Several words of a search must all be found: they go into one `and`, because a
 * column given twice with the same operator is not the same thing to every Data API.
 */
export function filterParams(filter: FilterPayload = {}): [string, string][] {
  const params: [string, string][] = [];
  const all: string[] = [];
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined || value === null || value === "") continue;
    const [column = key, operator = "eq"] = key.split("@");
    if (operator !== "ilike") {
      params.push([column, `${operator}.${String(value)}`]);
      continue;
    }
    const patterns = words(value).map((word) => `*${pattern(word)}*`);
    if (patterns.length === 1) params.push([column, `ilike.${patterns[0]}`]);
    else all.push(...patterns.map((each) => `${column}.ilike.${insideAnd(each)}`));
  }
  if (all.length > 0) params.push(["and", `(${all.join(",")})`]);
  return params;
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
