import Link from "@mui/material/Link";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import type { RevenuePoint } from "../charts/answer";
import { behind } from "../charts/behind";
import type { Records } from "../charts/chart";
import { useRecords } from "../charts/useRecords";
import { FactCell, FactStrip } from "../display/FactStrip";
import { dayOf } from "../i18n/parisDay";
import { useFormat } from "../i18n/useFormat";
import { arpu, churnRate, movementsOf, netOf } from "./revenueFigures";

type Props = { points: RevenuePoint[] | undefined; months: RevenuePoint[] | undefined };

/** Revenue in five figures, each with the time that it is of and the list behind it. */
export function RevenueFigures({ points, months }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const records = useRecords();
  const first = points?.[0];
  const last = points?.at(-1);
  const month = months?.at(-1);
  if (!points || !first || !last || !month) return <FactStrip cells={5}>{null}</FactStrip>;

  const net = points.reduce((sum, point) => sum + netOf(point), 0);
  const movements = points.reduce((sum, point) => sum + movementsOf(point), 0);
  const churn = churnRate(month);
  const each = arpu(last);
  const whole = { at: first.at, until: last.until };
  const now = t("revenue.today");
  return (
    <FactStrip cells={5}>
      <FactCell label="MRR" tone="fact" value={format.money(last.value)}>
        <Way found={{ to: "/subscriptions?sort=mrr_cents&order=DESC", words: now }}>{now}</Way>
      </FactCell>
      <FactCell label={t("revenue.net")} tone="fact" value={signed(net, format.money(net))}>
        <Way found={records(behind("revenue", null, whole), movements)}>
          {t("revenue.since", { date: format.date(first.at) })}
        </Way>
      </FactCell>
      <FactCell
        label={t("revenue.churn")}
        tone={churn === null ? "unknown" : "fact"}
        value={churn === null ? "–" : format.percent(churn / 100)}
      >
        <Way found={records(behind("revenue", "churn", month), month.moved.churn ?? 0)}>
          {t("revenue.of_month", { month: format.month(dayOf(month.at).slice(0, 7)) })}
        </Way>
      </FactCell>
      <FactCell
        label={t("revenue.arpu")}
        tone={each === null ? "unknown" : "fact"}
        value={each === null ? "–" : format.money(each)}
      >
        {t("revenue.a_month")}
      </FactCell>
      <FactCell label={t("revenue.customers")} tone="fact" value={format.number(last.customers)}>
        {now}
      </FactCell>
    </FactStrip>
  );
}

const signed = (cents: number, text: string) => (cents > 0 ? `+${text}` : text);

function Way({ found, children }: { found: Records | null; children: ReactNode }) {
  return found ? (
    <Link component={RouterLink} to={found.to} title={found.words}>
      {children}
    </Link>
  ) : (
    children
  );
}
