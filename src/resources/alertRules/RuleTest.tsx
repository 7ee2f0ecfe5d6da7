import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useGetList, useTranslate } from "react-admin";
import { FailureNotice } from "../../actions/FailureNotice";
import { useSubmission } from "../../actions/useSubmission";
import { DateText } from "../../display/DateText";
import { FactRow } from "../../display/FactRow";
import { StatusChip } from "../../display/StatusChip";
import { DeliveryError } from "../deliveries/DeliveryError";
import type { Delivery } from "../deliveries/delivery";
import type { AlertRule } from "./alertRule";
import { testRule } from "./api";

const LIVE_MS = 3_000;

type Props = { rule: AlertRule; editable: boolean; onClose: () => void };

/** Sends a message marked as a test, and shows what becomes of it. */
export function RuleTest({ rule, editable, onClose }: Props) {
  const t = useTranslate();
  const { state, submit } = useSubmission(testRule, () => undefined);
  const sent = state.answer;
  return (
    <Box sx={{ px: { xs: 2, sm: 3 }, py: 2, display: "grid", gap: 2 }}>
      <Typography variant="body2">{t("alerts.test.detail")}</Typography>
      {sent === null ? (
        <>
          {state.failure ? <FailureNotice failure={state.failure} of={null} /> : null}
          {editable ? null : (
            <Typography variant="caption" sx={{ color: "text.muted" }}>
              {t("alerts.read_only")}
            </Typography>
          )}
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button
              variant="contained"
              color="primary"
              disabled={!editable}
              aria-disabled={state.phase === "sending"}
              onClick={() => submit(rule.id)}
            >
              {t(state.phase === "sending" ? "common.sending" : "alerts.test.do")}
            </Button>
            <Button onClick={onClose}>{t("actions.footer.cancel")}</Button>
          </Box>
        </>
      ) : (
        <>
          <SentTest id={sent} />
          <Button onClick={onClose} sx={{ justifySelf: "start" }}>
            {t("actions.footer.close")}
          </Button>
        </>
      )}
    </Box>
  );
}

function SentTest({ id }: { id: number }) {
  const t = useTranslate();
  const { data } = useGetList<Delivery>(
    "deliveries",
    { filter: { id }, sort: { field: "id", order: "ASC" }, pagination: { page: 1, perPage: 1 } },
    {
      retry: false,
      refetchInterval: ({ state }) => (state.data?.data[0]?.delivered_at ? false : LIVE_MS),
    },
  );
  const delivery = data?.[0];
  return (
    <Box role="status">
      <FactRow
        label={t("alerts.test.message")}
        aside={delivery ? <StatusChip domain="delivery" status={delivery.status} /> : null}
      >
        {delivery?.delivered_at ? (
          <>
            {t("alerts.test.delivered")} <DateText at={delivery.delivered_at} time />
          </>
        ) : (
          t("alerts.test.waiting")
        )}{" "}
        {delivery ? <DeliveryError delivery={delivery} /> : null}
      </FactRow>
    </Box>
  );
}
