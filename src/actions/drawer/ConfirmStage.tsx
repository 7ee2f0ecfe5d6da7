import HowToRegOutlined from "@mui/icons-material/HowToRegOutlined";
import Box from "@mui/material/Box";
import { useTranslate } from "react-admin";
import type { ApprovalNeed } from "../../../supabase/functions/_shared/contract";
import { Notice } from "../Notice";
import type { Action } from "../useAction";
import { ConfirmField } from "./ConfirmField";

type Props = { action: Action; approval: ApprovalNeed | null; disabled: boolean };

/** What stands between the reason and the run: something to type, a colleague who has to agree. */
export function ConfirmStage({ action, approval, disabled }: Props) {
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      {approval ? <Colleague {...approval} /> : null}
      {action.asked === null ? null : (
        <ConfirmField
          expected={action.asked}
          value={action.state.confirm}
          onChange={action.typeConfirm}
          disabled={disabled}
        />
      )}
    </Box>
  );
}

/** Who may approve, why that is asked, and until when. */
function Colleague({ rule, approvers }: ApprovalNeed) {
  const t = useTranslate();
  return (
    <Notice
      severity={approvers > 0 ? "info" : "warning"}
      icon={<HowToRegOutlined fontSize="inherit" />}
      title={t(`actions.approval.rule.${rule}`, { _: t("actions.approval.rule.other") })}
    >
      {t(`actions.approval.${approvers > 0 ? "who" : "nobody"}`, { smart_count: approvers })}{" "}
      {t("actions.approval.until")}
    </Notice>
  );
}
