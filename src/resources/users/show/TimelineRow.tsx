import BoltOutlined from "@mui/icons-material/BoltOutlined";
import CalculateOutlined from "@mui/icons-material/CalculateOutlined";
import CloudDownloadOutlined from "@mui/icons-material/CloudDownloadOutlined";
import LoginOutlined from "@mui/icons-material/LoginOutlined";
import MailOutlined from "@mui/icons-material/MailOutlined";
import PaymentsOutlined from "@mui/icons-material/PaymentsOutlined";
import WebhookOutlined from "@mui/icons-material/WebhookOutlined";
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import { keyframes } from "@mui/material/styles";
import Typography from "@mui/material/Typography";
import type { ComponentType } from "react";
import { useTranslate } from "react-admin";
import { RunLink } from "../../../actions/RunLink";
import { StatusChip } from "../../../display/StatusChip";
import { useFormat } from "../../../i18n/useFormat";
import { EventLink } from "../../webhookEvents/EventLink";
import type { TimelineEvent, TimelineKind } from "./timelineEvent";
import { statusDomain, timelineWords, toneOf } from "./timelineWords";

const icons: Record<TimelineKind, ComponentType<{ sx?: object }>> = {
  simulation: CalculateOutlined,
  import: CloudDownloadOutlined,
  email: MailOutlined,
  webhook: WebhookOutlined,
  payment: PaymentsOutlined,
  sign_in: LoginOutlined,
  team: BoltOutlined,
};

const arrive = keyframes`from { background-color: var(--arrived) } 60% { background-color: var(--arrived) }`;

type Props = {
  event: TimelineEvent;
  /** Came in while one was looking: tinted for a while. */
  fresh: boolean;
  /** Another one of the same day follows. */
  linked: boolean;
};

/** Time, kind, fact, state; particulars on the second line. */
export function TimelineRow({ event, fresh, linked }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { title, details } = timelineWords(event, t, format);
  const shown = details.filter(Boolean);
  return (
    <Box
      component="li"
      sx={(theme) => ({
        "--arrived": theme.vars.palette.action.selected,
        display: "grid",
        gridTemplateColumns: {
          xs: "40px 24px minmax(0, 1fr)",
          sm: "44px 24px minmax(0, 1fr) auto",
        },
        columnGap: { xs: 1, sm: 1.25 },
        px: 2,
        animation: fresh ? `${arrive} 6s ease-out` : "none",
      })}
    >
      <Typography
        component="time"
        dateTime={event.at}
        title={format.exact(event.at)}
        variant="body2"
        sx={{ color: "text.muted", fontVariantNumeric: "tabular-nums", pt: "2px" }}
      >
        {format.time(event.at)}
      </Typography>
      <Mark event={event} linked={linked} />
      <Box sx={{ pt: "2px", pb: 1.25, minWidth: 0 }}>
        <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
          {title}
        </Typography>
        {shown.length > 0 ? (
          <Typography
            variant="caption"
            component="p"
            sx={{ m: 0, color: "text.muted", overflowWrap: "anywhere" }}
          >
            <Details event={event} details={shown} />
          </Typography>
        ) : null}
        <Box sx={{ display: { xs: "block", sm: "none" }, "&:not(:empty)": { mt: 0.5 } }}>
          <State event={event} />
        </Box>
      </Box>
      <Box sx={{ display: { xs: "none", sm: "block" }, pt: "2px" }}>
        <State event={event} />
      </Box>
    </Box>
  );
}

function Mark({ event, linked }: Pick<Props, "event" | "linked">) {
  const Icon = icons[event.kind];
  const tone = toneOf(event);
  return (
    <Box sx={{ display: "flex", flexDirection: "column", alignItems: "center" }}>
      <Box
        sx={{
          width: 24,
          height: 24,
          flex: "0 0 auto",
          display: "grid",
          placeItems: "center",
          border: 1,
          borderRadius: "6px",
          bgcolor: tone ? `${tone}.tint` : "background.paper",
          borderColor: tone ? `${tone}.border` : "divider",
          color: tone ? `${tone}.main` : "text.secondary",
        }}
      >
        <Icon sx={{ fontSize: 14 }} />
      </Box>
      {linked ? <Box sx={{ flexGrow: 1, width: "1px", bgcolor: "divider" }} /> : null}
    </Box>
  );
}

/** The code of a run, or the id of an event, leads to it. */
function Details({ event, details }: { event: TimelineEvent; details: string[] }) {
  const { ref_resource, ref_id, title_args } = event;
  const [named, link] =
    ref_id && ref_resource === "runs" && typeof title_args.code === "string"
      ? [title_args.code, <RunLink key="link" id={ref_id} code={title_args.code} />]
      : ref_id && ref_resource === "webhook_events"
        ? [ref_id, <EventLink key="link" id={ref_id} />]
        : [null, null];
  if (!link) return details.join(" · ");
  const rest = details.filter((detail) => detail !== named);
  return (
    <>
      {link}
      {rest.length > 0 ? ` · ${rest.join(" · ")}` : null}
    </>
  );
}

function State({ event }: { event: TimelineEvent }) {
  const t = useTranslate();
  if (event.title_args.undone === true) {
    return <Chip variant="neutral" label={t("user.timeline.undone")} />;
  }
  const domain = statusDomain(event);
  return domain && event.status ? <StatusChip domain={domain} status={event.status} /> : null;
}
