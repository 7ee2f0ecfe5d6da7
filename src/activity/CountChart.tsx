import { useTranslate } from "react-admin";
import type { CountPoint } from "../charts/answer";
import { type Behind, behind } from "../charts/behind";
import { ChartSheet } from "../charts/ChartSheet";
import type { Mark, Series } from "../charts/chart";
import type { RangeState } from "../charts/range/useChartRange";
import { wholeOf } from "../charts/rows";
import { useChart } from "../charts/useChart";
import { useRecords } from "../charts/useRecords";

export type CountName = "signups" | "simulations" | "imports" | "webhooks" | "emails" | "runs";

type Props = {
  name: CountName;
  series: Series<CountPoint>[];
  marks: Mark[];
  state: RangeState;
  /** The list behind a part, where it is not named like the part. */
  listOf?: (part: string | null, point: CountPoint) => Behind | null;
};

/** How much there was of something, by kind, as bars that stand on each other. */
export function CountChart({ name, series, marks, state, listOf }: Props) {
  const t = useTranslate();
  const records = useRecords();
  const { range, compare } = state;
  const query = useChart(name, range);
  const earlier = useChart(name, range.before, compare);
  const recordsOf = (point: CountPoint, key: string | null) => {
    const part = series.find((one) => one.key === key);
    const count = (part ? part.read(point) : wholeOf(point, series)) ?? 0;
    const alone = series.length === 1 ? null : key;
    return records(listOf ? listOf(alone, point) : behind(name, alone, point), count);
  };
  return (
    <ChartSheet<CountPoint>
      name={name}
      title={t(`activity.chart.${name}`)}
      note={t(`activity.each.${range.grain}`)}
      source={t(`activity.source.${name}`)}
      unit="count"
      grain={range.grain}
      height={220}
      series={series}
      marks={marks}
      query={query}
      before={compare ? earlier : undefined}
      view={state.viewOf(name)}
      onView={(view) => state.setView(name, view)}
      recordsOf={recordsOf}
      empty={{ title: t(`activity.none.${name}`), detail: t("activity.none_detail") }}
    />
  );
}
