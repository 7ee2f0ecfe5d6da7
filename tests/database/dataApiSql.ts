import type { UserSearchPage } from "../../src/providers/userSearch.ts";

/** A parameter of the Data API as SQL, `$n` where its value goes. */
function conditionOf(column: string, rest: string, values: string[]): string {
  const name = `"${column}"`;
  if (column === "and") {
    // "(search.ilike.*marie*,search.ilike.*lambert*)": every word of a search.
    const parts = rest.slice(1, -1).split(",");
    return parts
      .map((part) => conditionOf(part.replace(/\..*/s, ""), part.replace(/^\w+\./, ""), values))
      .join(" and ");
  }
  const [, operator = "", value = ""] = /^(not\.is|not\.lt|[a-z]+)\.(.*)$/s.exec(rest) ?? [];
  const constant = ["null", "true", "false"].includes(value) ? value : null;
  if (operator === "is" && constant !== null) return `${name} is ${constant}`;
  if (operator === "not.is" && constant !== null) return `${name} is not ${constant}`;
  if (operator === "in") {
    values.push(`{${value.slice(1, -1)}}`);
    return `${name} = any ($${values.length})`;
  }
  const sign = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=", "not.lt": ">=", ilike: "ilike" }[
    operator
  ];
  if (sign === undefined) throw new Error(`${column}=${rest} is not a filter of the console`);
  values.push(operator === "ilike" ? value.replaceAll("*", "%") : value);
  return `${name} ${sign} $${values.length}`;
}

/** The page that a list asks for, as the Data API writes it in SQL. */
export function pageSql(
  resource: string,
  filters: [string, string][],
  order: string,
  { limit = 26, columns = "*" } = {},
): { sql: string; values: string[] } {
  const values: string[] = [];
  const conditions = filters.map(([column, rest]) => conditionOf(column, rest, values));
  const where = conditions.length === 0 ? "" : ` where (${conditions.join(" and ")})`;
  const by = order
    .split(",")
    .map((part) => part.replace(/^(\w+)\.(asc|desc)$/, '"$1" $2'))
    .join(", ");
  const sql = `select ${columns} from "backoffice"."${resource}"${where} order by ${by} limit ${limit} offset 0`;
  return { sql, values };
}

/** The page of a search for customers, which is a function. */
export function searchSql(page: UserSearchPage): { sql: string; values: string[] } {
  const args = Object.entries(page);
  const list = args.map(([name], index) => `${name} => $${index + 1}`).join(", ");
  const values = args.map(([, value]) =>
    typeof value === "object" ? JSON.stringify(value) : String(value),
  );
  return { sql: `select backoffice.search_users(${list})`, values };
}

const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** The same with the values in place, for EXPLAIN. */
export const inline = ({ sql, values }: { sql: string; values: string[] }) =>
  sql.replace(/\$(\d+)/g, (_match, index: string) => literal(values[Number(index) - 1] ?? ""));
