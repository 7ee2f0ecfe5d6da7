import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useNow } from "../../display/useNow";
import { ReasonedForm } from "../../forms/ReasonedForm";
import { useFormat } from "../../i18n/useFormat";
import type { AlertRule } from "./alertRule";
import { deleteRule, muteRule } from "./api";
import { MUTES, type Mute, muteMinutes } from "./mute";

type Props = { rule: AlertRule; editable: boolean; onClose: () => void; onDone: () => void };

const MINUTE = 60_000;

/** Lets a rule watch without a word for a while. */
export function MuteForm({ rule, ...form }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const now = useNow();
  const [mute, setMute] = useState<Mute>("1h");
  const until = f.dateTime(now + muteMinutes(mute, now) * MINUTE);
  return (
    <ReasonedForm
      {...form}
      body={mute}
      send={(chosen, reason) => muteRule(rule.id, muteMinutes(chosen, Date.now()), reason)}
      sentence={t("alerts.mute.do", { at: until })}
    >
      <TextField
        select
        label={t("alerts.mute.label")}
        value={mute}
        disabled={!form.editable}
        onChange={(event) => setMute(event.target.value as Mute)}
        helperText={t("alerts.mute.help")}
      >
        {MUTES.map((one) => (
          <MenuItem key={one} value={one}>
            {t(`alerts.mute.${one}`)}
          </MenuItem>
        ))}
      </TextField>
    </ReasonedForm>
  );
}

/** Lets a rule speak again. */
export function UnmuteForm({ rule, ...form }: Props) {
  const t = useTranslate();
  const f = useFormat();
  return (
    <ReasonedForm
      {...form}
      body={rule.id}
      send={(id, reason) => muteRule(id, 0, reason)}
      sentence={t("alerts.mute.end")}
    >
      <Typography variant="body2">
        {rule.muted_until
          ? t("alerts.mute.now", { at: f.dateTime(rule.muted_until), who: rule.muted_by ?? "–" })
          : t("alerts.mute.over")}
      </Typography>
    </ReasonedForm>
  );
}

/** Removes a rule that is not one of the six; its alerts stay. */
export function DeleteForm({ rule, ...form }: Props) {
  const t = useTranslate();
  return (
    <ReasonedForm
      {...form}
      color="error"
      body={rule.standard ? null : rule.id}
      send={deleteRule}
      sentence={t("alerts.rule.delete_do")}
    >
      <Typography variant="body2">
        {t(rule.standard ? "alerts.rule.standard" : "alerts.rule.delete_detail")}
      </Typography>
    </ReasonedForm>
  );
}
