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
};

/** Opens an action that needs no record, from the head of a list or a line of a sheet. */
export function StartActionButton({ action, values, recommended = false, children }: Props) {
  const t = useTranslate();
  const id = useId();
  const host = useActionHost();
  const off = useOffReason(null)(action, undefined);
  const { icon: Icon } = registry[action];
  return (
    <>
      <Button
        startIcon={<Icon />}
        disabled={off !== null}
        aria-describedby={off ? id : undefined}
        onClick={(event) => host?.open(action, event.currentTarget, values ? { values } : {})}
        onMouseEnter={host?.preload}
        onFocus={host?.preload}
        {...(recommended ? { variant: "contained" as const, color: "primary" as const } : {})}
      >
        {children ?? `${t(`actions.${action}.title`)}…`}
      </Button>
      {off ? (
        <Typography id={id} variant="caption" sx={{ color: "text.muted" }}>
          {off}
        </Typography>
      ) : null}
    </>
  );
}
