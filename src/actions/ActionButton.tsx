import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { MouseEvent } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router";
import type { ActionName } from "../../supabase/functions/_shared/contracts";
import { useActionHost } from "./ActionHost";
import type { ActionTarget } from "./definition";
import { registry } from "./registry";
import { homeOf, pathOf } from "./targets";
import { useOffReason } from "./useOffReason";

type Props = {
  action: ActionName;
  record: ActionTarget;
  /** What we would do: the one filled button of a view. */
  recommended?: boolean;
  /** Takes the width it is given, as on a phone. */
  wide?: boolean;
};

/** Opens the drawer of an action: here when the page is about this record, else on its page. */
export function ActionButton({ action, record, recommended = false, wide = false }: Props) {
  const t = useTranslate();
  const host = useActionHost();
  const navigate = useNavigate();
  const offReason = useOffReason(record);
  const { icon: Icon } = registry[action];
  const same = ({ kind, id }: ActionTarget) => kind === record.kind && id === record.id;
  const here = host?.targets?.some(same) ? host : null;
  const off = offReason(action, here?.guards[action]);

  const open = (event: MouseEvent<HTMLElement>) => {
    if (here) return here.open(action, event.currentTarget);
    const page = pathOf(record);
    const on = page ? "" : `&target=${encodeURIComponent(record.id)}`;
    navigate(`${page ?? `/${homeOf(record.kind)}`}?action=${action}${on}`, { state: null });
  };

  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        // On a phone the reason stands beneath its button.
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 1,
        rowGap: 0.5,
        flex: wide ? "1 1 0" : undefined,
      }}
    >
      <Button
        fullWidth={wide}
        startIcon={<Icon />}
        disabled={off !== null}
        onClick={open}
        onMouseEnter={here?.preload}
        onFocus={here?.preload}
        {...(recommended ? { variant: "contained" as const, color: "primary" as const } : {})}
      >
        {t(`actions.${action}.title`)}
      </Button>
      {off ? (
        <Typography variant="caption" sx={{ color: "text.muted" }}>
          {off}
        </Typography>
      ) : null}
    </Box>
  );
}
