import { expect, test } from "vitest";
import { toCsv } from "./csv";

const lines = (csv: string) => csv.replace("\ufeff", "").trimEnd().split("\r\n");

test.each(["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx"])("%j stays text", (cell) => {
  const [, row] = lines(
    toCsv(["a"], [[cell]])
      .replaceAll("\r\n", "\u0000")
      .replace(/\r(?!\n)/g, "<cr>")
      .replaceAll("\u0000", "\r\n"),
  );
  expect(row?.replace(/^"/, "").startsWith("'")).toBe(true);
});

test("a French spreadsheet opens it: byte order mark, semicolons, decimal comma", () => {
  const csv = toCsv(["E-mail", "MRR"], [["zoe@example.fr", 19.9]]);
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(lines(csv)).toEqual(["E-mail;MRR", "zoe@example.fr;19,9"]);
});

test("separators, quotes and new lines stay inside their cell", () => {
  expect(toCsv(["a", "b"], [['dit "oui"; puis\nnon', null]])).toContain(
    '"dit ""oui""; puis\nnon";\r\n',
  );
});

test("a formula that hides behind a quote is text too", () => {
  expect(lines(toCsv(["a"], [['=HYPERLINK("http://x";"y")']]))[1]).toBe(
    '"\'=HYPERLINK(""http://x"";""y"")"',
  );
});
