import type { RevenuePoint } from "../charts/answer";
import type { Series, SeriesColor } from "../charts/chart";
import { MOVEMENTS, type MovementKind } from "../resources/revenueMovements/movement";
import { arpu, centsOf, churnRate, customersAtStart, netOf, startOf } from "./revenueFigures";

type Translate = (key: string) => string;

const COLORS: Record<MovementKind, SeriesColor> = {
  new: "good",
  expansion: "second",
  reactivation: "third",
  contraction: "attention",
  churn: "bad",
};

const column = (
  key: string,
  name: string,
  read: Series<RevenuePoint>["read"],
  unit: "cents" | "count" = "cents",
): Series<RevenuePoint> => ({ key, name, color: "first", kind: "column", unit, read });

const line = (
  key: string,
  name: string,
  read: Series<RevenuePoint>["read"],
): Series<RevenuePoint> => ({ key, name, color: "first", kind: "line", read });

/** MRR; its table is the sum: at the start, each movement, at the end. */
export const mrrSeries = (t: Translate): Series<RevenuePoint>[] => [
  column("start", t("revenue.start"), startOf),
  ...MOVEMENTS.map((kind) =>
    column(kind, t(`status.movement.${kind}`), (point) => centsOf(point, kind)),
  ),
  line("mrr", t("revenue.end"), ({ value }) => value),
];

/** By month with the net as a line; by the day that would be a saw. */
export const movementSeries = (byMonth: boolean, t: Translate): Series<RevenuePoint>[] => [
  ...MOVEMENTS.map(
    (kind): Series<RevenuePoint> => ({
      key: kind,
      name: t(`status.movement.${kind}`),
      color: COLORS[kind],
      kind: "bar",
      read: (point) => centsOf(point, kind),
    }),
  ),
  byMonth
    ? { ...line("net", t("revenue.net"), netOf), dash: "2 3" }
    : column("net", t("revenue.net"), netOf),
];

export const churnSeries = (t: Translate): Series<RevenuePoint>[] => [
  line("churn", t("revenue.churn"), churnRate),
  column("lost", t("revenue.lost"), ({ moved }) => moved.churn ?? 0, "count"),
  column("paying_before", t("revenue.paying_before"), customersAtStart, "count"),
];

export const arpuSeries = (t: Translate) => [line("arpu", t("revenue.arpu"), arpu)];

export const customerSeries = (t: Translate) => [
  line("customers", t("revenue.customers"), ({ customers }) => customers),
];
