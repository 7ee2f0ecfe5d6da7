import NotificationsOffOutlined from "@mui/icons-material/NotificationsOffOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router";
import { RelativeTime } from "../../display/RelativeTime";
import { StatusChip } from "../../display/StatusChip";
import { useNow } from "../../display/useNow";
import { useFormat } from "../../i18n/useFormat";
import { RowMenu } from "../../list/RowMenu";
import { sinceWords } from "../../metrics/metricWords";
import { SeverityChip } from "../../metrics/SeverityChip";
import type { AlertRule } from "./alertRule";
import { ruleDetail, ruleSentence } from "./ruleWords";
import type { Move } from "./useRuleMove";

type Props = { rule: AlertRule; editable: boolean; onMove: (move: Move) => void };

/** One rule: what it watches in a sentence, how it stands, and what may be done with it. */
export function RuleRow({ rule, editable, onMove }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const sentence = ruleSentence(rule, t, f);
  const muted = rule.muted_until !== null;
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0, 1fr) auto", md: "minmax(0, 1fr) 260px auto" },
        alignItems: "center",
        columnGap: 2,
        rowGap: 1,
        px: 2,
        py: 1.25,
        minHeight: 66,
        "&:not(:first-of-type)": { borderTop: 1, borderColor: "divider" },
      }}
    >
      <Box sx={{ minWidth: 0, gridColumn: { xs: "1 / -1", md: "auto" } }}>
        <Box sx={{ display: "flex", alignItems: "flex-start", columnGap: 1 }}>
          <SeverityChip severity={rule.severity} />
          <Typography
            variant="subtitle2"
            component="h2"
            sx={{ m: 0, color: rule.enabled ? "text.primary" : "text.muted" }}
          >
            {sentence}
          </Typography>
        </Box>
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
          {ruleDetail(rule, t)}
        </Typography>
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <RuleState rule={rule} />
        <Typography variant="caption" component="p" sx={{ m: 0, color: "text.muted" }}>
          {rule.last_fired_at ? (
            <>
              {t("alerts.rule.last_fired")} <RelativeTime at={rule.last_fired_at} />
            </>
          ) : (
            t("alerts.rule.never_fired")
          )}
        </Typography>
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, justifySelf: "end" }}>
        {muted ? (
          <Button disabled={!editable} onClick={() => onMove("unmute")}>
            {t("alerts.rule.unmute")}
          </Button>
        ) : (
          <Button disabled={!editable} onClick={() => onMove("edit")}>
            {t("alerts.rule.edit")}
          </Button>
        )}
        <RowMenu name={sentence} width={280}>
          {() => [
            <MenuItem key="edit" disabled={!editable} onClick={() => onMove("edit")}>
              {t("alerts.rule.edit")}
            </MenuItem>,
            <MenuItem key="mute" disabled={!editable} onClick={() => onMove("mute")}>
              {t(muted ? "alerts.rule.mute_again" : "alerts.rule.mute")}
            </MenuItem>,
            <MenuItem key="test" disabled={!editable} onClick={() => onMove("test")}>
              {t("alerts.rule.test")}
            </MenuItem>,
            <MenuItem
              key="delete"
              disabled={!editable || rule.standard}
              onClick={() => onMove("delete")}
              sx={{
                display: "block",
                color: "error.main",
                // Why it is off must be read.
                "&.Mui-disabled": { opacity: 1, color: "text.muted" },
              }}
            >
              {t("alerts.rule.delete")}
              {rule.standard ? (
                <Typography
                  variant="caption"
                  component="p"
                  sx={{ m: 0, color: "text.muted", whiteSpace: "normal" }}
                >
                  {t("alerts.rule.standard")}
                </Typography>
              ) : null}
            </MenuItem>,
          ]}
        </RowMenu>
      </Box>
    </Box>
  );
}

function RuleState({ rule }: { rule: AlertRule }) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const { enabled, muted_until, alert_state, alert_id, alert_since } = rule;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
      {enabled ? null : <Chip variant="neutral" label={t("alerts.rule.off")} />}
      {muted_until ? (
        <Chip
          variant="neutral"
          icon={<NotificationsOffOutlined />}
          label={t("alerts.rule.muted_until", { at: f.dateTime(muted_until) })}
        />
      ) : null}
      {alert_state && alert_id && alert_since ? (
        <Link component={RouterLink} to={`/alerts/${alert_id}/show`}>
          <StatusChip
            domain="alert"
            status={alert_state}
            label={t(`alerts.rule.since_${alert_state}`, {
              at: sinceWords(alert_since, now, t, f),
            })}
          />
        </Link>
      ) : enabled && !muted_until ? (
        <Chip variant="neutral" label={t("alerts.rule.watching")} />
      ) : null}
    </Box>
  );
}
