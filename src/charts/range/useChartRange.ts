import { useSearchParams } from "react-router";
import { useNow } from "../../display/useNow";
import { type ChartRange, type Offered, type RangeName, rangeOf } from "./range";

/** In the address the names of the charts that are read as tables; this word is all of them. */
const ALL = "table";

export type RangeState = {
  range: ChartRange;
  offered: Offered;
  compare: boolean;
  setRange: (name: RangeName, days?: { first: string; last: string }) => void;
  setCompare: (compare: boolean) => void;
  viewOf: (chart: string) => "chart" | "table";
  setView: (chart: string, view: "chart" | "table") => void;
};

/** What a page with charts shows, as the address has it: reload and back keep it. */
export function useChartRange(offered: Offered): RangeState {
  const [params, setParams] = useSearchParams();
  const now = useNow();
  const asked = {
    range: params.get("range"),
    since: params.get("since"),
    until: params.get("until"),
  };
  const tables = (params.get("view") ?? "").split(",").filter(Boolean);
  const change = (entries: Record<string, string | null>) =>
    setParams((current) => {
      const next = new URLSearchParams(current);
      for (const [name, value] of Object.entries(entries)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      return next;
    });

  return {
    range: rangeOf(asked, offered, now),
    offered,
    compare: params.get("compare") === "1",
    setRange: (name, days) =>
      change({
        range: name,
        since: name === "custom" ? (days?.first ?? null) : null,
        until: name === "custom" ? (days?.last ?? null) : null,
      }),
    setCompare: (compare) => change({ compare: compare ? "1" : null }),
    viewOf: (chart) => (tables.includes(chart) || tables.includes(ALL) ? "table" : "chart"),
    setView: (chart, view) => {
      const others = tables.filter((name) => name !== chart && name !== ALL);
      const names = view === "table" ? [...others, chart] : others;
      change({ view: names.length > 0 ? names.join(",") : null });
    },
  };
}
