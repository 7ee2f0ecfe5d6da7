import AddOutlined from "@mui/icons-material/AddOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useGetList, useTranslate } from "react-admin";
import { AgeText } from "../../display/AgeText";
import { ErrorState } from "../../display/ErrorState";
import { StaleBanner } from "../../display/StaleBanner";
import { PageHead } from "../../layout/PageHead";
import { useMe } from "../../layout/useMe";
import { REFRESH_EVERY } from "../../list/column";
import { may } from "../../providers/me";
import { AlertTabs } from "../alerts/AlertTabs";
import type { AlertRule } from "./alertRule";
import { RuleDrawer } from "./RuleDrawer";
import { RuleRow } from "./RuleRow";
import { useRuleMove } from "./useRuleMove";

/** What is watched: the six of the runbook first, each in a sentence. */
export default function AlertRuleList() {
  const t = useTranslate();
  const { data: me } = useMe();
  const queryClient = useQueryClient();
  const { move, ruleId, open, close } = useRuleMove();
  const { data, error, refetch, meta } = useGetList<AlertRule>(
    "alert_rules",
    {
      // The six have the lowest numbers.
      sort: { field: "id", order: "ASC" },
      pagination: { page: 1, perPage: 200 },
    },
    { refetchInterval: REFRESH_EVERY, retry: false },
  );
  const editable = me ? may(me, "alerts", "edit") : false;
  const retry = () => void refetch();
  const rule = data?.find(({ id }) => id === ruleId) ?? null;
  return (
    <>
      <PageHead
        title={t("resources.alert_rules.name", { smart_count: 2 })}
        note={meta?.fetchedAt && !error ? <AgeText at={meta.fetchedAt} /> : null}
        actions={
          <Button
            startIcon={<AddOutlined />}
            disabled={!editable}
            onClick={() => open("new", null)}
          >
            {t("alerts.rule.new")}
          </Button>
        }
      />
      <AlertTabs current="alert_rules" />
      {me && !editable ? (
        <Typography variant="body2" sx={{ mb: 1.5, color: "text.secondary" }}>
          {t("alerts.read_only")}
        </Typography>
      ) : null}
      <Paper component="ul" sx={{ m: 0, p: 0, listStyle: "none", overflow: "hidden" }}>
        {error && data ? (
          <Box component="li">
            <StaleBanner at={meta?.fetchedAt} onRetry={retry} />
          </Box>
        ) : null}
        {data ? (
          data.map((one) => (
            <RuleRow key={one.id} rule={one} editable={editable} onMove={(m) => open(m, one.id)} />
          ))
        ) : (
          <li>
            {error ? (
              <ErrorState error={error} onRetry={retry} />
            ) : (
              <Skeleton variant="rectangular" sx={{ height: { xs: 840, md: 396 } }} />
            )}
          </li>
        )}
      </Paper>
      <RuleDrawer
        move={move === "new" || rule ? move : null}
        rule={rule}
        editable={editable}
        onClose={close}
        onChanged={() => void queryClient.invalidateQueries()}
      />
    </>
  );
}
