import { expect, test } from "vitest";
import { createFormats } from "../i18n/formats";
import type { Mark, Series, Unit } from "./chart";
import { pointsCsv } from "./csv";
import { drawingOf } from "./drawing";
import { placedMarks } from "./placedMarks";
import { indexAt, seriesAt } from "./pointed";
import { gapsOf, hasData, isAlone, lastWithValue, rowsOf } from "./rows";
import { scaleOf } from "./scale";
import { summaryOf } from "./summary";
import { axisLabels, placeOf, spanText } from "./timeAxis";

const HOUR = 3_600_000;
const format = createFormats("fr");
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

type Point = { at: string; until: string; value: number | null; failed?: number };

const hours = (values: (number | null)[], first = "2026-11-23T08:00:00Z"): Point[] =>
  values.map((value, index) => ({
    at: new Date(Date.parse(first) + index * HOUR).toISOString(),
    until: new Date(Date.parse(first) + (index + 1) * HOUR).toISOString(),
    value,
  }));
const line: Series<Point> = {
  key: "value",
  name: "Taux",
  color: "first",
  kind: "line",
  read: ({ value }) => value,
};
const bars: Series<Point>[] = [
  { key: "ok", name: "Réussis", color: "good", kind: "bar", read: ({ value }) => value },
  { key: "bad", name: "Échecs", color: "bad", kind: "bar", read: ({ failed = 0 }) => failed },
];

test.each([
  { heights: [0.1, 0.2], threshold: 1, low: 0, least: 4 / 3 },
  { heights: [], threshold: 500, low: 0, least: 500 * (4 / 3) },
  { heights: [4.74], threshold: 1, low: 0, least: 4.74 },
])("the threshold and a third beyond it are in view: $heights under $threshold", (given) => {
  const scale = scaleOf(given.heights, { value: given.threshold, bound: "max" }, "percent");
  expect(scale.low).toBe(given.low);
  expect(scale.high).toBeGreaterThanOrEqual(Math.min(given.least, 100));
  expect(scale.ticks.length).toBeGreaterThanOrEqual(3);
  expect(scale.ticks.length).toBeLessThanOrEqual(6);
});

test("a threshold that must be reached is seen from 100 %, not from zero", () => {
  const scale = scaleOf([99.97, 99.99], { value: 99.5, bound: "min" }, "percent");
  expect(scale.high).toBe(100);
  expect(scale.low).toBeLessThanOrEqual(99.5 - 0.5 / 3);
  expect(scale.low).toBeGreaterThan(98);
  expect(scaleOf([0, 100], { value: 99.5, bound: "min" }, "percent").low).toBe(0);
});

test("a rate never reaches past 100 %, and a count has no halves", () => {
  expect(scaleOf([97], { value: 90, bound: "max" }, "percent").high).toBe(100);
  expect(scaleOf([1], null, "count").ticks).toEqual([0, 1]);
  expect(scaleOf([], null, "count").high).toBe(1);
});

test("bars reach down for what is lost, and as high as they stand on each other", () => {
  const points = [{ ...hours([30])[0], value: 30, failed: -12 } as Point];
  const { scale } = drawingOf({ points, series: bars, unit: "count", grain: "hour" });
  expect(scale.low).toBeLessThanOrEqual(-12);
  expect(scale.high).toBeGreaterThanOrEqual(30);
});

test("what is unknown is a gap: neither zero nor joined", () => {
  const rows = rowsOf(hours([1, null, null, 2, null, 3, 0]), [line], undefined);
  expect(gapsOf(rows, ["value"])).toEqual([
    { first: 1, last: 2 },
    { first: 4, last: 4 },
  ]);
  expect(rows.map((_row, index) => isAlone(rows, index, "value"))).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
    false,
  ]);
  expect(lastWithValue(rows, "value")).toBe(6);
  expect(lastWithValue(rowsOf(hours([null]), [line], undefined), "value")).toBe(-1);
});

