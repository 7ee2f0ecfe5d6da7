import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslate } from "react-admin";
import { useFormat } from "../i18n/useFormat";
import type { MetricName } from "../metrics/metric";
import { incidentPath } from "../resources/incidents/incident";
import type { Mark } from "./chart";
import { marksQuery } from "./queries";
import type { ChartSpan } from "./range/range";
import { REFRESH_EVERY } from "./useChart";

const DAY = 24 * 3_600_000;
/** What Vercel calls a deployment that changed nothing in production. */
const NEVER_LIVE = ["ERROR", "CANCELED"];
const SHA_LENGTH = 7;
const NONE: Mark[] = [];

/** Deployments, bulk runs, incidents and, of a metric, its alerts in a range, each in words. */
export function useMarks({ since, until, grain }: ChartSpan, metric?: MetricName): Mark[] {
  const t = useTranslate();
  const format = useFormat();
  const { data } = useQuery({
    ...marksQuery({ since, until }),
    refetchInterval: REFRESH_EVERY,
  });
  return useMemo(() => {
    if (!data) return NONE;
    const oneDay = Date.parse(until) - Date.parse(since) <= DAY;
    const when = (at: string) =>
      oneDay
        ? format.time(at)
        : grain === "hour"
          ? `${format.shortDate(at)} ${format.time(at)}`
          : format.shortDate(at);
    // Over months they would stand closer than one can tell them apart.
    const { deployments, runs } = grain === "month" ? { deployments: [], runs: [] } : data;
    return [
      ...deployments
        .filter(({ state }) => !NEVER_LIVE.includes(state))
        .map(
          ({ id, at, sha }): Mark => ({
            id,
            kind: "deployment",
            at,
            until: null,
            label: t("charts.mark.deployment", {
              sha: sha?.slice(0, SHA_LENGTH) ?? "",
              at: when(at),
            }),
            record: null,
          }),
        ),
      ...runs.map(
        ({ id, at, finished_at, action, items }): Mark => ({
          id,
          kind: "run",
          at,
          until: finished_at,
          label: t("charts.mark.run", {
            action: t(`actions.${action}.title`, { _: action }),
            count: format.number(items),
            at: when(at),
          }),
          record: null,
        }),
      ),
      ...data.alerts
        .filter((alert) => alert.metric === metric)
        .map(
          ({ id, at, recovered_at, severity }): Mark => ({
            id,
            kind: "alert",
            at,
            until: recovered_at,
            label: t("charts.mark.alert", { severity, at: when(at) }),
            record: null,
          }),
        ),
      ...data.incidents.map(
        ({ id, at, resolved_at, code }): Mark => ({
          id,
          kind: "incident",
          at,
          until: resolved_at,
          label: t("charts.mark.incident", { code, at: when(at) }),
          record: { to: incidentPath({ id }), words: t("charts.mark.open_incident", { code }) },
        }),
      ),
    ];
  }, [data, since, until, grain, metric, t, format]);
}
