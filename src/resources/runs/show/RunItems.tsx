import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useGetList, useTranslate } from "react-admin";
import { Link as RouterLink, useSearchParams } from "react-router";
import { outcomeWords } from "../../../actions/noticeWords";
import { pathOf } from "../../../actions/targets";
import { LIVE_MS } from "../../../actions/useLiveRun";
import { ErrorState } from "../../../display/ErrorState";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import { ITEM_STATUSES, type Run, type RunItem } from "../run";

const FIRST = 25;

/** Every item of a run with what became of it; the address holds which ones are shown. */
export function RunItems({ run }: { run: Run }) {
  const t = useTranslate();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const [perPage, setPerPage] = useState(FIRST);
  const wanted = search.get("items") ?? "all";
  const status = ITEM_STATUSES.find((one) => one === wanted);
  const { data, error, isPending, pageInfo, refetch } = useGetList<RunItem>(
    "run_items",
    {
      filter: { run_id: run.id, ...(status && { status }) },
      sort: { field: "position", order: "ASC" },
      pagination: { page: 1, perPage },
      // What was read while it ran is not how it ended: read once more.
      meta: { ended: run.finished_at !== null },
    },
    {
      refetchInterval: run.finished_at ? false : LIVE_MS,
      placeholderData: (previous) => previous,
    },
  );
  const tabs = [
    { value: "all", label: t("run.items.all"), count: run.items ?? 0 },
    ...ITEM_STATUSES.map((one) => ({
      value: one as string,
      label: t(`status.item.${one}`),
      count: run.counts?.[one] ?? 0,
    })).filter(({ value, count }) => count > 0 || value === wanted),
  ];

  return (
    <Section flush title={t("run.items.list")}>
      <Tabs
        value={status ?? "all"}
        variant="scrollable"
        onChange={(_, value: string) => {
          setPerPage(FIRST);
          setSearch(value === "all" ? {} : { items: value }, { replace: true });
        }}
        sx={{ px: 2, borderBottom: 1, borderColor: "divider" }}
      >
        {tabs.map(({ value, label, count }) => (
          <Tab key={value} value={value} label={`${label} ${format.number(count)}`} />
        ))}
      </Tabs>
      {error ? (
        <ErrorState error={error} title={t("run.failed")} onRetry={() => void refetch()} />
      ) : null}
      {isPending ? <Skeleton height={36 * 3} sx={{ mx: 2 }} /> : null}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {data?.map((item) => (
          <ItemRow key={item.id} item={item} action={run.action} />
        ))}
      </Box>
      {data?.length === 0 ? (
        <Typography variant="body2" sx={{ px: 2, py: 1.5, color: "text.secondary" }}>
          {t("run.items.none")}
        </Typography>
      ) : null}
      {pageInfo?.hasNextPage ? (
        <Button onClick={() => setPerPage((rows) => rows + 100)} sx={{ mx: 2, my: 1 }}>
          {t("run.items.more")}
        </Button>
      ) : null}
    </Section>
  );
}

function ItemRow({ item, action }: { item: RunItem; action: string }) {
  const t = useTranslate();
  const format = useFormat();
  const { outcome, changes, attempts, target_kind: kind, target_id: id, target_label } = item;
  const page = pathOf({ kind, id });
  const doubtful = item.status === "attention";
  const words = outcome ? outcomeWords(outcome, { action, t, format, doubtful }) : null;
  const detail = [
    words?.title,
    doubtful ? words?.advice : null,
    changes.length > 0 ? t("run.items.changes", { smart_count: changes.length }) : null,
    attempts > 1 ? t("run.items.attempts", { smart_count: attempts }) : null,
  ];
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: {
          xs: "minmax(0, 1fr) auto",
          md: "minmax(0, 2fr) 132px minmax(0, 3fr) 72px",
        },
        alignItems: "center",
        columnGap: 1.5,
        minHeight: 36,
        px: 2,
        py: 0.5,
        "& + &": { borderTop: 1, borderColor: "divider" },
      }}
    >
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {page ? (
          <Link component={RouterLink} to={page}>
            {target_label}
          </Link>
        ) : (
          target_label
        )}
      </Typography>
      <div>
        <StatusChip domain="item" status={item.status} />
      </div>
      <Typography variant="caption" sx={{ color: "text.secondary" }}>
        {detail.filter(Boolean).join(" · ")}
      </Typography>
      <Typography
        variant="caption"
        sx={{ color: "text.muted", textAlign: "right", fontVariantNumeric: "tabular-nums" }}
      >
        {item.finished_at ? format.timeSeconds(item.finished_at) : ""}
      </Typography>
    </Box>
  );
}
