/** Up to here a total is counted; past it, estimated. Nobody reads the last digit of a million. */
export const COUNTED_UP_TO = 1000;

export type Total =
  | { kind: "exact"; value: number }
  | { kind: "about"; value: number }
  | { kind: "more_than"; value: number };

/** The planner's guess, with two digits that mean something; useless when it is below what we saw. */
export function estimatedTotal(planned: number | null): Total {
  if (planned === null || planned <= COUNTED_UP_TO) {
    return { kind: "more_than", value: COUNTED_UP_TO };
  }
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(planned)) - 1);
  return { kind: "about", value: Math.round(planned / unit) * unit };
}
