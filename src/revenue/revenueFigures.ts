import type { RevenuePoint } from "../charts/answer";
import { MOVEMENTS, type MovementKind } from "../resources/revenueMovements/movement";

const moved = ({ moved: customers }: RevenuePoint, kind: MovementKind) => customers[kind] ?? 0;

/** Signed cents of a kind: contraction and churn are negative. */
export const centsOf = ({ parts }: RevenuePoint, kind: MovementKind) => parts[kind] ?? 0;

/** What all movements of a stretch come to, in signed cents. */
export const netOf = (point: RevenuePoint) =>
  MOVEMENTS.reduce((sum, kind) => sum + centsOf(point, kind), 0);

/** MRR before the first movement of the stretch. */
export const startOf = (point: RevenuePoint) => point.value - netOf(point);

export const customersAtStart = (point: RevenuePoint) =>
  point.customers - moved(point, "new") - moved(point, "reactivation") + moved(point, "churn");

/** Customers lost of those who paid at the start, in percent; null where nobody did. */
export function churnRate(point: RevenuePoint): number | null {
  const before = customersAtStart(point);
  return before > 0 ? (100 * moved(point, "churn")) / before : null;
}

/** What a customer who pays brings in a month, in cents; null where nobody pays. */
export const arpu = ({ value, customers }: RevenuePoint): number | null =>
  customers > 0 ? Math.round(value / customers) : null;

export const movementsOf = ({ moved: customers }: RevenuePoint) =>
  Object.values(customers).reduce((sum, number) => sum + number, 0);