test("the period before stands point by point beside this one, bars as their height", () => {
  const earlier = [{ ...hours([4], "2026-11-22T08:00:00Z")[0], value: 4, failed: 2 } as Point];
  const [row] = rowsOf(hours([1]), bars, earlier);
  expect(row?.before).toMatchObject({ value: 6, at: Date.parse("2026-11-22T08:00:00Z") });
});

const columns = (unit: Unit) => [{ key: "value", name: "Taux", unit }];

test("the file holds exactly the points shown, in Paris time, with gaps empty and no formula", () => {
  const rows = rowsOf(hours([0.5, null]), [line], undefined);
  const heads = { from: "=Du", until: "Au", before: "Avant" };
  expect(pointsCsv(rows, columns("percent"), "percent", heads, format)).toBe(
    [
      "\ufeff'=Du;Au;Taux",
      "2026-11-23 09:00:00;2026-11-23 10:00:00;0,5",
      "2026-11-23 10:00:00;2026-11-23 11:00:00;",
      "",
    ].join("\r\n"),
  );
  expect(pointsCsv(rows.slice(0, 1), columns("cents"), "cents", heads, format)).toContain(
    ";0,005\r\n",
  );
});

test("with a comparison the file has its column", () => {
  const rows = rowsOf(hours([1, 2]), [line], hours([3, null], "2026-11-22T08:00:00Z"));
  const lines = pointsCsv(
    rows,
    columns("count"),
    "count",
    { from: "Du", until: "Au", before: "Avant" },
    format,
  );
  expect(lines.split("\r\n").map((text) => text.split(";").slice(2).join(";"))).toEqual([
    "Taux;Avant",
    "1;3",
    "2;",
    "",
  ]);
});

test("hours are named in Paris time, days where there are many", () => {
  const day = rowsOf(hours(Array(24).fill(1), "2026-11-22T23:00:00Z"), [line], undefined);
  expect([...axisLabels(day, "hour", format).values()].map(plain)).toEqual(
    ["00", "03", "06", "09", "12", "15", "18", "21"].map((hour) => `${hour}:00`),
  );
  // The night on which the clock goes back has 25 hours: each midnight is named once.
  const week = rowsOf(hours(Array(169).fill(1), "2026-10-22T22:00:00Z"), [line], undefined);
  expect([...axisLabels(week, "hour", format).values()].map(plain)).toEqual(
    ["23", "24", "25", "26", "27", "28", "29"].map((date) => `${date} oct.`),
  );
});

test("a point says which time it is", () => {
  const span = {
    at: Date.parse("2026-11-23T12:00:00Z"),
    until: Date.parse("2026-11-23T13:00:00Z"),
  };
  expect(plain(spanText(span, "hour", format))).toBe("23 nov. 2026, 13:00 – 14:00");
  expect(plain(spanText(span, "day", format))).toBe("23 nov. 2026");
  expect(
    plain(spanText({ ...span, at: Date.parse("2026-10-31T23:00:00Z") }, "month", format)),
  ).toBe("novembre 2026");
});

test("a moment has its place in a plot whose points are all as wide", () => {
  const days = [
    { at: 0, until: 25 * HOUR },
    { at: 25 * HOUR, until: 48 * HOUR },
  ];
  expect(placeOf(12.5 * HOUR, days)).toBeCloseTo(0.25);
  expect(placeOf(25 * HOUR, days)).toBeCloseTo(0.5);
  expect(placeOf(100 * HOUR, days)).toBe(1);
});

const mark = (kind: Mark["kind"], at: string, until: string | null = null): Mark => ({
  id: at,
  kind,
  at,
  until,
  label: "Déploiement 5b07aa, 10:42",
  record: null,
});

