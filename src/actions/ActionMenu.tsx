import ExpandMore from "@mui/icons-material/ExpandMore";
import MoreHoriz from "@mui/icons-material/MoreHoriz";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { useActionHost } from "./ActionHost";
import { ActionMenuItem } from "./ActionMenuItem";
import type { ActionDefinition } from "./definition";
import { actionsOf } from "./registry";
import { useOffReason } from "./useOffReason";

type Props = {
  /** Those that stand beside it as buttons. */
  except: readonly string[];
  /** Three dots instead of words, for narrow bars. */
  compact?: boolean;
};

/** The other actions on the page's record; an action that is off says why beneath its name. */
export function ActionMenu({ except, compact = false }: Props) {
  const t = useTranslate();
  const id = useId();
  const host = useActionHost();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (!host) return null;
  const others = actionsOf(host.resource).filter(({ name }) => !except.includes(name));
  if (others.length === 0) return null;
  const plain = others.filter(({ dangerous }) => !dangerous);
  const dangerous = others.filter((action) => action.dangerous);

  const choose = (definition: ActionDefinition) => {
    setAnchor(null);
    host.open(definition.name, anchor);
  };
  return (
    <>
      <Button
        id={id}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={compact ? t("actions.more") : undefined}
        endIcon={compact ? undefined : <ExpandMore />}
        onClick={(event) => {
          host.preload();
          setAnchor(event.currentTarget);
        }}
        sx={compact ? { minWidth: 48 } : undefined}
      >
        {compact ? <MoreHoriz fontSize="small" /> : t("actions.more")}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ list: { "aria-labelledby": id, sx: { minWidth: 320, maxWidth: 420 } } }}
      >
        {plain.map((definition) => (
          <Entry key={definition.name} definition={definition} onChoose={choose} />
        ))}
        {plain.length > 0 && dangerous.length > 0 ? <Divider sx={{ my: 0.5 }} /> : null}
        {dangerous.map((definition) => (
          <Entry key={definition.name} definition={definition} onChoose={choose} />
        ))}
      </Menu>
    </>
  );
}

type EntryProps = {
  definition: ActionDefinition;
  onChoose: (definition: ActionDefinition) => void;
};

function Entry({ definition, onChoose, ...item }: EntryProps) {
  const host = useActionHost();
  const offReason = useOffReason(host?.targets?.[0] ?? null);
  return (
    <ActionMenuItem
      {...item}
      definition={definition}
      off={offReason(definition.name, host?.guards[definition.name])}
      onChoose={() => onChoose(definition)}
    />
  );
}
