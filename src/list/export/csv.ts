import type { CsvCell } from "../column";

/** What makes a spreadsheet take a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const SEPARATOR = ";";
const BYTE_ORDER_MARK = "\ufeff";

function cellText(cell: CsvCell): string {
  if (cell === null) return "";
  // French spreadsheets write decimals with a comma, and only then read them as numbers.
  if (typeof cell === "number") return String(cell).replace(".", ",");
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as a file that a French spreadsheet opens right, with no cell that could calculate. */
export function toCsv(head: string[], rows: CsvCell[][]): string {
  const lines = [head, ...rows].map((cells) => cells.map(cellText).join(SEPARATOR));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}
