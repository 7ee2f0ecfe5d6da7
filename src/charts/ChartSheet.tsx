import HelpOutlined from "@mui/icons-material/HelpOutlined";
import InboxOutlined from "@mui/icons-material/InboxOutlined";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { type ReactNode, useMemo, useRef } from "react";
import { useTranslate } from "react-admin";
import { AgeText } from "../display/AgeText";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { Section } from "../display/Section";
import { StaleBanner } from "../display/StaleBanner";
import type { Span } from "./chart";
import { drawingOf } from "./drawing";
import { ExportMenu } from "./ExportMenu";
import { Legend } from "./Legend";
import { hasData } from "./rows";
import { TimeChart, type TimeChartProps } from "./TimeChart";
import { ViewSwitch } from "./ViewSwitch";

/** What a question for points is at: as react-query tells it. */
export type PointsQuery<Point> = {
  data: { points: Point[] } | undefined;
  error: unknown;
  isPlaceholderData: boolean;
  dataUpdatedAt: number;
  refetch: () => unknown;
};

type Props<Point extends Span> = Omit<TimeChartProps<Point>, "points" | "comparison"> & {
  /** Names its files, and the chart in the address. */
  name: string;
  /** After the title: what exactly is drawn. */
  note?: ReactNode;
  /** Before the tools: how it is now. */
  status?: ReactNode;
  /** Where the figures come from, for the picture. */
  source: string;
  query: PointsQuery<Point>;
  before?: PointsQuery<Point> | undefined;
  /** Said where there is nothing to draw, with the reason. */
  empty: { title: string; detail?: ReactNode };
  onView: (view: "chart" | "table") => void;
  /** Under the chart. */
  children?: ReactNode;
};

/** A chart on its sheet: with its tools, its age, and the same size while it loads, fails or is empty. */
export function ChartSheet<Point extends Span>(props: Props<Point>) {
  const { name, note, status, source, query, before, empty, onView, children, ...chart } = props;
  const { title, series, unit, grain, threshold, marks, view = "chart", height = 260 } = chart;
  const t = useTranslate();
  const sheet = useRef<HTMLDivElement>(null);
  const { data, error, isPlaceholderData, dataUpdatedAt } = query;
  const points = data?.points;
  const comparison = before?.data?.points;
  const drawing = useMemo(
    () => points && drawingOf({ points, series, unit, grain, threshold, comparison, marks }),
    [points, series, unit, grain, threshold, comparison, marks],
  );
  const filled = drawing ? hasData(drawing.rows, series) : false;
  const lines = series.some(({ kind }) => kind === "line");
  const retry = () => void query.refetch();
  return (
    <Section
      title={title}
      note={
        <>
          {note}
          <Box component="span" sx={{ color: "text.muted" }}>
            {note ? " · " : null}
            {data ? <AgeText at={dataUpdatedAt} /> : t(error ? "charts.unread" : "charts.reading")}
          </Box>
        </>
      }
      aside={
        <Box
          sx={{
            display: "flex",
            flexWrap: "wrap",
            alignItems: "center",
            gap: 1,
            // As high before the tools are there.
            minHeight: 28,
            "@media (pointer: coarse)": { minHeight: 44 },
          }}
        >
          {status}
          {drawing && filled ? (
            <>
              <ViewSwitch title={title} view={view} onChange={onView} />
              <ExportMenu {...{ name, title, source, drawing, sheet, view }} />
            </>
          ) : null}
        </Box>
      }
    >
      {error && data ? (
        <Box sx={{ mx: -2, mb: 1 }}>
          <StaleBanner at={dataUpdatedAt} onRetry={retry} />
        </Box>
      ) : null}
      <Box ref={sheet} sx={{ opacity: isPlaceholderData ? 0.55 : 1 }} aria-busy={!data && !error}>
        {points && filled ? (
          <TimeChart {...chart} points={points} comparison={comparison} />
        ) : (
          <>
            {/* Its names are known before its points: nothing moves when they come. */}
            <Legend series={series} compared={before !== undefined} />
            <Box sx={{ minHeight: height, display: "grid", alignContent: "center" }}>
              {data ? (
                <EmptyState
                  title={empty.title}
                  detail={empty.detail}
                  // Bars that are not there are none; a line that is not there is not known.
                  icon={
                    lines ? (
                      <HelpOutlined sx={{ fontSize: 20 }} />
                    ) : (
                      <InboxOutlined sx={{ fontSize: 20 }} />
                    )
                  }
                />
              ) : error ? (
                <ErrorState error={error} title={t("charts.failed", { title })} onRetry={retry} />
              ) : (
                <Skeleton height={height} />
              )}
            </Box>
          </>
        )}
      </Box>
      {children}
    </Section>
  );
}
