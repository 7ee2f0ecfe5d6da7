import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { Fragment } from "react";
import { useTranslate } from "react-admin";
import { EmptyState } from "../../../display/EmptyState";
import { ErrorState } from "../../../display/ErrorState";
import { Section } from "../../../display/Section";
import { StaleBanner } from "../../../display/StaleBanner";
import { useNow } from "../../../display/useNow";
import { useFormat } from "../../../i18n/useFormat";
import { TimelineFilter } from "./TimelineFilter";
import { TimelineRow } from "./TimelineRow";
import { keyOf } from "./timelineEvent";
import { daysOf } from "./timelineOrder";
import { useTimeline } from "./useTimeline";
import { useTimelineKind } from "./useTimelineKind";

type Props = { userId: string; since: string };

/** Everything that happened to a customer, from every source, as one stream. */
export function Timeline({ userId, since }: Props) {
  const t = useTranslate();
  const [kind, setKind] = useTimelineKind();
  return (
    <Section
      flush
      title={t("user.timeline.title")}
      aside={<TimelineFilter kind={kind} onChange={setKind} />}
    >
      <Stream key={`${userId} ${kind}`} userId={userId} kind={kind} since={since} />
    </Section>
  );
}

function Stream({ userId, kind, since }: Props & { kind: ReturnType<typeof useTimelineKind>[0] }) {
  const t = useTranslate();
  const format = useFormat();
  const { stream, newest, older, showOlder } = useTimeline(userId, kind);

  if (!stream.started) {
    return newest.error ? (
      <ErrorState
        error={newest.error}
        title={t("user.timeline.failed")}
        onRetry={() => void newest.refetch()}
      />
    ) : (
      <StreamSkeleton />
    );
  }
  return (
    <>
      {newest.error ? (
        <StaleBanner at={newest.dataUpdatedAt} onRetry={() => void newest.refetch()} />
      ) : null}
      {stream.events.length === 0 ? (
        <EmptyState title={t("user.timeline.empty")} detail={t("user.timeline.empty_detail")} />
      ) : (
        <Box component="ol" sx={{ m: 0, p: 0, pb: 1, listStyle: "none" }}>
          {daysOf(stream.events, format.dayKey).map((day) => (
            <Fragment key={day.key}>
              <DayHead at={day.at} />
              {day.events.map((event, index) => (
                <TimelineRow
                  key={keyOf(event)}
                  event={event}
                  fresh={stream.fresh.has(keyOf(event))}
                  linked={index < day.events.length - 1}
                />
              ))}
            </Fragment>
          ))}
        </Box>
      )}
      {older.error ? (
        <ErrorState
          error={older.error}
          title={t("user.timeline.failed")}
          onRetry={() => void showOlder()}
        />
      ) : (
        <Box sx={{ borderTop: 1, borderColor: "divider", px: 1, py: 0.75 }}>
          {stream.hasOlder ? (
            <Button
              variant="text"
              color="primary"
              disabled={older.loading}
              onClick={() => void showOlder()}
            >
              {t(older.loading ? "user.timeline.loading_previous" : "user.timeline.previous")}
            </Button>
          ) : (
            <Typography
              variant="caption"
              component="p"
              sx={{ m: 0, px: 1, py: 1, color: "text.muted" }}
            >
              {t("user.timeline.start", { date: format.date(since) })}
            </Typography>
          )}
        </Box>
      )}
    </>
  );
}

function DayHead({ at }: { at: string }) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const away = format.daysUntil(at, now);
  const sameYear = format.dayKey(at).slice(0, 4) === format.dayKey(now).slice(0, 4);
  const day = sameYear ? format.longDay(at).replace(/\s\d{4}$/, "") : format.longDay(at);
  const words =
    away === 0
      ? t("user.timeline.today", { day })
      : away === -1
        ? t("user.timeline.yesterday", { day })
        : day.charAt(0).toUpperCase() + day.slice(1);
  return (
    <Typography
      component="li"
      variant="caption"
      sx={{ px: 2, pt: 1, pb: 0.75, fontWeight: 500, color: "text.secondary" }}
    >
      {words}
    </Typography>
  );
}

function StreamSkeleton() {
  const t = useTranslate();
  return (
    <Box aria-busy aria-label={t("user.loading")} sx={{ px: 2, pb: 2, display: "grid", gap: 1.5 }}>
      {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Box>
  );
}
