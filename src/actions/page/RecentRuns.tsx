import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { RelativeTime } from "../../display/RelativeTime";
import { useFilteredList } from "../../list/useFilteredList";
import { RunStatusChip } from "../../resources/runs/RunStatusChip";
import { RunLink } from "../RunLink";
import type { ActionRow, RecentRun } from "./actionRow";

/** How an action went the last times: the newest with its author, the earlier ones in a line each. */
export function RecentRuns({ row }: { row: ActionRow | null }) {
  const t = useTranslate();
  const listOf = useFilteredList();
  const [last, ...earlier] = row?.runs ?? [];
  if (!row || !last) {
    return (
      <Box component="span" sx={{ color: "text.muted" }}>
        {t("action_page.never")}
      </Box>
    );
  }
  return (
    <>
      <RunLine run={last} />
      <Typography
        variant="caption"
        component="p"
        sx={{ m: 0, mt: 0.5, color: "text.secondary", overflowWrap: "anywhere" }}
      >
        {t("action_page.by", { who: last.actor_email })}{" "}
        <Link underline="always" component={RouterLink} to={listOf("runs", { action: row.name })}>
          {t("action_page.all_runs")}
        </Link>
      </Typography>
      {earlier.length > 0 ? (
        <Box
          component="ul"
          aria-label={t("action_page.earlier")}
          sx={{ m: 0, mt: 0.75, p: 0, display: "grid", gap: 0.5, listStyle: "none" }}
        >
          {earlier.map((run) => (
            <li key={run.id}>
              <RunLine run={run} />
            </li>
          ))}
        </Box>
      ) : null}
    </>
  );
}

function RunLine({ run }: { run: RecentRun }) {
  return (
    <Box
      title={run.actor_email}
      sx={{ display: "flex", flexWrap: "wrap", columnGap: 1, alignItems: "center" }}
    >
      <RunStatusChip status={run.status} undone={run.undone} />
      <RunLink id={run.id} code={run.code} />
      <RelativeTime at={run.started_at} />
    </Box>
  );
}
