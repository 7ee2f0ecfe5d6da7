import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { resolve } from "node:path";
import type { Measured } from "./measure.ts";

export type Line = Measured & { group: string; name: string; allowed: number };

export const tooSlow = (line: Line) => line.ratio > line.allowed;

export function machine(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, " ").trim() ?? "unknown processor";
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB of memory`;
}

const row = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
const ratio = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** One line for each group: how many requests, the one in the middle and the one with the worst ratio. */
export function summary(lines: Line[]): string {
  const groups = Map.groupBy(lines, (line) => line.group);
  const rows = [...groups].map(([group, members]) => {
    const sorted = members.toSorted((a, b) => a.ratio - b.ratio);
    const middle = sorted[Math.floor(sorted.length / 2)] as Line;
    const worst = sorted.at(-1) as Line;
    return row([
      group,
      members.length,
      middle.ms.toFixed(2),
      ratio(middle.ratio),
      worst.ms.toFixed(2),
      ratio(worst.ratio),
      worst.allowed,
      `\`${worst.name}\``,
    ]);
  });
  return [
    row([
      "What",
      "Requests",
      "Middle, ms",
      "ratio",
      "Worst, ms",
      "ratio",
      "Allowed",
      "Worst request",
    ]),
    row(["---", "--:", "--:", "--:", "--:", "--:", "--:", "---"]),
    ...rows,
  ].join("\n");
}

/** The requests above what is allowed, the worst first. */
export const failures = (lines: Line[]) =>
  lines.filter(tooSlow).toSorted((a, b) => b.ratio / b.allowed - a.ratio / a.allowed);

export const sentence = (line: Line) =>
  `${line.ms.toFixed(1)} ms, ${ratio(line.ratio)} × the baseline, allowed ${line.allowed}: \`${line.name}\``;

/** Puts the report into bench/README.md, in place of the one before. */
export function writeReadme(report: string): void {
  const file = resolve(import.meta.dirname, "README.md");
  const [before = ""] = readFileSync(file, "utf8").split("<!-- measured -->");
  writeFileSync(file, `${before}<!-- measured -->\n\n${report}\n`);
}
