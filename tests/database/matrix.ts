import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "../../stack/options.ts";

/** One table of docs/permissions.md: the object's name, then what each column says of it. */
export type MatrixTable = Map<string, Record<string, string>>;

const cells = (line: string) =>
  line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

/** The tables of docs/permissions.md by the head of their first column. */
export function readMatrix(): (firstColumn: string) => MatrixTable {
  const lines = readFileSync(resolve(root, "docs/permissions.md"), "utf8").split("\n");
  const tables = new Map<string, MatrixTable>();
  lines.forEach((line, index) => {
    if (!/^\|[-|]+\|$/.test(line)) return;
    const [first = "", ...columns] = cells(lines[index - 1] ?? "");
    const table: MatrixTable = new Map();
    for (let next = index + 1; lines[next]?.startsWith("|"); next += 1) {
      const [name = "", ...values] = cells(lines[next] ?? "");
      const key = name.replaceAll("`", "");
      if (table.has(key)) throw new Error(`docs/permissions.md has two lines for ${key}`);
      table.set(key, Object.fromEntries(columns.map((column, at) => [column, values[at] ?? ""])));
    }
    tables.set(first, table);
  });
  return (firstColumn) => {
    const table = tables.get(firstColumn);
    if (table === undefined) throw new Error(`docs/permissions.md has no table "${firstColumn}"`);
    return table;
  };
}
