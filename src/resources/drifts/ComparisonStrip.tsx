import { useTranslate } from "react-admin";
import { FactCell, FactStrip } from "../../display/FactStrip";
import { Money } from "../../display/Money";
import { RelativeTime } from "../../display/RelativeTime";
import { useFormat } from "../../i18n/useFormat";
import type { DriftHealth, DriftTotals } from "./drift";
import {
  useDriftHealth,
  useDriftTotals,
  useFailureWords,
  useFindingsAfterComparison,
  useRepairOff,
} from "./useDrifts";

/** What is open and at stake, as of when Stripe is known, and when everything was compared: one line above the list. */
export function ComparisonStrip() {
  const { data: health, error } = useDriftHealth();
  const totals = useDriftTotals();
  useFindingsAfterComparison(health);
  if ((error && !health) || (totals.error && !totals.data)) return null;
  return (
    <FactStrip cells={3}>
      {health && totals.data ? (
        <>
          <Open totals={totals.data} health={health} />
          <Freshness {...health} />
          <Compared {...health} />
        </>
      ) : null}
    </FactStrip>
  );
}

function Open({ totals, health }: { totals: DriftTotals; health: DriftHealth }) {
  const t = useTranslate();
  const format = useFormat();
  const { number, amount_cents: cents } = totals;
  const label = t("drifts.open.label");
  if (number === 0) {
    // Nothing found is only good news where everything was looked at.
    return health.walked_at ? (
      <FactCell label={label} tone="good" value={t("drifts.open.none")}>
        {t("drifts.open.none_detail")}
      </FactCell>
    ) : (
      <FactCell label={label} tone="unknown" value="–">
        {t("drifts.open.unknown")}
      </FactCell>
    );
  }
  return (
    <FactCell label={label} tone="broken" value={format.number(number)}>
      {cents > 0 ? (
        <>
          <Money cents={cents} /> {t("drifts.open.at_stake")}
        </>
      ) : (
        t("drifts.open.no_money")
      )}
    </FactCell>
  );
}

function Freshness({ synced_at, sync_failure }: DriftHealth) {
  const t = useTranslate();
  const words = useFailureWords();
  const off = useRepairOff();
  const tone = sync_failure ? "attention" : synced_at ? "good" : "unknown";
  return (
    <FactCell
      label={t("drifts.stripe.label")}
      tone={tone}
      value={synced_at ? <RelativeTime at={synced_at} /> : t("drifts.stripe.never")}
    >
      {sync_failure
        ? `${words(sync_failure)}${off ? ` ${t("drifts.stripe.suspended")}` : ""}`
        : t(synced_at ? "drifts.stripe.every" : "drifts.stripe.soon")}
    </FactCell>
  );
}

function Compared(health: DriftHealth) {
  const t = useTranslate();
  const format = useFormat();
  const { walked_at, walked, walk_began_at, walk_read, walk_hours, requested } = health;
  const label = t("drifts.walk.label");
  const counted = (key: string, number: number) =>
    t(`drifts.walk.${key}`, {
      smart_count: number,
      count: format.number(number),
      about: format.number(walked ?? 0),
      hours: walk_hours,
    });
  if (walk_began_at !== null) {
    const read = walk_read ?? 0;
    return (
      <FactCell label={label} tone="moving" value={t("drifts.walk.running")}>
        {counted(walked !== null && walked >= read ? "read_of" : "read", read)}
      </FactCell>
    );
  }
  return (
    <FactCell
      label={label}
      tone={walked_at ? "good" : "unknown"}
      value={walked_at ? <RelativeTime at={walked_at} /> : t("drifts.walk.never")}
    >
      {requested && walked_at
        ? t("drifts.walk.requested")
        : walked_at
          ? counted("done", walked ?? 0)
          : t("drifts.walk.soon")}
    </FactCell>
  );
}
