import ExpandMore from "@mui/icons-material/ExpandMore";
import MoreHoriz from "@mui/icons-material/MoreHoriz";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import ListItemIcon from "@mui/material/ListItemIcon";
import ListItemText from "@mui/material/ListItemText";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { useActionHost } from "./ActionHost";
import type { ActionDefinition } from "./definition";
import { registry } from "./registry";
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
  const others = Object.values(registry).filter(({ name }) => !except.includes(name));
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
  const t = useTranslate();
  const host = useActionHost();
  const offReason = useOffReason(host?.target ?? { id: "", email: "", name: null });
  const { icon: Icon, name, dangerous } = definition;
  const off = offReason(host?.guards[name]);
  const color = off ? "text.muted" : dangerous ? "error.main" : "text.primary";
  return (
    <MenuItem
      {...item}
      // Not MUI's disabled: one that is off can still be reached and read.
      aria-disabled={off !== null}
      onClick={off ? undefined : () => onChoose(definition)}
      sx={{ alignItems: "flex-start", whiteSpace: "normal", cursor: off ? "default" : "pointer" }}
    >
      <ListItemIcon sx={{ minWidth: 28, mt: "3px", color }}>
        <Icon sx={{ fontSize: 18 }} />
      </ListItemIcon>
      <ListItemText
        primary={t(`actions.${name}.title`) + (dangerous ? "…" : "")}
        secondary={off ?? t(`actions.${name}.hint`)}
        slotProps={{
          primary: { variant: "body2", sx: { color, fontWeight: 500 } },
          secondary: { variant: "caption", sx: { color: "text.muted" } },
        }}
        sx={{ m: 0 }}
      />
    </MenuItem>
  );
}
