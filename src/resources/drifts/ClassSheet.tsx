import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { useId } from "react";
import { useListContext, useTranslate } from "react-admin";
import { useOffReason } from "../../actions/useOffReason";
import { FoldedSection } from "../../display/FoldedSection";
import { GroupLine, groupLineSx } from "../../display/GroupLine";
import { Money } from "../../display/Money";
import { useFormat } from "../../i18n/useFormat";
import type { DriftCount } from "./drift";
import { useDriftCounts } from "./useDrifts";
import { REPAIRED_AT_ONCE, useRepairClass } from "./useRepairClass";

/** What disagrees, in one line; unfolded, by kind: what it means, how many, since when, and what to do. */
export function ClassSheet() {
  const t = useTranslate();
  const format = useFormat();
  const { data: counts } = useDriftCounts();
  const first = counts?.find(({ repair }) => repair !== null);
  const offId = useId();
  const offReason = useOffReason(null);
  const off = first?.repair ? offReason(first.repair, undefined) : null;
  const found = counts?.reduce((sum, { number }) => sum + number, 0) ?? 0;
  const words = (key: string, count: number) =>
    t(`drifts.group.${key}`, { smart_count: count, count: format.number(count) });
  const counted = [words("drifts", found), words("classes", counts?.length ?? 0)].join(" · ");
  return (
    <FoldedSection
      title={t("drifts.by_class")}
      summary={counts && (found > 0 ? counted : null)}
      nothing={t("drifts.open.none")}
    >
      {off ? (
        // Said once for all of them.
        <Box component="li" id={offId} sx={{ ...groupLineSx, bgcolor: "warning.tint" }}>
          {off}
        </Box>
      ) : null}
      {counts?.map((count) => (
        <Group
          key={count.id}
          count={count}
          recommended={count === first}
          offBy={off ? offId : null}
        />
      ))}
    </FoldedSection>
  );
}

type GroupProps = {
  count: DriftCount;
  recommended: boolean;
  /** Where it stands why nothing can be repaired now; null when it can. */
  offBy: string | null;
};

function Group({ count, recommended, offBy }: GroupProps) {
  const t = useTranslate();
  const format = useFormat();
  const { setFilters } = useListContext();
  const { class: kind, number, customers, amount_cents, since, repair } = count;
  const today = format.daysUntil(since, Date.now()) === 0;
  const words = (key: string, counted: number) =>
    t(`drifts.group.${key}`, { smart_count: counted, count: format.number(counted) });
  return (
    <GroupLine
      title={t(`drifts.class.${kind}.title`)}
      facts={
        <>
          {words("drifts", number)}
          {customers > 0 ? `, ${words("customers", customers)}` : null}
          {amount_cents > 0 ? (
            <>
              {", "}
              <Money cents={amount_cents} /> {t("drifts.a_month")}
            </>
          ) : null}
          {" · "}
          {t(`webhooks.group.since_${today ? "time" : "date"}`, {
            at: today ? format.time(since) : format.date(since),
          })}
        </>
      }
      advice={`${t(`drifts.class.${kind}.meaning`)} ${t(`drifts.class.${kind}.advice`)}`}
    >
      <Button onClick={() => setFilters({ status: "open", class: kind })}>
        {words("show", number)}
      </Button>
      {repair ? (
        <RepairButton count={count} recommended={recommended} offBy={offBy} />
      ) : kind === "admin_claim" ? null : (
        <Link
          href="https://dashboard.stripe.com/subscriptions"
          target="_blank"
          rel="noopener noreferrer"
        >
          {t("drifts.open_subscriptions")}
        </Link>
      )}
    </GroupLine>
  );
}

function RepairButton({ count: { class: kind, number }, recommended, offBy }: GroupProps) {
  const t = useTranslate();
  const format = useFormat();
  const { mutate, isPending } = useRepairClass(kind);
  const most = Math.min(number, REPAIRED_AT_ONCE);
  return (
    <Button
      aria-describedby={offBy ?? undefined}
      disabled={offBy !== null || isPending}
      onClick={(event) => mutate(event.currentTarget)}
      {...(recommended ? { variant: "contained" as const, color: "primary" as const } : {})}
    >
      {t(number > most ? "drifts.group.repair_first" : "drifts.group.repair", {
        smart_count: most,
        count: format.number(most),
        all: format.number(number),
      })}
    </Button>
  );
}
