import Box from "@mui/material/Box";
import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";
import { ReasonField } from "../ReasonField";
import type { Action } from "../useAction";

/** Why, and for which incident. */
export function ReasonStage({ action, disabled }: { action: Action; disabled: boolean }) {
  const t = useTranslate();
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <ReasonField
        label={t("actions.reason.label")}
        value={action.state.reason}
        onChange={action.typeReason}
        disabled={disabled}
      />
      <TextField
        fullWidth
        id="action-incident"
        label={t("actions.reason.incident")}
        placeholder={t("actions.reason.incident_placeholder")}
        value={action.state.incident}
        disabled={disabled}
        onChange={(event) => action.typeIncident(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 64, autoComplete: "off" } }}
      />
    </Box>
  );
}
