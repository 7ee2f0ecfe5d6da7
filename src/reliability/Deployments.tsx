import OpenInNewOutlined from "@mui/icons-material/OpenInNewOutlined";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useGetList, useTranslate } from "react-admin";
import type { ChartRange } from "../charts/range/range";
import { REFRESH_EVERY } from "../charts/useChart";
import { AgeText } from "../display/AgeText";
import { DateText } from "../display/DateText";
import { EmptyState } from "../display/EmptyState";
import { ErrorState } from "../display/ErrorState";
import { Section } from "../display/Section";
import { StatusChip } from "../display/StatusChip";
import type { Deployment } from "./deployment";

const SHOWN = 20;
const SHA_LENGTH = 7;

const lineSx = {
  display: "grid",
  gridTemplateColumns: {
    xs: "minmax(0, 1fr) auto",
    md: "150px 110px 90px minmax(0, 1fr) auto",
  },
  columnGap: 1.5,
  alignItems: "center",
  minHeight: 36,
  px: 2,
  py: 0.75,
  borderTop: 1,
  borderColor: "divider",
} as const;

/** What went to production in the range: the quiet marks of the charts above, one line each. */
export function Deployments({ range }: { range: ChartRange }) {
  const t = useTranslate();
  const { data, error, refetch } = useGetList<Deployment>(
    "deployments",
    {
      pagination: { page: 1, perPage: SHOWN },
      sort: { field: "created_at", order: "DESC" },
      filter: {
        target: "production",
        "created_at@gte": range.since,
        "created_at@lt": range.until,
      },
    },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  const read = data?.[0]?.read_at;
  return (
    <Section
      flush
      title={t("reliability.deployments.title")}
      note={t(`charts.range.${range.name === "custom" ? "own" : range.name}`)}
      aside={
        read ? (
          <Box component="span" sx={{ fontSize: 12, color: "text.muted" }}>
            <AgeText at={Date.parse(read)} />
          </Box>
        ) : null
      }
    >
      {error && !data ? (
        <ErrorState
          error={error}
          title={t("charts.failed", { title: t("reliability.deployments.title") })}
          onRetry={() => void refetch()}
        />
      ) : data?.length === 0 ? (
        <EmptyState
          title={t("reliability.deployments.none")}
          detail={t("reliability.deployments.none_detail")}
        />
      ) : data ? (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
          {data.map((deployment) => (
            <Line key={deployment.id} {...deployment} />
          ))}
        </Box>
      ) : (
        <Box sx={{ px: 2, pb: 2 }}>
          <Skeleton height={108} />
        </Box>
      )}
    </Section>
  );
}

function Line({ created_at, state, sha, message, inspector_url, url }: Deployment) {
  const t = useTranslate();
  const address = inspector_url ?? (url ? `https://${url.replace(/^https:\/\//, "")}` : null);
  return (
    <Box component="li" sx={lineSx}>
      <DateText at={created_at} time />
      <span>
        <StatusChip domain="deployment" status={state} />
      </span>
      <Typography variant="mono">{sha?.slice(0, SHA_LENGTH)}</Typography>
      <Box component="span" sx={{ overflowWrap: "anywhere" }}>
        {message}
      </Box>
      {address ? (
        <Link
          href={address}
          target="_blank"
          rel="noopener noreferrer"
          sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, whiteSpace: "nowrap" }}
        >
          {t("reliability.deployments.open")}
          <OpenInNewOutlined sx={{ fontSize: 14 }} />
        </Link>
      ) : (
        <span />
      )}
    </Box>
  );
}
