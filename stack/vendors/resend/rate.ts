const WINDOW_MS = 1000;

/** Counts requests; off until it has been told how many a second are allowed. */
export function createRate(now: () => Date) {
  let perSecond: number | null = null;
  let taken: number[] = [];
  return {
    /** Whether one more request is too many. */
    exceeded(): boolean {
      if (perSecond === null) return false;
      const at = now().getTime();
      taken = taken.filter((moment) => moment > at - WINDOW_MS);
      if (taken.length >= perSecond) return true;
      taken.push(at);
      return false;
    },
    get limit() {
      return perSecond;
    },
    set limit(requests: number | null) {
      perSecond = requests;
      taken = [];
    },
  };
}
