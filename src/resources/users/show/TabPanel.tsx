import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useCreatePath, useGetList, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { EmptyState } from "../../../display/EmptyState";
import { ErrorState } from "../../../display/ErrorState";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import { useFilteredList } from "../../../list/useFilteredList";
import { type Row, tabRow } from "./tabRows";
import type { Tab } from "./tabs";

const SHOWN = 10;

/** The last rows of one of the customer's lists, and the way to all of them. */
export function TabPanel({ tab, userId }: { tab: Tab; userId: string }) {
  const t = useTranslate();
  const format = useFormat();
  const listOf = useFilteredList();
  const filter = { [tab.filterKey]: userId };
  const { data, error, refetch } = useGetList<Row>(tab.resource, {
    filter,
    sort: { field: tab.sort, order: "DESC" },
    pagination: { page: 1, perPage: SHOWN },
  });
  const all = (
    <Link component={RouterLink} to={listOf(tab.resource, filter)}>
      {t("user.tab.all", { count: format.number(tab.count) })}
    </Link>
  );
  return (
    <Section flush title={t(`user.tab.${tab.name}`)} aside={all}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Box aria-busy sx={{ px: 2, pb: 2, display: "grid", gap: 1 }}>
          {Array.from({ length: Math.min(SHOWN, Math.max(tab.count, 1)) }, (_, row) => row).map(
            (row) => (
              <Skeleton key={row} height={36} />
            ),
          )}
        </Box>
      ) : data.length === 0 ? (
        <EmptyState title={t(`user.tab.empty.${tab.name}`)} detail={t("user.tab.empty_detail")} />
      ) : (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
          {data.map((row) => (
            <Line key={row.id} tab={tab.name} row={row} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function Line({ tab, row }: { tab: string; row: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const createPath = useCreatePath();
  const { at, title, detail, status, to } = tabRow(tab, row, t, format);
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr) auto", sm: "150px minmax(0, 1fr) auto" },
        columnGap: 1.5,
        alignItems: "center",
        minHeight: 44,
        px: 2,
        py: 0.5,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Typography
        component="time"
        dateTime={at}
        title={format.exact(at)}
        variant="body2"
        sx={{
          gridColumn: { xs: "1 / -1", sm: "auto" },
          color: "text.muted",
          fontVariantNumeric: "tabular-nums",
        }}
      >
        {format.dateTime(at)}
      </Typography>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
          {to ? (
            <Link
              component={RouterLink}
              to={createPath({ ...to, type: "show" })}
              sx={{ color: "text.primary" }}
            >
              {title}
            </Link>
          ) : (
            title
          )}
        </Typography>
        <Typography
          variant="caption"
          component="p"
          sx={{ m: 0, color: "text.muted", overflowWrap: "anywhere" }}
        >
          {detail}
        </Typography>
      </Box>
      {status ? <StatusChip domain={status.domain} status={status.value} /> : <span />}
    </Box>
  );
}
