import Box from "@mui/material/Box";
import { useMemo } from "react";
import { useTranslate } from "react-admin";
import { behind } from "../charts/behind";
import type { Mark } from "../charts/chart";
import { RangeControl } from "../charts/range/RangeControl";
import { type Offered, RANGE_NAMES } from "../charts/range/range";
import { type RangeState, useChartRange } from "../charts/range/useChartRange";
import { useChart } from "../charts/useChart";
import { useMarks } from "../charts/useMarks";
import { PageHead } from "../layout/PageHead";
import {
  actionSeries,
  actionsOf,
  emailSeries,
  importSeries,
  signupSeries,
  simulationSeries,
  webhookSeries,
} from "./activitySeries";
import { CountChart } from "./CountChart";
import { FunnelSheet } from "./FunnelSheet";

const offered: Offered = { names: [...RANGE_NAMES, "custom"], fallback: "30d", hourly: true };

/** What customers and the team did: sign-ups and how far they came, simulations, imports, webhooks, e-mails, actions. */
export default function ActivityPage() {
  const t = useTranslate();
  const state = useChartRange(offered);
  const marks = useMarks(state.range);
  const series = useMemo(
    () => ({
      signups: signupSeries(t),
      simulations: simulationSeries(t),
      imports: importSeries(t),
      webhooks: webhookSeries(t),
      emails: emailSeries(t),
    }),
    [t],
  );
  const chart = (name: keyof typeof series) => (
    <CountChart name={name} series={series[name]} marks={marks} state={state} />
  );
  return (
    <>
      <PageHead
        title={t("resources.activity.name", { smart_count: 2 })}
        actions={<RangeControl state={state} />}
      />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" },
        }}
      >
        {chart("signups")}
        <FunnelSheet state={state} />
        {chart("simulations")}
        {chart("imports")}
        {chart("webhooks")}
        {chart("emails")}
        <Box sx={{ gridColumn: "1 / -1" }}>
          <Actions marks={marks} state={state} />
        </Box>
      </Box>
    </>
  );
}

/** Which actions have a bar depends on which ones were run. */
function Actions({ marks, state }: { marks: Mark[]; state: RangeState }) {
  const t = useTranslate();
  const { data } = useChart("runs", state.range);
  const points = data?.points;
  const actions = useMemo(() => actionsOf(points ?? []), [points]);
  const series = useMemo(() => actionSeries(actions, t), [actions, t]);
  return (
    <CountChart
      name="runs"
      series={series}
      marks={marks}
      state={state}
      listOf={(part, point) => behind("runs", part, point, { actions: actions.others })}
    />
  );
}
