import Box from "@mui/material/Box";
import { useMemo } from "react";
import { useTranslate } from "react-admin";
import { RangeControl } from "../charts/range/RangeControl";
import { type ChartSpan, type Offered, rangeOf } from "../charts/range/range";
import { useChartRange } from "../charts/range/useChartRange";
import { useChart } from "../charts/useChart";
import { useMarks } from "../charts/useMarks";
import { useNow } from "../display/useNow";
import { PageHead } from "../layout/PageHead";
import { RevenueChart } from "./RevenueChart";
import { RevenueFigures } from "./RevenueFigures";
import {
  arpuSeries,
  churnSeries,
  customerSeries,
  movementSeries,
  mrrSeries,
} from "./revenueSeries";

const offered: Offered = {
  names: ["30d", "90d", "12m", "custom"],
  fallback: "12m",
  hourly: false,
};
const YEAR: Offered = { names: ["12m"], fallback: "12m", hourly: false };
const ASKED = { range: "12m", since: null, until: null };

/** What customers bring in a month, what moved it, and how many pay. */
export default function RevenuePage() {
  const t = useTranslate();
  const now = useNow();
  const state = useChartRange(offered);
  const { range } = state;
  // Churn is of a month: by the day it would mean nothing.
  const year = rangeOf(ASKED, YEAR, now);
  const months: ChartSpan & { before: ChartSpan } = range.grain === "month" ? range : year;
  const query = useChart("revenue", range);
  const monthly = useChart("revenue", months);
  const marks = useMarks(range);
  const series = useMemo(
    () => ({
      mrr: mrrSeries(t),
      movements: movementSeries(range.grain === "month", t),
      churn: churnSeries(t),
      arpu: arpuSeries(t),
      customers: customerSeries(t),
    }),
    [t, range.grain],
  );
  const shown = { query, span: range, before: range.before, marks, state };
  const byMonth = { query: monthly, span: months, before: months.before, marks, state };

  return (
    <>
      <PageHead
        title={t("resources.revenue.name", { smart_count: 2 })}
        actions={<RangeControl state={state} />}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
        <RevenueFigures points={query.data?.points} months={monthly.data?.points} />
        <RevenueChart {...shown} name="mrr" unit="cents" series={series.mrr} height={260} />
        <RevenueChart {...shown} name="movements" unit="cents" series={series.movements} />
        <Box
          sx={{
            display: "grid",
            gap: 2,
            gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(3, minmax(0, 1fr))" },
          }}
        >
          <RevenueChart {...byMonth} name="churn" unit="percent" series={series.churn} />
          <RevenueChart {...shown} name="arpu" unit="cents" series={series.arpu} />
          <RevenueChart {...shown} name="customers" unit="count" series={series.customers} />
        </Box>
      </Box>
    </>
  );
}
