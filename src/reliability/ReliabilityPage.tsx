import Box from "@mui/material/Box";
import { useEffect } from "react";
import { useGetList, useTranslate } from "react-admin";
import { useSearchParams } from "react-router";
import { RangeControl } from "../charts/range/RangeControl";
import { type Offered, RANGE_NAMES } from "../charts/range/range";
import { useChartRange } from "../charts/range/useChartRange";
import { REFRESH_EVERY } from "../charts/useChart";
import { PageHead } from "../layout/PageHead";
import { METRICS } from "../metrics/metric";
import { Deployments } from "./Deployments";
import { MetricChart } from "./MetricChart";
import type { MeasuredMetric } from "./measuredMetric";

const offered: Offered = { names: [...RANGE_NAMES, "custom"], fallback: "7d", hourly: true };

/** The six metrics of the runbook over time, each at its own anchor, and what was deployed meanwhile. */
export default function ReliabilityPage() {
  const t = useTranslate();
  const state = useChartRange(offered);
  const [params] = useSearchParams();
  const wanted = params.get("metric");
  const { data } = useGetList<MeasuredMetric>(
    "metrics",
    { pagination: { page: 1, perPage: 20 }, sort: { field: "position", order: "ASC" } },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  useEffect(() => {
    if (wanted) document.getElementById(`metric-${wanted}`)?.scrollIntoView();
  }, [wanted]);

  return (
    <>
      <PageHead
        title={t("resources.reliability.name", { smart_count: 2 })}
        actions={<RangeControl state={state} />}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0, 1fr)" }}>
        {METRICS.map((name) => (
          <MetricChart
            key={name}
            name={name}
            metric={data?.find(({ metric }) => metric === name)}
            state={state}
          />
        ))}
        <Deployments range={state.range} />
      </Box>
    </>
  );
}
