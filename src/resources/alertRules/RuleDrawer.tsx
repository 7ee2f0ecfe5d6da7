import { useState } from "react";
import { useTranslate } from "react-admin";
import { SideDrawer } from "../../forms/SideDrawer";
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
  // What slides out is still what was in it.
  const [shown, setShown] = useState({ move, rule });
  if (move && (move !== shown.move || rule !== shown.rule)) setShown({ move, rule });
  const done = () => {
    onChanged();
    onClose();
  };
  const part = { ...shown, editable, onClose, onDone: done };
  return (
    <SideDrawer
      open={move !== null}
      title={shown.move ? t(`alerts.move.${shown.move}`) : null}
      detail={shown.rule ? ruleSentence(shown.rule, t, f) : t("alerts.rule.new_detail")}
      onClose={onClose}
    >
      {shown.move === "new" ? <RuleFieldsForm key="new" {...part} rule={null} /> : null}
      {shown.rule ? <MoveForm {...part} rule={shown.rule} /> : null}
    </SideDrawer>
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
