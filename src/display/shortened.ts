const LONGEST = 22;

/** « 7f3ae90d…c21e » for a long id; short ones stay whole. */
export function shortened(value: string, longest = LONGEST): string {
  return value.length > longest ? `${value.slice(0, 8)}…${value.slice(-4)}` : value;
}
