import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { useActionHost } from "./ActionHost";
import type { FormValues } from "./actionState";
import { registry } from "./registry";
import { useOffReason } from "./useOffReason";

type Props = {
  action: ActionName;
  /** What its form is filled in with. */
  values?: FormValues;
  /** What we would do: the one filled button of a view. */
  recommended?: boolean;
  /** What it would do here, where its title says too little. */
  children?: ReactNode;
  /** What it would do here, where its title says too much. */
  label?: string;
  /** Stands beside a list's title, where on a phone its icon is enough. */
  inHead?: boolean;
};

/** Opens an action that needs no record, from the head of a list or a line of a sheet. */
export function StartActionButton({
  action,
  values,
  label,
  children,
  recommended = false,
  inHead = false,
}: Props) {
  const t = useTranslate();
  const id = useId();
  const host = useActionHost();
  const off = useOffReason(null)(action, undefined);
  const { icon: Icon } = registry[action];
  const words = label ?? `${t(`actions.${action}.title`)}…`;
  return (
    <>
      <Button
        aria-label={children ? undefined : words}
        aria-describedby={off ? id : undefined}
        disabled={off !== null}
        onClick={(event) => host?.open(action, event.currentTarget, values ? { values } : {})}
        onMouseEnter={host?.preload}
        onFocus={host?.preload}
        sx={{ gap: 0.75, minWidth: { xs: 44, md: 0 }, "& svg": { fontSize: 16, ml: "-2px" } }}
        {...(recommended ? { variant: "contained" as const, color: "primary" as const } : {})}
      >
        <Icon />
        <Box component="span" sx={{ display: { xs: inHead ? "none" : "inline", md: "inline" } }}>
          {children ?? words}
        </Box>
      </Button>
      {off ? (
        <Typography id={id} variant="caption" sx={{ color: "text.muted" }}>
          {off}
        </Typography>
      ) : null}
    </>
  );
}
