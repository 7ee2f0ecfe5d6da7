import Box from "@mui/material/Box";
import { useGetList, useGetMany, useTranslate } from "react-admin";
import { RunLink } from "../../../actions/RunLink";
import { RelativeTime } from "../../../display/RelativeTime";
import { Section } from "../../../display/Section";
import { StatusChip } from "../../../display/StatusChip";
import type { Run, RunItem } from "../../runs/run";
import type { WebhookEvent } from "../webhookEvent";

const MOST = 10;

/** The runs that sent this event again, the newest first, and what became of it in each. */
export function Replays({ event }: { event: WebhookEvent }) {
  const translate = useTranslate();
  const { data: items } = useGetList<RunItem>(
    "run_items",
    {
      filter: { target_id: event.id },
      pagination: { page: 1, perPage: MOST },
      sort: { field: "started_at", order: "DESC" },
    },
    { retry: false },
  );
  const { data: runs } = useGetMany<Run>(
    "runs",
    { ids: [...new Set(items?.map(({ run_id }) => run_id))] },
    { enabled: Boolean(items && items.length > 0), retry: false },
  );
  if (!items || items.length === 0) return null;
  const codes = new Map(runs?.map(({ id, code }) => [id, code]));
  return (
    <Section title={translate("webhooks.replays")} flush>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {items.map(({ id, run_id, status, outcome, finished_at }) => (
          <Box
            component="li"
            key={id}
            sx={{
              display: "flex",
              flexWrap: "wrap",
              alignItems: "center",
              columnGap: 1.5,
              px: 2,
              minHeight: 36,
              borderTop: 1,
              borderColor: "divider",
            }}
          >
            <RunLink id={run_id} code={codes.get(run_id) ?? "…"} />
            <StatusChip domain="item" status={status} />
            <Box component="span" sx={{ flexGrow: 1, color: "text.secondary" }}>
              {outcome
                ? translate(`actions.replay-webhooks.item.${outcome.code}`, {
                    _: translate(`actions.item.${outcome.code}`, { _: outcome.code }),
                  })
                : null}
            </Box>
            <RelativeTime at={finished_at} />
          </Box>
        ))}
      </Box>
    </Section>
  );
}