test("an open alert reaches to now, one that began earlier from the edge, one that is over is left out", () => {
  const rows = rowsOf(hours(Array(10).fill(1)), [line], undefined);
  const now = Date.parse("2026-11-23T13:00:00Z");
  const placed = placedMarks(
    [
      mark("alert", "2026-11-23T10:00:00Z"),
      mark("alert", "2026-11-22T10:00:00Z", "2026-11-23T09:00:00Z"),
      mark("alert", "2026-11-22T08:00:00Z", "2026-11-22T09:00:00Z"),
      mark("deployment", "2026-11-23T20:00:00Z"),
    ],
    rows,
    now,
    1000,
  );
  expect(placed.map(({ from, to }) => [from, to])).toEqual([
    [0, 0.1],
    [0.2, 0.5],
  ]);
});

test("of marks close together the last one is named, and none beyond the edge", () => {
  const rows = rowsOf(hours(Array(10).fill(1)), [line], undefined);
  const placed = placedMarks(
    ["08:05", "12:00", "12:10"].map((time) => mark("deployment", `2026-11-23T${time}:00Z`)),
    rows,
    Date.parse("2026-11-23T18:00:00Z"),
    1000,
  );
  expect(placed.map(({ named }) => named)).toEqual([false, false, true]);
});

test("the pointer finds the point, and the part of the bar that it is on", () => {
  expect([indexAt(0, 4), indexAt(0.49, 4), indexAt(1, 4), indexAt(-0.2, 4)]).toEqual([0, 1, 3, 0]);
  const [row] = rowsOf([{ ...hours([6])[0], value: 6, failed: 2 } as Point], bars, undefined);
  const scale = { low: 0, high: 10, ticks: [] };
  const at = (height: number) => row && seriesAt(row, bars, 1 - height / 10, scale);
  expect([at(1), at(5.9), at(7), at(9)]).toEqual(["ok", "ok", "bad", null]);
});

const words = (key: string, args: Record<string, unknown> = {}) =>
  `${key}(${Object.values(args).join("; ")})`;

test.each([
  [[0.2, 4.74], "past", "up"],
  [[4.74, 0.2], "within", "down"],
  [[0.2, 0.2], "within", "level"],
])("a screen reader hears the last value, the threshold and the way: %j", (values, state, way) => {
  const threshold = { value: 1, bound: "max" } as const;
  const drawing = drawingOf({
    points: hours(values),
    series: [line],
    unit: "percent",
    grain: "hour",
    threshold,
  });
  const summary = plain(summaryOf("Taux", drawing, words, format));
  expect(summary).toContain("charts.summary.last(Taux; ");
  expect(summary).toContain(`charts.summary.${state}(1 %)`);
  expect(summary).toContain(`charts.summary.${way}(`);
  expect(summary).not.toContain("silent");
});

test("a series that fell silent says so, and one without any value that there is none", () => {
  const drawn = (values: (number | null)[]) =>
    drawingOf({ points: hours(values), series: [line], unit: "percent", grain: "hour" });
  expect(summaryOf("Taux", drawn([1, null]), words, format)).toContain("charts.summary.silent");
  expect(summaryOf("Taux", drawn([null, null]), words, format)).toBe(
    "charts.summary.no_data(Taux)",
  );
});

test("a column that is only in the table is neither drawn nor a gap", () => {
  const column: Series<Point> = {
    ...line,
    key: "of",
    kind: "column",
    unit: "count",
    read: () => 9000,
  };
  const drawing = drawingOf({
    points: hours([1, null]),
    series: [line, column],
    unit: "percent",
    grain: "hour",
  });
  expect(drawing.scale.high).toBeLessThan(10);
  expect(drawing.series.map(({ key }) => key)).toEqual(["value"]);
  expect(drawing.columns.map(({ unit }) => unit)).toEqual(["percent", "count"]);
  expect(gapsOf(drawing.rows, ["value"])).toEqual([{ first: 1, last: 1 }]);
  expect(hasData(drawing.rows.slice(1), drawing.series)).toBe(false);
});
