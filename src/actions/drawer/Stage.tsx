import Check from "@mui/icons-material/Check";
import ExpandLess from "@mui/icons-material/ExpandLess";
import ExpandMore from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId, useState } from "react";
import { useTranslate } from "react-admin";

type Props = {
  number: number;
  title: string;
  state: "done" | "current" | "later";
  last?: boolean;
  /** Beside the title, quiet. */
  aside?: ReactNode;
  /** At the right end of the title. */
  action?: ReactNode;
  /** The stage in one line, once everything is over; it can be opened again. */
  folded?: ReactNode;
  /** On a phone its content takes the room of the line too. */
  wide?: boolean;
  children: ReactNode;
};

/** One of the four stages: its number or its check, on the line that links them. */
export function Stage({
  number,
  title,
  state,
  last,
  aside,
  action,
  folded,
  wide,
  children,
}: Props) {
  const t = useTranslate();
  const id = useId();
  const [open, setOpen] = useState(false);
  const isFolded = folded !== undefined;
  const shown = !isFolded || open;

  return (
    <Box
      component="section"
      aria-labelledby={id}
      sx={{ display: "grid", gridTemplateColumns: "24px minmax(0, 1fr)", columnGap: 1.5 }}
    >
      <Box sx={{ display: "flex", flexDirection: "column", alignItems: "center" }}>
        <StageMark number={number} state={state} />
        {last ? null : <Box sx={{ flexGrow: 1, width: "1px", bgcolor: "divider" }} />}
      </Box>
      <Box sx={{ pb: last ? 0 : isFolded ? 1 : 2.5, minWidth: 0 }}>
        <Box sx={{ display: "flex", alignItems: "baseline", gap: 1, minHeight: 24, pt: "2px" }}>
          <Typography
            id={id}
            variant="subtitle2"
            component="h3"
            sx={{
              color: state === "later" ? "text.secondary" : "text.primary",
              flex: isFolded ? "0 0 88px" : "0 0 auto",
            }}
          >
            {title}
          </Typography>
          {isFolded ? (
            <Typography variant="body2" sx={{ color: "text.secondary", flexGrow: 1, minWidth: 0 }}>
              {folded}
            </Typography>
          ) : (
            <Typography variant="caption" sx={{ color: "text.muted", flexGrow: 1 }}>
              {aside}
            </Typography>
          )}
          {isFolded ? (
            <IconButton
              aria-expanded={open}
              aria-label={t(`actions.stage.${open ? "fold" : "unfold"}`, { stage: title })}
              onClick={() => setOpen(!open)}
              sx={{
                alignSelf: "flex-start",
                p: "2px",
                "@media (pointer: coarse)": { p: "12px", m: "-10px" },
              }}
            >
              {open ? <ExpandLess fontSize="small" /> : <ExpandMore fontSize="small" />}
            </IconButton>
          ) : (
            action
          )}
        </Box>
        {shown ? (
          <Box
            sx={{
              mt: 0.75,
              ml: { xs: wide ? -4.5 : 0, sm: 0 },
              position: "relative",
              bgcolor: "background.paper",
            }}
          >
            {children}
          </Box>
        ) : null}
      </Box>
    </Box>
  );
}

const markSx = {
  done: { bgcolor: "success.tint", borderColor: "success.border", color: "success.main" },
  current: { borderColor: "primary.main", color: "primary.main" },
  later: { borderColor: "border.strong", borderStyle: "dashed", color: "text.muted" },
};

function StageMark({ number, state }: Pick<Props, "number" | "state">) {
  const t = useTranslate();
  return (
    <Box
      sx={{
        flex: "0 0 auto",
        width: 24,
        height: 24,
        borderRadius: "50%",
        border: 1,
        display: "grid",
        placeItems: "center",
        fontSize: 12,
        fontWeight: 600,
        ...markSx[state],
      }}
    >
      {state === "done" ? (
        <Check sx={{ fontSize: 14 }} titleAccess={t("actions.stage.done")} />
      ) : (
        number
      )}
    </Box>
  );
}
