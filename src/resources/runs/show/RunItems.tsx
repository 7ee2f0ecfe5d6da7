import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useGetList, useTranslate } from "react-admin";
import { useSearchParams } from "react-router";
import type { ActionDefinition } from "../../../actions/definition";
import { LIVE_MS } from "../../../actions/useLiveRun";
import { ErrorState } from "../../../display/ErrorState";
import { Section } from "../../../display/Section";
import { useFormat } from "../../../i18n/useFormat";
import { ITEM_STATUSES, type Run, type RunItem } from "../run";
import { ItemRow } from "./ItemRow";

const FIRST = 25;

type Props = { run: Run; definition: ActionDefinition | null };

/** Every item of a run with what became of it, each with its steps behind it; the address holds which ones are shown. */
export function RunItems({ run, definition }: Props) {
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
          <ItemRow key={item.id} item={item} action={run.action} definition={definition} />
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
