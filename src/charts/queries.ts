import { queryOptions } from "@tanstack/react-query";
import { dataProvider } from "../providers/dataProvider";
import type { ChartName } from "./answer";
import type { ChartSpan } from "./range/range";

/** What was asked for before its chart was drawn is not asked for again at once. */
const FRESH_FOR = 5_000;

/** The points of a chart over a range. */
export const chartQuery = <Name extends ChartName>(
  name: Name,
  { since, until, grain }: ChartSpan,
) =>
  queryOptions({
    queryKey: ["chart", name, since, until, grain],
    queryFn: ({ signal }) => dataProvider.chart(name, { since, until, grain }, signal),
    staleTime: FRESH_FOR,
    retry: false,
  });

/** What happened in a range. */
export const marksQuery = ({ since, until }: Pick<ChartSpan, "since" | "until">) =>
  queryOptions({
    queryKey: ["marks", since, until],
    queryFn: ({ signal }) => dataProvider.marks({ since, until }, signal),
    staleTime: FRESH_FOR,
    retry: false,
  });
