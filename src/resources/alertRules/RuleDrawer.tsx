import Close from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { useFormat } from "../../i18n/useFormat";
import type { AlertRule } from "./alertRule";
import { RuleFieldsForm } from "./RuleFieldsForm";
import { DeleteForm, MuteForm, UnmuteForm } from "./RuleForms";
import { RuleTest } from "./RuleTest";
import { ruleSentence } from "./ruleWords";
import type { Move } from "./useRuleMove";

type Props = {
  move: Move | null;
  rule: AlertRule | null;
  editable: boolean;
  onClose: () => void;
  onChanged: () => void;
};

/** What is done to a rule, in a drawer: the address says which. */
export function RuleDrawer({ move, rule, editable, onClose, onChanged }: Props) {
  const t = useTranslate();
  const f = useFormat();
  const titleId = useId();
  // What slides out is still what was in it.
  const [shown, setShown] = useState({ move, rule });
  if (move && (move !== shown.move || rule !== shown.rule)) setShown({ move, rule });
  const done = () => {
    onChanged();
    onClose();
  };
  const part = { ...shown, editable, onClose, onDone: done };
  return (
    <Drawer
      anchor="right"
      open={move !== null}
      onClose={(_, how) => {
        if (how !== "backdropClick") onClose();
      }}
      slotProps={{
        paper: {
          role: "dialog",
          "aria-modal": true,
          "aria-labelledby": titleId,
          sx: { width: 600, border: 0, "@media (max-width: 719.95px)": { width: "100%" } },
        },
      }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "flex-start",
          gap: 1,
          px: { xs: 2, sm: 3 },
          py: 1.75,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Typography id={titleId} variant="h2">
            {shown.move ? t(`alerts.move.${shown.move}`) : null}
          </Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {shown.rule ? ruleSentence(shown.rule, t, f) : t("alerts.rule.new_detail")}
          </Typography>
        </Box>
        <IconButton aria-label={t("actions.footer.close")} onClick={onClose}>
          <Close sx={{ fontSize: 20 }} />
        </IconButton>
      </Box>
      {shown.move === "new" ? <RuleFieldsForm key="new" {...part} rule={null} /> : null}
      {shown.rule ? <MoveForm {...part} rule={shown.rule} /> : null}
    </Drawer>
  );
}

type PartProps = {
  move: Move | null;
  rule: AlertRule;
  editable: boolean;
  onClose: () => void;
  onDone: () => void;
};

function MoveForm({ move, ...part }: PartProps) {
  const { id } = part.rule;
  switch (move) {
    case "edit":
      return <RuleFieldsForm key={id} {...part} />;
    case "mute":
      return <MuteForm key={id} {...part} />;
    case "unmute":
      return <UnmuteForm key={id} {...part} />;
    case "delete":
      return <DeleteForm key={id} {...part} />;
    case "test":
      return <RuleTest key={id} {...part} />;
    default:
      return null;
  }
}
