import type { CountPoint } from "../charts/answer";
import { FUNNEL } from "../charts/behind";

export type Step = {
  name: (typeof FUNNEL)[number];
  number: number;
  /** Of all who signed up, and of those of the step before; null when nobody did. */
  ofAll: number | null;
  ofBefore: number | null;
};

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** How far those came who signed up in the range. */
export function funnelOf(points: CountPoint[]): Step[] {
  const numbers = FUNNEL.map((name) =>
    points.reduce((sum, { parts }) => sum + (parts[name] ?? 0), 0),
  );
  return FUNNEL.map((name, index) => ({
    name,
    number: numbers[index] ?? 0,
    ofAll: share(numbers[index] ?? 0, numbers[0] ?? 0),
    ofBefore: index === 0 ? null : share(numbers[index] ?? 0, numbers[index - 1] ?? 0),
  }));
}
