import ListItemIcon from "@mui/material/ListItemIcon";
import ListItemText from "@mui/material/ListItemText";
import MenuItem from "@mui/material/MenuItem";
import { useTranslate } from "react-admin";
import type { ActionDefinition } from "./definition";

type Props = {
  definition: ActionDefinition;
  /** Why it is off, which stands in the place of what it does; null when it may be run. */
  off: string | null;
  onChoose: () => void;
};

/** An action as a line of a menu: its name, and beneath it what it does or why it cannot. */
export function ActionMenuItem({ definition, off, onChoose, ...item }: Props) {
  const t = useTranslate();
  const { icon: Icon, name, dangerous } = definition;
  const color = off ? "text.muted" : dangerous ? "error.main" : "text.primary";
  return (
    <MenuItem
      {...item}
      // Not MUI's disabled: one that is off can still be reached and read.
      aria-disabled={off !== null}
      onClick={off ? (event) => event.stopPropagation() : onChoose}
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
