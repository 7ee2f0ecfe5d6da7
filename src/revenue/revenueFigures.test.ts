import { expect, test } from "vitest";
import type { RevenuePoint } from "../charts/answer";
import { arpu, churnRate, customersAtStart, movementsOf, netOf, startOf } from "./revenueFigures";

const point: RevenuePoint = {
  at: "2026-10-31T23:00:00Z",
  until: "2026-11-30T23:00:00Z",
  value: 130_591,
  parts: { new: 28_484, churn: -4_970, contraction: -1_000, expansion: 500 },
  customers: 94,
  moved: { new: 19, churn: 3, contraction: 1, expansion: 1 },
};

test("MRR at the start and its movements make the MRR at the end, to the cent", () => {
  expect(netOf(point)).toBe(28_484 - 4_970 - 1_000 + 500);
  expect(startOf(point) + netOf(point)).toBe(130_591);
});

test("churn is of those who paid at the start of the month", () => {
  expect(customersAtStart(point)).toBe(78);
  expect(churnRate(point)).toBeCloseTo((100 * 3) / 78);
  expect(churnRate({ ...point, customers: 19, moved: { new: 19 } })).toBeNull();
});

test("nobody who pays brings in nothing that could be an average", () => {
  expect(arpu(point)).toBe(1389);
  expect(arpu({ ...point, value: 0, customers: 0 })).toBeNull();
  expect(movementsOf(point)).toBe(24);
});
