import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { useDataProvider, useTranslate } from "react-admin";
import { Money } from "../../display/Money";
import { useFormat } from "../../i18n/useFormat";
import type { ConsoleDataProvider } from "../../providers/dataProvider";

/** All subscriptions in one line, whatever the filters: under the head of the list. */
export function SubscriptionTotals() {
  const translate = useTranslate();
  const format = useFormat();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data: totals, error } = useQuery({
    queryKey: ["subscriptions", "totals"],
    queryFn: () => dataProvider.subscriptionTotals(),
  });
  const counted = (key: "live" | "past_due" | "cancelling", count: number, cents = 0) =>
    translate(`resources.subscriptions.${key}`, {
      smart_count: count,
      count: format.number(count),
      amount: format.money(cents),
    });
  if (error && !totals) return null;

  return (
    <Box
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 2.5,
        minHeight: { xs: 56, md: 36 },
        px: { xs: 1.5, md: 1.25 },
        py: { xs: 1, md: 0 },
        bgcolor: "surface.subtle",
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <Box component="span" sx={{ fontWeight: 500 }}>
        {translate("resources.subscriptions.totals")}
      </Box>
      {totals ? (
        <>
          <span>{counted("live", totals.live_count)}</span>
          <Box component="span" sx={{ fontWeight: 500 }}>
            {translate("fields.mrr_cents")} <Money cents={totals.mrr_cents} />
          </Box>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {counted("past_due", totals.past_due_count, totals.past_due_cents)}
          </Box>
          {/* On a phone there is room for two lines; the worklists have the number as well. */}
          <Box
            component="span"
            sx={{ display: { xs: "none", md: "inline" }, color: "text.secondary" }}
          >
            {counted("cancelling", totals.cancelling_count)}
          </Box>
        </>
      ) : (
        <Skeleton width={320} height={12} />
      )}
    </Box>
  );
}
